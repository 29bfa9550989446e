"""When two statements of numbers speak of the same thing, and within which bounds.

A statement is a row of the table metrics. Bounds follow from how a number is written: `3.2万家`
is any number from 31,500 to 32,500, `超过60家` any above 60.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from flows.resolve import indicators, naming, subjects, units

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from flows.tables.database import Database

    Row: TypeAlias = Mapping[str, Any]

APPROXIMATE = 0.05
"""Share of a value by which 左右, 约 and 近 may miss it; our own reading, no text defines it."""

_WRITTEN = re.compile(r"(\d[\d,]*)(?:\.(\d+))?\s*([十百千万亿兆]*)")
_EXACT = 1e-6
"""By how much a power of ten may be missed, as numbers of the machine are no decimal ones."""
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}


def resolution(quote: str, value: float) -> float:
    """Return what one step in the last written digit of `quote` is worth, in the unit of `value`.

    Of Chinese numerals the trailing zeros count as not written: 三万 is right to ten thousand. By how much
    the digits are multiplied tells the value, since 亿千 may be 亿 and the begin of a unit (1.1亿千瓦).
    """
    found = _WRITTEN.search(unicodedata.normalize("NFKC", quote))
    if found:
        decimals = len(found[2] or "")
        digits = float(f"{found[1].replace(',', '')}.{found[2] or '0'}")
        return float(10.0 ** (_power(digits, value, found[3]) - decimals))
    whole = abs(round(value))
    return float(10 ** (len(str(whole)) - len(str(whole).rstrip("0")))) if whole else 1.0


def _power(digits: float, value: float, signs: str) -> int:
    """Return the power of ten between digits and value, or that of the signs where there is none (3成)."""
    if digits and value:
        power = math.log10(abs(value) / digits)
        if abs(power - round(power)) < _EXACT:
            return round(power)
    return sum(_POWERS[sign] for sign in signs)


def bounds(metric: Row) -> tuple[float, float]:
    """Return the least and the greatest number that a statement allows."""
    value: float = metric["value"]
    half = resolution(metric["quote"], value) / 2 + abs(value) * 1e-9
    comparator = metric["comparator"]
    if comparator == "range" and metric["value_high"] is not None:
        return value - half, metric["value_high"] + half
    if comparator == "approx":
        half = max(half, abs(value) * APPROXIMATE)
    if comparator in {"eq", "approx", "range"}:
        return value - half, value + half
    if value < 0:  # 下降超过5%: above and below change places, and which is meant is not sure
        return -math.inf, math.inf
    return (value - half, math.inf) if comparator in {"ge", "gt"} else (-math.inf, value + half)


_TEXT = ("indicator", "unit", "measure", "indicator_id", "unit_code", "name", "scope")
_TERMS = pa.schema(
    [(column, pa.string()) for column in _TEXT]
    + [(column, pa.bool_()) for column in ("specific", "fairly_specific")]
)


def tell(database: Database) -> None:
    """Make `statements`: the rows of the table metrics, and what tells their series apart.

    Two statements are values of one series if they share `series`; None where it is not known. Then
    they have one indicator, place, unit, measure and basis, and share `body`, the one in its place that
    a number is about, and `scope`. A `topic` is a series in any unit and measure. What is said of a body is
    said of no place, and what is said of a country of none of its cities.
    """
    terms = database.rows("SELECT DISTINCT indicator, unit, measure FROM settled.metrics")
    database.create("terms", _TERMS, (_term(**term) for term in terms))
    subjects.tell(database)
    database.execute(_STATEMENTS)


def _term(indicator: str, unit: str, measure: str) -> Row:
    """Return what is known of a number from these three alone.

    `name` is the indicator in its plain form. `scope` is, of the members of a class and of derived
    indicators, the same, and else the words (新增, 日均, 国家级) that the indicator itself does not hold.
    """
    indicator_id = indicators.identify(indicator, unit, measure)
    curated = indicators.codelist().get(indicator_id)
    name = naming.variants(indicator, measure != "level")[-1]
    general = curated is None or curated.kind == "class"
    return {
        "indicator": indicator,
        "unit": unit,
        "measure": measure,
        "indicator_id": indicator_id,
        "unit_code": units.code(unit),
        "name": name,
        "scope": name if curated is None or general else " ".join(sorted(naming.scope(name, curated.name))),
        "specific": specific(indicator, indicator_id),
        "fairly_specific": specific(indicator, indicator_id, length=4),
    }


_STATEMENTS = """
    CREATE TABLE statements AS
    WITH bodies AS (
        SELECT placed.*, term.* EXCLUDE (indicator, unit, measure),
            CASE WHEN region_code = named_region THEN NULL ELSE subject END AS body
        FROM placed JOIN terms AS term USING (indicator, unit, measure)
    )
    SELECT *,
        min(ordinal) OVER (PARTITION BY indicator_id, scope, region_code, body) AS topic,
        CASE WHEN region_code IS NOT NULL OR body IS NOT NULL THEN min(ordinal) OVER (
            PARTITION BY indicator_id, scope, region_code, body, coalesce(unit_code, unit), measure, basis
        ) END AS series
    FROM bodies
"""


def specific(indicator: str, indicator_id: str, length: int = 7) -> bool:
    """Tell whether the name alone says what was counted: 企业 and 死亡 do not, 高新技术企业 does.

    The name of an indicator of the code list does; one of a particular class needs four characters,
    and any other `length` of them and to be more than the noun of its class.
    """
    curated = indicators.codelist().get(indicator_id)
    if curated is not None and curated.kind == "indicator":
        return True
    name = naming.plain(indicator)
    if curated is not None and not indicators.is_general(indicator_id):
        return len(name) >= 4
    return len(name) >= length and not indicators.is_head(name)
