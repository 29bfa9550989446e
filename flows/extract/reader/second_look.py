"""A second look at what the networks say of each number: at whole names.

The networks say of each token whether it is part of a name; here whole names stand against each other. A
small network of its own does that, which learns from gold alone (`flows.extract.reader.train.second_look`).
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

from flows.extract.reader.naming import Told
from flows.language.arrays import Bools, Floats

WEIGHTS = Path(__file__).parent / "weights" / "second_look.npz"
_NEVER = np.float32(-1e9)


@functools.cache
def weights() -> dict[str, Floats]:
    """Return the weights of the network by their names."""
    with np.load(WEIGHTS) as file:
        return {name: file[name].astype(np.float32) for name in file.files}


def names(told: Told, there: Bools) -> Floats:
    """Return the chances (n, C) of names to be right, of which some are `there`."""
    own = weights()
    hidden = told.numbers @ own["numbers"] + own["categories"][told.categories].sum(2) + own["bias"]
    scores = np.maximum(hidden, 0) @ own["score"] + own["words"][told.buckets].sum(2)
    return _chances(np.where(there, scores + own["level"], _NEVER))


def _chances(scores: Floats) -> Floats:
    """Return scores (n, C) as chances; what is left to one is that none of them is right, which scores 0."""
    most = np.maximum(scores.max(1, keepdims=True), 0)
    chances = np.exp(scores - most)
    return np.asarray(chances / (chances.sum(1, keepdims=True) + np.exp(-most)), np.float32)
