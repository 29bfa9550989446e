"""Digests: one file of several items, under a common name (今日要闻) or each under a headline of its own.

A report has parts as a digest has items, so the words of a page have to say that it is one: by its
name, or by headlines of the first level that are no headings of chapters.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from flows.ingest import elements, furniture, inference, layout, official
from flows.ingest.articles import Facts, Line, Page
from flows.ingest.item_heads import LONG, Dealt, bare, dealt, is_open

_DAY = r"\s*(?:[（(【\[]?[^，。；：（(]{0,16}\d[^，。；：]{0,24})?"
_NAME = re.compile(rf"《?[^，。；：]{{0,16}}?{furniture.DIGEST}》?{_DAY}")
"""The name of a digest, with its day or number: `云川经济简讯（6月26日）`."""
_DAILY = re.compile(rf"[^，。；：]{{0,16}}?{furniture.DAILY}{_DAY}")
"""What a newspaper may be called as well as a digest: only a heading over others is a digest's."""
_UNTIL = re.compile(r"[—–~～至到]+|(?<=日)-")
_LAST = re.compile(r"\s*(?:(\d{1,2})\s*[月.])?\s*(\d{1,2})\s*日")
"""The last day of a week, behind the first: 6月28日 of `6月22日—6月28日`."""
_ISSUE = re.compile(r"(?:(?:20\d\d年)?第?\s*\d{1,4}\s*期|总第?\s*\d{1,5}\s*期)")
_PARTS = re.compile(r"[\s　（）()|｜]+")
_DOTS = re.compile(r"[\s.．…·]{0,80}\d{0,3}$")
"""What stands behind a headline in a list of contents: dots and a page."""
_MOST_CONTENTS = 60
_SENT = re.compile(
    r"(?:[主抄分]?[报送发]|抄报|抄送|编辑|编审|审核|签发|印发)\s*[：:].{0,80}|共印\s*\d+\s*份.{0,20}"
)
"""Lines at the end of a bulletin that say to whom it goes: `报：市委办公室`."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item: the lines of its headline and of its body, and what it says of itself."""

    title: Sequence[Line]
    lines: Sequence[Line] = ()
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True)
class Digest:
    """The items of a digest, text over the first of them as one under its name; what it says of all."""

    items: Sequence[Item]
    facts: Facts = field(default_factory=Facts)


def read(page: Page) -> Digest | None:
    """Return the items of a page, None where it is no digest."""
    first = next((line for line in page.lines if not _is_furniture(page, line)), None)
    if first is None:
        return None
    named = _named(page, first)
    if not named and first.heading != 1:
        return None
    lines = [line for line in page.lines if not _is_furniture(page, line)]
    if not named:
        heads = _headlines(page, lines)
        return Digest([_told(page, each) for each in _items(heads)]) if heads else None
    rest = lines if named == "front" else lines[1:]
    return _of_name(page, None if named == "front" else first, rest, by_marks_only=named == "daily")


def _is_closed(page: Page, line: Line) -> bool:
    return layout.CLOSED.search(page.text[line.start : line.end]) is not None


def _is_furniture(page: Page, line: Line) -> bool:
    return furniture.is_furniture(page.text[line.start : line.end])


def _named(page: Page, line: Line) -> str:
    """Return what kind of name a page has in a line or in front of it, an empty string where it has none."""
    words = page.text[line.start : line.end]
    if _NAME.fullmatch(words):
        return "digest"
    if line.heading is not None and _DAILY.fullmatch(words):
        return "daily"
    return "front" if page.facts.title and _NAME.fullmatch(page.facts.title) else ""


def _of_name(page: Page, name: Line | None, lines: Sequence[Line], by_marks_only: bool) -> Digest | None:
    """Return the items under a name, None where there are none."""
    facts, rest = _under(page, name, lines)
    found = dealt(page, _without_contents(page, rest), by_marks_only)
    lead = _lead(page, found) if found else None
    if lead is None:
        if len(rest) == len(lines) or not rest or not is_open(page.text[rest[0].start : rest[0].end]):
            return None
        # Number and office stand over one article, be it in parts.
        found, lead = [Dealt(rest[0], "title"), *(Dealt(line, "text") for line in rest[1:])], Item([])
    *items, last = _items(found)
    told = [_told(page, each) for each in (*items, replace(last, lines=_unsent(page, last.lines)))]
    over = [Item([name] if name else [], lead.lines)] if lead.lines else []
    return Digest([*over, *told], facts.over(lead.facts))


def _day(name: str) -> dt.date | None:
    """Return the day in the name of a digest, of several the last."""
    first, last = inference.written(name), _UNTIL.split(name)[-1]
    if first and (short := _LAST.match(last)):
        return inference.date(first.year, int(short[1] or first.month), int(short[2])) or first
    return inference.written(last) or first


def _headlines(page: Page, lines: Sequence[Line]) -> list[Dealt]:
    """Return lines with the headings of the first level that have text right below them and are no chapter's.

    An empty list where the page does not begin with one, or has no other.
    """
    begins: set[int] = set()
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        if line.heading != 1:
            continue
        words = page.text[line.start : line.end]
        told = layout.width(words) > LONG and not layout.numbered(words)
        if not told or below is None or below.heading is not None:
            break
        begins.add(line.start)
    whole = len(begins) > 1 and lines[0].start in begins
    return [Dealt(line, "title" if line.start in begins else "text") for line in lines] if whole else []


def _without_contents(page: Page, lines: Sequence[Line]) -> list[Line]:
    """Return lines without a list of headlines above the first text, each of which comes again below."""
    top = list(itertools.takewhile(lambda line: not _is_closed(page, line), lines[:_MOST_CONTENTS]))
    words = [bare(page.text[line.start : line.end]) for line in lines]
    kept = []
    for at, line in enumerate(top):
        title = _DOTS.sub("", words[at]) or words[at]
        if not any(other.startswith(title) for other in words[at + 1 :]):
            kept.append(line)
    return [*kept, *lines[len(top) :]]


def _under(page: Page, name: Line | None, lines: Sequence[Line]) -> tuple[Facts, list[Line]]:
    """Return what the name and the lines right under it say: number, office, day; and the other lines."""
    day = _day(page.text[name.start : name.end]) if name else None
    facts = Facts(published_on=day, published_on_basis="inferred" if day else None)
    for at, line in enumerate(lines):
        told = _imprint(page.text[line.start : line.end])
        if told is None:
            return facts, list(lines[at:])
        facts = facts.over(told)
    return facts, []


def _lead(page: Page, found: Sequence[Dealt]) -> Item | None:
    """Return what stands between the name and the items; None where that is a headline, or leads to parts."""
    before = itertools.takewhile(lambda each: each.role != "title", found)
    over = [line for line, role in before if role == "text"]
    rest, facts, _ = elements.without_furniture(replace(page, lines=over, facts=Facts()))
    return Item([], rest, facts) if all(_is_closed(page, line) for line in rest) else None


def _imprint(words: str) -> Facts | None:
    """Return what a line under the name says that holds but number, office, day or 目录; None for another."""
    if re.fullmatch(rf"[【\[]?{furniture.CONTENTS}[】\]]?[：:]?", words):
        return Facts()
    day = inference.written(words)
    office = None
    for part in filter(None, _PARTS.split(furniture.without_date(words))):
        if official.is_issuer(part.removesuffix("主办").removesuffix("编")):
            office = part.removesuffix("主办").removesuffix("编")
        elif not _ISSUE.fullmatch(part) and not re.fullmatch("星期[一二三四五六日天]", part):
            return None
    return Facts(published_on=day, published_on_basis="inferred" if day else None, publisher=office)


def _items(found: Sequence[Dealt]) -> Iterator[Item]:
    """Yield the items of lines that know their roles; what stands before the first of them is left out."""
    title: list[Line] = []
    body: list[Line] = []
    for line, role in found:
        if role == "title" and body:
            yield Item(title, body)
            title, body = [], []
        if role == "title":
            title.append(line)
        elif role == "text" and title:
            body.append(line)
    yield Item(title, body)


def _told(page: Page, item: Item) -> Item:
    """Return an item without the lines that are no text, and with what they say of it."""
    over = replace(item.title[-1], heading=1)
    lines, facts, _ = elements.without_furniture(replace(page, lines=[over, *item.lines], facts=Facts()))
    text = "\n".join(page.text[line.start : line.end] for line in item.lines)
    return Item(item.title, lines[1:] if over in lines else lines, facts.over(inference.taken(text)))


def _unsent(page: Page, lines: Sequence[Line]) -> Sequence[Line]:
    """Return lines without those at the end that say to whom a bulletin goes."""
    end = len(lines)
    while end and _SENT.fullmatch(page.text[lines[end - 1].start : lines[end - 1].end]):
        end -= 1
    return lines[:end] or lines
