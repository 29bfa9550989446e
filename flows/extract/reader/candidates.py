"""What can be told of each candidate, from each number: how far it stands, what lies between.

`subjects` and `periods` propose candidates by simple means; which one holds, the networks decide. For each
number up to `MOST` are kept, the nearest ones first, each with some small whole numbers that tell of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from flows.extract.reading import Reading
from flows.language.arrays import Floats, Ints, Longs
from flows.language.quantities import Quantity

MOST = 12
"""Candidates of each number."""
BLOCK = 512
"""Numbers that are looked at together: thousands by thousands of candidates would fill the memory."""
_NOWHERE = 9
_FAR = 10**6
_HARD = re.compile("[，；。！？：\n]")


class Value(NamedTuple):
    """A subject with its region code, or the first and last day of a period; None where there is none."""

    first: object
    second: object


class Candidates(NamedTuple):
    """Of N numbers: `features` (N, MOST, F), `known`, `spans` (N, MOST, 2), `values` (N, MOST).

    Values are places in `choices`, -1 for none. A span is where the candidate is read, -1 where it stands
    nowhere. `known` has a 1 for each value that a feature has, of all that it can have.
    """

    features: Ints
    known: Floats
    spans: Ints
    values: Ints
    choices: list[Value]


class Numbers(NamedTuple):
    """Where the numbers stand: start, end, sentence, and the mark before their clause."""

    starts: Longs
    ends: Longs
    sentences: Longs
    clauses: Longs
    edges: Longs
    """Where the sentences of the document start."""
    all: Longs
    """Where all numbers of the document start, also where these are a part of them."""


class Seen(NamedTuple):
    """From each of N numbers, each of C candidates at the place where it is read (N, C)."""

    at: Longs
    """Which occurrence that is, -1 for none."""
    starts: Longs
    ends: Longs
    sentences: Longs
    """How many sentences it lies before; negative for behind."""
    characters: Longs
    """How many characters it lies before; negative for behind."""


def numbers_of(reading: Reading, quantities: Sequence[Quantity]) -> Numbers:
    """Return where `quantities` stand in `reading`."""
    starts = np.array([quantity.start for quantity in quantities], np.int64)
    ends = np.array([quantity.end for quantity in quantities], np.int64)
    edges = np.array([span.start for span in reading.sentences], np.int64)
    marks = np.array([-1, *(mark.start() for mark in _HARD.finditer(reading.text))], np.int64)
    clauses = marks[np.searchsorted(marks, starts) - 1]
    return Numbers(starts, ends, np.searchsorted(edges, starts, "right") - 1, clauses, edges, starts)


def see(numbers: Numbers, starts: Longs, ends: Longs, owners: Longs, count: int) -> Seen:
    """Return where each candidate is read from each number.

    Occurrences come in order; `owners` says of which candidate each is. The last one before the number is
    read, but the next one where that stands in the number's own sentence and the last one does not.
    """
    size = len(numbers.starts)
    last, following = np.full((2, size, count), -1)
    # From each number on that stands behind it an occurrence is the last one, up to those the next one.
    rows = np.searchsorted(numbers.starts, starts, "right")
    places = list(enumerate(zip(rows.tolist(), owners.tolist(), strict=True)))
    for place, (row, owner) in places:
        last[row:, owner] = place
    for place, (row, owner) in reversed(places):
        following[:row, owner] = place
    if not len(starts):
        nothing = np.zeros((size, count), np.int64)
        return Seen(last, nothing, nothing, nothing, nothing)
    sentences = np.searchsorted(numbers.edges, starts, "right") - 1
    own = numbers.sentences[:, None]
    near = (following >= 0) & (sentences[following] == own) & (starts[following] >= numbers.ends[:, None])
    # The next one counts where the last one stands in another sentence, or nowhere.
    behind = near & ((last < 0) | (sentences[last] != own))
    at = np.where(behind | (last < 0), following, last)
    before = at == last
    characters = np.where(before, numbers.starts[:, None] - ends[at], numbers.ends[:, None] - starts[at] - 1)
    return Seen(at, starts[at], ends[at], own - sentences[at], characters)


def common(numbers: Numbers, seen: Seen) -> tuple[Ints, Ints, Ints, Ints]:
    """Return by number and candidate: bucket of sentences, of characters, numbers between, same clause.

    Sentences: 0 to 6 before, 7 behind in the same, 8 in a later one, 9 nowhere.
    """
    there = seen.at >= 0
    bucket = np.clip(seen.sentences, 0, 6)
    bucket = np.where((seen.sentences == 0) & (seen.characters < 0), 7, bucket)
    bucket = np.where(seen.sentences < 0, 8, bucket)
    steps = (np.log2(np.abs(seen.characters) + 1) * 1.6).astype(np.int32)
    here = np.searchsorted(numbers.all, numbers.starts)[:, None]
    between = np.minimum(np.abs(here - np.searchsorted(numbers.all, seen.starts)), 5)
    same = (seen.starts > numbers.clauses[:, None]) & (seen.characters >= 0)
    return (
        np.where(there, bucket, _NOWHERE).astype(np.int32),
        np.where(there, np.minimum(steps, 15), 0).astype(np.int32),
        np.where(there, between, 0).astype(np.int32),
        (there & same).astype(np.int32),
    )


def nearness(seen: Seen) -> Longs:
    """Return how far each candidate is; behind counts three times, a later sentence comes last."""
    rank = np.where(seen.characters >= 0, seen.characters, -seen.characters * 3)
    rank = np.where(seen.sentences < 0, _FAR // 2, rank)
    return np.where(seen.at >= 0, rank, _FAR)


def in_blocks(numbers: Numbers, find: Callable[[Numbers], Candidates]) -> Candidates:
    """Return what `find` tells of some of the numbers, for all of them."""
    found = []
    for low in range(0, max(len(numbers.starts), 1), BLOCK):
        starts, ends, sentences, clauses = (column[low : low + BLOCK] for column in numbers[:4])
        found.append(find(Numbers(starts, ends, sentences, clauses, numbers.edges, numbers.all)))
    if len(found) == 1:
        return found[0]
    features, known, spans, values = (np.concatenate([part[at] for part in found]) for at in range(4))
    return Candidates(features, known, spans, values, found[0].choices)


def table(
    features: Ints, sizes: tuple[int, ...], rank: Longs, seen: Seen, choices: list[Value]
) -> Candidates:
    """Keep the MOST candidates with the lowest ranks for each number; `sizes`: of the features' values."""
    count, there, width = features.shape
    kept = min(MOST, there)
    order = np.argsort(rank, axis=1, kind="stable")[:, :kept]
    rows = np.arange(count)[:, None]
    found = np.zeros((count, MOST, width), np.int32)
    spans = np.full((count, MOST, 2), -1, np.int32)
    values = np.full((count, MOST), -1, np.int32)
    found[:, :kept] = features[rows, order]
    stands = (seen.at >= 0)[rows, order]
    spans[:, :kept, 0] = np.where(stands, seen.starts[rows, order], -1)
    spans[:, :kept, 1] = np.where(stands, seen.ends[rows, order], -1)
    values[:, :kept] = order
    return Candidates(found, _known(found, sizes), spans, values, choices)


def _known(values: Ints, sizes: tuple[int, ...]) -> Floats:
    """Return for candidates (n, MOST, F) a 1 for each value that a feature has, of all that it can have."""
    hot = np.zeros((values.shape[0] * values.shape[1], sum(sizes)), np.float32)
    columns = values.reshape(len(hot), len(sizes)) + np.cumsum([0, *sizes[:-1]])
    hot[np.arange(len(hot))[:, None], columns] = 1
    return hot.reshape(*values.shape[:2], sum(sizes))


class Listing(NamedTuple):
    """The candidates of a document: what each is, and where it stands (start, end, place among them)."""

    choices: list[Value]
    kinds: list[int]
    details: list[list[int]]
    """Of each candidate, its further features, which are the same for all numbers."""
    occurrences: list[tuple[int, int, int]]

    def add(self, value: Value, kind: int, details: list[int], spans: Iterable[tuple[int, int]]) -> None:
        """Add a candidate that stands at `spans`."""
        place = len(self.choices)
        self.choices.append(value)
        self.kinds.append(kind)
        self.details.append(details)
        self.occurrences.extend((start, end, place) for start, end in spans)
