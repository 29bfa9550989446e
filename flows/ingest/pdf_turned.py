"""PDF pages that are read when they are turned: wide tables stand sideways on their page.

The letters tell it, whether or not the page says that it is to be shown turned.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

_SAMPLE = 200
"""Letters that are asked how they stand."""

Box = tuple[float, float, float, float]
"""Left, right, bottom and top, in points."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page has to be turned for its lines to run from left to right."""

    quarters: int
    """In quarters of a circle, clockwise."""
    page: Box

    def lay(self, box: Box) -> Box:
        """Return where a box stands on the page when it is turned."""
        left, right, bottom, top = box
        first, last, lower, upper = self.page
        if self.quarters == 1:
            return bottom - lower, top - lower, last - right, last - left
        if self.quarters == 2:
            return last - right, last - left, upper - top, upper - bottom
        if self.quarters == 3:
            return upper - top, upper - bottom, left - first, right - first
        return box

    @property
    def height(self) -> float:
        """How tall the page is when it is turned."""
        left, right, bottom, top = self.page
        return right - left if self.quarters % 2 else top - bottom


def of(page: Any, text: Any) -> Turn:
    """Return how a page has to be turned, as most of its letters have it."""
    from pypdfium2 import raw

    left, bottom, right, top = page.get_cropbox()
    count = text.count_chars()
    told: Counter[int] = Counter()
    for at in range(0, count, max(count // _SAMPLE, 1)):
        angle = raw.FPDFText_GetCharAngle(text, at)
        told[round(-angle / (math.pi / 2)) % 4] += 1
    return Turn(told.most_common(1)[0][0] if told else 0, (left, right, bottom, top))
