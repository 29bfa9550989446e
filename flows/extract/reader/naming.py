"""What a number is called: the names that its tokens make, and what tells which of them is right.

The networks say of each token how likely it is part of the name. Which tokens together are it is chosen among
some sets of them by `second_look`: taken one by one, likely tokens make names with holes, and names of two
numbers at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from flows.extract.reader import words
from flows.extract.reader.inputs import Arrays
from flows.language.arrays import Bools, Floats, Longs

THRESHOLDS = np.array([0.12, 0.2, 0.3, 0.42, 0.5, 0.6, 0.7, 0.82], np.float32)
"""Each makes a name: of the tokens that are likelier."""
BEST = len(THRESHOLDS)
"""Which of the names is the best by the F1 to be expected."""
FEATURES, BUCKETS = 4, 2**14
EXPECTED = 0
"""Which of the numbers told of a name is the F1 of its characters that is to be expected."""
LABELS = len(words.LABELS)
KINDS = 12
"""Kinds of numbers that names are told apart by: those of quantities, and of each whether it is a share."""
_CHANCES = (0.35, 0.5)
"""Between which the chance lies from which on a token is of the best name."""
_BRIDGED = frozenset("的“”\"'‘’·-—–－()（）《》 ")
_TRIMMED = "的了在和与及、，。：:；“”\"'‘’ \n"
_HAVING = frozenset({"具有", "具备", "富有", "带有"})
ALIKE = 0.75
"""The least F1 of their characters at which one name says what another does, as gold is scored."""
_LONGEST = 12
"""Words that a subject has at most."""
_SPELT = 5.0
"""How much likelier it is that the text spells the subject than its first and last word say taken apart. Of
1, 2, 3, 5, 7 and 10 with this subjects are right most often on 7,219 numbers that nothing was trained on."""
_PRIMES = np.array([7919, 104729, 1299709, 15485863], np.int64)


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


def propose(odds: Floats, sizes: Longs) -> Names:
    """Return the names of n numbers, those of likely tokens.

    `odds`, those of each token of their window to be of the name, have a row for each number.
    """
    chances = np.asarray(1 / (1 + np.exp(-odds)), np.float32)
    columns = np.flatnonzero(chances.max(0) > THRESHOLDS[0])
    if not len(columns):
        columns = np.zeros(1, np.int64)
    likely = chances[:, columns]
    tokens = np.empty((len(odds), BEST + 1, len(columns)), bool)
    tokens[:, :BEST] = likely[:, None] > THRESHOLDS[:, None]
    tokens[:, BEST] = best(likely, sizes[columns])
    sums = (tokens * _MARKS_OF_TOKENS[: len(columns)]).sum(2)
    again = (sums[:, :, None] == sums[:, None, :]) & _BEFORE
    last = len(columns) - 1 - tokens[:, :, ::-1].argmax(2)
    there = tokens.any(2) & ~again.any(2)
    return Names(tokens, columns, there, columns[tokens.argmax(2)], columns[last], chances)


_BEFORE = np.tri(BEST + 1, k=-1, dtype=bool)
_MARKS_OF_TOKENS = np.random.default_rng(0).integers(2**40, size=512)
"""Sets of tokens are the same where the sums of these are."""


def overlaps(names: Names, sizes: Longs) -> Floats:
    """Return the F1 of the characters of each two names of n numbers (n, C, C).

    `sizes` are the characters of the tokens of the window. From ALIKE on two names say the same.
    """
    whole = names.tokens.astype(np.float32)
    common = (whole * sizes[names.columns].astype(np.float32)) @ whole.transpose(0, 2, 1)
    length = np.diagonal(common, axis1=1, axis2=2)
    return np.asarray(2 * common / np.maximum(length[:, :, None] + length[:, None], 1), np.float32)


class Told(NamedTuple):
    """What is told of names (n, C): numbers (FEATURES), categories, and the buckets of words."""

    numbers: Floats
    categories: Longs
    buckets: Longs


def tell(names: Names, arrays: Arrays, kinds: Longs) -> Told:
    """Return what is told of the names of n numbers; `kinds` (n,) is below KINDS.

    No others of twenty numbers that were tried earn anything on gold that nothing was trained on.
    """
    tokens, words_of = names.tokens, (arrays.slots.astype(np.int64) @ _PRIMES) % BUCKETS
    chances = names.chances[:, names.columns][:, None]
    told = np.empty((*tokens.shape[:2], FEATURES), np.float32)
    told[..., EXPECTED] = _expected(names, arrays.ends - arrays.starts)
    told[..., 1] = np.where(tokens, chances, 1).min(2)
    told[..., 2] = np.where(tokens, 0, chances).max(2)
    told[..., 3] = _says_twice(tokens, words_of[names.columns])
    # The part of speech of its last word, and the kind of its number.
    labels, kind = arrays.labels.astype(np.int64), np.broadcast_to(kinds[:, None], names.last.shape)
    categories = np.stack([labels[names.last], LABELS + kind], 2)
    return Told(told, categories, _buckets(names, words_of, kinds))


def _expected(names: Names, sizes: Longs) -> Floats:
    """Return the F1 that is to be expected of the characters of each name (n, C)."""
    whole, own = sizes.astype(np.float32), sizes[names.columns].astype(np.float32)
    taken = names.tokens @ own
    hit = (names.tokens @ (names.chances[:, names.columns] * own)[..., None])[..., 0]
    return np.asarray(2 * hit / np.maximum(taken + (names.chances @ whole)[:, None], 1e-6), np.float32)


def _says_twice(tokens: Bools, words_of: Longs) -> Bools:
    """Return which names (n, C) have two of T tokens that are the same word; `words_of` (T,) tells words."""
    twice = np.tril(words_of[:, None] == words_of[None, :], -1)
    if not twice.any():
        return np.zeros(tokens.shape[:2], bool)
    return np.asarray(((tokens @ twice.astype(np.float32)) * tokens).any(2), bool)


def _buckets(names: Names, words_of: Longs, kinds: Longs) -> Longs:
    """Return by name where its first and last words stand in the table of words, and those beside it."""
    edges, last = np.concatenate([[1], words_of, [2]]), words_of[names.last]
    pairs = [
        last, words_of[names.first] * 3, edges[names.first] * 19, edges[names.last + 2] * 23,
        kinds[:, None] * 29 + last * 37,
    ]  # fmt: skip
    return np.stack([one + place for place, one in enumerate(pairs)], 2) % BUCKETS


def spelt(chosen: Floats) -> tuple[Longs, Longs, Floats]:
    """Return for n numbers the words that spell a subject: the first, the last, and how much they count.

    `chosen` (n, T, 3) are the odds of each of T words to be what `inputs.ROLES` says.
    """
    firsts, lasts = chosen[..., 1], chosen[..., 2]
    rows, first = np.arange(len(chosen)), firsts.argmax(1)
    reached = first[:, None] + np.arange(_LONGEST)
    inside = reached < lasts.shape[1]
    follow = lasts[rows[:, None], np.where(inside, reached, 0)]
    last = first + np.where(inside, follow, -np.inf).argmax(1)
    apart = np.exp(-np.logaddexp(0, -firsts[rows, first]) - np.logaddexp(0, -lasts[rows, last]))
    return first, last, _SPELT * apart


def name_of(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the characters of `spans` as one name; a mark or 的 between two of them belongs to it."""
    pieces: list[str] = []
    for (start, end), before in zip(spans, itertools.chain([None], spans), strict=False):
        if before and 0 < start - before[1] <= 2 and set(text[before[1] : start]) <= _BRIDGED:
            pieces.append(text[before[1] : start])
        pieces.append(text[start:end])
    name = "".join(pieces).replace("\n", "").strip(_TRIMMED)
    # 竞争力的产业集群 is cut from 具有竞争力的产业集群: what has an object of its own goes with it.
    opening = text[max(0, spans[0][0] - 2) : spans[0][0]] if spans and "的" in name else ""
    return opening + name if opening in _HAVING else name
