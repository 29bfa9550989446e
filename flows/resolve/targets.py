"""Each target beside the latest result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.resolve.reconcile import Checks


def compare(metrics: Sequence[Mapping[str, Any]], checks: Checks) -> list[dict[str, Any]]:
    """Return the rows of the table targets: every target with a deadline, without a result yet."""
    return [
        {
            "metric_id": metric["metric_id"],
            "indicator_id": metric["indicator_id"],
            "region_code": metric["region_code"],
            "target": metric["value"],
            "comparator": metric["comparator"],
            "unit": metric["unit"],
            "deadline": metric["period_end"],
        }
        for metric in metrics
        if metric["status"] == "target" and metric["period_end"]
    ]
