"""From an indicator as written to an indicator of the code list.

`schemas/codelists/indicators.csv` holds indicators, and classes such as `any-investment`
(investment in what is named), whose rows may be compared only where their names agree too.
`indicator_names.csv` holds the names: `exact` ones, `level` ones that stand for the indicator
only where a level is stated (玉米 with 吨 is the output of maize; 玉米 growing by 5 % may be
anything), and `head` ones, the nouns at the end of a name that make it one of a class.

    python -m flows.resolve.indicators RELEASE     # the share of metrics with a curated id
"""

from __future__ import annotations

import functools
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows import contract
from flows.records import stable_id
from flows.resolve import naming, units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.tables.database import Database


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the code list."""

    indicator_id: str
    name: str
    unit: str
    kind: str
    dimension: str


@functools.cache
def codelist() -> Mapping[str, Indicator]:
    """Return the curated indicators by id."""
    return {
        row["indicator_id"]: Indicator(
            row["indicator_id"], row["name"], row["unit"], row["kind"], units.dimension(row["unit"])
        )
        for row in contract.codelist("indicators")
    }


@functools.cache
def _names(match: str) -> Mapping[str, tuple[Indicator, ...]]:
    """Return the indicators that a plain name stands for in one way of matching."""
    found: dict[str, dict[Indicator, None]] = {}
    own = [(row.name, row) for row in codelist().values() if match == "exact"]
    listed = [
        (row["name"], codelist()[row["indicator_id"]])
        for row in contract.codelist("indicator_names")
        if row["match"] == match
    ]
    for name, indicator in own + listed:
        found.setdefault(naming.plain(name), {})[indicator] = None
    return {name: tuple(indicators) for name, indicators in found.items()}


@functools.lru_cache(maxsize=65536)
def curated(indicator: str, unit: str, measure: str) -> str | None:
    """Return the id in the code list of what `indicator` names in `unit`; None where there is none."""
    names = naming.variants(indicator, growth=measure != "level" or units.dimension(unit) in units.SHARES)
    if any(map(naming.compares, names)):
        return None
    for name in names:
        for form, amount in dict.fromkeys(((name, ""), naming.amountless(name))):
            fitting = {
                one.indicator_id
                for one in _named(form, measure)
                if _fits(one, unit, measure) and _speaks_of(one, name, measure) and _closes(one, amount)
            }
            if len(fitting) == 1:
                return fitting.pop()
    return _by_head(names, unit, measure)


def _named(name: str, measure: str) -> tuple[Indicator, ...]:
    """Return the indicators of that very name."""
    found = _names("exact").get(name, ())
    return found + _names("level").get(name, ()) if measure == "level" else found


def _closes(indicator: Indicator, amount: str) -> bool:
    """Tell whether a name may end in this word for an amount: 额 is of money, 量 and 数 are not."""
    if amount[-1:] in {"额", "值"}:
        return indicator.dimension == "currency"
    return not (amount[-1:] in {"量", "数"} and indicator.dimension == "currency" and amount != "总量")


def identify(indicator: str, unit: str, measure: str) -> str:
    """Return the id of what `indicator` names in `unit`.

    Where the code list has none, the id begins with `x-` and is derived from the plain name and
    the kind of quantity; growth counts as of no kind, so that it meets no level by chance.
    """
    found = curated(indicator, unit, measure)
    if found:
        return found
    dimension = units.dimension(unit) if measure == "level" else measure
    return stable_id("x", naming.variants(indicator, measure != "level")[-1], dimension)


def is_general(indicator_id: str) -> bool:
    """Tell whether an id is that of a class of whatever a head noun names (`any-enterprises`)."""
    return indicator_id.startswith("any-")


def is_head(name: str) -> bool:
    """Tell whether a plain name is no more than the noun that ends the names of a class."""
    return name in _names("head")


def table(database: Database) -> None:
    """Make built.indicators: the code list, and what else `statements` name, by its most frequent name."""
    schema = contract.arrow_schema("indicators")
    curated = (
        {**{column: cell or None for column, cell in row.items()}, "curated": True}
        for row in contract.codelist("indicators")
    )
    database.create("curated", schema, curated)
    database.execute(
        """
        CREATE VIEW built.indicators AS
        FROM curated
        UNION ALL BY NAME
        SELECT indicator_id, indicator AS name, nullif(unit, '') AS unit, 'derived' AS kind, false AS curated
        FROM (
            SELECT indicator_id, indicator, unit, count(*) AS times
            FROM statements ANTI JOIN curated USING (indicator_id) GROUP BY ALL
        )
        QUALIFY row_number() OVER (PARTITION BY indicator_id ORDER BY times DESC, indicator, unit) = 1
        """
    )


def _by_head(names: tuple[str, ...], unit: str, measure: str) -> str | None:
    """Return the class of the longest head that ends one of `names`."""
    heads = _names("head")
    name = names[0] if measure == "level" else min(names[:2], key=len)
    for start in range(len(name)):
        fitting = [
            one
            for one in heads.get(name[start:], ())
            if _fits(one, unit, measure) and _speaks_of(one, name[start:], measure)
        ]
        if fitting:
            return min(fitting, key=lambda one: _distance(one, unit)).indicator_id
    return None


def _distance(indicator: Indicator, unit: str) -> tuple[bool, bool, str]:
    """Order the classes of one head: those in this very unit first, particular before general ones."""
    return indicator.unit != unit, is_general(indicator.indicator_id), indicator.indicator_id


def _speaks_of(indicator: Indicator, name: str, measure: str) -> bool:
    """Tell whether the number may be said of what `name` names: of a bare noun only a level can."""
    if measure != "growth" or indicator.kind == "indicator" or not indicator.unit:
        return True
    return indicator.dimension in units.SHARES | {"currency"} or bool(naming.MEASURED.search(name))


def _fits(indicator: Indicator, unit: str, measure: str) -> bool:
    """Tell whether a number in `unit` can be a level, growth or change of `indicator`."""
    found, wanted = units.dimension(unit), indicator.dimension
    if measure == "growth":
        return True
    if measure == "change" and found in units.SHARES:
        return wanted in units.SHARES | {"number"} or indicator.kind == "indicator"
    if wanted in units.COUNTS and found in units.COUNTS:
        return _counts(indicator, unit)
    if not indicator.unit:
        return found in {"number", "score", "share"}
    if wanted == "share":
        return found in {"share", "number"}
    return found == wanted or found == wanted.partition("/")[0]


def _counts(indicator: Indicator, unit: str) -> bool:
    """Tell whether a classifier may count what `indicator` counts.

    One that counts things, or ideas, may stand for any other of them; 个 for whatever is no person and
    no household. Any other counts one kind of thing only.
    """
    found, wanted = units.code(unit), units.code(indicator.unit)
    if found == wanted:
        return True
    if indicator.kind == "indicator" and all(map(_counts_bodies, (found, wanted))):
        return True
    if found == "{unit}":
        return "people" not in units.counted(wanted)
    alike = units.counted(found) - {"people"}
    return bool(alike & units.counted(wanted)) or (bool(alike) and wanted == "{unit}")


def _counts_bodies(code: str | None) -> bool:
    return code == "{establishment}" or "people" in units.counted(code)


def main(release: Path) -> None:
    """Print the share of the metrics of a release that carry a curated id, and what lacks one most."""
    import pyarrow.parquet as pq

    columns = ["indicator", "indicator_id", "unit", "measure"]
    rows = pq.read_table(release / "metrics.parquet", columns=columns).to_pylist()
    kinds = {indicator_id: row.kind for indicator_id, row in codelist().items()}
    shares = Counter(kinds.get(row["indicator_id"], "derived") for row in rows)
    for kind, count in sorted(shares.items()):
        print(f"{kind:10} {count:8} {count / max(1, len(rows)):7.1%}")
    curated_share = 1 - shares["derived"] / max(1, len(rows))
    print(f"curated    {len(rows) - shares['derived']:8} {curated_share:7.1%} of {len(rows)} metrics")
    rest = Counter(
        (row["indicator"], row["unit"], row["measure"]) for row in rows if row["indicator_id"] not in kinds
    )
    for (indicator, unit, measure), count in rest.most_common(20):
        print(f"{count:5} {indicator} [{unit}] {measure}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
