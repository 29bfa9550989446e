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
FEATURES, BUCKETS = 51, 2**14
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
_BACK = 3
"""How many numbers back a head is looked for that a name may not join."""
_LONGEST = 12
"""Words that a subject has at most."""
_LEAST = np.float32(1e-4)
_PRIMES = np.array([7919, 104729, 1299709, 15485863], np.int64)
_QUANTITY, _TIME, _PERSON, _ORG, _PLACE = 1, 2, 3, 4, 5
"""Places in `inputs.MARKS`."""


def overlaps(odds: Floats, sizes: Longs) -> Floats:
    """Return for n names the F1 of characters to be expected of the T tokens that are best taken.

    `odds` (n, T) are those of each token to be of the name, `sizes` (T,) its characters.
    """
    chances = np.exp(-np.logaddexp(0, -odds))
    order = np.argsort(-odds, axis=1, kind="stable")
    expected = np.take_along_axis(chances * sizes, order, 1).cumsum(1)
    taken = sizes[order].cumsum(1)
    return np.asarray((2 * expected / np.maximum(taken + expected[:, -1:], 1e-6)).max(1), np.float32)


def _chances(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)


def best(odds: Floats, sizes: Longs) -> Bools:
    """Return which of T tokens (n, T) make the best name of each number by the F1 to be expected.

    Of all sets of tokens that has those which are likelier than half of the F1 that it reaches (Lipton, Elkan
    and Naryanaswamy 2014).
    """
    half = np.clip(overlaps(odds, sizes) / 2, *_CHANCES)
    return np.asarray(_chances(odds) > half[:, None])


class Names(NamedTuple):
    """What n numbers could be called: for each, C sets of the T tokens of their window."""

    tokens: Bools
    """(n, C, T)"""
    there: Bools
    """Which of them (n, C) have tokens, and others than those before."""
    chances: Floats
    """Of each token to be of the name (n, T)."""


def propose(odds: Floats, sizes: Longs, named: Bools) -> Names:
    """Return the names of n numbers: that on which the rules' stands (n, T), and those of likely tokens."""
    chances = _chances(odds)
    tokens = np.stack([named, *(chances > least for least in THRESHOLDS), best(odds, sizes)], 1)
    sums = (tokens * _MARKS_OF_TOKENS[: tokens.shape[2]]).sum(2)
    again = (sums[:, :, None] == sums[:, None, :]) & _BEFORE
    return Names(tokens, tokens.any(2) & ~again.any(2), chances)


_BEFORE = np.tri(BEST + 1, k=-1, dtype=bool)
_MARKS_OF_TOKENS = np.random.default_rng(0).integers(2**40, size=512)
"""Sets of tokens are the same where the sums of these are."""


class Told(NamedTuple):
    """What is told of names (n, C): numbers (FEATURES), categories, and the buckets of words."""

    numbers: Floats
    categories: Longs
    buckets: Longs


def tell(names: Names, arrays: Arrays, fresh: int, claims: Floats, kinds: Longs) -> Told:
    """Return what is told of the names of n numbers.

    `claims` (n,) is how sure the rules are of a proposal, 0 where there is none; `kinds` (n,) is below KINDS;
    what begins before token `fresh` was read for what stands behind it.
    """
    columns = np.flatnonzero(names.tokens.any((0, 1)))
    if not len(columns):
        columns = np.zeros(1, np.int64)
    tokens = names.tokens[:, :, columns]
    seen = _Seen(tokens, names.chances, columns, arrays)
    numbers = [*seen.likely(), *seen.shape(), *seen.around(fresh), *seen.beside_others(claims)]
    told = np.empty((*tokens.shape[:2], FEATURES), np.float32)
    for place, one in enumerate(numbers):
        told[..., place] = one
    return Told(told, seen.categories(kinds), seen.buckets(kinds))


class _Seen:
    """Names among the tokens that any of them has; n numbers, C names, T such tokens at `columns`."""

    def __init__(self, tokens: Bools, chances: Floats, columns: Longs, arrays: Arrays) -> None:
        self.tokens, self.arrays = tokens, arrays
        self.whole, self.chances = chances, chances[:, columns]
        self.columns, self.words = columns, _buckets_of(arrays)
        self.weights = tokens.astype(np.float32)
        self.sizes = (arrays.ends - arrays.starts)[columns].astype(np.float32)
        self.characters, self.count = self.weights @ self.sizes, np.maximum(self.weights.sum(2), 1)
        first, last = tokens.argmax(2), tokens.shape[2] - 1 - tokens[:, :, ::-1].argmax(2)
        self.first, self.last = columns[first], columns[last]
        follows = np.diff(columns, prepend=-2) == 1
        before = np.zeros_like(tokens)
        before[:, :, 1:] = tokens[:, :, :-1]
        self.begins = tokens & ~(before & follows)
        self.runs = self.begins.sum(2)
        start = tokens.shape[2] - 1 - self.begins[:, :, ::-1].argmax(2)
        self.last_run = columns[start]
        at = np.where(tokens, np.arange(tokens.shape[2]), 0)
        ended = np.maximum.accumulate(at, 2)
        self.joined = columns[np.take_along_axis(ended, np.maximum(start - 1, 0)[:, :, None], 2)[:, :, 0]]

    def likely(self) -> list[NDArray[np.generic]]:
        """How likely its tokens are, and those that it leaves out, and those at its edges."""
        chances, weights = self.chances[:, None], self.weights
        yes = np.log(np.maximum(self.chances, _LEAST))
        odds = yes - np.log(np.maximum(1 - self.chances, _LEAST))
        by_token = np.stack([self.chances * self.sizes, yes, odds], 2)
        hit, sure, gained = np.moveaxis(weights @ by_token, 2, 0)
        expected = self.whole @ (self.arrays.ends - self.arrays.starts).astype(np.float32)
        rows, padded = np.arange(len(chances))[:, None], np.pad(self.whole, ((0, 0), (1, 1)))
        return [
            2 * hit / np.maximum(self.characters + expected[:, None], 1e-6),
            gained / 5,
            sure / self.count,
            np.where(self.tokens, chances, 1).min(2),
            (expected[:, None] - hit) / 6,
            np.where(self.tokens, 0, chances).max(2),
            self.whole[rows, self.first],
            self.whole[rows, self.last],
            padded[rows, self.first],
            padded[rows, self.last + 2],
            self.whole.max(1)[:, None],
        ]

    def shape(self) -> list[NDArray[np.generic]]:
        """How long it is, in how many runs, and whether it says a word twice."""
        word = self.words[self.columns]
        twice = np.tril(word[:, None] == word[None, :], -1).astype(np.float32)
        return [
            self.runs == 1,
            self.runs == 2,
            self.runs > 2,
            np.minimum(self.characters, 30) / 10,
            self.count / 5,
            self.characters <= 2,
            self.characters == 3,
            self.count == 1,
            ((self.weights @ twice) * self.weights).any(2),
            (self.characters[:, 1:].std(1) / 3)[:, None],
        ]

    def beside_others(self, claims: Floats) -> list[NDArray[np.generic]]:
        """What it has in common with the rules' name, the best, and those of the numbers on both sides."""
        best = self.tokens[:, BEST]
        none = np.zeros_like(best[:1])
        others = [
            self.tokens[:, RULES],
            best,
            np.concatenate([none, best[:-1]]),
            np.concatenate([best[1:], none]),
        ]
        sizes = np.stack(others, 2) * self.sizes[:, None]
        common, whole = self.weights @ sizes, sizes.sum(1)[:, None]
        covers = (common >= whole) & (whole > 0)
        parts = common / np.maximum(self.characters, 1)[..., None]
        f1 = 2 * common / np.maximum(self.characters[..., None] + whole, 1)
        by_rules, claimed = np.arange(self.tokens.shape[1]) == RULES, claims[:, None]
        return [
            by_rules,
            claimed,
            claimed * f1[..., 0],
            claimed * by_rules,
            whole[..., 0] > 0,
            *(one[..., which] for which in (0, 1) for one in (f1, parts >= 1, covers)),
            *(one[..., which] for which in (2, 3) for one in (parts, covers)),
            self._joins_a_head(covers[..., 0]),
        ]

    def _joins_a_head(self, covers: Bools) -> Bools:
        """Tell whether it is the rules' name with the head of one before (人口1364万人，面积2万亩).

        What modifies the name before may hold on (公司合计 of 公司合计进厂量330万吨，发电量2亿度).
        """
        joins: Bools = np.zeros_like(covers)
        for which in (RULES, BEST):
            names = self.tokens[:, which]
            last = self.columns[names.shape[1] - 1 - names[:, ::-1].argmax(1)]
            heads = np.where(names.any(1), last, -1)[:, None]
            for back in range(1, _BACK + 1):
                joins[back:] |= self.joined[back:] == heads[:-back]
        joins &= covers & (self.runs > 1)
        return joins

    def around(self, fresh: int) -> list[NDArray[np.generic]]:
        """Where it stands from its number, in which sentence, and what is part of it."""
        arrays, first, last = self.arrays, self.first, self.last
        begin, behind = arrays.first[:, None], arrays.last[:, None]
        own, apart = arrays.sentences[begin], begin - 1 - last
        marks = arrays.marks[self.columns]
        kinds = [marks == _QUANTITY, marks == _TIME, marks == _PLACE, (marks == _ORG) | (marks == _PERSON)]
        parts = self.weights @ np.stack([*kinds, self.columns < fresh], 1).astype(np.float32) > 0
        return [
            apart == 0,
            first == behind,
            np.clip(apart, -10, 30) / 10,
            last >= behind,
            (last >= behind) & (first < begin),
            (self.runs > 1) & (self.last_run >= behind),
            *np.moveaxis(parts, 2, 0),
            arrays.sentences[first] != own,
            arrays.sentences[last] != own,
            np.clip(arrays.passed[begin] - arrays.passed[last] - 1, -3, 5) / 3,
        ]

    def categories(self, kinds: Longs) -> Longs:
        """Return by name the part of speech of its first and last word, and the kind of its number."""
        labels = self.arrays.labels.astype(np.int64)
        kind = np.broadcast_to(kinds[:, None], self.first.shape)
        return np.stack([labels[self.first], LABELS + labels[self.last], 2 * LABELS + kind], 2)

    def buckets(self, kinds: Longs) -> Longs:
        """Return by name where its first and last words stand in the table of words, with those beside it."""
        word = self.words
        edges = np.concatenate([[1], word, [2]])
        first, last, before, after = (
            word[self.first], word[self.last], edges[self.first], edges[self.last + 2]
        )  # fmt: skip
        joined = np.where(self.runs > 1, word[self.joined] * 31 + word[self.last_run] * 7, 0)
        pairs = [
            last, first * 3, before * 5 + first * 11, last * 13 + after * 17, before * 19, after * 23, joined,
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
