"""What the network says of characters becomes names: the likeliest sequence of labels that makes sense."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.language.arrays import Floats, Longs

KINDS = ("PERSON", "ORG", "PLACE", "POLICY", "INDUSTRY")
_PARTS = "BIES"
"""A name's first character, its inner ones, its last, and the single one of a name of one."""
_NEVER = np.float32(-1e6)


class Name(NamedTuple):
    """A run of rows that is a name."""

    start: int
    end: int
    kind: str


class Scheme(NamedTuple):
    """Labels of some kinds of names, with 0 for what is none, and which may follow which."""

    kinds: tuple[str, ...]
    follows: NDArray[np.bool_]
    opens: NDArray[np.bool_]
    closes: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """How many labels there are."""
        return len(self.opens)


def scheme(kinds: tuple[str, ...]) -> Scheme:
    """Return the labels of `kinds`: 0, and four a kind."""
    labels = [("O", ""), *((part, kind) for kind in kinds for part in _PARTS)]
    follows = np.array(
        [
            [(two[0] in "IE" and two[1] == one[1]) if one[0] in "BI" else two[0] in "OBS" for two in labels]
            for one in labels
        ]
    )
    opens = np.array([part in "OBS" for part, _ in labels])
    closes = np.array([part in "OES" for part, _ in labels])
    return Scheme(kinds, follows, opens, closes)


NAMES, POSTS = scheme(KINDS), scheme(("POST",))


def names(scores: Floats, spans: Sequence[tuple[int, int]], of: Scheme) -> Iterator[Name]:
    """Yield the names in each of the sentences `spans`, in order.

    Mostly the best label of each character gives a sequence that makes sense; only where it does not is
    the best one searched for.
    """
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    best = scores.argmax(axis=1)
    for start, end in _broken(best, starts, ends, of):
        best[start:end] = _best_path(scores[start:end], of)
    inside = np.zeros(len(best) + 1, np.int64)
    inside[starts] += 1
    inside[ends] -= 1
    best *= np.cumsum(inside)[:-1]
    part = (best - 1) % len(_PARTS)
    firsts = np.flatnonzero((best > 0) & ((part == 0) | (part == 3)))
    lasts = np.flatnonzero((best > 0) & (part >= 2))
    kinds = ((best[firsts] - 1) // len(_PARTS)).tolist()
    for first, last, kind in zip(firsts.tolist(), lasts.tolist(), kinds, strict=True):
        yield Name(first, last + 1, of.kinds[kind])


def _broken(best: Longs, starts: Longs, ends: Longs, of: Scheme) -> list[tuple[int, int]]:
    """Return the pieces of sentences, from one pair of characters that are no name to the next, that break.

    A sequence makes sense, or not, between two places where nothing is a name.
    """
    wrong = np.zeros(len(best) + 1, np.bool_)
    wrong[1:-1] = ~of.follows[best[:-1], best[1:]]
    wrong[ends] = False
    wrong[starts] = ~of.opens[best[starts]]
    wrong[ends - 1] |= ~of.closes[best[ends - 1]]
    places = np.flatnonzero(wrong)
    if not len(places):
        return []
    cuts = np.zeros(len(best) + 1, np.bool_)
    cuts[1:-1] = (best[:-1] == 0) & (best[1:] == 0)
    cuts[starts] = cuts[ends] = True
    # A text may begin and end with spaces, which are of no sentence.
    cuts[[0, -1]] = True
    edges = np.flatnonzero(cuts)
    pieces = np.unique(np.searchsorted(edges, places, side="right"))
    return list(zip(edges[pieces - 1].tolist(), edges[pieces].tolist(), strict=True))


def _best_path(scores: Floats, of: Scheme) -> Longs:
    barred = np.where(of.follows, np.float32(0), _NEVER)
    total = scores[0] + np.where(of.opens, np.float32(0), _NEVER)
    back = np.empty(scores.shape, np.int64)
    for position in range(1, len(scores)):
        ways = total[:, None] + barred
        back[position] = ways.argmax(axis=0)
        total = ways.max(axis=0) + scores[position]
    path = np.empty(len(scores), np.int64)
    path[-1] = int((total + np.where(of.closes, np.float32(0), _NEVER)).argmax())
    for position in range(len(scores) - 1, 0, -1):
        path[position - 1] = back[position, path[position]]
    return path
