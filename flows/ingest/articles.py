"""What the readers hand to the door: a page with its lines, and the articles cut from it.

Nothing is copied: an article is a list of spans of the page's text, so that every character of a
Document can be traced to the raw file.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.ingest.characters import LONGEST, visible
from flows.language.sentences import Span
from flows.records import DateBasis, RegionBasis, Segment

Piece = Span | str
"""A run of the page's text, or characters that were not in it (a space where lines were joined)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself; None where it says nothing."""

    document_id: str | None = None
    title: str | None = None
    published_on: dt.date | None = None
    published_on_basis: DateBasis | None = None
    publisher: str | None = None
    region: str | None = None
    region_basis: RegionBasis | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    licence: str | None = None

    def over(self, other: Facts) -> Facts:
        """Return these facts, with those of `other` where these are silent."""
        mine: dict[str, Any] = {name: value for name, value in self._items() if value}
        if "published_on" in mine:
            mine["published_on_basis"] = self.published_on_basis
        if "region" in mine:
            mine["region_basis"] = self.region_basis
        return dataclasses.replace(other, **mine)

    def visible(self) -> Facts:
        """Return these facts, in them no character that hides or turns text, and no name without end."""
        seen: dict[str, Any] = {
            name: visible(value) if len(value) <= LONGEST else None
            for name, value in self._items()
            if isinstance(value, str)
        }
        authors = tuple(map(visible, self.authors)) if len("".join(self.authors)) <= LONGEST else ()
        return dataclasses.replace(self, **seen, authors=authors)

    def _items(self) -> Iterator[tuple[str, object]]:
        return ((each.name, getattr(self, each.name)) for each in dataclasses.fields(self))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, without the white space around it.

    `size` is that of its letters over those of the body, `heading` the level that a format with
    markup gives it, `indent` the width of the white space before it in full-width characters,
    `block` a number that changes where empty lines or the format say that something else begins,
    `measure` the width of its column, and `reach` how far into it the line goes, where they are known.
    """

    start: int
    end: int
    size: float = 1.0
    heading: int | None = None
    indent: float = 0.0
    block: int = 0
    measure: float | None = None
    reach: float = 0.0
    strong: bool = False
    """Whether all of its letters are bold."""
    table: bool = False
    """Whether it is the sentence of a row, or the caption over a table."""


@dataclass(frozen=True, slots=True)
class Page:
    """The text of one raw file and how it is laid out.

    `flowing`: each line is a paragraph (HTML, DOCX); otherwise lines may have been broken where a
    column ended.
    """

    text: str
    lines: Sequence[Line]
    facts: Facts = field(default_factory=Facts)
    flowing: bool = False
    whole: bool = False
    """Whether it is one document, whatever its headings look like."""
    raw_length: int | None = None
    """Characters of `text` that stand in the file, where a reader wrote more behind them."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its headline and its paragraphs, as pieces of the page's text."""

    title: tuple[Piece, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]
    facts: Facts = field(default_factory=Facts)
    kind: str = "article"
    """article or sidebar."""


def compose(page: Page, article: Article) -> tuple[str, str, tuple[Segment, ...]]:
    """Return title, text and segments of `article`, whose spans count in the text of `page`."""
    text = page.text
    end = len(text) if page.raw_length is None else page.raw_length
    pieces: list[Piece] = list(article.title)
    title = "".join(_text(text, piece) for piece in pieces)
    if title:
        pieces.append("\n")
    for number, paragraph in enumerate(article.paragraphs):
        pieces += ["\n", *paragraph] if number else paragraph
    segments: list[Segment] = []
    words: list[str] = []
    at = 0
    for piece in pieces:
        word = _text(text, piece)
        if isinstance(piece, Span) and word and piece.end <= end:
            segments.append(Segment(at, piece.start, len(word)))
        words.append(word)
        at += len(word)
    content = "".join(words)
    if title and not content[len(title) :].strip():
        title, content = "", title  # a headline alone is the text
    return title, content[len(title) + 1 :] if title else content, tuple(_joined(segments))


def _joined(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Yield `segments`, those that follow on each other in both texts as one."""
    last: Segment | None = None
    for each in segments:
        if last and (each.start - last.start) == (each.raw_start - last.raw_start) == last.length:
            last = Segment(last.start, last.raw_start, last.length + each.length)
            continue
        if last:
            yield last
        last = each
    if last:
        yield last


def _text(text: str, piece: Piece) -> str:
    return piece if isinstance(piece, str) else text[piece.start : piece.end]
