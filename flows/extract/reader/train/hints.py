"""What the teacher's encoder makes of each word: the student guesses it beside the teacher's answers.

Answers tell of numbers alone, hints of every word that is read with them; a student that has to guess both
does better on texts that neither saw. The states are turned onto the axes along which they differ most.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader.windows import Token, Window

Floats = NDArray[np.float64]
Steps = NDArray[np.int8]

WIDTH = 128
"""Axes that are kept: five sixths of what the states of words differ by."""
STEP = 1 / 24
"""What one step of a hint is worth, where their mean square is one."""
UNKNOWN = -128
"""Stands in all of the hints of a word that the teacher did not read."""


class Axes(NamedTuple):
    """How states become hints."""

    mean: Floats
    turn: Floats
    """(states, WIDTH)"""
    scale: float


def axes(states: Floats) -> Axes:
    """Return the axes along which `states` (words, width) differ most."""
    spread, turn = np.linalg.eigh(np.cov(states.T))
    kept = slice(None, -WIDTH - 1, -1)
    return Axes(states.mean(0), turn[:, kept], float(np.sqrt(spread[kept].mean())))


def averaged(
    states: Floats, pieces: Sequence[Token], words: Sequence[Token]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return for each word the mean of the states of its pieces, and whether there are any."""
    starts, ends = (np.array([getattr(piece, edge) for piece in pieces]) for edge in ("start", "end"))
    low = np.searchsorted(ends, [word.start for word in words], "right")
    high = np.searchsorted(starts, [word.end for word in words], "left")
    sums = np.concatenate([np.zeros((1, states.shape[1])), np.cumsum(states, 0)])
    there = high > low
    return (sums[high] - sums[low]) / np.maximum(high - low, 1)[:, None], there


def of(found: Axes, states: Floats, pieces: Sequence[Token], words: Sequence[Token]) -> Steps:
    """Return the hints (words, WIDTH) that the states of `pieces` give."""
    means, there = averaged(states, pieces, words)
    hints = np.rint((means - found.mean) @ found.turn / found.scale / STEP).clip(-127, 127).astype(np.int8)
    hints[~there] = UNKNOWN
    return hints


def pairs(taught: Sequence[Window], read: Sequence[Window]) -> dict[int, list[int]]:
    """Return which of the windows that are `read` take their hints from which that is `taught`.

    That is the one which reads most of their numbers.
    """
    owners = {row: place for place, window in enumerate(taught) for row in window.numbers}
    found: dict[int, list[int]] = {}
    for place, window in enumerate(read):
        votes = [owners[row] for row in window.numbers if row in owners]
        if votes:
            found.setdefault(max(sorted(set(votes)), key=votes.count), []).append(place)
    return found
