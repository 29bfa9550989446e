"""Plain text and Markdown: decoded text becomes a page of lines."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.ingest import grids, jsonl, layout, mapping, markup, markup_tables
from flows.ingest.articles import Facts, Line, Page
from flows.ingest.files import Refused

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_RULE = re.compile(r"([-*_=])(?:\s*\1){2,}|\|?[\s:|-]*-{3,}[\s:|-]*\|?|```.*|~~~.*")
_STRONG = re.compile(r"\*\*[^*]+\*\*|__[^_]+__")
_MARK = re.compile(r"(?:[-*+]|>|\d{1,2}[.)](?=\s))\s+")


def plain(text: str, max_line_chars: int) -> Page:
    """Return the page of a plain text file."""
    length = len(text)
    text, found = markup.without(text, lines(text, max_line_chars))
    return Page(text, tuple(found), raw_length=length)


def lines(text: str, max_line_chars: int, start: int = 0) -> Iterator[Line]:
    """Yield the lines of `text` from `start`; empty lines before one change its block."""
    block, end = 0, start
    for number, match in enumerate(_LINE.finditer(text, start), start=1):
        if len(match[0]) > max_line_chars:
            raise Refused(
                f"longer than {max_line_chars:,} characters",
                "break the line, or raise ZHIBIAO_MAX_LINE_CHARS",
                f"line {number}",
            )
        body = match[0].strip()
        if not body:
            continue
        gap = text[end : match.start()]
        block += len(_BREAK.findall(gap)) > 1 or "\f" in gap
        begin = match.start() + len(match[0]) - len(match[0].lstrip())
        end = match.start() + len(match[0].rstrip())
        yield Line(begin, end, indent=layout.width(text[match.start() : begin]), block=block)


def markdown(text: str, max_line_chars: int) -> Page:
    """Return the page of a Markdown file: front matter read as facts, marks of markup left out.

    A table of figures is written out in sentences, behind the text: only its lines are not found in
    the file as they stand.
    """
    length = len(text)
    front = _FRONT.match(text)
    facts = _front_matter(front[1]) if front else Facts()
    found: list[Line] = []
    behind = text
    for piece in _pieces(text, lines(text, max_line_chars, front.end() if front else 0)):
        if isinstance(piece, Line):
            found.append(_unmarked(text, piece))
        else:
            behind, written = _written_out(behind, piece)
            found += written
    kept = (line for line in found if line.start < line.end)
    text, found = markup.without(behind, kept, markdown=True)
    return Page(text, tuple(found), facts, raw_length=length)


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table of a text, and the block that it stands in."""

    cells: list[list[str]]
    block: int


def _pieces(text: str, found: Iterator[Line]) -> Iterator[Line | _Grid]:
    """Yield lines and tables in their order; lines that only draw something are left out."""
    marked = collections.deque(markup_tables.spans(text))
    rows: list[Line] = []
    for line in found:
        while marked and marked[0].end <= line.start:
            marked.popleft()
        inside = bool(marked) and marked[0].start <= line.start
        body = text[line.start : line.end]
        if not inside and body.startswith("|") and body.endswith("|"):
            rows.append(line)
            continue
        if rows:
            yield _Grid(_cells(text, rows), rows[0].block)
            rows = []
        if inside and marked[0].start == line.start:
            yield _Grid(markup_tables.rows(text[line.start : marked[0].end]), line.block)
        elif not inside and not _RULE.fullmatch(body):
            yield line
    if rows:
        yield _Grid(_cells(text, rows), rows[0].block)


def _unmarked(text: str, line: Line) -> Line:
    """Return a line without the marks that make it a heading or an item of a list."""
    body = text[line.start : line.end]
    if heading := _HEADING.fullmatch(body):
        begin, end = line.start + heading.start(2), line.start + heading.end(2)
        return Line(begin, end, heading=len(heading[1]), block=line.block)
    if mark := _MARK.match(body):
        return Line(line.start + mark.end(), line.end, indent=2.0, block=line.block)
    return replace(line, strong=_STRONG.fullmatch(body) is not None)


def _cells(text: str, rows: list[Line]) -> list[list[str]]:
    bodies = (text[row.start : row.end] for row in rows)
    return [
        [cell.strip() for cell in body.strip("|").split("|")] for body in bodies if not _RULE.fullmatch(body)
    ]


def _written_out(text: str, grid: _Grid) -> tuple[str, list[Line]]:
    """Return `text` with the sentences of a table behind it, and their lines."""
    written = []
    for sentence in grids.sentences(grid.cells):
        written.append(Line(len(text) + 1, len(text) + 1 + len(sentence), indent=2.0, block=grid.block))
        text += f"\n{sentence}"
    return text, written


def _front_matter(content: str) -> Facts:
    remedy = "write the front matter as YAML between two lines of ---"
    try:
        values = mapping.read(content)
    except mapping.BadMapping as error:
        raise Refused(f"its front matter {error.cause}", remedy) from None
    known = {"published_on": values.get("date"), "authors": values.get("author"), **values}
    return jsonl.facts(known)
