"""Tables of a PDF page become the sentences of their rows, in their place on the page."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flows.ingest import figures, grids, pdf_ruled, pdf_unruled
from flows.ingest.pdf_cells import Table
from flows.ingest.pdf_letters import Run, Sheet, runs

_Item = TypeVar("_Item")
_LONGEST_MARK = 12
"""Characters of a line that may stand over a table that goes on: 续表1."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A table that a page ends with and that may go on on the next one."""

    heads: list[list[str]]
    over: list[str]
    """The lines over it."""
    last: list[str]
    """Its last row."""


def write_out(sheet: Sheet, begun: Begun | None = None) -> Begun | None:
    """Replace the tables of a page by their sentences; return the one that may go on, as it was begun.

    `begun` is the table that the page before ended with.
    """
    tables: list[Table] = []
    rest = sheet.words
    for table, inside in pdf_ruled.tables(sheet):
        if _is_filled(table.rows) or (begun and _goes_on(table, sheet.runs, begun)):
            tables.append(table)
            rest = _without(rest, inside)
    kept = list(runs(rest)) if tables else sheet.runs
    for table, inside in pdf_unruled.tables(kept):
        tables.append(table)
        kept = _without(kept, inside)
    size = statistics.median(run.size for run in sheet.runs) if sheet.runs else 1.0
    found = list(kept)
    ending: Begun | None = None
    for table in sorted(tables, key=lambda table: -table.top):
        over = _over(kept, table, 5 * size)
        if begun and _goes_on(table, found, begun):
            over = begun.over or over
            _take_up(table, begun)
        heads = table.rows[: grids.head_rows(table.rows)]
        last = not any(run.top < table.bottom + 1 for run in kept)
        ending = Begun(heads, over, list(table.rows[-1])) if last else None
        found += _written(table, grids.sentences(table.rows, over), size)
    sheet.runs = found
    return ending


def _is_filled(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether several rows hold several cells: a box of a form does not."""
    return sum(sum(map(bool, set(row))) > 1 for row in rows) > 1


def _goes_on(table: Table, found: Sequence[Run], begun: Begun) -> bool:
    """Return whether a table at the top of a page goes on with the one before: no heads, or the same."""
    over = [run.text for run in found if run.bottom > table.top - 1]
    heads = table.rows[: grids.head_rows(table.rows)]
    alike = len(table.rows[0]) == len(begun.last) and heads in ([], begun.heads)
    return alike and all(len(line) <= _LONGEST_MARK for line in over)


def _take_up(table: Table, begun: Begun) -> None:
    """Give a table that goes on the heads that it lacks, and its first rows the label over the break."""
    heads = grids.head_rows(table.rows)
    if not heads:
        table.rows[:0] = [list(row) for row in begun.heads]
        heads = len(begun.heads)
    for row in table.rows[heads:]:
        if row[0] or not row[1] or figures.figure(row[1]):
            break
        row[0] = begun.last[0]


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
