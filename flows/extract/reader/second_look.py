"""A second look at what the networks say of each number: whole names, and candidates beside the document.

The networks say of each token whether it is part of a name; here whole names stand against each other. They
choose subject and period of each number by itself; here it counts where the name stands, and for periods what
the other numbers are said of. Small networks of their own do that, which learn from gold alone
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
ABOUT = (0, 1, 5, 10, 11, 12, 13)
"""Columns of `Inputs.numbers` that count for candidates: whether rules propose a metric, of which status;
the kind of the number; whether the document is a report, a rulebook, a plan; whether the number is hedged."""
ELSEWHERE = -2
"""The value of what is no candidate, but stands in the text."""
BESIDE_NAME = 5
"""How many things are told of where a candidate stands from the name."""
_CLOSE, _CLAUSE = 2, 20
"""Characters."""
_FEW = 2
"""Numbers that are added, so that in a short document few others do not count as many."""
_LEAST = 1e-4
_NEVER = np.float32(-1e9)

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Weights = dict[str, Floats]


class Numbers(NamedTuple):
    """What is known of n numbers whatever is chosen for them."""

    kept: Floats
    """The chance of each that it is a metric."""
    about: Floats
    """(n, 3 + ABOUT): the chances of its status, and what the rules and the document tell."""


class Candidates(NamedTuple):
    """What could be chosen for n numbers, as the networks see it."""

    values: Ints
    """(n, K): the same where candidates are, -1 for none."""
    chances: Floats
    known: Floats
    """(n, K, F): what else is told of each."""
    common: bool
    """Whether it counts how likely each is for the other numbers of the document."""


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
    hidden = np.maximum(np.maximum(hidden, 0) @ own["middle"] + own["middle_bias"], 0)
    scores = hidden @ own["score"] + told.numbers @ own["straight"] + own["words"][told.buckets].sum(2)
    return _chances(np.where(there, scores + own["level"], _NEVER))


def candidates(field: str, found: Candidates, numbers: Numbers) -> Floats:
    """Return the chances of candidates (n, K) to be right."""
    own = weights()[field]
    hidden = beside(found, numbers) @ own["beside"] + found.known @ own["known"]
    hidden += (numbers.about @ own["about"] + own["bias"])[:, None]
    scores = np.log(np.maximum(found.chances, _LEAST)) + np.maximum(hidden, 0) @ own["score"]
    return _chances(np.where(found.values == -1, _NEVER, scores + own["level"]))


def beside(found: Candidates, numbers: Numbers) -> Floats:
    """Return what is told of candidates (n, K, 3 or 5) by their chances, and by those of the same elsewhere.

    That is the mean over the other numbers of the document, and whether no other candidate has more there.
    """
    values, chances, kept = found.values, found.chances, numbers.kept
    told = np.empty((*chances.shape, 5 if found.common else 3), np.float32)
    told[..., 0] = np.log(np.maximum(chances, _LEAST))
    told[..., 1] = chances
    told[..., 2] = chances >= chances.max(1, keepdims=True)
    if found.common:
        shares = np.where(values == -1, 0, chances * kept[:, None])
        places = values - values.min()
        totals = np.bincount(places.ravel(), shares.ravel()).astype(np.float32)
        total = totals[places]
        told[..., 3] = (total - shares) / ((kept.sum() - kept)[:, None] + _FEW)
        told[..., 4] = total >= totals.max()
    return told


def beside_name(spans: Ints, named: NDArray[np.int64]) -> Floats:
    """Return where candidates at `spans` (n, K, 2) stand from names at `named` (n, 2), a 1 for what holds.

    Inside, right before, a character or two before, within a clause before, behind.
    """
    start, end = spans[..., 0], spans[..., 1]
    first, last = named[:, :1], named[:, 1:]
    before = first - end
    there = (start >= 0) & (last > first)
    told = np.empty((*start.shape, BESIDE_NAME), np.float32)
    told[..., 0] = (start >= first) & (end <= last)
    told[..., 1] = before == 0
    told[..., 2] = (before > 0) & (before <= _CLOSE)
    told[..., 3] = (before > _CLOSE) & (before <= _CLAUSE)
    told[..., 4] = start >= last
    told[~there] = 0
    return told


def _chances(scores: Floats) -> Floats:
    """Return scores (n, C) as chances; what is left to one is that none of them is right, which scores 0."""
    most = np.maximum(scores.max(1, keepdims=True), 0)
    chances = np.exp(scores - most)
    return np.asarray(chances / (chances.sum(1, keepdims=True) + np.exp(-most)), np.float32)
