"""RSS and Atom: the addresses that a feed lists."""

from __future__ import annotations

import io

from flows.ingest.files import Refused
from flows.settings import Settings

MAX_TAGS = 50_000
"""Marks that begin a tag; a feed of two thousand entries has half as many, and the parser is slow."""


def links(data: bytes, settings: Settings) -> tuple[str, ...]:
    """Return the addresses of the newest entries; Refused where `data` is no feed."""
    import feedparser

    if data.count(b"<") > MAX_TAGS:
        raise Refused(f"a feed of more than {MAX_TAGS:,} tags", "name a feed of the newest entries")
    # A stream is read; bytes would be taken for a path or an address first, and opened.
    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.version:
        raise Refused("no RSS or Atom feed", "check the address")
    found = (str(entry.link) for entry in parsed.entries if entry.get("link"))
    return tuple(dict.fromkeys(found))[: settings.max_fetched]
