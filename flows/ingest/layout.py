"""Lines that were broken where a column ended become paragraphs again.

A newspaper's column has a measure: the width that its lines fill, up to what may not be broken (a
number, a Latin word) or may not begin a line. A line that fills its measure goes on in the next
one; a shorter one ends its paragraph. Widths are counted in full-width characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flows.ingest.articles import Line, Page, Piece
from flows.language.sentences import Span

CLOSED = re.compile(r"[。！？!?…][”’」』）)》\]】]*$")
"""A line that ends a sentence."""

_TOKEN = re.compile(r"[A-Za-z0-9.,%+\-/:]+|[“‘「『（(《【]+.|.")
_INSIDE = re.compile(r"[，。；、：].")
_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．章节篇]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[、.．](?!\d)|[①-⑳]|——|[■●▲◆◎□★▶])"
)
_HALF = frozenset({"Na", "H", "N"})
_OFFICE = re.compile(r"[（(][^）)]*(?:记者|通讯员)$")
_ENDINGS = "。！？!?…”’」』）)》】：:；;"
_NARROWEST, _WIDEST = 6.0, 60.0
_NARROW_PAGE = 24.0
"""Characters that a line of a page, not of a column, holds at least."""
_INDENT = 2.0
_MARKS = "，。；：、！？”’）》」』】"
_CANDIDATES = 24
_HANGING = 1.5
"""A closing mark may stand outside the measure, and justified lines differ by half a character."""


def width(text: str) -> float:
    """Return the width of `text` in full-width characters."""
    return sum(0.5 if unicodedata.east_asian_width(char) in _HALF else 1.0 for char in text)


def numbered(text: str) -> bool:
    """Return whether `text` begins as a numbered heading or an item of a list does."""
    return _HEADING.match(text) is not None


@dataclass(frozen=True, slots=True)
class Columns:
    """The measures of a page, and how its lines stand in them."""

    text: str
    measures: tuple[float, ...]
    indented: bool = False
    """Whether paragraphs begin with white space; where it was lost their first lines are short."""
    printed: bool = False
    """Whether the lines know their columns, having been printed."""

    @property
    def broken(self) -> bool:
        """Whether lines were broken where columns ended."""
        return bool(self.measures) or self.printed

    def goes_on(self, line: Line, following: Line | None, first: bool) -> bool:
        """Return whether `line` fills its column, so that `following` continues it.

        `first`: the line is the first of its paragraph.
        """
        if following is None or following.indent > line.indent:
            return False
        if first and self.indented and following.indent >= max(1.0, line.indent):
            return False  # a paragraph of one line, and the next one
        reach, measure = self._reach(line, first)
        if measure is None:
            return False
        token = _TOKEN.match(self.text[following.start : following.end])
        needed = width(token[0]) if token else 1.0
        return reach + min(needed, measure / 2) > measure - 0.5

    def in_midst(self, line: Line, following: Line | None) -> bool:
        """Return whether `line` is as wide as one from the midst of a paragraph.

        The first line of a paragraph that lost its indent is not, be there a mark that hangs over.
        """
        if self.indented or following is None or line.measure is not None:
            return self.goes_on(line, following, first=False)
        reach, measure = self._reach(line, first=False)
        hangs = 1.0 if self.text[line.end - 1] in _MARKS else 0.0
        return measure is not None and reach - hangs > measure - _INDENT + 0.5

    def fills(self, line: Line, first: bool) -> bool:
        """Return whether `line` reaches the end of its column, whatever follows."""
        reach, measure = self._reach(line, first)
        return measure is not None and reach > measure - 1.0

    def _reach(self, line: Line, first: bool) -> tuple[float, float | None]:
        """Return how far `line` reaches and the measure of its column, None where it is wider than all."""
        if line.measure is not None:
            return line.reach, line.measure or None
        reach = line.indent + width(self.text[line.start : line.end])
        for lost in (_INDENT, 0.0) if first and not self.indented else (0.0,):
            near = [each for each in self.measures if reach + lost <= each + _HANGING]
            if near:
                return reach + lost, min(near)
        return reach, None


def columns(page: Page) -> Columns:
    """Return the measures of a page, none where its lines were not broken by a column."""
    if page.flowing:
        return Columns(page.text, ())
    if any(line.measure is not None for line in page.lines):
        return Columns(page.text, (), _indented(page.lines), printed=True)
    body = [line for line in page.lines if line.size < 1.2 and line.heading is None]
    reaches = [line.indent + width(page.text[line.start : line.end]) for line in body]
    found: list[float] = []
    found = _measures(reaches) or _of_few(page.text, body, reaches)
    filled = [
        line
        for line, reach in zip(body, reaches, strict=True)
        if any(measure - 1.5 <= reach <= measure + _HANGING for measure in found)
    ]
    inside = sum(_INSIDE.search(page.text[line.start : line.end]) is not None for line in filled)
    open_ended = sum(not CLOSED.search(page.text[line.start : line.end]) for line in filled)
    broken = filled and inside >= 0.3 * len(filled) and open_ended >= 0.5 * len(filled)
    if not broken or len(filled) < 0.35 * len(body):
        found = _of_few(page.text, body, reaches)
    return Columns(page.text, tuple(sorted(found)), _indented(body))


def _indented(lines: Sequence[Line]) -> bool:
    """Return whether some lines, those that begin paragraphs, are indented, and not all of them."""
    share = sum(1.0 <= line.indent <= 4.0 for line in lines) / max(len(lines), 1)
    return 0.04 < share < 0.7


def _measures(reaches: Sequence[float]) -> list[float]:
    """Return the widths that many lines fill, the most frequent first.

    Most lines fill their column to the half character; the others are shorter or hang over.
    """
    found: list[float] = []
    counts = Counter(reach for reach in reaches if _NARROWEST <= reach <= _WIDEST)
    for measure in sorted(counts, key=lambda each: (-counts[each], -each))[:_CANDIDATES]:
        if _support(reaches, measure) < max(3, len(reaches) // 12):
            continue
        if all(abs(measure - other) > 2.0 for other in found):
            found.append(measure)
    return found


def _of_few(text: str, lines: Sequence[Line], reaches: Sequence[float]) -> list[float]:
    """Return the measure of a text too short for counting.

    Two lines that break off in the midst of a sentence and are as long as any show a column.
    """
    longest = max(reaches, default=0.0)
    broken_off = [
        reach
        for line, reach in zip(lines, reaches, strict=True)
        if _INSIDE.search(text[line.start : line.end]) and text[line.end - 1] not in _ENDINGS
    ]
    near = [reach for reach in broken_off if reach > longest - 4.0]
    alike = len(near) == len(broken_off) > 1 and _NARROWEST <= longest <= _WIDEST
    return [max(near)] if alike else []


def _support(reaches: Sequence[float], measure: float) -> int:
    """Return how many lines fill `measure`; those next to another one that does count."""
    fills = [measure - 1.0 <= reach <= measure + 0.5 for reach in reaches]
    return sum(
        fill and (fills[at - 1 : at] == [True] or fills[at + 1 : at + 2] == [True])
        for at, fill in enumerate(fills)
    )


def hard_wrapped(bodies: Sequence[str]) -> float:
    """Return the width at which paragraphs of a flowing text were broken by hand, 0.0 where none were.

    Lines that break off in the midst of a sentence and are all as long as each other show it.
    """
    torn = [
        width(body)
        for body in bodies
        if len(body) > 1 and _INSIDE.search(body) and body[-1] not in _ENDINGS and width(body) >= _NARROW_PAGE
    ]
    near = [each for each in torn if each > max(torn) - _INDENT - 1.0]
    return max(near) if len(near) > 1 and len(near) >= 0.6 * len(torn) and max(near) <= _WIDEST else 0.0


def fills(body: str, measure: float) -> bool:
    """Return whether a line of a text that was broken at `measure` goes on in the next one."""
    return measure - _INDENT - 1.0 < width(body) <= measure and body[-1] not in _ENDINGS


def join(text: str, lines: Sequence[Line]) -> tuple[Piece, ...]:
    """Return the pieces of one paragraph: its lines, a space only where one was lost."""
    pieces: list[Piece] = []
    for last, line in zip((None, *lines), lines, strict=False):
        if last and _parted(text[last.start : last.end], text[line.start]):
            pieces.append(" ")
        pieces.append(Span(line.start, line.end))
    return tuple(pieces)


def _parted(before: str, after: str) -> bool:
    """Return whether a space stood where a line was broken: between Latin words, before a name."""
    return (_latin(before[-1]) and _latin(after)) or _OFFICE.search(before) is not None


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
