"""A second look at what the networks say of each number: at whole names, and at what candidates are.

The networks say of each token whether it is part of a name; here whole names stand against each other. They
choose subject and period by what the text around says; here it counts once more what each candidate is, where
it stands and what the number is. Small networks of their own do that, which learn from gold alone
(`flows.extract.reader.train.second_look`).
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader.naming import Told

WEIGHTS = Path(__file__).parent / "weights" / "second_look.npz"
ABOUT = (1, 6, 7, 8)
"""Columns of `Inputs.numbers` that count for candidates: the kind of the number; whether the document is a
report, a rulebook, a plan."""
_LEAST = 1e-4
_NEVER = np.float32(-1e9)

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Weights = dict[str, Floats]


class Candidates(NamedTuple):
    """What could be chosen for n numbers, as the networks see it."""

    there: Bools
    """(n, K)"""
    chances: Floats
    known: Floats
    """(n, K, F): what else is told of each."""


@functools.cache
def weights() -> dict[str, Weights]:
    """Return the weights of each field's network by their names."""
    found: dict[str, Weights] = {}
    with np.load(WEIGHTS) as file:
        for name in file.files:
            field, _, own = name.partition(".")
            found.setdefault(field, {})[own] = file[name].astype(np.float32)
    return found


def names(told: Told, there: Bools) -> Floats:
    """Return the chances (n, C) of names to be right, of which some are `there`."""
    own = weights()["name"]
    hidden = told.numbers @ own["numbers"] + own["categories"][told.categories].sum(2) + own["bias"]
    scores = np.maximum(hidden, 0) @ own["score"] + own["words"][told.buckets].sum(2)
    return _chances(np.where(there, scores + own["level"], _NEVER))


def candidates(field: str, found: Candidates, about: Floats) -> Floats:
    """Return the chances of candidates (n, K) to be right; `about` (n, 3 + ABOUT) tells of their numbers."""
    own = weights()[field]
    told = by_chance(found.chances)
    hidden = told @ own["chances"] + found.known @ own["known"]
    hidden += (about @ own["about"] + own["bias"])[:, None]
    scores = told[..., 0] + np.maximum(hidden, 0) @ own["score"]
    return _chances(np.where(found.there, scores + own["level"], _NEVER))


def by_chance(chances: Floats) -> Floats:
    """Return what chances tell of candidates (n, K, 3): the logarithm, each, and whether none is greater."""
    logs = np.log(np.maximum(chances, _LEAST))
    return np.stack([logs, chances, chances >= chances.max(1, keepdims=True)], 2, dtype=np.float32)


def _chances(scores: Floats) -> Floats:
    """Return scores (n, C) as chances; what is left to one is that none of them is right, which scores 0."""
    most = np.maximum(scores.max(1, keepdims=True), 0)
    chances = np.exp(scores - most)
    return np.asarray(chances / (chances.sum(1, keepdims=True) + np.exp(-most)), np.float32)
