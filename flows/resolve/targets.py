"""Each target beside the latest result of the same indicator, place, measure, unit and scope."""

from __future__ import annotations

import math
import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from flows import contract
from flows.resolve import statements, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flows.resolve.statements import Row
    from flows.tables.database import Database

YEAR = 365.2425
"""Days of a mean Gregorian year."""

GROWING = frozenset({"count", "currency", "mass", "length", "area", "volume", "energy", "power", "computing"})
"""Dimensions of which a plain target (1000家) is a floor: what is counted and built is wanted in number."""

STANDING = frozenset({"share", "area", "length", "power", "apparent_power", "computing"})
MOVING = frozenset(
    ["人次", "架次", "班次", "艘次", "辆次", "列", "件", "次", "场", "笔", "单", "标准箱", "标箱", "TEU"]
)
"""Dimensions of what stands on a day, and classifiers of what happens in a time and so does not."""

BESIDE = 12
"""Characters between two numbers that share one name."""

MONTH = 28
"""Least days of a period that counts as more than some days."""

ANEW = re.compile(
    r"新增|净增|新建|新开工|新改建|改造|完成|实施|培育|筹集|引进|开展|举办|组织|培训|建设|整治|治理|新登记|新设|发放|安排"
)
ADDED = re.compile(r"新增|净增|新认定|新培育|新建")
REACHED = re.compile(r"达到|增至|增加到|提高到|总量|总数|累计|保有|稳定在|保持在|控制在|突破")
RISING = re.compile(r"达到|提高|提升|增至|升至|增加到|上升|以上")
FALLING = re.compile(r"降至|降到|降低|下降|压减|减至|减少到|控制在|以内")
"""Words of an amount that each period brings anew (all of it, or in addition to what there was), of a
level that is reached or held, and of the direction that is wanted."""


def compare(database: Database) -> None:
    """Make built.targets: each target with a deadline, stated again or not, once.

    A result is tied to it where both are of one series, as `statements` tells it, and their periods
    compare (see `_compares`); otherwise the row has no result.
    """
    database.execute(_SHARED)
    database.execute(_COMPARED)
    rows = database.rows("FROM compared ORDER BY series, metric_id")
    database.create("built.targets", _SCHEMA, _targets(rows))


_SCHEMA = pa.schema([field.with_nullable(True) for field in contract.arrow_schema("targets")])

# Numbers that stand side by side under one name (城乡居民收入分别增长6%和7%): the name of each is not
# known, and so none is tied to anything.
_SHARED = f"""
    CREATE TABLE shared AS
    SELECT unnest([metric_id, other_id]) AS metric_id
    FROM (
        SELECT metric_id, lag(metric_id) OVER beside AS other_id
        FROM statements ANTI JOIN said_again USING (metric_id)
        WHERE series IS NOT NULL
        WINDOW beside AS (
            PARTITION BY document_id, series, status, period_start, period_end ORDER BY start, ordinal
        )
        QUALIFY value <> lag(value) OVER beside AND start - lag("end") OVER beside < {BESIDE}
    )
"""

_COMPARED = """
    CREATE VIEW compared AS
    WITH counted AS (
        SELECT *, metric_id IN (SELECT metric_id FROM shared) AS nameless
        FROM unrepeated ANTI JOIN said_again USING (metric_id)
        WHERE period_end IS NOT NULL
    ),
    targets AS (
        SELECT * REPLACE (CASE WHEN fairly_specific AND NOT nameless THEN series END AS series)
        FROM counted
        WHERE status = 'target' AND (published_on IS NULL OR period_end >= published_on)
    ),
    results AS (
        FROM counted SEMI JOIN targets USING (series)
        WHERE status = 'actual' AND comparator <> 'range' AND NOT nameless
            AND (published_on IS NULL OR published_on >= period_end)
    ),
    together AS (FROM targets UNION ALL FROM results)
    SELECT metric_id, indicator_id, region_code, series, value, value_high, unit, comparator, measure, status,
        period_start, period_end, published_on, quote, evidence, confidence
    FROM together
"""


def _targets(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows of the table from targets and results, which come in the order of their series."""
    for series, group in groupby(rows, key=itemgetter("series")):
        if series is None:
            yield from (_row(row, ()) for row in group)
            continue
        together = list(group)
        results = sorted((row for row in together if row["status"] == "actual"), key=_recency)
        for target in together:
            if target["status"] == "target":
                yield _row(target, [row for row in results if _compares(row, target)])


def _recency(result: Row) -> tuple[object, ...]:
    """Order results: the latest period last; of one period the latest word, then the surest."""
    period, date = result["period_end"], result["published_on"]
    return period, str(date), result["confidence"], result["metric_id"]


def _compares(result: Row, target: Row) -> bool:
    """Tell whether the period of a result compares with that of a target.

    It does where both are as long (a year with a year), where the result counts from the first day
    of the target's period, and where a state on a day meets a target for a year's end. A single
    month never meets a year, and two days never meet.
    """
    if result["period_end"] > target["period_end"] or _added(result) != _added(target):
        return False
    length, wanted = _days(result), _days(target)
    if length is None or wanted is None:
        return False
    if abs(length - wanted) <= 3:
        return length >= MONTH or result["period_start"] == target["period_start"]
    if length == 1 and target["measure"] == "level":
        return wanted <= 366 and _stands(result)
    begins_alike = result["period_start"] == target["period_start"]
    return bool(begins_alike or (wanted == 1 and 364 <= length <= 366 and _stands(result)))


def _stands(row: Row) -> bool:
    """Tell whether a number for one day is a state (720 factories so far), not what that day brought."""
    dimension = units.dimension(row["unit"])
    return dimension in STANDING or (dimension == "count" and row["unit"] not in MOVING)


def _added(row: Row) -> bool:
    """Tell whether a clause counts what came in addition (新增500家), not all that there is."""
    before = row["evidence"].partition(row["quote"])[0]
    return units.dimension(row["unit"]) == "count" and bool(ADDED.search(before))


def _days(row: Row) -> int | None:
    if row["period_start"] is None or row["period_end"] is None:
        return None
    return int((row["period_end"] - row["period_start"]).days) + 1


def _row(target: Row, results: Sequence[Row]) -> dict[str, Any]:
    """Return one row of the table; `results` compare with it, the latest last."""
    row: dict[str, Any] = {
        "metric_id": target["metric_id"],
        "indicator_id": target["indicator_id"],
        "region_code": target["region_code"],
        "target": target["value"],
        "comparator": target["comparator"],
        "unit": target["unit"],
        "deadline": target["period_end"],
    }
    if not results:
        return row
    latest = results[-1]
    row |= {
        "actual_metric_id": latest["metric_id"],
        "actual": latest["value"],
        "actual_period_end": latest["period_end"],
        "progress": latest["value"] / target["value"] if target["value"] else None,
    }
    return row | {
        "required_per_year": _required(target, latest),
        "on_track": _on_track(target, results),
    }


def _required(target: Row, latest: Row) -> float | None:
    """Return the change a year that is still needed; of growth, and of what begins anew, none is."""
    if target["measure"] != "level" or (_anew(target) and not _within(latest, target)):
        return None
    met = _met(target, latest["value"])
    years = _years(latest, target)
    if met or years <= 0:
        return 0.0 if met and _lasts(latest, target) else None
    return float((target["value"] - latest["value"]) / years)


def _on_track(target: Row, results: Sequence[Row]) -> bool | None:
    """Tell whether the target is met, or would be at the pace so far.

    The pace is that within the target's period, or between the two latest results. None where it
    is not known: one result only, or a result of an earlier period for what begins anew in each.
    """
    latest = results[-1]
    met = _met(target, latest["value"])
    if _within(latest, target):
        return met if met or _rate(target) else _met(target, latest["value"] / _elapsed(latest, target))
    if _anew(target) or target["measure"] != "level":
        return None
    years = _years(latest, target)
    if met:
        return True if _lasts(latest, target) else None
    if met is None or years <= 0:
        return met
    earlier = [row for row in results if row["period_end"] < latest["period_end"]]
    if not earlier or abs((_days(earlier[-1]) or 0) - (_days(latest) or 0)) > 3:
        return None
    pace = (latest["value"] - earlier[-1]["value"]) / _years(earlier[-1], latest)
    return _met(target, latest["value"] + pace * years)


def _lasts(result: Row, target: Row) -> bool:
    """Tell whether what was reached in an earlier period counts for that of the target.

    A rate and a level that is reached or held do; of a bare number (疏解企业80家) it is not known.
    """
    earlier = result["period_end"] < target["period_start"] and (_days(result) or 0) >= MONTH
    return not earlier or _rate(target) or bool(REACHED.search(_clause(target)))


def _within(result: Row, target: Row) -> bool:
    """Tell whether a result counts from the first day of the target's period on."""
    days = _days(result)
    return bool(result["period_start"] == target["period_start"] and days is not None and days >= MONTH)


def _elapsed(result: Row, target: Row) -> float:
    return (_days(result) or 1) / (_days(target) or 1)


def _rate(row: Row) -> bool:
    """Tell whether a number does not add up over the days of its period."""
    return row["measure"] != "level" or units.dimension(row["unit"]) not in GROWING


def _anew(row: Row) -> bool:
    """Tell whether what is aimed at begins anew in each period (新增, 改造), unlike a state or a path."""
    before = row["evidence"].partition(row["quote"])[0]
    return bool(ANEW.search(before)) and not REACHED.search(_clause(row))


def _years(first: Row, last: Row) -> float:
    return float((last["period_end"] - first["period_end"]).days / YEAR)


def _met(target: Row, value: float) -> bool | None:
    """Tell whether a value meets a target; None where the target is exact and has no wanted direction."""
    low, high = statements.bounds(target)
    if low <= value <= high:
        return True
    if math.isinf(low) or math.isinf(high):
        return False
    if target["measure"] == "level" and (value > high) == _upward(target):
        return True
    return False if target["measure"] == "level" and _upward(target) is not None else None


def _upward(target: Row) -> bool | None:
    """Tell whether more is wanted (提高到, and what is counted and built) or less (降至); None if unsaid."""
    clause = _clause(target)
    if FALLING.search(clause):
        return False
    if RISING.search(clause) or units.dimension(target["unit"]) in GROWING:
        return True
    return None


def _clause(row: Row) -> str:
    """Return what of the evidence leads up to a number, from the item of the list that it stands in."""
    before, quote, _ = row["evidence"].partition(row["quote"])
    return re.split("[，、；,;]", before)[-1] + str(quote)
