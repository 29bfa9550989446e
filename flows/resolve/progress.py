"""How far a target has come: which results count for it, and what they say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from flows.resolve import statements, stocks, units
from flows.tables import progress
from flows.tables.progress import MONTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.records import Outcome
    from flows.resolve.statements import Row

YEAR = 365.2425
"""Days of a mean Gregorian year."""


def counts(result: Row, target: Row) -> bool:
    """Tell whether a result counts for a target.

    It does where it is of the target's own period, or of a part of it from its first day on, and where
    it is a state at or before the deadline. Growth of another year, and what another year brought, say
    nothing about this one. Of a state in a single month the text means that month.
    """
    if result["period_end"] > target["period_end"] or stocks.added(result) != stocks.added(target):
        return False
    its_time, wanted = _time(result), _time(target)
    if its_time is None or wanted is None:
        return False
    if stocks.stands(result) and stocks.stands(target):
        return progress.shows_state(its_time, wanted)
    return progress.is_under_way(its_time, wanted)


def recency(result: Row) -> tuple[object, ...]:
    """Order results: the latest period last; of one period the latest word, then the exact one."""
    date, exact = str(result["published_on"]), result["comparator"] == "eq"
    return result["period_end"], date, exact, result["confidence"], result["metric_id"]


def told(target: Row, results: Sequence[Row]) -> dict[str, Any]:
    """Return the columns about progress; `results` count for the target, the latest last."""
    if not results:
        return {"outcome": "no_result"}
    latest = results[-1]
    outcome = _outcome(target, results)
    return {
        "actual_metric_id": latest["metric_id"],
        "actual": latest["value"],
        "actual_period_end": latest["period_end"],
        "progress": latest["value"] / target["value"] if target["value"] else None,
        "required_per_year": _required(target, latest),
        "on_track": {"met": True, "on_track": True, "behind": False, "missed": False}.get(outcome),
        "outcome": outcome,
    }


def _outcome(target: Row, results: Sequence[Row]) -> Outcome:
    latest = results[-1]
    met = _met(target, latest["value"])
    if _whole(latest, target) or latest["period_end"] == target["period_end"]:
        return "met" if met else "missed"
    if _rate(target) and not stocks.stands(target):
        return "on_track" if met else "behind"
    if _within(latest, target) and not stocks.stands(target):
        return _by_share(target, latest, met=met)
    if met and stocks.less_is_wanted(target):
        return "on_track"  # a ceiling has to hold until the deadline
    if met:
        return "met" if _lasts(latest, target) else "open"
    pace = _pace(results)
    if pace is None or stocks.anew(target):
        return "open"
    return "on_track" if _met(target, latest["value"] + pace * _years(latest, target)) else "behind"


def _by_share(target: Row, latest: Row, *, met: bool) -> Outcome:
    """Return how far a period is on its way by the share of it that has passed."""
    if stocks.less_is_wanted(target):
        if not met:
            return "missed"
    elif met:
        return "met"
    elapsed = (_days(latest) or 1) / (_days(target) or 1)
    return "on_track" if _met(target, latest["value"] / elapsed) else "behind"


def _required(target: Row, latest: Row) -> float | None:
    """Return the change a year that is still needed; of growth, and of what begins anew, none is."""
    if target["measure"] != "level" or (stocks.anew(target) and not _within(latest, target)):
        return None
    met, years = _met(target, latest["value"]), _years(latest, target)
    if met or years <= 0:
        return 0.0 if met and _lasts(latest, target) else None
    return float((target["value"] - latest["value"]) / years)


def _pace(results: Sequence[Row]) -> float | None:
    """Return the change a year between the two latest results, if their periods are alike."""
    latest = results[-1]
    earlier = [row for row in results if row["period_end"] < latest["period_end"]]
    if not earlier or abs((_days(earlier[-1]) or 0) - (_days(latest) or 0)) > progress.SLACK:
        return None
    return float((latest["value"] - earlier[-1]["value"]) / _years(earlier[-1], latest))


def _met(target: Row, value: float) -> bool:
    """Tell whether a value meets a target: it lies within its bounds, or beyond them on the wanted side."""
    low, high = statements.bounds(target)
    if math.isinf(low) and math.isinf(high):  # a fall of 3 % or more
        return bool(value <= target["value"])
    if low <= value <= high:
        return True
    if target["comparator"] == "range" or math.isinf(low) or math.isinf(high):
        return stocks.less_is_wanted(target) if value < low else not stocks.less_is_wanted(target)
    return value < low if stocks.less_is_wanted(target) else value > high


def _lasts(result: Row, target: Row) -> bool:
    """Tell whether what was reached in an earlier period counts for that of the target.

    A rate and a level that is reached or held do; of a bare number (疏解企业80家) it is not known.
    """
    earlier = result["period_end"] < target["period_start"] and (_days(result) or 0) >= MONTH
    return not earlier or _rate(target) or bool(stocks.REACHED.search(stocks.clause(target)))


def _whole(result: Row, target: Row) -> bool:
    """Tell whether a result is of the target's own period."""
    return bool(
        result["period_start"] == target["period_start"] and result["period_end"] == target["period_end"]
    )


def _within(result: Row, target: Row) -> bool:
    """Tell whether a result counts from the first day of the target's period on."""
    days = _days(result)
    return bool(result["period_start"] == target["period_start"] and days is not None and days >= MONTH)


def _rate(row: Row) -> bool:
    """Tell whether a number does not add up over the days of its period."""
    return row["measure"] != "level" or units.dimension(row["unit"]) not in units.COUNTS | units.FLOWING


def _time(row: Row) -> progress.Time | None:
    first, last = row["period_start"], row["period_end"]
    return None if first is None or last is None else (first, last)


def _days(row: Row) -> int | None:
    time = _time(row)
    return None if time is None else progress.days(time)


def _years(first: Row, last: Row) -> float:
    return float((last["period_end"] - first["period_end"]).days / YEAR)
