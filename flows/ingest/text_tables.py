"""Tables in plain text and Markdown: between bars, tabs or wide gaps, drawn with characters, or in HTML."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.ingest import figures, markup, markup_tables
from flows.ingest.articles import Line

_DRAWN = re.compile(r"([-*_=])(?:\s*\1){2,}|[\s:|+-]+|[\s\u2500-\u257f]+|(?:```|~~~).*")
_BAR = re.compile(r"[|│┃║]")
_PARTS = {"bar": _BAR, "tab": re.compile(r"\t"), "gap": re.compile(r"[ \u3000]{2,}")}
"""What stands between two cells."""
_PARTED = re.compile(r"[|│┃║\t]|[ \u3000]{2}")
_SENTENCE = re.compile(r"[，。；]")
_LONGEST_CELL = 60


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a text, and the block that it stands in."""

    cells: list[list[str]]
    block: int


@dataclass(slots=True)
class _Rows:
    """Lines that may be the rows of one table."""

    kind: str = ""
    lines: list[Line] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    drawn: bool = False
    """Whether a line is drawn below the first row, or bars stand around each."""


def pieces(text: str, found: Iterator[Line]) -> Iterator[Line | Grid]:
    """Yield lines and tables in their order; lines that only draw something are left out."""
    marked = collections.deque(markup_tables.spans(text))
    rows = _Rows()
    for line in found:
        while marked and marked[0].end <= line.start:
            marked.popleft()
        if marked and marked[0].start <= line.start:
            yield from _ended(rows)
            rows = _Rows()
            if marked[0].start == line.start:
                yield Grid(markup_tables.rows(text[line.start : marked[0].end]), line.block)
            continue
        body = text[line.start : line.end]
        if _draws(body):
            rows.drawn = rows.drawn or rows.kind == "bar"
            continue
        kind, cells = _split(text, line)
        if rows.lines and (kind != rows.kind or line.block != rows.lines[-1].block):
            yield from _ended(rows)
            rows = _Rows()
        if not kind:
            yield line
            continue
        rows.kind = kind
        rows.lines.append(line)
        rows.cells.append(cells)
    yield from _ended(rows)


def _draws(body: str) -> bool:
    """Return whether a line says nothing and only draws something."""
    return _DRAWN.fullmatch(body) is not None and (len(body) > 2 or "--" in body)


def _split(text: str, line: Line) -> tuple[str, list[str]]:
    """Return what parts the cells of a line, an empty string where it is no row, and the cells."""
    if not _PARTED.search(text, line.start, line.end):
        return "", []
    body = text[line.start : line.end]
    if _BAR.search(body):
        return "bar", [cell.strip() for cell in _BAR.split(_BAR.sub("", body[:1]) + body[1:].rstrip("|│┃║"))]
    whole = text[text.rfind("\n", 0, line.start) + 1 : line.end]
    for kind, words in (("tab", whole), ("gap", body)):
        cells = [cell.strip() for cell in _PARTS[kind].split(words)]
        if sum(map(bool, cells)) > 1 and max(map(len, cells)) <= _LONGEST_CELL:
            return kind, cells
    return "", []


def _ended(rows: _Rows) -> Iterator[Line | Grid]:
    """Yield the table that rows are, or their lines where they are none."""
    if _is_table(rows):
        yield Grid([[markup.bare(cell) for cell in row] for row in rows.cells], rows.lines[0].block)
    else:
        yield from rows.lines


def _is_table(rows: _Rows) -> bool:
    """Return whether lines are rows: drawn as such, or holding figures below each other."""
    if len(rows.cells) < 2:
        return False
    if rows.drawn:
        return True
    widths = set(map(len, rows.cells))
    below = rows.cells[1:]
    counted = sum(any(map(figures.figure, row[1:])) for row in below)
    said = any(_SENTENCE.search(cell) and not figures.figure(cell) for row in rows.cells for cell in row)
    alike = len(widths) == 1 or rows.kind == "tab"
    return alike and 2 * counted >= len(below) and not said
