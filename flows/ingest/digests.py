"""Digests: one file of several items, under a common name (今日要闻) or each under a headline of its own.

A report has parts as a digest has items, so the words of a page have to say that it is one: by its
name, or by headlines of the first level that are no headings of chapters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from flows.ingest import furniture, inference, layout
from flows.ingest.articles import Facts, Line, Page

_NAME = re.compile(
    rf"《?[^，。；：]{{0,16}}?{furniture.DIGEST}》?\s*(?:[（(【\[]?[^，。；：（(]{{0,16}}\d[^，。；：]{{0,16}})?"
)
"""The name of a digest, with its day or number: `云川经济简讯（6月26日）`."""
_BRACKETED = re.compile(r"【(?P<title>[^【】]{5,40})】\s*(?=\S|$)")
_NUMBER = re.compile(
    r"(?:\d{1,2}\s*[．.、](?!\d)|[一二三四五六七八九十]{1,3}、|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]"
    r"|[①-⑳]|[◆●■▲★•▶◎□○◇]+)\s*"
)
_CLAUSE = re.compile(r"[，。；！？：]")
_SHORTEST = 9.5
"""Width beyond which a heading is a headline, where no name says that there are items."""
_LONGEST = 60.0


@dataclass(frozen=True, slots=True)
class Digest:
    """The lines of a digest without its name, those that begin an item, and what the name says."""

    lines: Sequence[Line]
    begins: frozenset[int]
    """Where in the page the headlines of the items start."""
    name: Line | None = None
    facts: Facts = field(default_factory=Facts)


def read(page: Page, lines: Sequence[Line]) -> Digest | None:
    """Return the items of a page, None where it is no digest."""
    words = [page.text[line.start : line.end] for line in lines]
    if not words or not _NAME.fullmatch(words[0]):
        begins = [line.start for line in _headlines(words, lines)]
        return Digest(lines, frozenset(begins)) if len(begins) > 1 and lines[0].start in begins else None
    rest = lines[1:]
    bracketed = [piece for line in rest for piece in _parted(page, line)]
    heads = [line for line, is_head in bracketed if is_head]
    if len(heads) > 1:
        rest = [line for line, _ in bracketed]
    else:
        heads = list(_heads(page, rest))
    if len(heads) < 2:
        return None
    bare = {line.start: _without_number(page, line) for line in heads}
    day = inference.written(words[0])
    return Digest(
        [bare.get(line.start, line) for line in rest],
        frozenset(line.start for line in bare.values()),
        lines[0] if rest[0].start not in bare else None,
        Facts(published_on=day, published_on_basis="inferred" if day else None),
    )


def _headlines(words: Sequence[str], lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the headings of the first level that have text right below them and are no chapter's."""
    for at, line in enumerate(lines[:-1]):
        told = layout.width(words[at]) > _SHORTEST and not layout.numbered(words[at])
        if line.heading == 1 and told and lines[at + 1].heading is None:
            yield line
        elif line.heading == 1:
            return


def _parted(page: Page, line: Line) -> Iterator[tuple[Line, bool]]:
    """Yield a line, a headline in brackets at its beginning apart from the text behind it."""
    found = _BRACKETED.match(page.text, line.start, line.end)
    if found is None:
        yield line, False
        return
    yield replace(line, start=found.start("title"), end=found.end("title")), True
    if found.end() < line.end:
        yield replace(line, start=found.end()), False


def _heads(page: Page, lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the headlines of the items: headings of a level, lines in bold, or lines without a clause."""
    level = _level(lines)
    bold = sum(line.strong for line in lines) > 1
    below = False
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        words = page.text[line.start : line.end]
        if level:
            is_head = line.heading == level
        elif bold:
            is_head = line.strong
        else:
            is_head = not below and layout.width(words) <= _LONGEST and not _CLAUSE.search(words)
        below = is_head
        if is_head and following is not None:
            yield line


def _level(lines: Sequence[Line]) -> int | None:
    """Return the uppermost level at which several headings have text right below them."""
    over = Counter(line.heading for line, below in pairwise(lines) if line.heading and not below.heading)
    return min((level for level, count in over.items() if count > 1), default=None)


def _without_number(page: Page, line: Line) -> Line:
    number = _NUMBER.match(page.text, line.start, line.end)
    return replace(line, start=number.end()) if number and number.end() < line.end else line
