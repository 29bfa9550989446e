"""The tables that come from code lists, and the calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from flows import contract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.tables.database import Database

CALENDAR_YEARS = (1900, 2100)
"""The calendar spans the years that the data name, but none outside these two."""


def make(database: Database) -> None:
    """Make built.regions, built.units and built.plans, and built.calendar from `statements` and events."""
    for name in ("regions", "units", "plans"):
        database.create(f"built.{name}", contract.arrow_schema(name), _codelist(name))
    database.execute(_CALENDAR)


def _codelist(name: str) -> Iterator[dict[str, object]]:
    """Yield a code list as rows of the table of that name; an empty cell is a missing value."""
    types = {field.name: field.type for field in contract.table(name).fields}
    for row in contract.codelist(name):
        yield {column: _value(row.get(column, ""), kind) for column, kind in types.items()}


def _value(cell: str, kind: str) -> object:
    if not cell:
        return None
    return dt.date.fromisoformat(cell) if kind == "date" else cell


# One row a day, whole years, over all dates that the release holds.
_CALENDAR = f"""
    CREATE VIEW built.calendar AS
    WITH dates AS (
        SELECT published_on AS date FROM settled.documents
        UNION ALL SELECT period_start FROM statements
        UNION ALL SELECT period_end FROM statements
        UNION ALL SELECT date_start FROM settled.events
        UNION ALL SELECT date_end FROM settled.events
    ),
    years AS (
        SELECT min(year(date)) AS first, max(year(date)) AS last
        FROM dates WHERE year(date) BETWEEN {CALENDAR_YEARS[0]} AND {CALENDAR_YEARS[1]}
    ),
    days AS (
        SELECT unnest(generate_series(make_date(first, 1, 1), make_date(last, 12, 31), INTERVAL 1 DAY))::DATE
            AS date
        FROM years
    )
    SELECT date, year(date) AS year, (month(date) + 5) // 6 AS half, quarter(date) AS quarter,
        month(date) AS month, day(date) AS day, week(date) AS iso_week, isodow(date) AS weekday,
        (SELECT min(plan_id) FROM built.plans WHERE date BETWEEN period_start AND period_end) AS plan_id
    FROM days
"""
