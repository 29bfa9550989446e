"""Parts that the text does not call so, but whose numbers add up to one before: 基础层4家，应用层6家."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.numbers.carry import part_of
from flows.records import Metric, changed

_LOOK_BACK = 6
_LONGEST_RUN = 8
_SMALLEST_WHOLE = 10
"""Sums of small counts come about by chance."""


def name_parts(metrics: Sequence[Metric]) -> list[Metric]:
    """Return `metrics` with the bare names of parts completed by the whole that they add up to."""
    named = list(metrics)
    for index, whole in enumerate(named):
        if whole.measure != "level" or whole.value < _SMALLEST_WHOLE or whole.value_high is not None:
            continue
        for start in range(index + 1, min(index + _LOOK_BACK, len(named))):
            if run := _run(named, whole, start):
                for place in run:
                    part = part_of(whole.indicator, named[place].indicator)
                    if part and len(named[place].indicator) < len(whole.indicator):
                        named[place] = changed(named[place], indicator=part)
                break
    return named


def _run(metrics: Sequence[Metric], whole: Metric, start: int) -> range | None:
    """Return the indexes of two or more levels in a row, from `start`, that add up to `whole`."""
    total = 0.0
    for index in range(start, min(start + _LONGEST_RUN, len(metrics))):
        part = metrics[index]
        if (part.unit, part.measure, part.value_high) != (whole.unit, "level", None):
            return None
        total += part.value
        if abs(total - whole.value) < 0.5 and index > start:
            return range(start, index + 1)
    return None
