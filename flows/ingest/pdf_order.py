"""The lines of a PDF page in the order in which they are read.

A page is cut where white space crosses it, columns before rows (the recursive XY-cut of Nagy and
Seth, 1984), until no two lines stand side by side.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator, Sequence
from typing import Any

from flows.ingest.pdf_letters import Run

_FAR = 6.0
"""Sizes of its font from which a line that begins so far in does not begin a paragraph."""


def ordered(runs: list[Run], page: int, column: int) -> list[Run]:
    """Return the lines of one page in reading order, with indents and blocks."""
    if not runs:
        return []
    size = statistics.median(run.size for run in runs)
    body = statistics.median([run.size for run in runs if not run.told] or [size])
    found: list[Run] = []
    for number, group in enumerate(_cut(runs, size, 0), start=column):
        group.sort(key=lambda run: -run.bottom)
        edge = min(run.left for run in group)
        last: Run | None = None
        aside = {id(run) for run in _set_aside(group, edge, body)}
        for run in group:
            run.page, run.column = page, number
            run.indent = (
                round((run.left - edge) / run.size * 2) / 2 if run.left - edge < _FAR * run.size else 0.0
            )
            run.edge = edge
            run.block = found[-1].block if found else 0
            spaced = last is not None and (
                last.bottom - run.top > 1.2 * run.size or abs(last.size - run.size) > 0.2 * size
            )
            alone = last is not None and not aside.isdisjoint((id(run), id(last)))
            if spaced or alone or (found and (run.told or found[-1].told)):
                run.block += 1
            last = run
            found.append(run)
    return found


def _set_aside(group: Sequence[Run], edge: float, size: float) -> Iterator[Run]:
    """Yield lines of a column that stand alone in its middle or at its right: 表1 主要指标, 单位：亿元.

    Several below each other are text beside a picture, large ones a headline.
    """
    for before, run, behind in zip([None, *group], group, [*group[1:], None], strict=False):
        near = [other for other in (before, behind) if other and abs(other.left - run.left) < run.size]
        if run.left - edge >= _FAR * run.size and run.size < 1.2 * size and not near:
            yield run


def _cut(runs: list[Run], size: float, depth: int) -> Iterator[list[Run]]:
    """Yield groups of lines in reading order, no two lines of one side by side."""
    if len(runs) < 2 or depth > 40 or not _side_by_side(runs):
        yield runs
        return
    columns = _split(runs, lambda run: (run.left, run.right), 0.8 * size)
    if len(columns) > 1:
        row = 1 + max(run.row for run in runs)
        for column in columns:
            for run in column:
                run.row = row
            yield from _cut(column, size, depth + 1)
        return
    rows = _split(runs, lambda run: (-run.top, -run.bottom), 0.0)
    if len(rows) == 1:
        yield _joined(runs)
        return
    widest = max(range(1, len(rows)), key=lambda at: _gap(rows[at - 1], rows[at]))
    for part in (rows[:widest], rows[widest:]):
        yield from _cut([run for row in part for run in row], size, depth + 1)


def _side_by_side(runs: Sequence[Run]) -> bool:
    ordered = sorted(runs, key=lambda run: -run.top)
    return any(
        min(upper.top, lower.top) - max(upper.bottom, lower.bottom) > 0.3 * min(upper.size, lower.size)
        for upper, lower in itertools.pairwise(ordered)
    )


def _split(runs: Sequence[Run], extent: Any, gap: float) -> list[list[Run]]:
    """Return the runs in groups between which white space of at least `gap` points lies."""
    groups: list[list[Run]] = []
    end = float("-inf")
    for run in sorted(runs, key=extent):
        first, last = extent(run)
        if not groups or first - end > gap:
            groups.append([])
        groups[-1].append(run)
        end = max(end, last)
    return groups


def _gap(upper: Sequence[Run], lower: Sequence[Run]) -> float:
    return min(run.bottom for run in upper) - max(run.top for run in lower)


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Return lines that overlap so that no cut parts them: those of one height as one, left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.bottom):
        if rows and abs(rows[-1][0].bottom - run.bottom) < 0.5 * run.size:
            rows[-1].append(run)
        else:
            rows.append([run])
    for row in rows:
        row.sort(key=lambda run: run.left)
        row[0].text = " ".join(run.text for run in row)
        row[0].right = max(run.right for run in row)
    return [row[0] for row in rows]
