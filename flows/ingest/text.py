"""Plain text and Markdown: decoded text becomes a page of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flows.ingest import captions, grids, jsonl, layout, mapping, markup, text_tables
from flows.ingest.articles import Facts, Line, Page
from flows.ingest.files import Refused

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_UNDERLINE = re.compile(r"={2,}|-{2,}")
_TAGS = re.compile(r"(?:#[^\s#]+(?:\s+#[^\s#]+)*)?")
_LONGEST_HEADING = 60.0
_STRONG = re.compile(r"\*\*[^*]+\*\*|__[^_]+__")
_MARK = re.compile(r"(?:[-*+]|>|\d{1,2}[.)](?=\s))\s+")


def plain(text: str, max_line_chars: int) -> Page:
    """Return the page of a plain text file."""
    length = len(text)
    text, found = _told(text, lines(text, max_line_chars))
    text, found = markup.without(text, iter(found))
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
    found = _headed(text, lines(text, max_line_chars, front.end() if front else 0))
    behind, kept = _told(text, found)
    kept = [_unmarked(text, line) if line.end <= length else line for line in kept]
    said = (line for line in kept if not _TAGS.fullmatch(behind[line.start : line.end]))
    text, kept = markup.without(behind, said, markdown=True)
    return Page(text, tuple(kept), facts, raw_length=length)


def _told(text: str, found: Iterator[Line]) -> tuple[str, list[Line]]:
    """Return `text` with the sentences of its tables behind it, and the lines, those sentences among them."""
    kept: list[Line] = []
    behind: list[str] = []
    end = len(text)
    for piece in text_tables.pieces(text, found):
        if isinstance(piece, Line):
            kept.append(piece)
            continue
        over = [line for line in kept[-2:] if not line.table]
        before = [text[line.start : line.end] for line in over]
        for at in range(max(len(kept) - captions.height(before), 1), len(kept)):
            kept[at] = replace(kept[at], table=True)
        for sentence in grids.sentences(piece.cells, before):
            kept.append(Line(end + 1, end + 1 + len(sentence), indent=2.0, block=piece.block, table=True))
            behind.append(sentence)
            end += 1 + len(sentence)
    return "\n".join([text, *behind]), kept


def _headed(text: str, found: Iterator[Line]) -> Iterator[Line]:
    """Yield lines, one with === or --- drawn under it as a heading."""
    last: Line | None = None
    for line in found:
        body = text[line.start : line.end]
        if last and _UNDERLINE.fullmatch(body) and last.block == line.block and _may_head(text, last):
            yield replace(last, heading=1 if body[0] == "=" else 2)
            last = None
            continue
        if last:
            yield last
        last = line
    if last:
        yield last


def _may_head(text: str, line: Line) -> bool:
    body = text[line.start : line.end]
    return layout.width(body) <= _LONGEST_HEADING and "|" not in body and not layout.CLOSED.search(body)


def _unmarked(text: str, line: Line) -> Line:
    """Return a line without the marks that make it a heading or an item of a list."""
    body = text[line.start : line.end]
    if heading := _HEADING.fullmatch(body):
        begin, end = line.start + heading.start(2), line.start + heading.end(2)
        return Line(begin, end, heading=len(heading[1]), block=line.block)
    if mark := _MARK.match(body):
        return Line(line.start + mark.end(), line.end, indent=2.0, block=line.block)
    return replace(line, strong=_STRONG.fullmatch(body) is not None)


def _front_matter(content: str) -> Facts:
    remedy = "write the front matter as YAML between two lines of ---"
    try:
        values = mapping.read(content)
    except mapping.BadMapping as error:
        raise Refused(f"its front matter {error.cause}", remedy) from None
    source = values.get("source")
    taken = "url" if str(source).startswith("http") else "publisher"
    known = {"published_on": values.get("date"), "authors": values.get("author"), taken: source, **values}
    return jsonl.facts(known)
