"""What the heads are told of each token as seen from a number."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader.inputs import Arrays
from flows.language.arrays import Ints

DISTANCES, PLACES = 64, 9 * 6


class Seen(NamedTuple):
    """From each of n numbers, each of T tokens (n, T): how far it is, where it stands, whether it is its own.

    Where it stands: numbers between (-4 to 4) and sentences apart (-4 to 1), as one whole number.
    """

    distance: Ints
    place: Ints
    own: NDArray[np.bool_]


def _bucketed(distance: Ints) -> Ints:
    """Return the bucket of each distance: one each up to 15 tokens, and four for each doubling beyond."""
    size = np.abs(distance)
    steps = 16 + (np.log2(np.maximum(size, 16) / 16) * 4).astype(np.int32)
    bucket = np.where(size < 16, distance, np.sign(distance) * np.minimum(steps, 31)) + DISTANCES // 2
    return bucket.astype(np.int32)


_FAR = 512
"""More tokens than a window has."""
_BUCKETS = _bucketed(np.arange(-_FAR, _FAR + 1, dtype=np.int32))


def seen(arrays: Arrays) -> Seen:
    """Return how far each token lies from each number, in tokens, numbers and sentences."""
    place = np.arange(len(arrays.kinds), dtype=np.int32)
    first, last = arrays.first[:, None], arrays.last[:, None]
    before = place < first
    distance = np.where(before, place - first, np.maximum(place - last + 1, 0))
    at = np.minimum(np.maximum(arrays.first, 0), len(place) - 1)
    between = np.minimum(np.maximum(arrays.passed - arrays.passed[at][:, None], -4), 4) + 4
    apart = np.minimum(np.maximum(arrays.sentences - arrays.sentences[at][:, None], -4), 1) + 4
    return Seen(_BUCKETS[distance + _FAR], between * 6 + apart, ~before & (place < last))
