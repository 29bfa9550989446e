"""Tables of a PDF page become the sentences of their rows, in their place on the page."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from flows.ingest import grids, pdf_ruled, pdf_unruled
from flows.ingest.pdf_cells import Table
from flows.ingest.pdf_letters import Run, Sheet, runs

_Item = TypeVar("_Item")


def write_out(sheet: Sheet, begun: Sequence[Sequence[str]] = ()) -> list[list[str]]:
    """Replace the tables of a page by their sentences; return the head of a table that may go on.

    `begun` is the head of the table that the page before ended with.
    """
    tables: list[Table] = []
    rest = sheet.words
    for table, inside in pdf_ruled.tables(sheet):
        tables.append(table)
        rest = _without(rest, inside)
    kept = list(runs(rest)) if tables else sheet.runs
    for table, inside in pdf_unruled.tables(kept):
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
