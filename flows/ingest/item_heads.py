"""Where the items of a digest begin: at what is set as a headline, at a number, or at a line without a stop.

One way is taken for the whole of a digest: the first in which two items at least have a headline and text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from flows.ingest import layout
from flows.ingest.articles import Line, Page

LONG = 9.5
"""Width beyond which a heading is a headline: one of the parts of a report (运行特点) is narrower."""
_LONGEST = 60.0
_BRACKETED = re.compile(r"【(?P<title>[^【】]{5,40})】\s*(?=\S|$)")
_SECTION = re.compile(r"【[^【】]{2,6}】")
_RUN_IN = re.compile(
    r"(?P<title>[^，。；：！？:;\n]{5,40}(?=。)|[^，。；：！？:;\n]{6,40}(?=[：:]))[。：:]\s*(?=\S)"
)
"""A headline that the text follows on the same line: `全省外贸增长8.6%。前5个月，……`."""
_STYLES = {
    "digits": re.compile(r"(\d{1,2})\s*[．.、](?!\d)\s*"),
    "chinese": re.compile(r"([一二三四五六七八九十]{1,3})、\s*"),
    "brackets": re.compile(r"[（(](\d{1,2}|[一二三四五六七八九十]{1,3})[）)]\s*"),
    "circles": re.compile(r"([①-⑳])\s*"),
    "bullets": re.compile(r"[◆●■▲★•▶◎□○◇]+\s*"),
}
_FIRST = {"1", "一", "①"}
_OPEN = re.compile(r"[。；：:;]|[，、！？!?…]$")
"""What a line without a stop, a headline, does not hold or end with."""


class Dealt(NamedTuple):
    """A line and what it is: title, section (over several items), or text."""

    line: Line
    role: str


def bare(words: str) -> str:
    """Return words without the number or bullet that they begin with."""
    match = next(filter(None, (style.match(words) for style in _STYLES.values())), None)
    return words[match.end() :] if match and match.end() < len(words) else words


def dealt(page: Page, lines: Sequence[Line], by_marks_only: bool = False) -> list[Dealt]:
    """Return lines with their roles, an empty list where no items are found.

    `by_marks_only`: only what the format sets as a headline is one.
    """
    for way in _BY_MARKS if by_marks_only else _WAYS:
        found = list(_settled(page, way(page, lines)))
        widths = [layout.width(page.text[line.start : line.end]) for line, role in found if role == "title"]
        if len(widths) > 1 and max(widths) > LONG:
            return found
    return []


def _settled(page: Page, found: Sequence[Dealt]) -> Iterator[Dealt]:
    """Yield lines, titles without their numbers; a narrow one over another is the name of a section."""
    for (line, role), below in zip(found, [*found[1:], None], strict=False):
        words = page.text[line.start : line.end]
        if role != "title":
            yield Dealt(line, "section" if _SECTION.fullmatch(words) else role)
            continue
        short = replace(line, start=line.end - len(bare(words)))
        narrow = layout.width(page.text[short.start : short.end]) <= LONG
        if below is None:
            yield Dealt(line, "text")
        elif below.role == "title" and narrow:
            yield Dealt(line, "section")
        else:
            yield Dealt(short, "title")


def _bracketed(page: Page, lines: Sequence[Line]) -> list[Dealt]:
    return [piece for line in lines for piece in _parted(page, line, _BRACKETED, 0)]


def _parted(page: Page, line: Line, pattern: re.Pattern[str], skip: int) -> Iterator[Dealt]:
    """Yield a line, a headline at its beginning (behind `skip` characters) apart from the text behind it."""
    found = pattern.match(page.text, line.start + skip, line.end)
    if found is None:
        yield Dealt(line, "text")
        return
    yield Dealt(replace(line, start=found.start("title"), end=found.end("title")), "title")
    if found.end() < line.end:
        yield Dealt(replace(line, start=found.end()), "text")


def _levelled(page: Page, lines: Sequence[Line]) -> list[Dealt]:
    """Take the uppermost level at which several headings have text right below them."""
    over = Counter(line.heading for line, below in pairwise(lines) if line.heading and not below.heading)
    level = min((level for level, count in over.items() if count > 1), default=None)
    if level is None:
        return []
    roles = ("title" if line.heading == level else "text" for line in lines)
    return [
        Dealt(line, "section" if line.heading and line.heading < level else role)
        for line, role in zip(lines, roles, strict=True)
    ]


def _bold(page: Page, lines: Sequence[Line]) -> list[Dealt]:
    return [Dealt(line, "title" if line.strong else "text") for line in lines]


def _numbered(page: Page, lines: Sequence[Line]) -> list[Dealt]:
    """Take the first way of numbering whose lines are headlines and count from one, anew in each section."""
    words = [page.text[line.start : line.end] for line in lines]
    styles = [_style(each) for each in words]
    open_ = {at for at, each in enumerate(words) if styles[at] and is_open(bare(each))}
    for style in dict.fromkeys(filter(None, styles)):
        heads = {at for at in open_ if styles[at] == style}
        over = {at for at in open_ - heads if at + 1 in heads}
        have_text = all(at + 1 < len(words) and not styles[at + 1] for at in heads)
        if len(heads) > 1 and have_text and _counts([words[at] for at in sorted(heads)], style, len(over)):
            return [Dealt(line, _role(at, heads, over)) for at, line in enumerate(lines)]
    return []


def _role(at: int, heads: set[int], over: set[int]) -> str:
    return "title" if at in heads else "section" if at in over else "text"


def _style(words: str) -> str | None:
    """Return how a line is numbered."""
    return next((name for name, style in _STYLES.items() if style.match(words)), None)


def _counts(heads: Sequence[str], style: str, sections: int) -> bool:
    """Return whether headlines begin at one, and again only where there are sections."""
    if style == "bullets":
        return True
    marks = [match[1] for match in map(_STYLES[style].match, heads) if match]
    again = sum(mark in _FIRST for mark in marks)
    return marks[0] in _FIRST and again <= max(sections, 1)


def _run_in(page: Page, lines: Sequence[Line]) -> list[Dealt]:
    """Take the beginnings of the lines of a list, if each of them has a headline there."""
    found: list[Dealt] = []
    for line in lines:
        words = page.text[line.start : line.end]
        skip = len(words) - len(bare(words))
        pieces = list(_parted(page, line, _RUN_IN, skip)) if skip or line.indent else [Dealt(line, "text")]
        if (skip or line.indent) and len(pieces) < 2:
            return []
        found += pieces
    return found


def _short(page: Page, lines: Sequence[Line]) -> list[Dealt]:
    """Take the lines without a stop or number that stand over text."""
    found: list[Dealt] = []
    for line in lines:
        words = page.text[line.start : line.end]
        below = bool(found) and found[-1].role == "title"
        is_head = not below and not _style(words) and is_open(words)
        found.append(Dealt(line, "title" if is_head else "text"))
    return found


def is_open(words: str) -> bool:
    """Return whether words have no stop, and may be a headline."""
    return layout.width(words) <= _LONGEST and not _OPEN.search(words)


_BY_MARKS: tuple[Callable[[Page, Sequence[Line]], list[Dealt]], ...] = (_bracketed, _levelled, _bold)
_WAYS = (*_BY_MARKS, _numbered, _run_in, _short)
