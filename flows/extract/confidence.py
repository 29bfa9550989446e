"""How likely a row is right, from what is known when it is made. Calibrated by tests/quality."""

from __future__ import annotations

from flows.extract.heads import Head
from flows.extract.slots import Slot
from flows.records import Metric


def score(metric: Metric, slot: Slot, head: Head, *, carried: bool) -> float:
    """Return the chance that the statement is right."""
    value = 0.95
    if carried:
        value -= 0.15
    if len(metric.indicator) < 3 or len(metric.indicator) > 20:
        value -= 0.2
    return round(value, 2)
