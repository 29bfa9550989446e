"""Tables of figures become sentences that extraction can read, one a row.

指标 | 单位 | 2024年 | 比上年增长（%）        2024年国内生产总值1349084亿元，比上年增长5.0%。
国内生产总值 | 亿元 | 1349084 | 5.0

园区 | 智能工厂（家） | 同比增长（%）          子牙园区的智能工厂26家，子牙园区的智能工厂同比增长6.8%。
子牙园区 | 26 | 6.8

The readers of HTML, DOCX, PDF and Markdown give rows of cells, one that spans several written into
each of them; a sentence says for each figure its time, what it counts, its unit and its direction.
"""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.ingest import captions, figures, rows
from flows.ingest.figures import Head
from flows.ingest.rows import Table

Rows = Sequence[Sequence[str]]

_TOTAL = re.compile(r"(?:合|总|小|共)\s*计")
_LONGEST_HEAD = 40
_MOST_HEADS = 4
"""Rows that a head may have."""


def sentences(cells: Rows, before: Sequence[str] = ()) -> list[str]:
    """Return the lines that say what a table of cells says; `before` are the lines that stand over it."""
    table = Table(*_clean(cells))
    lines = _captions(table)
    if not table.rows or max(map(len, table.rows)) < 2:
        return lines + ["　".join(dict.fromkeys(filter(None, row))) for row in table.rows]
    _governed(table, [*before[-2:], *lines])
    if not any(_holds_figure(row[1:]) for row in table.rows):
        return lines + list(_words(table.rows))
    return lines + [line for part in _side_by_side(table) for line in _told(part, before)]


def _told(table: Table, before: Sequence[str]) -> list[str]:
    """Return the sentences of a table whose rows hold figures."""
    _take_heads(table, before)
    _tell_columns(table)
    _fill_down(table)
    if not table.labels and not any(column.name for column in table.columns):
        return ["　".join(filter(None, row)) for row in table.rows]
    return list(rows.sentences(table))


def _side_by_side(table: Table) -> Iterator[Table]:
    """Yield the tables that one is set of: where the head of its first column comes again, one begins."""
    count = head_rows(table.rows)
    width = max(map(len, table.rows))
    heads = [[row[at] for row in table.rows[:count]] for at in range(width)]
    begins = [at for at in range(width) if heads[at] == heads[0] and _is_named(table, count, at)]
    ends = [*begins[1:], width]
    if not any(heads[0]) or begins[:1] != [0] or min(map(operator.sub, ends, begins)) < 2:
        yield table
        return
    for begin, end in zip(begins, ends, strict=True):
        kept = [at for at, row in enumerate(table.rows) if any(row[begin:end])]
        yield Table(
            [table.rows[at][begin:end] for at in kept],
            [0 if begin else table.indents[at] for at in kept],
            governing=table.governing,
            period=table.period,
            counted=table.counted,
        )


def _is_named(table: Table, count: int, at: int) -> bool:
    """Return whether a column below the heads holds names and no figures."""
    return not any(_holds_figure([row[at]]) for row in table.rows[count:])


def _clean(rows: Rows) -> tuple[list[list[str]], list[int]]:
    """Return the rows that say something, of one width, and how far the label of each is set in."""
    width = max(map(len, rows), default=0)
    kept: list[list[str]] = []
    indents: list[int] = []
    for row in rows:
        cells = [re.sub(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])", "", " ".join(cell.split())) for cell in row]
        if any(cells):
            kept.append(cells + [""] * (width - len(cells)))
            indents.append(len(row[0]) - len(row[0].lstrip("　\xa0 ")) if row[0].strip() else 0)
    empty = {at for at in range(width) if not any(row[at] for row in kept)}
    return [[cell for at, cell in enumerate(row) if at not in empty] for row in kept], indents


def _captions(table: Table) -> list[str]:
    """Take out the rows at the top that say one thing across the whole table, and return them."""
    found: list[str] = []
    while len(table.rows) > 1:
        told = list(dict.fromkeys(filter(None, table.rows[0])))
        whole = len(told) == 1 and (len(set(table.rows[0])) == 1 or captions.governs(told[0]))
        if not whole:
            break
        found.append(told[0])
        del table.rows[0], table.indents[0]
    return found


def _governed(table: Table, lines: Sequence[str]) -> None:
    """Set what the lines over a table, or a corner of its head, say of all of it: units, time, name."""
    corner = table.rows[0] if len(table.rows) > 1 else []
    for at, line in enumerate(lines):
        told = captions.read(line, near=all(map(captions.governs, lines[at + 1 :])))
        table.governing = told.units or table.governing
        table.period = told.period or table.period
        table.counted = told.counted if told.counted.name else table.counted
    for cell in corner:
        table.governing = captions.units(cell) or table.governing


def _holds_figure(cells: Sequence[str]) -> bool:
    return any(figures.figure(cell) and not _is_head_like(cell) for cell in cells)


def _is_head_like(cell: str) -> bool:
    return figures.is_period(cell)


def head_rows(rows: Rows) -> int:
    """Return how many rows at the top of a table are its head: those above the first one of figures."""
    count = 0
    for row in rows[: _MOST_HEADS + 1]:
        label_only = bool(row[0]) and not any(row[1:])
        across = len(set(row)) == 1 and len(row) > 1
        if _holds_figure(row[1:]) or ((label_only or across) and count) or max(map(len, row)) > _LONGEST_HEAD:
            break
        count += 1
    return count if count <= _MOST_HEADS and count < len(rows) else 0


def _take_heads(table: Table, before: Sequence[str]) -> None:
    """Move the rows above the first one of figures to the heads of the columns.

    Where there are none, a line over the table may name the columns.
    """
    count = head_rows(table.rows)
    width = len(table.rows[0])
    above = [_spread(row) for row in table.rows[:count]]
    table.heads = [list(dict.fromkeys(filter(None, (row[at] for row in above)))) for at in range(width)]
    del table.rows[:count], table.indents[:count]
    if not count and before and (listed := captions.listed(before[-1], width - 1)):
        table.heads = [[], *listed]
    numbers = [[cell for cell in row if cell] for row in table.rows[:1]]
    if numbers and len(numbers[0]) > 2 and numbers[0][-2:] == [str(width - 1 + at) for at in (0, 1)]:
        del table.rows[0], table.indents[0]  # a row that numbers the columns


def _spread(row: list[str]) -> list[str]:
    """Return a row of heads; one that gives its unit in the corner is left without it."""
    return ["" if captions.governs(cell) else cell for cell in row]


def _tell_columns(table: Table) -> None:
    """Find the columns of labels, units and figures, and read the heads of the latter."""
    width = len(table.rows[0])
    table.columns = [figures.together(_said(heads, _has_row_of_units(table))) for heads in table.heads]
    for at in range(width):
        kind = _kind(table, at)
        if kind == "unit":
            table.units = at
        elif kind == "label":
            table.labels.append(at)
        elif kind == "figure":
            table.figures.append(at)
    titles = [title for at in table.labels for title in table.heads[at]]
    table.by_place = any(figures.is_word("place", title) for title in titles)
    if not any(figures.head(row[at]).unit for row in table.rows for at in table.labels):
        table.columns = [_as_captioned(column, table.counted) for column in table.columns]


def _has_row_of_units(table: Table) -> bool:
    """Return whether the lowest row of the heads holds units and nothing else."""
    lowest = [heads[-1] for heads in table.heads[1:] if len(heads) > 1]
    return bool(lowest) and all(map(figures.is_unit, lowest))


def _said(heads: Sequence[str], units: bool) -> list[Head]:
    """Return what the heads over one column say, the lowest of which may be a unit alone."""
    told = [figures.head(each) for each in heads]
    if units and len(heads) > 1:
        told[-1] = Head(unit=heads[-1].strip().replace("％", "%"))
    return told


def _fill_down(table: Table) -> None:
    """Give rows the name of the group that they stand in, where it is written in its first row alone."""
    group, others = next(iter(table.labels), 0), table.labels[1:]
    above = ""
    for row in table.rows:
        names = [row[at] for at in others if row[at]]
        if above and names and not row[group] and not _TOTAL.fullmatch(names[0]):
            row[group] = above
        above = row[group]


def _kind(table: Table, at: int) -> str:
    """Return what a column holds: number (of the row), unit, label or figure, notes among the figures."""
    cells = [row[at] for row in table.rows if row[at]]
    titles = table.heads[at]
    if any(figures.is_word("number", title) for title in titles[-1:]) or _counts_rows(cells, titles, at):
        return "number"
    if any(figures.is_word("unit", title) for title in titles):
        return "unit"
    if any(figures.is_word("note", title) for title in titles):
        return "figure"
    counted = any(figures.figure(cell) is not None or figures.is_empty(cell) for cell in cells)
    is_label = at == 0 or (not table.figures and (not counted or _are_times(cells, titles)))
    return "label" if is_label else "figure"


def _as_captioned(column: Head, caption: Head) -> Head:
    """Return what a column says that has but a time, with the unit and the growth of the caption."""
    if column.name or column.growth or column.unit:
        return column
    return replace(column, unit=caption.unit, growth=caption.growth)


def _counts_rows(cells: Sequence[str], titles: Sequence[str], at: int) -> bool:
    """Return whether a first column without a title numbers the rows."""
    return (
        at == 0 and not titles and len(cells) > 1 and cells == [str(each + 1) for each in range(len(cells))]
    )


def _are_times(cells: Sequence[str], titles: Sequence[str]) -> bool:
    timed = any(figures.is_word("period", title) for title in titles)
    return bool(cells) and all(figures.is_period(cell) for cell in cells) and timed


def _words(rows: Rows) -> Iterator[str]:
    """Yield the rows of a table of words: labels before what is said of the last of them."""
    titles = rows[0] if len(rows) > 1 and max(map(len, rows[0])) <= 20 else []
    for row in rows:
        cells = [key for key, _ in itertools.groupby(cell for cell in row if cell)]
        if len(cells) == 2:
            yield "：".join(cells)
            continue
        told = next(
            (at for at, cell in enumerate(cells) if at and re.search(r"\d", cell) and len(cell) > 5), 0
        )
        if row is titles or not told:
            yield "　".join(cells)
            continue
        rest = "".join(f"　{cell}" for cell in cells[told + 1 :])
        yield "　".join(cells[:told]) + "：" + cells[told] + rest
