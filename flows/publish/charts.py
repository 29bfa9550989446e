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

from flows.publish.labels import Labels

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


def amount(value: float) -> Words:
    """Return a number as the reader of either language writes it: 180亿, 18 bn."""
    for size, sign in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if abs(value) >= size:
            return Words(number(value), f"{value / size:,.4g} {sign}")
    return Words(number(value), f"{value:,.6g}")


OUTCOMES: Mapping[str, Words] = {
    "met": Words("已达成", "met"),
    "on_track": Words("按进度", "on track"),
    "behind": Words("落后", "behind"),
    "missed": Words("未达成", "missed"),
    "open": Words("尚难判断", "too early to tell"),
    "no_result": Words("尚无结果", "no result yet"),
}
"""What targets.outcome says, for people."""


def targets(rows: Sequence[Row]) -> str | None:
    """Draw results against targets: a bar a target, in the colour of what has become of it.

    A row has label, note, target and actual (Words, or None), progress (share of 1), outcome, and
    ceiling: an aim with an upper bound is met by a bar that stays short of the line.
    """
    if not rows:
        return None
    step, top, right = 62, 22, WIDTH - 48
    height = top + step * len(rows) - 6
    parts = [_text(right, 14, "目标", "target", anchor="middle", kind="note")]
    parts.append(f'<line class="goal" x1="{right}" x2="{right}" y1="20" y2="{height - 20}"/>')
    for index, row in enumerate(rows):
        y = top + step * index
        progress, outcome = row["progress"], OUTCOMES[row["outcome"]]
        parts.append(_words(0, y + 14, _cut_both(row["label"], 50), kind="label"))
        parts.append(f'<rect class="track" x="0" y="{y + 22}" width="{right}" height="9" rx="4.5"/>')
        if progress is None:
            told = _joined(row["target"], row["note"], outcome)
        else:
            width = min(max(progress, 0.012), 1.0) * right
            box = f'x="0" y="{y + 22}" width="{width:.1f}" height="9" rx="4.5"'
            parts.append(f'<rect class="{_colour(row)}" {box}/>')
            parts.append(_plain(right + 8, y + 31, f"{progress:.0%}", kind="figure"))
            told = _joined(_joined(row["actual"], row["target"], by=" / "), row["note"], outcome)
        parts.append(_words(0, y + 46, told, kind="note"))
    return _svg(height, parts, Words("目标与结果", "Targets against results"))


def _colour(row: Row) -> str:
    """Return the class of a bar: met, over a ceiling, or on its way."""
    if row["outcome"] == "met":
        return "met"
    return "over" if row.get("ceiling") and row["progress"] > 1 else "bar"


def _joined(*parts: Words | str, by: str = " · ") -> Words:
    both = [part if isinstance(part, Words) else Words(part, part) for part in parts]
    return Words(by.join(part.zh for part in both), by.join(part.en for part in both))


def series(points: Sequence[Row], goals: Sequence[Row], unit: Words) -> str | None:
    """Draw results by year as a line, and targets as dashed lines with their year.

    A point has year and value; a goal has year, value and comparator.
    """
    if len(points) < 2:
        return None
    height, left, right, top, bottom = 250, 66, WIDTH - 4, 36, 212
    years = [int(row["year"]) for row in [*points, *goals]]
    values = [float(row["value"]) for row in [*points, *goals]]
    low, high = min(years), max(max(years), min(years) + 1)
    ticks = _ticks(min(0.0, *values) if min(values) < 0.6 * max(values) else min(values), max(values))

    def x(year: int) -> float:
        return left + 24 + (right - left - 48) * (year - low) / (high - low)

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - ticks[0]) / (ticks[-1] - ticks[0])

    parts = [_words(left - 58, 14, unit, kind="note")]
    for tick in ticks:
        parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        parts.append(_words(left - 8, y(tick) + 4, amount(tick), anchor="end", kind="note"))
    for year in _years(low, high):
        parts.append(_plain(x(year), height - 12, str(year), anchor="middle", kind="note"))
    labels = Labels(left + 2, WIDTH, bottom)

    def told(row: Row, sign: str, kind: str) -> str:
        value = amount(row["value"])
        words = Words(f"{sign}{value.zh}", f"{sign}{value.en}")
        spot = labels.beside(x(row["year"]), y(row["value"]), words.zh, words.en)
        return _words(*spot, words, anchor="middle", kind=kind)

    for goal in goals:
        start, end, level = max(x(goal["year"] - 1), left), x(goal["year"]), y(goal["value"])
        parts.append(
            f'<line class="goal" x1="{start:.1f}" x2="{end:.1f}" y1="{level:.1f}" y2="{level:.1f}"/>'
        )
        parts.append(f'<circle class="goal-dot" cx="{end:.1f}" cy="{level:.1f}" r="5"/>')
    path = " ".join(f"{x(row['year']):.1f},{y(row['value']):.1f}" for row in points)
    parts.append(f'<polyline class="line" points="{path}"/>')
    for row in points:
        tip = f"<title>{row['year']}: {row['value']:,.6g} {escape(unit.zh)}</title>"
        spot = f'cx="{x(row["year"]):.1f}" cy="{y(row["value"]):.1f}"'
        parts.append(f'<circle class="dot" {spot} r="4.5">{tip}</circle>')
    parts += [told(row, COMPARATORS.get(row["comparator"], ""), "goal-label") for row in goals]
    parts += [told(row, "", "figure") for row in (points[0], points[-1])]
    return _svg(height, parts, Words("历年结果与目标", "Results by year, with the target"))


def heat(rows: Sequence[Row]) -> str | None:
    """Draw how many numbers come from a place in a month; a row has place, place_en, month and count."""
    if not rows:
        return None
    english = {row["place"]: row.get("place_en") or row["place"] for row in rows}
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
        told = _cut_both(Words(place, english[place]), 14)
        parts.append(_words(left - 10, y + 19, told, anchor="end", kind="label"))
        for column, month in enumerate(months):
            count = counts.get((place, month), 0)
            box = (
                f'x="{left + width * column + 1:.1f}" y="{y + 1}" width="{width - 2:.1f}" height="{cell - 2}"'
            )
            if not count:
                parts.append(f'<rect class="track" {box} rx="4"/>')
                continue
            strength = 0.18 + 0.82 * (count / most) ** 0.5
            tip = f"<title>{escape(place)} {month:%Y-%m}: {count:,}</title>"
            parts.append(f'<rect class="heat" {box} rx="4" opacity="{strength:.2f}">{tip}</rect>')
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


def _words(x: float, y: float, words: Words, *, anchor: str = "start", kind: str) -> str:
    if words.zh == words.en:
        return _plain(x, y, words.zh, anchor=anchor, kind=kind)
    return _text(x, y, words.zh, words.en, anchor=anchor, kind=kind)


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"


def _cut_both(words: Words, width: int) -> Words:
    """Return words that take up to `width` halves of a Chinese character, so that no chart cuts them."""
    return Words(_fitting(words.zh, width), _fitting(words.en, width))


def _fitting(words: str, width: int) -> str:
    taken = 0
    for length, character in enumerate(words):
        taken += 2 if character > "\u2e7f" else 1
        if taken > width:
            return words[: length - 1] + "…"
    return words


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
