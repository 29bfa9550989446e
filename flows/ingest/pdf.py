"""PDF with a text layer."""

from __future__ import annotations

import io

from flows.ingest import text as texts
from flows.ingest.articles import Page
from flows.ingest.files import Refused
from flows.settings import Settings


def page(data: bytes, settings: Settings) -> Page:
    import pypdfium2

    document = pypdfium2.PdfDocument(io.BytesIO(data))
    if len(document) > settings.max_pages:
        raise Refused(f"more than {settings.max_pages:,} pages", "split it, or raise ZHIBIAO_MAX_PAGES")
    words = [each.get_textpage().get_text_bounded() for each in document]
    return texts.plain("\n".join(words).replace("\r\n", "\n"), settings.max_line_chars)
