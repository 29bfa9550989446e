"""What a number is called: the names that its tokens make, and what tells which of them is right.

The networks say of each token how likely it is part of the name. Which tokens together are it is chosen among
some sets of them, the rules' proposal among these, by `second_look`: taken one by one, likely tokens make
names with holes, and names of two numbers at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader import words

if TYPE_CHECKING:
    from flows.extract.reader.inputs import Arrays
    from flows.records import Metric

Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]
Longs = NDArray[np.int64]

THRESHOLDS = np.array([0.12, 0.2, 0.3, 0.42, 0.5, 0.6, 0.7, 0.82], np.float32)
"""Each makes a name: of the tokens that are likelier."""
RULES, BEST = 0, len(THRESHOLDS) + 1
"""Which of the names is the rules' proposal, and which the best by the F1 to be expected."""
FEATURES, BUCKETS = 21, 2**14
EXPECTED, JOINS = 0, -1
"""Which of the numbers told of a name is the F1 of its characters that is to be expected; and which tells
that it goes on from the head of a name before, as no name does."""
LABELS = len(words.LABELS)
KINDS = 12
"""Kinds of numbers that names are told apart by: those of quantities, and of each whether it is a share."""
_CHANCES = (0.35, 0.5)
"""Between which the chance lies from which on a token is of the best name."""
_BRIDGED = frozenset("的“”\"'‘’·-—–－()（）《》 ")
_TRIMMED = "的了在和与及、，。：:；“”\"'‘’ \n"
_CLIPPED = 0.75
"""Share of a name that is the name without its first word."""
ALIKE = 0.75
"""The least F1 of their characters at which one name says what another does, as gold is scored."""
_BACK = 3
"""How many numbers back a head is looked for that a name may not join."""
_LONGEST = 12
"""Words that a subject has at most."""
_LEAST = np.float32(1e-4)
_PRIMES = np.array([7919, 104729, 1299709, 15485863], np.int64)
_QUANTITY, _PERSON, _ORG = 1, 3, 4
"""Places in `inputs.MARKS`."""


def _chances(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)


def best(chances: Floats, sizes: Longs) -> Bools:
    """Return which of T tokens (n, T) make the best name of each number by the F1 to be expected.

    `chances` (n, T) are those of each token to be of the name, `sizes` (T,) its characters. Of all sets of
    tokens that has those which are likelier than half of the F1 that it reaches (Lipton, Elkan and
    Naryanaswamy 2014), as far as the sets of THRESHOLDS tell.
    """
    likely = (chances[:, None] > THRESHOLDS[:, None]).astype(np.float32)
    hits = chances * sizes
    reached = (likely @ hits[:, :, None])[..., 0]
    taken = likely @ sizes.astype(np.float32)
    half = (reached / np.maximum(taken + hits.sum(1)[:, None], 1e-6)).max(1)
    return np.asarray(chances > np.clip(half, *_CHANCES)[:, None])


class Names(NamedTuple):
    """What n numbers could be called: for each, C sets of those T tokens of their window that count."""

    tokens: Bools
    """(n, C, T)"""
    columns: Longs
    """Which tokens of the window these are (T,)."""
    there: Bools
    """Which of them (n, C) have tokens, and others than those before."""
    first: Longs
    last: Longs
    """The first and last token of each name (n, C), of the window's."""
    chances: Floats
    """Of each token of the window to be of the name, a row for each number."""


def propose(odds: Floats, sizes: Longs, named: Bools) -> Names:
    """Return the names of n numbers: that on which the rules' stands, and those of likely tokens.

    `odds`, those of each token of their window to be of the name, and `named` have a row for each number.
    """
    chances = _chances(odds)
    columns = np.flatnonzero(named.any(0) | (chances.max(0) > THRESHOLDS[0]))
    if not len(columns):
        columns = np.zeros(1, np.int64)
    likely = chances[:, columns]
    tokens = np.empty((len(odds), BEST + 1, len(columns)), bool)
    tokens[:, RULES] = named[:, columns]
    tokens[:, 1:BEST] = likely[:, None] > THRESHOLDS[:, None]
    tokens[:, BEST] = best(likely, sizes[columns])
    sums = (tokens * _MARKS_OF_TOKENS[: len(columns)]).sum(2)
    again = (sums[:, :, None] == sums[:, None, :]) & _BEFORE
    last = len(columns) - 1 - tokens[:, :, ::-1].argmax(2)
    there = tokens.any(2) & ~again.any(2)
    return Names(tokens, columns, there, columns[tokens.argmax(2)], columns[last], chances)


def alike(names: Names, sizes: Longs) -> Bools:
    """Return which names of n numbers say the same (n, C, C); `sizes` are of the tokens of the window."""
    whole = names.tokens.astype(np.float32)
    common = (whole * sizes[names.columns].astype(np.float32)) @ whole.transpose(0, 2, 1)
    length = np.diagonal(common, axis1=1, axis2=2)
    return np.asarray(2 * common >= ALIKE * (length[:, :, None] + length[:, None]), bool)


_BEFORE = np.tri(BEST + 1, k=-1, dtype=bool)
_MARKS_OF_TOKENS = np.random.default_rng(0).integers(2**40, size=512)
"""Sets of tokens are the same where the sums of these are."""


class Told(NamedTuple):
    """What is told of names (n, C): numbers (FEATURES), categories, and the buckets of words."""

    numbers: Floats
    categories: Longs
    buckets: Longs


def tell(names: Names, arrays: Arrays, claims: Floats, kinds: Longs) -> Told:
    """Return what is told of the names of n numbers.

    `claims` (n,) is how sure the rules are of a proposal, 0 where there is none; `kinds` (n,) is below KINDS.
    """
    seen = _Seen(names, arrays)
    numbers = [*seen.likely(), *seen.shape(), *seen.around(), *seen.beside_others(claims)]
    told = np.empty((*seen.tokens.shape[:2], FEATURES), np.float32)
    for place, one in enumerate(numbers):
        told[..., place] = one
    return Told(told, seen.categories(kinds), seen.buckets(kinds))


class _Seen:
    """What counts for many of the things that are told; n numbers, C names, T tokens at `columns`."""

    def __init__(self, names: Names, arrays: Arrays) -> None:
        self.tokens, self.columns, self.arrays = names.tokens, names.columns, arrays
        self.whole, self.chances = names.chances, names.chances[:, names.columns]
        self.words, self.sizes = _buckets_of(arrays), arrays.ends - arrays.starts
        self.first, self.last = names.first, names.last
        self.weights = names.tokens.astype(np.float32)
        (
            self.count, self.characters, self.by_rules, self.quantities, self.bodies,
            self.hit, self.sure, self.gained,
        ) = np.moveaxis(self.weights @ self._by_token(), 2, 0)  # fmt: skip
        follows = np.diff(names.columns, prepend=-2) == 1
        before = np.zeros_like(names.tokens)
        before[:, :, 1:] = names.tokens[:, :, :-1]
        self.begins = names.tokens & ~(before & follows)
        self.runs = self.begins.sum(2)

    def _by_token(self) -> Floats:
        """Return what adds up over the tokens of a name (n, T, 8)."""
        sizes, marks = self.sizes[self.columns], self.arrays.marks[self.columns]
        found = np.empty((*self.chances.shape, 8), np.float32)
        found[..., 0] = 1
        found[..., 1] = sizes
        found[..., 2] = self.tokens[:, RULES] * sizes
        found[..., 3] = marks == _QUANTITY
        found[..., 4] = (marks == _ORG) | (marks == _PERSON)
        found[..., 5] = self.chances * sizes
        found[..., 6] = np.log(np.maximum(self.chances, _LEAST))
        found[..., 7] = found[..., 6] - np.log(np.maximum(1 - self.chances, _LEAST))
        return found

    def likely(self) -> list[NDArray[np.generic]]:
        """How likely its tokens are, and those that it leaves out, and those at its edges."""
        chances = self.chances[:, None]
        expected = (self.whole @ self.sizes.astype(np.float32))[:, None]
        rows, padded = np.arange(len(chances))[:, None], np.zeros((len(chances), self.whole.shape[1] + 2))
        padded[:, 1:-1] = self.whole
        return [
            2 * self.hit / np.maximum(self.characters + expected, 1e-6),
            self.gained / 5,
            self.sure / np.maximum(self.count, 1),
            np.where(self.tokens, chances, 1).min(2),
            (expected - self.hit) / 6,
            np.where(self.tokens, 0, chances).max(2),
            padded[rows, self.first],
            padded[rows, self.last + 2],
        ]

    def shape(self) -> list[NDArray[np.generic]]:
        """How long it is, in how many runs, and whether it says a word twice."""
        word = self.words[self.columns]
        twice = np.tril(word[:, None] == word[None, :], -1)
        said = ((self.weights @ twice.astype(np.float32)) * self.weights).any(2) if twice.any() else False
        return [
            np.minimum(self.characters, 30) / 10,
            self.count / 5,
            self.characters <= 2,
            self.runs > 2,
            np.asarray(said),
        ]

    def around(self) -> list[NDArray[np.generic]]:
        """Where it stands from its number, in which sentence, and what is part of it."""
        begin, sentences = self.arrays.first[:, None], self.arrays.sentences
        return [
            np.clip(begin - 1 - self.last, -10, 30) / 10,
            sentences[self.first] != sentences[begin],
            self.quantities > 0,
            self.bodies > 0,
        ]

    def beside_others(self, claims: Floats) -> list[NDArray[np.generic]]:
        """What it has in common with the rules' name, and with those of the numbers before."""
        common, whole = self.by_rules, self.characters[:, RULES, None]
        covers = (common >= whole) & (whole > 0)
        f1 = 2 * common / np.maximum(self.characters + whole, 1)
        return [claims[:, None], f1, covers, self._joins_a_head(covers)]

    def _joins_a_head(self, covers: Bools) -> Bools:
        """Tell whether it is the rules' name with the head of one before (人口1364万人，面积2万亩).

        What modifies the name before may hold on (公司合计 of 公司合计进厂量330万吨，发电量2亿度).
        """
        joins: Bools = np.zeros_like(covers)
        apart = covers & (self.runs > 1)
        if not apart.any():
            return joins
        start = self.tokens.shape[2] - 1 - self.begins[:, :, ::-1].argmax(2)
        ended = np.maximum.accumulate(np.where(self.tokens, np.arange(self.tokens.shape[2]), 0), 2)
        joined = self.columns[np.take_along_axis(ended, np.maximum(start - 1, 0)[:, :, None], 2)[:, :, 0]]
        for which in (RULES, BEST):
            heads = np.where(self.tokens[:, which].any(1), self.last[:, which], -1)[:, None]
            for back in range(1, _BACK + 1):
                joins[back:] |= joined[back:] == heads[:-back]
        joins &= apart
        return joins

    def categories(self, kinds: Longs) -> Longs:
        """Return by name the part of speech of its last word, and the kind of its number."""
        labels = self.arrays.labels.astype(np.int64)
        kind = np.broadcast_to(kinds[:, None], self.first.shape)
        return np.stack([labels[self.last], LABELS + kind], 2)

    def buckets(self, kinds: Longs) -> Longs:
        """Return by name where its first and last words stand in the table of words, and those beside it."""
        word, edges = self.words, np.concatenate([[1], self.words, [2]])
        last = word[self.last]
        pairs = [
            last, word[self.first] * 3, edges[self.first] * 19, edges[self.last + 2] * 23,
            kinds[:, None] * 29 + last * 37,
        ]  # fmt: skip
        return np.stack([one + place for place, one in enumerate(pairs)], 2) % BUCKETS


def _buckets_of(arrays: Arrays) -> Longs:
    """Return where each of T tokens stands in a table of words, by its first and last characters."""
    return np.asarray((arrays.slots.astype(np.int64) @ _PRIMES) % BUCKETS, np.int64)


def spelt(chosen: Floats) -> tuple[Longs, Longs, Floats]:
    """Return for n numbers the words that spell a subject: the first, the last, and how likely they do.

    `chosen` (n, T, 3) are the odds of each of T words to be what `inputs.ROLES` says.
    """
    firsts, lasts = chosen[..., 1], chosen[..., 2]
    rows, first = np.arange(len(chosen)), firsts.argmax(1)
    reached = first[:, None] + np.arange(_LONGEST)
    inside = reached < lasts.shape[1]
    follow = lasts[rows[:, None], np.where(inside, reached, 0)]
    last = first + np.where(inside, follow, -np.inf).argmax(1)
    return first, last, np.exp(-np.logaddexp(0, -firsts[rows, first]) - np.logaddexp(0, -lasts[rows, last]))


def clips(name: str, whole: str) -> bool:
    """Tell whether a name lacks but the first word of another (具有, 平均)."""
    return whole.endswith(name) and _CLIPPED * len(whole) <= len(name) < len(whole)


def called(text: str, which: int, spans: Sequence[tuple[int, int]], proposed: Metric | None) -> str:
    """Return one of the names of a number, which stands at `spans`; the rules' is as they have it."""
    return proposed.indicator if proposed and spans and which == RULES else name_of(text, spans)


def name_of(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the characters of `spans` as one name; a mark or 的 between two of them belongs to it."""
    pieces: list[str] = []
    for (start, end), before in zip(spans, itertools.chain([None], spans), strict=False):
        if before and 0 < start - before[1] <= 2 and set(text[before[1] : start]) <= _BRIDGED:
            pieces.append(text[before[1] : start])
        pieces.append(text[start:end])
    return "".join(pieces).replace("\n", "").strip(_TRIMMED)
