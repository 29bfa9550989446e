"""DOCX: headings, paragraphs and tables in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from flows.ingest import grids, inference
from flows.ingest.articles import Facts, Line, Page
from flows.ingest.files import Refused
from flows.settings import Settings

_REPAIR = "open it in a word processor and save it again, or give its text"


def page(data: bytes, settings: Settings) -> Page:
    """Return the page of a DOCX file; Refused where it is none or would unpack to too much."""
    _check(data, settings)
    from docx import Document

    document: Any = Document(io.BytesIO(data))
    words: list[str] = []
    lines: list[Line] = []
    at = 0
    for body, heading in _lines(document):
        if len(body) > settings.max_line_chars:
            raise Refused(f"a paragraph longer than {settings.max_line_chars:,} characters", _REPAIR)
        lines.append(Line(at, at + len(body), heading=heading))
        words.append(body)
        at += len(body) + 1
    return Page("\n".join(words), tuple(lines), _facts(document), flowing=True)


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


def _lines(document: Any) -> Iterator[tuple[str, int | None]]:
    """Yield each line with its level of heading."""
    from docx.table import Table

    for item in document.iter_inner_content():
        if isinstance(item, Table):
            rows = [[cell.text for cell in row.cells] for row in item.rows]
            yield from ((line, None) for line in grids.sentences(rows) if line)
            continue
        style = (item.style.name or "") if item.style is not None else ""
        level = style.removeprefix("Heading ")
        heading = 1 if style in {"Title", "标题"} else int(level) + 1 if level.isdecimal() else None
        for row in item.text.replace("\f", "\n").split("\n"):
            if body := row.strip():
                yield body, heading


def _facts(document: Any) -> Facts:
    """Return nothing but what a person typed into the properties: who wrote it says little, when, more."""
    day = inference.written(document.core_properties.subject or "")
    return Facts(published_on=day, published_on_basis="stated" if day else None)
