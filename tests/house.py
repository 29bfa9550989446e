"""Draws the map of the house from its imports: `python -m tests.house` writes docs/house.svg.

A room is a folder of flows/ or a file beside them; an arrow runs from a room to one that it imports.
A room stands one floor above the highest that it imports, so that all arrows run down. What a longer
way over other rooms tells as well is not drawn.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
MAP = ROOT / "docs" / "house.svg"

WIDTH, HEIGHT, GAP, FLOOR = 110, 32, 46, 84
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1c2b33;text-anchor:middle}"
    "rect{fill:#eef3f1;stroke:#5b7a70}path{fill:none;stroke:#5b7a70;stroke-width:1.4}"
)

Rooms = Mapping[str, frozenset[str]]


def rooms() -> Rooms:
    """Return each room with the rooms that it imports."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "flows").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if len(parts) > 2 or parts[1] != "__init__":
            found.setdefault(parts[1], set()).update(_imported(path))
    return {room: frozenset(others & found.keys() - {room}) for room, others in found.items()}


def _imported(path: Path) -> Iterator[str]:
    """Yield the rooms that a file imports, also only for types."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "flows":
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("flows."):
            yield str(node.module).split(".")[1]


def floors(found: Rooms) -> list[list[str]]:
    """Return the rooms floor by floor, the ground first."""

    @functools.cache
    def floor(room: str) -> int:
        return 1 + max((floor(other) for other in found[room]), default=-1)

    levels: list[list[str]] = [[] for _ in range(1 + max(map(floor, found)))]
    for room in found:
        levels[floor(room)].append(room)
    return levels


def drawn(found: Rooms) -> list[tuple[str, str]]:
    """Return the arrows that no longer way replaces."""

    @functools.cache
    def below(room: str) -> frozenset[str]:
        return found[room].union(*map(below, found[room]))

    return [
        (room, other)
        for room, others in found.items()
        for other in sorted(others)
        if not any(other in below(between) for between in others)
    ]


def draw(found: Rooms) -> str:
    """Return the map as SVG."""
    levels = floors(found)
    width = GAP + (max(map(len, levels)) + 1) * (WIDTH + GAP)
    height = FLOOR * len(levels)
    places = {
        room: (
            _start(width, floor, len(level)) + number * (WIDTH + GAP),
            height - FLOOR * (floor + 1) + (FLOOR - HEIGHT) / 2,
        )
        for floor, level in enumerate(levels)
        for number, room in enumerate(level)
    }
    arrows = [_arrow(places[room], places[other]) for room, other in drawn(found)]
    boxes = [_box(room, *place) for room, place in places.items()]
    title = f"{len(found)} rooms; each knows those below it that its arrows lead to"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">',
            f"<title>{title}</title><style>{STYLE}</style>",
            *arrows,
            *boxes,
            "</svg>\n",
        )
    )


def _start(width: float, floor: int, count: int) -> float:
    """Return where a floor begins: each is moved aside from the next, so that arrows pass between rooms."""
    aside = (WIDTH + GAP) * (1 if floor % 2 else -1) / 3
    return (width - count * (WIDTH + GAP) + GAP) / 2 + aside


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    x, y = start[0] + WIDTH / 2, start[1] + HEIGHT
    to, below = end[0] + WIDTH / 2, end[1]
    return f'<path d="M{x:g} {y:g}C{x:g} {y + 30:g} {to:g} {below - 30:g} {to:g} {below:g}"/>'


def _box(room: str, x: float, y: float) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{WIDTH}" height="{HEIGHT}" rx="5"/>'
        f'<text x="{x + WIDTH / 2:g}" y="{y + HEIGHT / 2 + 5:g}">{escape(room)}</text>'
    )


if __name__ == "__main__":
    MAP.write_text(draw(rooms()), encoding="utf-8")
