"""A page becomes articles."""

from __future__ import annotations

from flows.ingest.articles import Article, Page
from flows.language.sentences import Span


def cut(page: Page) -> list[Article]:
    """Return the articles of `page`."""
    lines = list(page.lines)
    if not lines:
        return []
    first = page.text[lines[0].start : lines[0].end]
    title = (Span(lines[0].start, lines[0].end),) if len(first) < 60 and first[-1] not in "。！？；" and len(lines) > 1 else ()
    body = lines[1:] if title else lines
    return [Article(title, tuple((Span(line.start, line.end),) for line in body), page.facts)]
