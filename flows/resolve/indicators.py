"""From an indicator as written to an indicator of the code list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flows.records import stable_id
from flows.resolve import units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def identify(indicator: str, unit: str, measure: str) -> str:
    """Return the id of what `indicator` names; one derived from name and dimension begins with x-."""
    return stable_id("x", indicator, units.dimension(unit))


def table(metrics: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of the table indicators."""
    rows: dict[str, dict[str, Any]] = {}
    for metric in metrics:
        row = {
            "indicator_id": metric["indicator_id"],
            "name": metric["indicator"],
            "unit": metric["unit"] or None,
            "curated": False,
        }
        kept = rows.setdefault(metric["indicator_id"], row)
        rows[metric["indicator_id"]] = min(kept, row, key=lambda one: (one["name"], one["unit"] or ""))
    return list(rows.values())
