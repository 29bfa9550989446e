"""DOCX: paragraphs and tables in their order."""

from __future__ import annotations

import io

from flows.ingest.articles import Line, Page
from flows.settings import Settings


def page(data: bytes, settings: Settings) -> Page:
    from docx import Document
    from docx.table import Table

    words: list[str] = []
    lines: list[Line] = []
    at = 0
    for item in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(item, Table):
            rows = ["\t".join(cell.text for cell in row.cells) for row in item.rows]
            heading = None
        else:
            rows = item.text.split("\n")
            style = (item.style.name or "") if item.style else ""
            heading = 1 if style == "Title" else None
        for row in rows:
            body = row.strip()
            if body:
                lines.append(Line(at, at + len(body), heading=heading))
                words.append(body)
                at += len(body) + 1
    return Page("\n".join(words), tuple(lines), flowing=True)
