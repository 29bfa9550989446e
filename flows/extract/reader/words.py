"""The tagger's words as the tokens that the reader reads."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader.windows import Cutter, Token
from flows.extract.reading import Reading

SLOTS = 4
"""Characters of a word that are looked at: its first two and its last two."""
CHARACTERS = Path(__file__).parent / "weights" / "characters.txt"
LABELS = (
    "", "n", "nr", "nz", "ns", "nt", "nw", "v", "vd", "vn", "a", "ad", "an", "d", "m", "q", "r", "p", "c",
    "u", "xc", "w", "f", "s", "t", "PER", "ORG", "LOC", "TIME",
)  # fmt: skip
LABEL = {label: number for number, label in enumerate(LABELS)}


def cutter(reading: Reading) -> Cutter:
    """Return what cuts the sentences of `reading` into words; a word that holds an edge is cut there."""

    def cut(number: int, edges: Sequence[int]) -> list[Token]:
        found = [Token(word[0], word[1], LABEL.get(word[3], 0)) for word in reading.words[number]]
        span = reading.sentences[number]
        if sum(token.end - token.start for token in found) < span.end - span.start:
            # What is in no word, such as the number of an item (1.), is a token where an edge is in it.
            gaps = zip(
                [span.start, *(one.end for one in found)],
                [*(one.start for one in found), span.end],
                strict=True,
            )
            found += [Token(low, high, 0) for low, high in gaps if any(low <= edge < high for edge in edges)]
            found.sort()
        for edge in edges:
            place = bisect.bisect_left(found, (edge,)) - 1
            if place >= 0 and found[place].start < edge < found[place].end:
                start, end, kind = found[place]
                found[place : place + 1] = [Token(start, edge, kind), Token(edge, end, kind)]
        return found

    return cut


def known_characters() -> str:
    """Return the characters that have an embedding of their own, in order."""
    return CHARACTERS.read_text(encoding="utf-8").rstrip("\n")


_table: NDArray[np.int16] | None = None


def characters(text: str) -> NDArray[np.int16]:
    """Return the number of each character: 0 for none, 1 for one that is not known, 2 for a digit."""
    global _table
    if _table is None:
        _table = np.ones(0x10000, np.int16)
        for number, letter in enumerate(known_characters(), 3):
            _table[ord(letter)] = number
        for letter in "0123456789０１２３４５６７８９":
            _table[ord(letter)] = 2
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return np.asarray(_table[np.minimum(codes, 0xFFFF)], np.int16)


def slots(known: NDArray[np.int16], starts: NDArray[np.int32], ends: NDArray[np.int32]) -> NDArray[np.int16]:
    """Return the first two and the last two characters of each token (T, SLOTS), 0 where it has fewer."""
    sizes = ends - starts
    found = np.zeros((len(starts), SLOTS), np.int16)
    found[:, 0] = known[starts]
    found[:, 1] = np.where(sizes > 1, known[np.minimum(starts + 1, ends - 1)], 0)
    found[:, 2] = np.where(sizes > 3, known[ends - 2], 0)
    found[:, 3] = np.where(sizes > 2, known[ends - 1], 0)
    return found
