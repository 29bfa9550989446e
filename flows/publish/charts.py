"""Headline charts as SVG: sharp at any size, in the colours of the page, words in both languages.

Each function takes plain rows and returns markup, or None where there is nothing to draw. Widths
are user units; the page scales a chart to its column, and no text is smaller than 12 units.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

WIDTH = 420
Row = Mapping[str, Any]

COMPARATORS: Mapping[str, str] = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}


@dataclass(frozen=True, slots=True)
class Words:
    """One label in both languages."""

    zh: str
    en: str


def number(value: float) -> str:
    """Return a number as people in China write it: 万 and 亿 from ten thousand on."""
    for size, sign in ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")):
        if abs(value) >= size:
            return f"{value / size:,.4g}{sign}" if abs(value) < 1e15 else f"{value / size:,.0f}{sign}"
    return f"{value:,.6g}"


def targets(rows: Sequence[Row]) -> str | None:
    """Draw results against targets: a bar a target, full where the target is met.

    A row has label, note, target (as words), actual (as words or None) and progress (share of 1).
    """
    if not rows:
        return None
    step, top, right = 62, 22, WIDTH - 48
    height = top + step * len(rows) - 6
    parts = [_text(right, 14, "目标", "target", anchor="middle", kind="note")]
    parts.append(f'<line class="goal" x1="{right}" x2="{right}" y1="20" y2="{height - 20}"/>')
    for index, row in enumerate(rows):
        y = top + step * index
        progress = row["progress"]
        parts.append(_plain(0, y + 14, _cut(row["label"], 24), kind="label"))
        parts.append(f'<rect class="track" x="0" y="{y + 22}" width="{right}" height="9" rx="4.5"/>')
        told = f"{row['actual']} / {row['target']} · {row['note']}"
        if progress is None:
            waiting = f"{row['target']} · {row['note']} · "
            parts.append(_text(0, y + 46, f"{waiting}尚无结果", f"{waiting}no result yet", kind="note"))
            continue
        box = f'x="0" y="{y + 22}" width="{min(max(progress, 0.012), 1.0) * right:.1f}" height="9" rx="4.5"'
        parts.append(f'<rect class="{"met" if progress >= 1 else "bar"}" {box}/>')
        parts.append(_plain(right + 8, y + 31, f"{progress:.0%}", kind="figure"))
        parts.append(_plain(0, y + 46, told, kind="note"))
    return _svg(height, parts, Words("目标与结果", "Targets against results"))


def series(points: Sequence[Row], goals: Sequence[Row], unit: str) -> str | None:
    """Draw results by year as a line, and targets as dashed lines with their year.

    A point has year and value; a goal has year, value and comparator.
    """
    if len(points) < 2:
        return None
    height, left, right, top, bottom = 250, 58, WIDTH - 4, 36, 212
    years = [int(row["year"]) for row in [*points, *goals]]
    values = [float(row["value"]) for row in [*points, *goals]]
    low, high = min(years), max(max(years), min(years) + 1)
    ticks = _ticks(min(0.0, *values) if min(values) < 0.6 * max(values) else min(values), max(values))

    def x(year: int) -> float:
        return left + 24 + (right - left - 48) * (year - low) / (high - low)

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - ticks[0]) / (ticks[-1] - ticks[0])

    parts = [_plain(left - 50, 14, unit, kind="note")]
    for tick in ticks:
        parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        parts.append(_plain(left - 8, y(tick) + 4, number(tick), anchor="end", kind="note"))
    for year in _years(low, high):
        parts.append(_plain(x(year), height - 12, str(year), anchor="middle", kind="note"))
    for goal in goals:
        sign, level = COMPARATORS.get(goal["comparator"], ""), y(goal["value"])
        start, end = max(x(goal["year"] - 1), left), x(goal["year"])
        parts.append(
            f'<line class="goal" x1="{start:.1f}" x2="{end:.1f}" y1="{level:.1f}" y2="{level:.1f}"/>'
        )
        parts.append(f'<circle class="goal-dot" cx="{end:.1f}" cy="{level:.1f}" r="5"/>')
        told = f"{sign}{number(goal['value'])}"
        parts.append(_plain(min(end + 10, right), level - 10, told, anchor="end", kind="goal-label"))
    path = " ".join(f"{x(row['year']):.1f},{y(row['value']):.1f}" for row in points)
    parts.append(f'<polyline class="line" points="{path}"/>')
    for row in points:
        told = f"<title>{row['year']}: {number(row['value'])}{escape(unit)}</title>"
        spot = f'cx="{x(row["year"]):.1f}" cy="{y(row["value"]):.1f}"'
        parts.append(f'<circle class="dot" {spot} r="4.5">{told}</circle>')
    for row in (points[0], points[-1]):
        told = number(row["value"])
        parts.append(_plain(x(row["year"]), y(row["value"]) - 12, told, anchor="middle", kind="figure"))
    return _svg(height, parts, Words("历年结果与目标", "Results by year, with the target"))


def heat(rows: Sequence[Row]) -> str | None:
    """Draw how many numbers come from a place in a month; a row has place, month and count."""
    if not rows:
        return None
    months = _months([row["month"] for row in rows])
    rows = [row for row in rows if row["month"] in months]
    totals: dict[str, int] = {}
    for row in rows:
        totals[row["place"]] = totals.get(row["place"], 0) + row["count"]
    places = sorted(totals, key=lambda place: (-totals[place], place))[:12]
    counts = {(row["place"], row["month"]): row["count"] for row in rows}
    most = max(counts[key] for key in counts if key[0] in places)
    left, top, cell = 104, 4, 28
    width = (WIDTH - left) / len(months)
    parts = []
    for line, place in enumerate(places):
        y = top + cell * line
        parts.append(_plain(left - 10, y + 19, _cut(place, 7), anchor="end", kind="label"))
        for column, month in enumerate(months):
            count = counts.get((place, month), 0)
            box = (
                f'x="{left + width * column + 1:.1f}" y="{y + 1}" width="{width - 2:.1f}" height="{cell - 2}"'
            )
            if not count:
                parts.append(f'<rect class="track" {box} rx="4"/>')
                continue
            strength = 0.18 + 0.82 * (count / most) ** 0.5
            told = f"<title>{escape(place)} {month:%Y-%m}: {count:,}</title>"
            parts.append(f'<rect class="heat" {box} rx="4" opacity="{strength:.2f}">{told}</rect>')
            if width >= 22:
                kind = "on-heat" if strength > 0.6 else "in-heat"
                x = left + width * (column + 0.5)
                parts.append(_plain(x, y + 19, f"{count}", anchor="middle", kind=kind))
    height = top + cell * len(places) + 26
    every = max(1, -(-len(months) // 5))
    for column in range(0, len(months), every):
        x = left + width * (column + 0.5)
        parts.append(_plain(x, height - 8, f"{months[column]:%Y-%m}", anchor="middle", kind="note"))
    return _svg(height, parts, Words("各地各月的数字条数", "Numbers by place and month"))


def tree(name: str, children: Mapping[str, Sequence[str]]) -> str | None:
    """Draw an enumeration: what a whole includes, and what its parts include in turn."""
    if not children.get(name):
        return None
    lines = list(_branches(name, children, 0, {name}))
    step, indent, top = 25, 30, 10
    parts, trunk = [], {0: top}
    for row, (depth, label, more) in enumerate(lines):
        y = top + step * row + 12
        x = indent * depth
        if depth:
            start = trunk[depth - 1]
            bend = f"M{x - indent + 6} {start} V{y - 14} q0 10 10 10 h{indent - 22}"
            parts.append(f'<path class="branch" d="{bend}"/>')
        trunk[depth] = y + 4
        parts.append(f'<circle class="{"node" if more else "leaf"}" cx="{x + 6}" cy="{y - 4}" r="4"/>')
        kind = "root" if depth == 0 else "label"
        parts.append(_plain(x + 18, y, _cut(label, 26 - 2 * depth), kind=kind))
    return _svg(top + step * len(lines) + 6, parts, Words(f"{name}的构成", f"Parts of {name}"))


def _branches(
    name: str, children: Mapping[str, Sequence[str]], depth: int, above: set[str]
) -> Iterator[tuple[int, str, bool]]:
    inner = [child for child in children.get(name, ()) if child not in above]
    yield depth, name, bool(inner)
    if depth == 3:
        return
    for child in inner:
        yield from _branches(child, children, depth + 1, above | {child})


def _svg(height: float, parts: Sequence[str], name: Words) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}" role="img" '
        f'aria-label="{escape(name.zh)} / {escape(name.en)}">{"".join(parts)}</svg>'
    )


def _plain(x: float, y: float, words: str, *, anchor: str = "start", kind: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{escape(words)}</text>'


def _text(x: float, y: float, zh: str, en: str, *, anchor: str = "start", kind: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return (
        f'<text class="{kind} zh" lang="zh" {place}>{escape(zh)}</text>'
        f'<text class="{kind} en" lang="en" {place}>{escape(en)}</text>'
    )


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"


def _ticks(low: float, high: float) -> list[float]:
    """Return three to six round values that span the range."""
    span = (high - low) or abs(high) or 1.0
    size: float = 10.0 ** len(str(int(span))) / 1000 if span >= 1 else 10.0**-6
    while span / size > 5:
        size *= 2 if f"{size:e}"[0] in "15" else 2.5
    first = size * (low // size)
    ticks = [first]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + size)
    return ticks if len(ticks) > 1 else [first, first + size]


def _years(low: int, high: int) -> list[int]:
    every = max(1, -(-(high - low) // 6))
    return list(range(low, high + 1, every))


def _months(found: Sequence[dt.date]) -> list[dt.date]:
    """Return the months from the first to the last, the last twelve at most."""
    last = max(found)
    months = [last]
    while months[-1] > min(found) and len(months) < 12:
        months.append((months[-1] - dt.timedelta(days=1)).replace(day=1))
    return months[::-1]
