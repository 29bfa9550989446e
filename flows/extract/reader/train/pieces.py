"""Cuts text into the pieces of words that the pretrained encoder knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.extract.reader.windows import Cutter, Token
from flows.extract.reading import Reading

LONGEST = 6
"""Characters of the longest piece."""
_UNKNOWN_COST = -30.0


class Vocabulary(NamedTuple):
    """The pieces with their numbers and log probabilities, and the three special pieces."""

    pieces: dict[str, tuple[int, float]]
    opening: int
    closing: int
    unknown: int


class _Folded(dict[int, str]):
    """Maps each character to the one that it is a variant of, where that is a single one."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Return `text`, as long as before, with compatibility characters as what they stand for."""
    return text.translate(_FOLDED)


def cutter(reading: Reading, known: Vocabulary) -> Cutter:
    """Return what cuts the sentences of `reading` into pieces."""
    text = fold(reading.text)

    def cut_sentence(number: int, edges: Sequence[int]) -> list[Token]:
        span = reading.sentences[number]
        return cut(text, span.start, span.end, edges, known)

    return cut_sentence


def cut(text: str, start: int, end: int, breaks: Sequence[int], known: Vocabulary) -> list[Token]:
    """Return the likeliest pieces of `text[start:end]`; a piece begins at each offset in `breaks`.

    The likeliest way through a unigram vocabulary (Viterbi); a character that no piece has is the unknown
    one. `text` is folded.
    """
    edges = sorted({start, end, *(edge for edge in breaks if start < edge < end)})
    found: list[Token] = []
    for low, high in pairwise(edges):
        found += _cut(text, low, high, known)
    return found


def _cut(text: str, start: int, end: int, known: Vocabulary) -> list[Token]:
    pieces = known.pieces
    size = end - start
    best = [0.0] + [-1e18] * size
    way: list[tuple[int, int]] = [(0, 0)] * (size + 1)
    for at in range(size):
        here = best[at]
        for after in range(at + 1, min(at + LONGEST, size) + 1):
            entry = pieces.get(text[start + at : start + after])
            if entry is None:
                if after > at + 1:
                    continue
                entry = (known.unknown, _UNKNOWN_COST)
            score = here + entry[1]
            if score > best[after]:
                best[after] = score
                way[after] = (at, entry[0])
    found = []
    at = size
    while at > 0:
        before, number = way[at]
        found.append(Token(start + before, start + at, number))
        at = before
    return found[::-1]
