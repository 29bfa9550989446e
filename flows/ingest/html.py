"""HTML: the article of a web page, without its navigation."""

from __future__ import annotations

from flows.ingest import encoding
from flows.ingest import text as texts
from flows.ingest.articles import Facts, Line, Page
from flows.ingest.files import Refused
from flows.settings import Settings


def page(data: bytes, settings: Settings) -> Page:
    import trafilatura

    found = trafilatura.bare_extraction(encoding.decode(data), with_metadata=True, include_comments=False)
    if found is None or not (found.text or "").strip():
        raise Refused("no article was found in the page", "give its text as .txt or .md")
    title = (found.title or "").strip()
    body = found.text if not title or found.text.startswith(title) else f"{title}\n{found.text}"
    lines = tuple(texts.lines(body, settings.max_line_chars))
    if title:
        lines = (Line(lines[0].start, lines[0].end, heading=1), *lines[1:])
    day = texts_date(found.date)
    return Page(body, lines, Facts(published_on=day, published_on_basis="stated" if day else None, url=found.url), flowing=True)


def texts_date(value):
    import datetime as dt

    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        return None
