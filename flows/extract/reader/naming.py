"""What a number is called, and what the text spells as its subject: runs of tokens, chosen as wholes.

The networks say of each token how likely it is part of the name. Likely tokens make some names, and what is
left of the best without one of its pieces makes others; how likely each is as a whole, `paths` tells. Of
names that say the same, each counts for all: gold takes any of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from flows.extract.reader import inputs, paths
from flows.language.arrays import Bools, Floats, Ints, Longs

THRESHOLDS = np.array([0.12, 0.2, 0.3, 0.42, 0.5, 0.6, 0.7, 0.82], np.float32)
"""Each makes a name: of the tokens that are likelier."""
_PARTS = 6
_NAMES = len(THRESHOLDS) + 1 + _PARTS
"""Names of a number: those by THRESHOLDS, the best, and parts of that."""
_BEFORE = np.tri(_NAMES, k=-1, dtype=bool)
_CHANCES = (0.35, 0.5)
"""Between which the chance lies from which on a token is of the best name."""
_BRIDGED = frozenset("的“”\"'‘’·-—–－()（）《》 ")
_TRIMMED = "的了在和与及、，。：:；“”\"'‘’ \n"
_HAVING = frozenset({"具有", "具备", "富有", "带有"})
ALIKE = 0.75
"""The least F1 of their characters at which one name says what another does, as gold is scored."""
LONGEST = 12
"""Words that a subject has at most; for a teacher, pieces of words."""
_REACH = np.arange(LONGEST)
_NEVER = np.float32(-1e9)
_OWN = np.float32(0.01)
"""Share of a name's chance that is its own alone: of those that say the same the likeliest is taken."""
_LEAST = np.float32(0.1)
"""A name less likely by itself than this share of the likeliest stands for no others."""
_LOWEST = np.float32(-60)
NAME, FIRST, GOES_ON, LAST = range(4)
STEPS = slice(4, len(inputs.ROLES))
"""Places in `inputs.ROLES`."""


class Names(NamedTuple):
    """What n numbers could be called: for each, C sets of those K tokens of their window that count."""

    tokens: Bools
    """(n, C, K)"""
    columns: Longs
    """Which tokens of the window these are (K,)."""
    expected: Floats
    """The F1 of their characters (n, C) that is to be expected by their tokens."""
    chances: Floats
    """How likely it is (n, C), among these names, that a name is right or another that says the same; 0 for
    what has no tokens, or those of a name before."""


def propose(chosen: Floats, sizes: Ints) -> Names:
    """Return the names of n numbers of a window.

    `chosen` (n, T, len(ROLES)) are the scores of its tokens, `sizes` (T,) their characters.
    """
    likely = chances_of(chosen)
    columns = np.flatnonzero(likely.max(0) > THRESHOLDS[0])
    if not len(columns):
        columns = np.zeros(1, np.int64)
    letters = sizes.astype(np.float32)
    own, every = likely[:, columns], (likely @ letters)[:, None]
    tokens = np.empty((len(chosen), _NAMES, len(columns)), bool)
    above = tokens[:, : len(THRESHOLDS)]
    np.greater(own[:, None], THRESHOLDS[:, None], out=above)
    hits = own * letters[columns]
    best = tokens[:, len(THRESHOLDS)]
    best[:] = own > _least(_expected(above.astype(np.float32), hits, letters[columns], every))
    tokens[:, -_PARTS:] = _parts(best, columns)
    whole = tokens.astype(np.float32)
    f1 = _f1(_common(whole, letters[columns]))
    there = tokens.any(2) & ~((f1 == 1) & _BEFORE).any(2)
    scores = np.where(there, paths.scores(tokens, columns, chosen[..., STEPS]), _NEVER)
    chances = np.exp(scores - scores.max(1, keepdims=True)) * there
    chances /= np.maximum(chances.sum(1, keepdims=True), 1)
    same = ((f1 >= ALIKE) @ chances[..., None])[..., 0]
    same *= chances >= _LEAST * chances.max(1, keepdims=True)
    expected = _expected(whole, hits, letters[columns], every)
    return Names(tokens, columns, expected, ((1 - _OWN) * same + _OWN * chances) * there)


def chances_of(chosen: Floats) -> Floats:
    """Return the chances (n, T) of tokens to be of the name, one by one."""
    return np.asarray(1 / (1 + np.exp(-np.maximum(chosen[..., NAME], _LOWEST))), np.float32)


def _expected(names: Floats, hits: Floats, letters: Floats, every: Floats) -> Floats:
    """Return the F1 that is to be expected of the characters of names (n, C, K), 1 for each token of theirs.

    `hits` (n, K) are the characters of tokens that are to be expected in the name, `letters` (K,) all of
    them, `every` (n, 1) those that are to be expected of all tokens.
    """
    reached, taken = (names @ hits[..., None])[..., 0], names @ letters
    return np.asarray(2 * reached / np.maximum(taken + every, 1e-6), np.float32)


def _least(expected: Floats) -> Floats:
    """Return how likely a token of the best name is (n, 1), by the F1 to be expected of some names (n, C).

    Of all sets of tokens that has the best F1 to be expected which has those that are likelier than half of
    the F1 that it reaches (Lipton, Elkan and Naryanaswamy 2014).
    """
    low, high = _CHANCES
    return np.asarray(np.clip(expected.max(1, keepdims=True) / 2, low, high))


def _parts(tokens: Bools, columns: Longs) -> Bools:
    """Return six parts (n, 6, K) of names (n, K) by their pieces.

    Without the first, the last, the second; the first alone, the last alone; without the first word.
    """
    begins = tokens.copy()
    begins[:, 1:] &= ~(tokens[:, :-1] & (np.diff(columns) == 1))
    piece = begins.cumsum(1)
    first, last = piece == 1, piece == piece[:, -1:]
    out = np.empty((len(tokens), _PARTS, tokens.shape[1]), bool)
    for place, kept in enumerate((~first, ~last, piece != 2, first, last, ~(begins & first))):
        np.logical_and(tokens, kept, out=out[:, place])
    return out


def _common(names: Floats, letters: Floats) -> Floats:
    """Return the characters that each two names (n, C, K) have in common (n, C, C), or one has by itself."""
    return np.asarray((names * letters) @ names.transpose(0, 2, 1), np.float32)


def _f1(common: Floats) -> Floats:
    """Return the F1 of the characters of each two names (n, C, C) by those in common.

    From ALIKE on two names say the same; at 1 they are the same.
    """
    length = common.diagonal(axis1=1, axis2=2)
    return np.asarray(2 * common / np.maximum(length[:, :, None] + length[:, None], 1), np.float32)


def spelt(chosen: Floats, sentences: Ints) -> tuple[Longs, Longs, Floats]:
    """Return for n numbers the words that spell a subject: the first, the last, and their chance.

    `chosen` (n, T, len(ROLES)) are the scores of T words, `sentences` (T,) those that they stand in. All runs
    of up to `LONGEST` words of one sentence stand against each other.
    """
    size = len(sentences)
    reached = np.arange(size)[:, None] + _REACH
    ends = np.minimum(reached, size - 1)
    there = (reached < size) & (sentences[ends] == sentences[:, None])
    passed = chosen[..., GOES_ON].cumsum(1)
    scores = (chosen[..., LAST] + passed).take(ends, axis=1)
    scores += (chosen[..., FIRST] - passed)[..., None]
    scores += np.where(there, np.float32(0), _NEVER)
    scores = scores.reshape(len(chosen), -1)
    best = scores.argmax(1)
    scores -= scores.max(1, keepdims=True)
    first, more = np.divmod(best, LONGEST)
    return first, first + more, np.asarray(1 / np.exp(scores).sum(1), np.float32)


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
