"""Tables of a PDF page that only white space shows: rows of runs in columns, figures among them."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator, Sequence

from flows.ingest import figures
from flows.ingest.pdf_cells import Table, set_in
from flows.ingest.pdf_letters import Run, lines

_ROW_GAP = 2.6
"""White space between two rows of one table, in sizes of its font, without rules."""
_CROSSED = 0.12
"""Share of rows that may reach across the white space between two columns."""


def tables(found: Sequence[Run]) -> Iterator[tuple[Table, list[Run]]]:
    """Yield the tables that nothing but white space shows, each with the runs in it."""
    rows = lines(found)
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and (end == at or _follows(rows[end - 1], rows[end])):
            if len(rows[end]) < 2 and not (end > at and _goes_on(rows, end)):
                break
            end += 1
        zone = rows[at:end]
        if len(zone) > 1 and _is_table(zone):
            begin = at
            while begin and len(rows[begin - 1]) == 1 and _is_over(rows[begin - 1][0], rows[begin]):
                begin -= 1
            zone = rows[begin:end]
            inside = [run for line in zone for run in line]
            if cells := _in_columns(zone):
                box = (min(run.left for run in inside), max(run.right for run in inside))
                bottom, top = min(run.bottom for run in inside), max(run.top for run in inside)
                yield Table(cells, *box, bottom, top), inside
        at = max(end, at + 1)


def _follows(upper: Sequence[Run], lower: Sequence[Run]) -> bool:
    gap = min(run.bottom for run in upper) - max(run.top for run in lower)
    return gap < _ROW_GAP * max(run.size for run in lower)


def _goes_on(rows: Sequence[Sequence[Run]], at: int) -> bool:
    """Return whether a line of one run is a label of the rows around it, or a part of one."""
    run = rows[at][0]
    last = rows[at - 1]
    following = rows[at + 1] if at + 1 < len(rows) else []
    near = len(following) > 1 and _follows(rows[at], following)
    columns = [other for line in (last, following) for other in line[1:]]
    first_column = bool(columns) and run.right < min(other.left for other in columns)
    return first_column and (near or _follows(last, rows[at])) and not run.text.endswith("。")


def _is_over(run: Run, line: Sequence[Run]) -> bool:
    """Return whether a run over a table is a head that spans columns: 2025年."""
    return run.left > line[0].right and len(run.text) <= 12 and run.bottom - line[0].top < 1.5 * run.size


def _figures(line: Sequence[Run]) -> int:
    """Return how many figures stand in a line of several runs."""
    counted = [figures.figure(run.text) is not None or figures.is_empty(run.text) for run in line]
    return sum(counted) if len(line) > 1 and counted[-1] else sum(counted[1:])


def _is_table(zone: Sequence[Sequence[Run]]) -> bool:
    """Return whether lines of runs side by side are rows of figures and not columns of text."""
    several = [line for line in zone if len(line) > 1]
    counted = [line for line in several if _figures(line)]
    said = [run for line in several for run in line]
    sentences = sum(len(run.text) > 12 and any(mark in run.text for mark in "，。；") for run in said)
    return len(counted) > 1 and 2 * len(counted) >= len(several) - 2 and sentences < 0.3 * len(said)


def _in_columns(zone: Sequence[Sequence[Run]]) -> list[list[str]]:
    """Return the rows of a table without rules; an empty list where its columns do not show."""
    body = [line for line in zone if _figures(line)]
    edges = _columns(body, [line for line in zone if len(line) == 1])
    if len(edges) < 2:
        return []
    first = _first_row(zone, edges[0][1])
    heads = [_head_row(line, edges, at == first - 1) for at, line in enumerate(zone[:first])]
    return [*heads, *_rows(zone, first, edges)]


def _first_row(zone: Sequence[Sequence[Run]], edge: float) -> int:
    """Return which line is the first below the heads; `edge` is where the column of labels ends."""
    first = next(at for at, line in enumerate(zone) if _figures(line))
    pitch = _pitch(zone[first:])
    while first and len(zone[first - 1]) == 1 and zone[first - 1][0].right < edge + 1:
        if zone[first - 1][0].middle - zone[first][-1].middle > 0.8 * pitch:
            break
        first -= 1  # the upper line of a label that takes two
    return first


def _rows(zone: Sequence[Sequence[Run]], first: int, edges: Sequence[tuple[float, float]]) -> list[list[str]]:
    """Return the rows below the heads; a label that takes two lines is put together."""
    rows: list[list[str]] = []
    pitch = _pitch(zone[first:])
    edge = min(line[0].left for line in zone[first:])
    waiting: tuple[float, str] | None = None
    last_middle: float | None = None
    for at, line in enumerate(zone[first:], start=first):
        row = _row(line, edges)
        if row[0]:
            row[0] = set_in(row[0], line[0].left - edge, line[0].size)
        middle = statistics.fmean(run.middle for run in line)
        following = zone[at + 1] if at + 1 < len(zone) else None
        if len(line) == 1 and row[0]:
            below = middle - following[0].middle if following and len(following) > 1 else None
            above = last_middle - middle if last_middle is not None and rows else None
            if below is not None and below < 0.8 * pitch and (above is None or below <= above):
                waiting = (middle, (waiting[1] if waiting else "") + row[0])
                continue
            if above is not None and above < 0.8 * pitch:
                rows[-1][0] += row[0].strip()
                continue
        if waiting:
            row[0] = waiting[1] + row[0].strip()
            waiting = None
        rows.append(row)
        last_middle = middle
    return rows


def _pitch(lines: Sequence[Sequence[Run]]) -> float:
    """Return how far apart rows of figures are."""
    middles = [line[-1].middle for line in lines if _figures(line)]
    steps = [upper - lower for upper, lower in itertools.pairwise(middles)]
    return statistics.median(steps) if steps else 0.0


def _columns(body: Sequence[Sequence[Run]], labels: Sequence[Sequence[Run]]) -> list[tuple[float, float]]:
    """Return where each column begins and ends: between them is white space that few rows cross."""
    found_runs = [run for line in (*body, *labels) for run in line]
    events = sorted([(run.left, 1) for run in found_runs] + [(run.right, -1) for run in found_runs])
    most = _CROSSED * len(body)
    found: list[tuple[float, float]] = []
    depth, begin = 0, None
    for place, change in events:
        depth += change
        if begin is None and depth > most:
            begin = place
        elif begin is not None and depth <= most:
            found.append((begin, place))
            begin = None
    merged: list[tuple[float, float]] = []
    for left, right in found:
        if merged and left - merged[-1][1] < 2.0:
            merged[-1] = (merged[-1][0], right)
        else:
            merged.append((left, right))
    return merged


def _row(line: Sequence[Run], edges: Sequence[tuple[float, float]]) -> list[str]:
    row = [""] * len(edges)
    for run in line:
        overlaps = [min(run.right, right) - max(run.left, left) for left, right in edges]
        best = max(range(len(edges)), key=lambda at: (overlaps[at], -abs(run.left - edges[at][0])))
        row[best] = f"{row[best]} {run.text}".strip()
    return row


def _head_row(line: Sequence[Run], edges: Sequence[tuple[float, float]], lowest: bool) -> list[str]:
    """Return a row of the head; in an upper one a run stands over the columns that are nearest to it."""
    row = [
        "".join(run.text for run in line if run.left < right and left < run.right) for left, right in edges
    ]
    if lowest and sum(map(bool, row)) >= len(line):
        return row
    label = edges[0][1]
    heads = [run for run in line if run.left > label]
    for at, (left, right) in enumerate(edges):
        if at and not row[at] and heads:
            row[at] = _nearest(heads, (left + right) / 2).text
    placed = "\n".join(row)
    aside = [run.text for run in line if run.right <= label and run.text not in placed]
    row[0] = row[0] or next(iter(aside), "")
    return row


def _nearest(runs: Sequence[Run], place: float) -> Run:
    return min(runs, key=lambda run: abs((run.left + run.right) / 2 - place))
