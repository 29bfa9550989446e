"""Bars on a logarithmic scale, as SVG: rates that differ a hundredfold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

WIDTH, LEFT, RIGHT, STEP, TOP = 760, 230, 60, 26, 30
OWN, OTHER = "#1f6f8b", "#b9c3c9"


def bars(rows: Sequence[tuple[str, float, bool]]) -> str:
    """Return a chart of (label, characters a CPU second, whether it is the project's own), as given."""
    low = math.floor(math.log10(min(rate for _, rate, _ in rows)))
    high = math.ceil(math.log10(max(rate for _, rate, _ in rows)))
    height = TOP + STEP * len(rows) + 10

    def x(rate: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(rate) - low) / max(high - low, 1)

    parts = [f'<text x="{LEFT}" y="14">characters a CPU second, logarithmic</text>']
    for power in range(low, high + 1):
        at = x(10**power)
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{height - 10}" stroke="#e3e7ea"/>')
        parts.append(
            f'<text x="{at:.1f}" y="{TOP - 3}" text-anchor="middle" fill="#7a858c">{10**power:,}</text>'
        )
    for index, (label, rate, own) in enumerate(rows):
        y = TOP + STEP * index + 4
        parts.append(f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>')
        parts.append(
            f'<rect x="{LEFT}" y="{y}" width="{max(x(rate) - LEFT, 1):.1f}" height="{STEP - 8}" '
            f'fill="{OWN if own else OTHER}"/>'
        )
        parts.append(f'<text x="{x(rate) + 6:.1f}" y="{y + 14}">{round(rate, -2):,.0f}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="sans-serif" font-size="12" fill="#222">'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )
