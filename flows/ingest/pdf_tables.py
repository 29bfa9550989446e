"""Tables of a PDF page become the sentences of their rows, in their place on the page.

A ruled table is the cells between its rules, those without a rule between them as one. One without
rules shows in rows of runs side by side, figures among them, that stand in columns.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flows.ingest import figures, grids
from flows.ingest.pdf_letters import Rule, Run, Sheet, runs

_Item = TypeVar("_Item")
_NEAR = 3.0
"""Points within which two rules meet or are one."""
_MOST_LINES = 400
_ROW_GAP = 2.6
"""White space between two rows of one table, in sizes of its font, without rules."""
_CROSSED = 0.12
"""Share of rows that may reach across the white space between two columns."""


@dataclass(slots=True)
class Table:
    """A table of a page: its cells, the runs that it takes the place of, and where it stands."""

    rows: list[list[str]]
    left: float
    right: float
    bottom: float
    top: float


def write_out(sheet: Sheet, begun: Sequence[Sequence[str]] = ()) -> list[list[str]]:
    """Replace the tables of a page by their sentences; return the head of a table that may go on.

    `begun` is the head of the table that the page before ended with.
    """
    tables: list[Table] = []
    rest = sheet.words
    for table, inside in _ruled(sheet):
        tables.append(table)
        rest = _without(rest, inside)
    kept = list(runs(rest)) if tables else sheet.runs
    for table, inside in _unruled(kept):
        tables.append(table)
        kept = _without(kept, inside)
    size = statistics.median(run.size for run in sheet.runs) if sheet.runs else 1.0
    found = list(kept)
    going_on: list[list[str]] = []
    for table in sorted(tables, key=lambda table: -table.top):
        heads = grids.head_rows(table.rows)
        first = not any(run.bottom > table.top - 1 for run in found)
        if first and not heads and begun and len(begun[0]) == len(table.rows[0]):
            table.rows[:0] = [list(row) for row in begun]
            heads = len(begun)
        last = not any(run.top < table.bottom + 1 for run in kept)
        going_on = table.rows[:heads] if last else []
        found += _written(table, grids.sentences(table.rows, _over(kept, table, 5 * size)), size)
    sheet.runs = found
    return going_on


def _without(items: Sequence[_Item], inside: Iterable[_Item]) -> list[_Item]:
    taken = {id(item) for item in inside}
    return [item for item in items if id(item) not in taken]


def _over(kept: Sequence[Run], table: Table, reach: float) -> list[str]:
    """Return the lines right above a table, which may name it and its unit."""
    above = sorted((run for run in kept if run.bottom > table.top - 1), key=lambda run: run.bottom)
    return [run.text for run in above[:3] if run.bottom - table.top < reach][::-1]


def _written(table: Table, lines: Sequence[str], size: float) -> Iterator[Run]:
    """Yield the sentences of a table as lines that stand where it stood."""
    step = (table.top - table.bottom) / max(len(lines), 1)
    for number, line in enumerate(lines):
        top = table.top - number * step
        yield Run(line, table.left, table.right, top - 0.8 * step, top, size, told=True)


def _ruled(sheet: Sheet) -> Iterator[tuple[Table, list[Run]]]:
    """Yield the tables that rules show, each with the words in it."""
    if not 4 <= len(sheet.rules) <= 4000:
        return
    for group in _crossing(sheet.rules):
        across = _distinct(rule.at for rule in group if not rule.upright)
        upright = _distinct(rule.at for rule in group if rule.upright)
        ends = [end for rule in group for end in (rule.start, rule.end) if not rule.upright]
        heights = [end for rule in group for end in (rule.start, rule.end) if rule.upright]
        # The sides of a table may be left open.
        upright = _distinct([*upright, *(end for end in (min(ends), max(ends)) if _far(end, upright))])
        across = _distinct([*across, *(end for end in (min(heights), max(heights)) if _far(end, across))])
        if len(across) < 3 or len(upright) < 3 or len(across) + len(upright) > _MOST_LINES:
            continue
        inside = [
            word
            for word in sheet.words
            if upright[0] - 1 < (word.left + word.right) / 2 < upright[-1] + 1
            and across[0] < word.middle < across[-1]
        ]
        rows = _cells(group, upright, across[::-1], inside)
        filled = sum(sum(map(bool, set(row))) > 1 for row in rows)
        if filled > 1 and not _lays_out(rows):
            yield Table(rows, upright[0], upright[-1], across[0], across[-1]), inside


def _far(end: float, places: Sequence[float]) -> bool:
    return not places or min(abs(end - place) for place in places) > 4 * _NEAR


def _lays_out(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the boxes of a page hold articles and no table."""
    cells = {cell for row in rows for cell in row}
    longest = max(map(len, cells))
    return longest > 300 and longest > 0.5 * sum(map(len, cells))


def _crossing(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Yield the groups of rules that meet each other, across and upright."""
    owner = list(range(len(rules)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    across = [at for at, rule in enumerate(rules) if not rule.upright]
    for at, rule in enumerate(rules):
        if rule.upright:
            for other in across:
                line = rules[other]
                meets = line.start - _NEAR < rule.at < line.end + _NEAR
                if meets and rule.start - _NEAR < line.at < rule.end + _NEAR:
                    owner[root(at)] = root(other)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(root(at), []).append(rule)
    for group in groups.values():
        if sum(rule.upright for rule in group) > 1 and sum(not rule.upright for rule in group) > 1:
            yield group


def _distinct(places: object) -> list[float]:
    found: list[float] = []
    for place in sorted(places):  # type: ignore[call-overload]
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _cells(
    rules: Sequence[Rule], upright: Sequence[float], across: Sequence[float], words: Sequence[Run]
) -> list[list[str]]:
    """Return the text of each cell; cells with no rule between them hold the same."""
    width, height = len(upright) - 1, len(across) - 1
    regions = _regions(rules, upright, across)
    inside: dict[int, list[Run]] = {}
    for word in words:
        down = sum(level > word.middle for level in across[1:])
        over = sum(place < (word.left + word.right) / 2 for place in upright[1:])
        if down < height and over < width:
            inside.setdefault(regions[down * width + over], []).append(word)
    texts = {at: _text(found) for at, found in inside.items()}
    labels = [(at, min(word.left for word in found)) for at, found in inside.items() if at % width == 0]
    edge = min((left for _, left in labels), default=0.0)
    for at, left in labels:
        texts[at] = _set_in(texts[at], left - edge, inside[at][0].size)
    return [[texts.get(regions[down * width + over], "") for over in range(width)] for down in range(height)]


def _stands(rule: Rule, is_upright: bool, at: float) -> bool:
    return rule.upright == is_upright and abs(rule.at - at) <= _NEAR


def _regions(rules: Sequence[Rule], upright: Sequence[float], across: Sequence[float]) -> list[int]:
    """Return for each cell of a raster the first one of those that no rule parts from it."""
    width = len(upright) - 1
    owner: list[int] = []
    walls = {
        (is_upright, at): [
            (rule.start - _NEAR, rule.end + _NEAR) for rule in rules if _stands(rule, is_upright, at)
        ]
        for is_upright, places in ((True, upright), (False, across))
        for at in places
    }

    def walled(is_upright: bool, at: float, middle: float) -> bool:
        return any(start <= middle <= end for start, end in walls[is_upright, at])

    for down, over in itertools.product(range(len(across) - 1), range(width)):
        here = down * width + over
        level = (across[down] + across[down + 1]) / 2
        side = (upright[over] + upright[over + 1]) / 2
        if over and not walled(True, upright[over], level):
            owner.append(owner[here - 1])
        elif down and not walled(False, across[down], side):
            owner.append(owner[here - width])
        else:
            owner.append(here)
    return owner


def _set_in(text: str, by: float, size: float) -> str:
    """Return the label of a row behind the white space that sets it in: parts are set in further."""
    return "　" * min(round(by / size), 8) + text


def _text(words: Sequence[Run]) -> str:
    """Return the words of a cell, its lines as one."""
    return " ".join(run.text for line in lines(words) for run in runs(line))


def lines(found: Sequence[Run]) -> list[list[Run]]:
    """Return runs by the lines that they stand in, from the top, each from the left."""
    found_lines: list[list[Run]] = []
    for run in sorted(found, key=lambda run: -run.middle):
        last = found_lines[-1][0] if found_lines else None
        if last and last.middle - run.middle < 0.5 * max(run.size, last.size):
            found_lines[-1].append(run)
        else:
            found_lines.append([run])
    return [sorted(line, key=lambda run: run.left) for line in found_lines]


def _unruled(found: Sequence[Run]) -> Iterator[tuple[Table, list[Run]]]:
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
            row[0] = _set_in(row[0], line[0].left - edge, line[0].size)
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
    row = [""] * len(edges)
    for at, (left, right) in enumerate(edges):
        over = [run for run in line if run.left < right and left < run.right]
        if over:
            row[at] = "".join(run.text for run in over)
    if lowest and sum(map(bool, row)) >= len(line):
        return row
    heads = [run for run in line if not edges or run.left > edges[0][1]]
    for at, (left, right) in enumerate(edges):
        if at and not row[at] and heads:
            middle = (left + right) / 2
            row[at] = min(heads, key=lambda run: abs((run.left + run.right) / 2 - middle)).text
    placed = set(row)
    for run in line:
        if not any(run.text in text for text in placed) and not row[0] and run.right <= edges[0][1]:
            row[0] = run.text
    return row
