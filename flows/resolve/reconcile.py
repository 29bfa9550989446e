"""Checks across numbers: sums, growth, repetition and contradiction.

No check looks at all pairs: statements of one series meet in a dictionary, and a whole looks for
its parts among the few numbers that stand next to it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flows.records import stable_id
from flows.resolve import naming, parts, statements

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from flows.resolve.statements import Key, Row

SO_FAR = re.compile(r"已|累计|截至|目前|达|突破|以来")
"""Words of a count that goes on: two dates of one year may well see two numbers."""

SPANS = re.compile(r"年均|累计|五年|日均|月均|平均")
"""Words that say over which time a number was taken; statements that differ in them do not compare."""

REAL_TERMS = ("gdp", "value-added-", "any-value-added", "marine-gdp", "income-", "digital-economy", "gni")
"""Beginnings of the ids of indicators whose growth is stated at constant prices and fits no two levels."""


FAR = 3.0
"""Levels that differ by more than this factor are taken for levels of two scopes, not of one."""

SENTENCE, SECTION = 100, 3000
"""Characters within which two numbers stand in one sentence, and in one section."""


@dataclass(slots=True)
class Checks:
    """The checks of a release."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    """Rows of the table reconciliations."""
    members: list[dict[str, Any]] = field(default_factory=list)
    """Rows of the table reconciliation_members."""
    first: dict[str, str] = field(default_factory=dict)
    """From the id of a repeated statement to that of the first one."""

    def add(self, kind: str, metric: Row, others: Sequence[Row], expected: float, holds: bool) -> None:
        """Keep one check of `metric` against `others`."""
        key = stable_id("c", kind, metric["metric_id"], *(other["metric_id"] for other in others))
        self.rows.append(
            {
                "reconciliation_id": key,
                "kind": kind,
                "metric_id": metric["metric_id"],
                "expected": expected,
                "found": metric["value"],
                "holds": holds,
            }
        )
        self.members += [
            {"reconciliation_id": key, "metric_id": other["metric_id"], "position": position}
            for position, other in enumerate(others, 1)
        ]


def check(metrics: Sequence[Row], published: Mapping[str, dt.date | None]) -> Checks:
    """Return the checks that `metrics` (rows of the table) allow; `published` dates their documents."""
    checks = Checks()
    ordered = sorted(metrics, key=lambda row: _age(row, published))
    known = [(key, row) for row in ordered if (key := statements.series(row)) is not None]
    for statement in _grouped((_statement(key, row), row) for key, row in known):
        _repeated(checks, statement)
    unique = [(key, row) for key, row in known if row["metric_id"] not in checks.first]
    for same in _grouped((_moment(key, row), row) for key, row in unique):
        _conflict(checks, same)
    _growth(checks, unique)
    for whole, members in parts.sums([row for row in ordered if row["metric_id"] not in checks.first]):
        expected = math.fsum(member["value"] for member in members)
        checks.add("parts_sum", whole, members, expected, parts.fits(whole, members))
    return checks


def _age(row: Row, published: Mapping[str, dt.date | None]) -> tuple[bool, str, str, int]:
    date = published.get(row["document_id"])
    return date is None, str(date), row["document_id"], row["start"]


def _grouped(pairs: Iterable[tuple[Key | None, Row]]) -> list[list[Row]]:
    """Return the rows of each key that two rows or more share, in the order of the first of them."""
    groups: dict[Key, list[Row]] = {}
    for key, row in pairs:
        if key is not None:
            groups.setdefault(key, []).append(row)
    return [group for group in groups.values() if len(group) > 1]


def _moment(key: Key, row: Row) -> Key | None:
    """Return the name, series and period of a statement; None where its name or period is not enough."""
    if row["period_end"] is None or row["status"] != "actual" or not statements.specific(row):
        return None
    name = naming.variants(row["indicator"], row["measure"] != "level")[-1]
    spans = frozenset(SPANS.findall(row["evidence"]))
    return name, spans, *key, row["period_start"], row["period_end"]


def _statement(key: Key, row: Row) -> Key:
    """Return what a statement says; one without a period or a telling name counts in its document only."""
    where = None if row["period_end"] and statements.specific(row) else row["document_id"]
    said = row["value"], row["value_high"] or 0.0, row["comparator"]
    return *key, row["period_start"], row["period_end"], row["status"], where, *said


def _repeated(checks: Checks, same: list[Row]) -> None:
    first, *others = same
    checks.add("repeated", first, others, first["value"], holds=True)
    checks.first.update({other["metric_id"]: first["metric_id"] for other in others})


def _conflict(checks: Checks, same: list[Row]) -> None:
    """Flag each statement that the prevailing one of its series and period excludes."""
    counts = Counter(row["value"] for row in same)
    prevailing = max(same, key=lambda row: (counts[row["value"]], row["confidence"]))
    low, high = statements.bounds(prevailing)
    for row in same:
        least, greatest = statements.bounds(row)
        if (least > high or greatest < low) and _comparable(row, prevailing):
            checks.add("conflict", row, [prevailing], prevailing["value"], holds=False)


def _comparable(one: Row, other: Row) -> bool:
    """Tell whether two numbers of one series and period are meant to be the same.

    Those in one sentence are meant to differ, and so are those far apart in one document, which
    speaks of results first and of plans later; a count that goes on differs from day to day.
    """
    if one["measure"] == "level" and not _alike(one["value"], other["value"]):
        return False
    if one["document_id"] == other["document_id"]:
        return bool(SENTENCE < abs(one["start"] - other["start"]) < SECTION)
    counts_on = SO_FAR.search(one["evidence"]) or SO_FAR.search(other["evidence"])
    return not (counts_on and one["measure"] == "level")


def _alike(one: float, other: float) -> bool:
    """Tell whether two levels are near enough to be of one scope."""
    return bool(other) and 1 / FAR < one / other < FAR


def _growth(checks: Checks, known: Sequence[tuple[Key, Row]]) -> None:
    """Hold growth and change over a year against the levels of both years."""
    levels: dict[Key, Row] = {}
    for key, row in known:
        if _exact(row) and row["measure"] == "level":
            levels.setdefault((*key[:4], row["period_start"], row["period_end"]), row)
    by_unit: dict[Key, list[str]] = {}
    for key in levels:
        by_unit.setdefault((*key[:3], *key[4:]), []).append(key[3])
    for key, row in known:
        if not _exact(row) or row["basis"] not in {None, "year_on_year"} or row["measure"] == "level":
            continue
        for unit in by_unit.get((*key[:3], row["period_start"], row["period_end"]), ()):
            now = levels[*key[:3], unit, row["period_start"], row["period_end"]]
            before = levels.get((*key[:3], unit, *_year_before(row)))
            if before is not None:
                _identity(checks, row, now, before)


def _exact(row: Row) -> bool:
    return (
        row["comparator"] == "eq"
        and row["status"] == "actual"
        and row["period_start"] is not None
        and row["period_end"] is not None
        and statements.specific(row)
        and not row["indicator_id"].startswith(REAL_TERMS)
    )


def _identity(checks: Checks, growth: Row, now: Row, before: Row) -> None:
    (low, high), (first, last) = statements.bounds(now), statements.bounds(before)
    least, greatest = statements.bounds(growth)
    if growth["measure"] == "change":
        if now["unit"] not in {growth["unit"], "%"} or first <= -math.inf:
            return
        expected, bottom, top = now["value"] - before["value"], low - last, high - first
    elif growth["unit"] == "%" and first > 0 and _alike(now["value"], before["value"]):
        expected = (now["value"] / before["value"] - 1) * 100
        bottom, top = (low / last - 1) * 100, (high / first - 1) * 100
    else:
        return
    holds = bottom <= greatest and top >= least
    checks.add("growth_identity", growth, [now, before], expected, holds)


def _year_before(row: Row) -> tuple[dt.date, dt.date]:
    return _earlier(row["period_start"]), _earlier(row["period_end"])


def _earlier(date: dt.date) -> dt.date:
    """Return the day a year before; the 29th of February becomes the 28th, and a month's end stays one."""
    try:
        return date.replace(year=date.year - 1)
    except ValueError:
        return date.replace(year=date.year - 1, day=28)
