"""`metadata.json` for Datasette: titles, meanings, units and facets of tables and views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flows import contract
from flows.publish.archive import write_json
from flows.publish.citation import about
from flows.publish.exporter import Exporter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.publish.exporter import Stage

FACETS: Mapping[str, tuple[str, ...]] = {
    "v_metrics": ("region", "topic", "status", "measure", "year"),
    "v_targets": ("region", "topic", "outcome", "plan", "deadline_year"),
    "metrics": ("status", "measure", "unit"),
    "targets": ("outcome",),
    "documents": ("publisher", "source_id"),
    "entities": ("type",),
    "events": ("type",),
    "relations": ("predicate",),
}
"""Columns by which rows are counted and narrowed, a table or view."""


def metadata() -> dict[str, Any]:
    """Return what Datasette shows beside the rows."""
    dataset = contract.dataset()
    views = [(table.view or "", table) for table in contract.wide_tables()]
    tables = [*((table.name, table) for table in contract.tables()), *views]
    return {
        "title": f"{dataset['title']} / {dataset['title_en']}",
        "description": about(),
        "license": dataset["licence"]["title"],
        "license_url": dataset["licence"]["path"],
        "databases": {"zhibiao": {"tables": {name: _table(name, table) for name, table in tables}}},
    }


def _table(name: str, table: contract.Table) -> dict[str, Any]:
    columns = {
        field.name: f"{field.title}: {field.description}" + (f" [{field.unit}]" if field.unit else "")
        for field in table.fields
    }
    found: dict[str, Any] = {"title": table.title, "description": table.description, "columns": columns}
    if name in FACETS:
        found["facets"] = list(FACETS[name])
    return found


def _export(stage: Stage) -> None:
    write_json(stage.folder / EXPORTER.file_name, metadata())


EXPORTER = Exporter(
    "metadata.json",
    "Datasette 用的说明",
    "titles, meanings and facets for Datasette",
    "application/json",
    "description",
    _export,
)
