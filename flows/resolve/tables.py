"""The door of the room: records of all documents become the tables of a release.

What a table holds is defined in schemas/; here rows get the ids that tie them together.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from flows import contract
from flows.resolve import duplicates, entities, indicators, reconcile, statements, targets, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flows.resolve.entities import Entities
    from flows.settings import Settings

CALENDAR_YEARS = (1900, 2100)
"""The calendar spans the years that the data name, but none outside these two."""


def build(
    records: Mapping[str, pa.Table], settings: Settings, copies: Iterable[Mapping[str, Any]] = ()
) -> dict[str, pa.Table]:
    """Return every table of the release but rejects, by the contract's schemas, sorted.

    `records` are the tables of flows.staging: documents, mentions, metrics, relations, events
    and actors, `copies` what ingest found more than once, letter for letter. The same records in any
    order give the same tables.
    """
    settled = duplicates.settle(records, copies)
    records = settled.records
    found = entities.resolve(records)
    metrics = _metrics(records, found)
    published = _published(records["documents"])
    checks = reconcile.check(metrics, published)
    counted = duplicates.counted_once(metrics, settled.links, checks.first)
    rows: dict[str, list[dict[str, Any]]] = {
        "metrics": metrics,
        "relations": _relations(records["relations"], found),
        "events": _events(records["events"], found),
        "event_actors": _event_actors(records["actors"], records["events"], found),
        "entities": found.rows,
        "entity_names": found.names,
        "targets": targets.compare(counted, checks, published),
        "document_sources": settled.sources,
        "document_links": settled.links,
        "reconciliations": checks.rows,
        "reconciliation_members": checks.members,
        "indicators": indicators.table(metrics),
        "regions": _codelist("regions"),
        "units": _codelist("units"),
        "plans": _codelist("plans"),
    }
    rows["calendar"] = _calendar(rows, records["documents"])
    tables = {name: pa.Table.from_pylist(content, schema=_wide(name)) for name, content in rows.items()}
    tables["documents"] = records["documents"]
    tables["mentions"] = _mentions(records["mentions"], found)
    return {
        table.name: conform(table.name, tables[table.name])
        for table in contract.tables()
        if table.name in tables
    }


def conform(name: str, table: pa.Table) -> pa.Table:
    """Return `table` with the columns, types and order of rows that the contract gives it."""
    schema = contract.arrow_schema(name)
    definition = contract.table(name)
    keys = dict.fromkeys((*definition.sort, *definition.primary_key))
    columns = [table[field.name].cast(field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema).sort_by([(key, "ascending") for key in keys])


def _wide(name: str) -> pa.Schema:
    """Return the schema with every column nullable: validation, not a cast, refuses a missing value."""
    return pa.schema([field.with_nullable(True) for field in contract.arrow_schema(name)])


def _metrics(records: Mapping[str, pa.Table], found: Entities) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = records["metrics"].to_pylist()
    regions = {row["entity_id"]: row["region_code"] for row in found.rows}
    for row in rows:
        row["indicator_id"] = indicators.identify(row["indicator"], row["unit"], row["measure"])
        row["unit_code"] = units.code(row["unit"])
        row["subject_entity_id"] = _subject(row["subject"], found)
        row["region_code"] = (
            row["region_code"]
            or regions.get(row["subject_entity_id"])
            or statements.region_named(row["subject"])
        )
    return rows


def _published(documents: pa.Table) -> dict[str, dt.date | None]:
    return dict(zip(documents["document_id"].to_pylist(), documents["published_on"].to_pylist(), strict=True))


def _subject(name: str | None, found: Entities) -> str | None:
    if name is None:
        return None
    return found.known.get(("PLACE", name)) or found.known.get(("ORG", name))


def _mentions(mentions: pa.Table, found: Entities) -> pa.Table:
    named = zip(*(mentions[column].to_pylist() for column in ("document_id", "type", "name")), strict=True)
    return mentions.append_column("entity_id", pa.array([found.of(*name) for name in named], pa.string()))


def _relations(relations: pa.Table, found: Entities) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = relations.to_pylist()
    for row in rows:
        document = row["document_id"]
        row["subject_entity_id"] = found.of(document, row["subject_type"], row["subject"])
        row["object_entity_id"] = (
            found.of(document, row["object_type"], row["object"]) if row["object"] else None
        )
    return rows


def _events(events: pa.Table, found: Entities) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = events.to_pylist()
    for row in rows:
        row["place_entity_id"] = found.of(row["document_id"], "PLACE", row["place"]) if row["place"] else None
    return rows


def _event_actors(actors: pa.Table, events: pa.Table, found: Entities) -> list[dict[str, Any]]:
    documents = dict(zip(events["event_id"].to_pylist(), events["document_id"].to_pylist(), strict=True))
    rows = {
        (event, found.of(documents.get(event, ""), row["type"], row["name"]), row["role"]): None
        for row in actors.to_pylist()
        for event in (row["event_id"],)
    }
    return [dict(zip(("event_id", "entity_id", "role"), key, strict=True)) for key in rows]


def _codelist(name: str) -> list[dict[str, Any]]:
    """Return a code list as rows of the table of that name; an empty cell is a missing value."""
    types = {field.name: field.type for field in contract.table(name).fields}
    return [
        {column: _value(row.get(column, ""), kind) for column, kind in types.items()}
        for row in contract.codelist(name)
    ]


def _value(cell: str, kind: str) -> object:
    if not cell:
        return None
    return dt.date.fromisoformat(cell) if kind == "date" else cell


def _calendar(rows: Mapping[str, list[dict[str, Any]]], documents: pa.Table) -> list[dict[str, Any]]:
    """Return one row a day, whole years, over all dates that the release holds."""
    years = {date.year for date in _dates(rows)} | {
        date.year for date in documents["published_on"].to_pylist() if date
    }
    years = {year for year in years if CALENDAR_YEARS[0] <= year <= CALENDAR_YEARS[1]}
    if not years:
        return []
    first, last = dt.date(min(years), 1, 1), dt.date(max(years), 12, 31)
    days = (first + dt.timedelta(n) for n in range((last - first).days + 1))
    return [_day(day, rows["plans"]) for day in days]


def _dates(rows: Mapping[str, list[dict[str, Any]]]) -> Iterable[dt.date]:
    for name, columns in (
        ("metrics", ("period_start", "period_end")),
        ("events", ("date_start", "date_end")),
    ):
        for row in rows[name]:
            yield from (row[column] for column in columns if row[column])


def _day(day: dt.date, plans: list[dict[str, Any]]) -> dict[str, Any]:
    iso = day.isocalendar()
    return {
        "date": day,
        "year": day.year,
        "half": (day.month + 5) // 6,
        "quarter": (day.month + 2) // 3,
        "month": day.month,
        "day": day.day,
        "iso_week": iso.week,
        "weekday": iso.weekday,
        "plan_id": next(
            (plan["plan_id"] for plan in plans if plan["period_start"] <= day <= plan["period_end"]), None
        ),
    }
