"""Places for the words beside the points of a chart, so that none is cut and none covers another."""

from __future__ import annotations

from dataclasses import dataclass, field

ABOVE, BELOW = -10, 21
"""From a point to the line that the words beside it stand on."""
HEIGHT = 14
"""Of a line of words; all lengths are user units, at the size of the figures of a chart."""


@dataclass(slots=True)
class Labels:
    """What stands between `left` and `right` and over `bottom` already."""

    left: float
    right: float
    bottom: float
    _taken: list[tuple[float, float, float]] = field(default_factory=list)

    def beside(self, x: float, y: float, *spellings: str) -> tuple[float, float]:
        """Return the middle of the line for words beside a point, which one of the spellings fills.

        They stand above the point, or below where others stand above.
        """
        half = max(map(width, spellings)) / 2
        middle = min(max(x, self.left + half), self.right - half)
        lines = [y + away for away in (ABOVE, BELOW) if y + away <= self.bottom]
        line = next((each for each in lines if not self._meets(middle, each, half)), y + ABOVE)
        self._taken.append((middle, line, half))
        return middle, line

    def _meets(self, middle: float, line: float, half: float) -> bool:
        return any(
            abs(middle - other) < half + its_half and abs(line - its_line) < HEIGHT
            for other, its_line, its_half in self._taken
        )


def width(words: str) -> float:
    """Return how wide words are at most."""
    return sum(13.0 if character > "\u2e7f" else 8.0 for character in words)
