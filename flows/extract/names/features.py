"""What a reader of names sees at each character: states of the tagger, lists, marks, neighbours.

All of it is whole numbers, so that what is reckoned from it does not depend on the order of sums: the
same text gives the same names whatever stands beside it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from flows import contract
from flows.extract.reading import Reading
from flows.language import gazetteer, tagger
from flows.language.arrays import Bytes, Longs

GAP = 8
"""Empty rows between two documents: no layer looks further."""
LABELS = 58
BIGRAMS = 4096
CHARACTERS = 4096
_MARKS = "《》〈〉“”‘’（）()【】、，。：；！？ \n—-·/%0"
_REPEATED = (2, 3, 5, 9)
_WITHIN = tuple(
    re.compile(pattern)
    for pattern in (r"《[^《》\n]{1,80}》", r"“[^“”\n]{1,80}”", r"（[^（）\n]{1,80}）|\([^()\n]{1,80}\)")
)


class Features(NamedTuple):
    """The rows of some documents, one a character, with a gap before each document and behind the last."""

    starts: tuple[int, ...]
    """The row of each document's first character."""
    states: Bytes
    flags: Bytes
    bigrams: Longs
    characters: Longs
    labels: Longs
    real: NDArray[np.bool_]
    """Whether the row is a character of a document and not of a gap."""


class _Lists(NamedTuple):
    """All listed words in one automaton; word `w` has the classes `classes[first[w]:first[w + 1]]`."""

    automaton: AhoCorasick
    first: Longs
    classes: Longs
    names: tuple[str, ...]


def look(readings: Sequence[Reading]) -> Features:
    """Return what is seen in `readings`."""
    gap = "\n" * GAP
    text = gap + "".join(reading.text + gap for reading in readings)
    sizes = [len(reading.text) for reading in readings]
    starts = np.cumsum([GAP, *(size + GAP for size in sizes)])[:-1]
    real = np.zeros(len(text), np.bool_)
    document = np.full(len(text), -1)
    states = np.full((len(text), tagger.STATES), tagger.CENTRE, np.uint8)
    labels = np.zeros(len(text), np.int64)
    edges = np.zeros((len(text), 2), np.uint8)
    for number, (reading, start, size) in enumerate(zip(readings, starts.tolist(), sizes, strict=True)):
        real[start : start + size] = True
        document[start : start + size] = number
        for (first, last), sentence_labels, sentence_states in zip(
            reading.sentences, reading.labels, reading.states, strict=True
        ):
            rows = slice(start + first, start + last)
            states[rows] = sentence_states
            labels[rows] = sentence_labels + 1
            edges[start + first, 0] = edges[start + last - 1, 1] = 1
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    flags = np.concatenate(
        [_listed(text), _marks(codes), _within(text), edges, _repeats(codes, document)], axis=1
    )
    return Features(
        tuple(starts.tolist()), states, flags, _pairs(codes), codes * 40503 // 8 % CHARACTERS, labels, real
    )


def joined(seen: Sequence[Features]) -> Features:
    """Return the rows of several, one below the other."""
    offsets = np.cumsum([0, *(len(one.real) for one in seen)]).tolist()
    starts = tuple(start + offset for one, offset in zip(seen, offsets, strict=False) for start in one.starts)
    return Features(starts, *(np.concatenate([one[column] for one in seen]) for column in range(1, 7)))


def classes() -> tuple[str, ...]:
    """Return the names of the classes of listed words, in the order of their flags."""
    return _lists().names


def _listed(text: str) -> Bytes:
    """Return for each class of the lists where a word of it begins, stands and ends."""
    lists = _lists()
    count = len(lists.names)
    found = np.array(lists.automaton.find_matches_as_indexes(text, overlapping=True), np.int64).reshape(-1, 3)
    words, starts, ends = found.T
    many = lists.first[words + 1] - lists.first[words]
    row = np.repeat(np.arange(len(words)), many)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    kinds = lists.classes[lists.first[words][row] + nth]
    starts, ends = starts[row], ends[row]
    flags = np.zeros((3, len(text), count), np.uint8)
    flags[0, starts, kinds] = 1
    flags[2, ends - 1, kinds] = 1
    sizes = ends - starts
    inside = np.repeat(starts + sizes - np.cumsum(sizes), sizes) + np.arange(sizes.sum())
    flags[1, inside, np.repeat(kinds, sizes)] = 1
    return np.concatenate(list(flags), axis=1)


def _marks(codes: Longs) -> Bytes:
    marks = codes[:, None] == np.array([ord(mark) for mark in _MARKS])
    digits, letters = (codes >= 48) & (codes < 58), ((codes | 32) >= 97) & ((codes | 32) <= 122)
    chinese = (codes >= 0x4E00) & (codes <= 0x9FA5)
    return np.column_stack([marks, digits, letters, chinese]).astype(np.uint8)


def _within(text: str) -> Bytes:
    """Return what stands inside the marks of a title, of a quotation, and in brackets."""
    flags = np.zeros((len(text), len(_WITHIN)), np.uint8)
    for number, pattern in enumerate(_WITHIN):
        for match in pattern.finditer(text):
            flags[match.start() + 1 : match.end() - 1, number] = 1
    return flags


def _repeats(codes: Longs, document: Longs) -> Bytes:
    """Return how often the document has the two characters that begin here."""
    keys = (document[:-1] << 42) + (codes[:-1] << 21) + codes[1:]
    _, back, counts = np.unique(keys, return_inverse=True, return_counts=True)
    times = np.append(counts[back], 0)
    return np.column_stack([times >= least for least in _REPEATED]).astype(np.uint8)


def _pairs(codes: Longs) -> Longs:
    mixed = codes[:-1] * 40503 + codes[1:] * 2654435761
    return np.append(((mixed >> 7) ^ mixed) % BIGRAMS, 0)


@functools.cache
def _lists() -> _Lists:
    words: dict[str, set[str]] = {}
    for word, kind in _entries():
        words.setdefault(word, set()).add(kind)
    names = sorted(set().union(*words.values()))
    number = {name: index for index, name in enumerate(names)}
    return _Lists(
        AhoCorasick(list(words), matchkind=MatchKind.Standard, store_patterns=False),
        np.cumsum([0, *(len(kinds) for kinds in words.values())]),
        np.array([number[kind] for kinds in words.values() for kind in sorted(kinds)]),
        tuple(names),
    )


def _entries() -> Iterator[tuple[str, str]]:
    """Yield each word of the code lists with the class it belongs to."""
    for name, entry in gazetteer.names().items():
        kind = "weak" if entry.weak else "short" if entry.short else "full"
        yield name, f"region_{kind if entry.codes else 'trap'}"
    for row in contract.codelist("region_aliases"):
        if row["kind"] == "letter":
            yield row["alias"], "region_letter"
    for row in contract.codelist("organs"):
        kind = row["kind"] if row["kind"] in ("company", "world", "people") else "state"
        yield row["name"], f"organ_{kind}"
    for row in contract.codelist("places"):
        yield row["name"], f"places_{row['kind']}"
    for row in contract.codelist("policies"):
        yield row["name"], f"policies_{row['kind']}"
    for row in contract.codelist("industries"):
        yield row["name"], f"industries_{row['use']}"
    for row in contract.codelist("name_parts"):
        if row["role"] != "surname":  # the network knows them by what it learned
            yield row["part"], row["role"]
