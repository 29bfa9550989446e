"""Rows of the table metrics, made up, with the ids that the door gives them."""

import datetime as dt
import itertools
from typing import Any

from flows.records import stable_id
from flows.resolve import indicators, units

_STARTS = itertools.count(0, 500)


def year(number: int) -> tuple[dt.date, dt.date]:
    return dt.date(number, 1, 1), dt.date(number, 12, 31)


def row(indicator: str, value: float, unit: str, **more: Any) -> dict[str, Any]:
    """Return one row: a result for 青川市 in 2025, unless `more` says otherwise."""
    start = more.pop("start", next(_STARTS))
    period = more.pop("period", year(2025))
    written = f"{value:.12g}"
    made: dict[str, Any] = {
        "document_id": "d1",
        "indicator": indicator,
        "subject": None,
        "region_code": "120000",
        "value": float(value),
        "value_high": None,
        "unit": unit,
        "comparator": "eq",
        "measure": "level",
        "basis": None,
        "status": "actual",
        "period_start": period[0],
        "period_end": period[1],
        "quote": f"{written}{unit}",
        "start": start,
        "confidence": 0.9,
    } | more
    made.setdefault("evidence", f"{indicator}{made['quote']}")
    made.setdefault("end", made["start"] + len(made["quote"]))
    made["unit_code"] = units.code(unit)
    made["indicator_id"] = indicators.identify(indicator, unit, made["measure"])
    made["metric_id"] = stable_id("m", made["document_id"], made["start"], made["quote"])
    return made
