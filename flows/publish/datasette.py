"""`metadata.json` for Datasette: titles, meanings, units and facets of tables and views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flows import contract
from flows.publish import archive

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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


def write(folder: Path) -> None:
    """Write `metadata.json` of a staged release."""
    archive.write_json(folder / "metadata.json", metadata())


def metadata() -> dict[str, Any]:
    """Return what Datasette shows beside the rows."""
    dataset = contract.dataset()
    views = [(table.view or "", table) for table in contract.wide_tables()]
    tables = [*((table.name, table) for table in contract.tables()), *views]
    return {
        "title": f"{dataset['title']} / {dataset['title_en']}",
        "description": f"{dataset['description'].strip()} {dataset['statement'].strip()}",
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
