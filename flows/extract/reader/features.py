"""What the heads are told of each token as seen from a number."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader.inputs import Arrays

Ints = NDArray[np.int32]

DISTANCES, PLACES = 64, 9 * 6 * 2


class Seen(NamedTuple):
    """From each of n numbers, each of T tokens (n, T): how far it is, where it stands, whether it is its own.

    Where it stands: numbers between (-4 to 4), sentences apart (-4 to 1), and whether the proposed name is
    there, as one whole number.
    """

    distance: Ints
    place: Ints
    own: Ints


def seen(arrays: Arrays) -> Seen:
    """Return how far each token lies from each number, in tokens, numbers and sentences."""
    place = np.arange(len(arrays.kinds))
    first, last = arrays.first[:, None], arrays.last[:, None]
    distance = np.where(place < first, place - first, np.where(place >= last, place - last + 1, 0))
    size = np.abs(distance)
    steps = 16 + (np.log2(np.maximum(size, 16) / 16) * 4).astype(np.int32)
    bucket = np.where(size < 16, distance, np.sign(distance) * np.minimum(steps, 31)) + 32
    at = np.clip(arrays.first, 0, len(place) - 1)
    between = np.clip(arrays.passed - arrays.passed[at][:, None], -4, 4) + 4
    apart = np.clip(arrays.sentences - arrays.sentences[at][:, None], -4, 1) + 4
    own = (place >= first) & (place < last)
    stands = (between * 6 + apart) * 2 + arrays.named
    return Seen(*(one.astype(np.int32) for one in (bucket, stands, own)))
