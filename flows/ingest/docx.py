"""DOCX: headings, paragraphs and tables in their order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from flows.ingest import grids, inference, layout, official, raised
from flows.ingest.articles import Facts, Line, Page
from flows.ingest.files import Refused
from flows.ingest.word_body import Body, Grid
from flows.settings import Settings

_REPAIR = "open it in a word processor and save it again, or give its text"
_TORN = re.compile(r"(?<=\d)\s*\n\s*(?=[\u4e00-\u9fff%％])")
"""A line break between a number and its unit."""


class _Row(NamedTuple):
    """One line, with its level of heading and whether it is bold."""

    text: str
    heading: int | None = None
    strong: bool = False


def page(data: bytes, settings: Settings) -> Page:
    """Return the page of a DOCX file; Refused where it is none or would unpack to too much."""
    _check(data, settings)
    from docx import Document

    document: Any = Document(io.BytesIO(data))
    facts = _facts(document)
    words: list[str] = []
    lines: list[Line] = []
    at = 0
    for joined, heading, strong in _rejoined(list(_lines(document, facts))):
        body = raised.powers(joined)
        if len(body) > settings.max_line_chars:
            raise Refused(f"a paragraph longer than {settings.max_line_chars:,} characters", _REPAIR)
        lines.append(Line(at, at + len(body), heading=heading, strong=strong))
        words.append(body)
        at += len(body) + 1
    return Page("\n".join(words), tuple(lines), facts[0], flowing=True)


def _check(data: bytes, settings: Settings) -> None:
    """Refuse an archive that is none, or whose parts unpack to more than the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused(f"no DOCX file ({error})", _REPAIR) from None
    total = sum(part.file_size for part in parts)
    most = min(settings.max_file_bytes, max(len(data) * settings.max_unpack_ratio, 1_000_000))
    if total > most or len(parts) > 10_000:
        raise Refused(f"unpacks to {total:,} bytes in {len(parts):,} parts", "split it, or give its text")


def _lines(document: Any, facts: list[Facts]) -> Iterator[_Row]:
    """Yield each line with its level of heading; what an index says of the text goes to `facts`."""
    styles = {style.style_id: style.name or "" for style in document.styles}
    hidden = frozenset(
        style.style_id for style in document.styles if getattr(getattr(style, "font", None), "hidden", False)
    )
    last: list[str] = []
    for item in Body(styles, hidden).blocks(document.element.body):
        if isinstance(item, Grid):
            if pairs := official.pairs(item.rows):
                facts[0] = facts[0].over(official.facts(official.index(pairs)))
                continue
            yield from (_Row(line) for line in grids.sentences(item.rows, last) if line)
            continue
        level = item.style.lower().removeprefix("heading ")
        if level.startswith("toc "):
            continue
        heading = 1 if item.style in {"Title", "标题"} else int(level) + 1 if level.isdecimal() else None
        for row in _TORN.sub("", item.text.replace("\f", "\n")).split("\n"):
            if body := row.strip():
                last = [*last[-1:], body]
                yield _Row(body, heading, item.strong)


def _rejoined(lines: list[_Row]) -> Iterator[_Row]:
    """Yield lines, those that were broken at the width of a page joined to paragraphs again."""
    measure = layout.hard_wrapped([row.text for row in lines if row.heading is None])
    said = _Row("")
    for row in lines:
        if said.text and (row.heading is not None or row.strong or layout.numbered(row.text)):
            yield said
            said = _Row("")
        if row.heading is not None:
            yield row
            continue
        said = _Row(said.text + row.text, None, row.strong and not said.text)
        if not measure or not layout.fills(row.text, measure):
            yield said
            said = _Row("")
    if said.text:
        yield said


def _facts(document: Any) -> list[Facts]:
    """Return nothing but what a person typed into the properties: who wrote it says little, when, more."""
    day = inference.written(document.core_properties.subject or "")
    return [Facts(published_on=day, published_on_basis="stated" if day else None)]
