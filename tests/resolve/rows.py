"""Rows of the table metrics, made up, with the ids that the door gives them, and a database of them."""

import datetime as dt
import itertools
from typing import Any

import pyarrow as pa

from flows import contract
from flows.records import stable_id
from flows.resolve import indicators, statements, units
from flows.run import columns
from flows.tables.database import Database
from tests import databases

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
    made.setdefault("metric_id", stable_id("m", made["document_id"], made["start"], made["quote"]))
    return made


def stated(
    *rows: dict[str, Any],
    published: dict[str, dt.date] | None = None,
    title: str = "",
    bodies: tuple[str, ...] = (),
) -> Database:
    """Return a database that holds these rows as `statements`, of documents of these dates and this title.

    `bodies` are known as such, and to have their seat in 天津市.
    """
    database = databases.empty()
    for schema in ("settled", "built"):
        database.execute(f"CREATE SCHEMA {schema}")
    number, text, day = pa.int64(), pa.string(), pa.date32()
    numbered = ({**each, "ordinal": place} for place, each in enumerate(rows))
    metrics = columns.schemas()["metrics"].append(pa.field("ordinal", number))
    database.create("settled.metrics", metrics, numbered)
    dates = pa.schema([("document_id", text), ("published_on", day), ("title", text)])
    names = dict.fromkeys(each["document_id"] for each in rows)
    dated = (
        {"document_id": name, "published_on": (published or {}).get(name), "title": title} for name in names
    )
    database.create("settled.documents", dates, dated)
    known = [{"type": "ORG", "name": name, "entity_id": name, "region_code": "120000"} for name in bodies]
    database.create("known", pa.schema([("type", text), ("name", text), ("entity_id", text)]), known)
    database.create("built.entities", contract.arrow_schema("entities"), known)
    statements.tell(database)
    return database
