"""Sentences and clauses, as spans of a text."""

from __future__ import annotations

import re
from typing import NamedTuple


class Span(NamedTuple):
    """A run of characters; `end` is exclusive."""

    start: int
    end: int


# A closing quotation mark or bracket belongs to the sentence that it ends.
_SENTENCE_END = re.compile(r"[。！？!?]+[”’」』）)》]*|\n+|\.(?<=[^\d]\.)(?=\s|$)")


def split(text: str) -> list[Span]:
    """Return the sentences of `text`, without the white space around them."""
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        spans.append(_trim(text, start, match.end()))
        start = match.end()
    spans.append(_trim(text, start, len(text)))
    return [span for span in spans if span.start < span.end]


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))
