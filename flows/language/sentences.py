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
# Rules look through a sentence for each number that it holds, so that one without end would take time
# with the square of its length. The longest that a newspaper prints, with the names of all guests of a
# feast, has not half as many characters.
_LONGEST = 2_000
_PIECE = re.compile(rf".{{1,{_LONGEST - 1}}}(?:[，、；：\s]|[,;](?!\d))|.{{1,{_LONGEST}}}", re.DOTALL)


def split(text: str) -> list[Span]:
    """Return the sentences of `text`, without the white space around them.

    What goes on for more than 2,000 characters is cut behind the last comma that comes before, or there.
    """
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        spans += _pieces(text, start, match.end())
        start = match.end()
    spans += _pieces(text, start, len(text))
    return [span for span in spans if span.start < span.end]


def _pieces(text: str, start: int, end: int) -> list[Span]:
    if end - start <= _LONGEST:
        return [_trim(text, start, end)]
    return [_trim(text, *match.span()) for match in _PIECE.finditer(text, start, end)]


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))
