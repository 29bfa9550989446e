"""Windows as batches of tensors, with the answers of gold or of a teacher."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from flows.extract.reader import inputs, session
from flows.extract.reader.inputs import Arrays, Inputs
from flows.extract.reader.naming import LONGEST
from flows.extract.reader.train import hints
from flows.extract.reader.train.data import Example
from flows.extract.reader.windows import Window
from flows.language import tagger

_TOKENS = ("kinds", "slots", "states", "marks", "parts", "labels", "sentences")
_TOKEN_AXIS = {"seen": 1, "own": 1, "named": 1, "names": 1, "runs": 1}
"""Which axis of a tensor runs over the tokens of a window."""


class Piece(NamedTuple):
    """One window; `tensors` has by name arrays with the n numbers first, `hints` a row for each word."""

    arrays: Arrays
    tensors: dict[str, NDArray[Any]]
    hints: hints.Steps | None = None


class Taught(NamedTuple):
    """A teacher's chances for one number: of runs of characters, of classes, of candidates."""

    tokens: list[tuple[int, int, float, bool]]
    """Start, end, the chance to be of the name, and whether they are of the likeliest."""
    sure: float
    """The chance of that name."""
    run: tuple[int, int, float]
    """Start and end of what spells the subject, and the chance that it does."""
    classes: NDArray[np.float16]
    subject: NDArray[np.float16]
    period: NDArray[np.float16]


class Answered(NamedTuple):
    """A document with what a teacher says of each of its numbers, and the hints for each of its windows."""

    inputs: Inputs
    taught: list[Taught | None]
    hints: list[hints.Steps | None]


def piece(built: Inputs, window: Window) -> Piece:
    """Return the tensors of a window without answers."""
    arrays, rows = inputs.arrays(built, window), window.numbers
    tensors = session.tensors(built, window, arrays)
    for name in _TOKENS:
        tensors.pop(name, None)
    tensors["subject_there"] = inputs.with_unlisted(built.subjects.values[rows] >= 0)
    tensors["period_there"] = built.periods.values[rows] >= 0
    return Piece(arrays, tensors)


Answers = Callable[[Window], dict[str, Any]]
"""Makes the answers of a window when it is its turn: kept, they would fill the memory."""


def by_gold(example: Example) -> Answers:
    """Return what makes answers from gold."""
    return lambda window: gold_answers(example, window)


def by_teacher(taught: Sequence[Taught | None]) -> Answers:
    """Return what makes answers from a teacher's."""
    return lambda window: taught_answers(taught, window)


def gold_answers(example: Example, window: Window) -> dict[str, Any]:
    """Return what gold says of the numbers of a window."""
    rows = window.numbers
    named = np.zeros((len(rows), len(window.tokens)), np.float32)
    for place, row in enumerate(rows):
        right = example.characters[row]
        for at, token in enumerate(window.tokens if right else ()):
            hits = sum(letter in right for letter in range(token.start, token.end))
            named[place, at] = hits * 2 >= max(1, token.end - token.start)
    runs = _runs(window, [example.subject_spans[row] for row in rows])
    right_subjects, spelt = example.subject_right[rows], np.asarray(runs.any((1, 2)))
    return {
        "named": named, "weight": np.array([bool(example.characters[row]) for row in rows], np.float32),
        "names": named > 0, "sure": named.any(1).astype(np.float32),
        "runs": runs, "spelt": spelt.astype(np.float32), "kept": example.kept[rows].astype(np.int64),
        "right_classes": example.classes[rows].astype(np.int64),
        "subject_right": np.append(right_subjects, (spelt & ~right_subjects.any(1))[:, None], 1),
        "period_right": example.period_right[rows],
    }  # fmt: skip


def _runs(window: Window, spans: Sequence[Sequence[tuple[int, int]]]) -> NDArray[np.bool_]:
    """Return which runs of a sentence's tokens (n, T, LONGEST), by where they begin, are each number's."""
    starts, ends = (np.array([token[side] for token in window.tokens]) for side in (0, 1))
    runs = np.zeros((len(spans), len(starts), LONGEST), bool)
    for place, own in enumerate(spans):
        for start, end in own:
            first = np.flatnonzero((starts <= start) & (start < ends))
            last = np.flatnonzero((starts < end) & (end <= ends))
            for low, high in itertools.product(first, last):
                if 0 <= high - low < LONGEST and window.sentences[low] == window.sentences[high]:
                    runs[place, low, high - low] = True
    return runs


def taught_answers(taught: Sequence[Taught | None], window: Window) -> dict[str, Any]:
    """Return what a teacher says of the numbers of a window, in tokens of the window's own."""
    rows = [answer for row in window.numbers if (answer := taught[row])]
    starts = np.array([token.start for token in window.tokens])
    ends = np.array([token.end for token in window.tokens])
    named, likeliest = np.zeros((2, len(rows), len(starts)), np.float32)
    for place, row in enumerate(rows):
        for start, end, chance, is_likeliest in row.tokens:
            low, high = np.searchsorted(ends, start, "right"), np.searchsorted(starts, end, "left")
            common = np.minimum(end, ends[low:high]) - np.maximum(start, starts[low:high])
            share = common / (ends[low:high] - starts[low:high])
            named[place, low:high] += share * chance
            likeliest[place, low:high] += share * is_likeliest
    names, runs = likeliest >= 0.5, _runs(window, [[row.run[:2]] for row in rows])
    sure, spelt = np.array([(row.sure, row.run[2]) for row in rows], np.float32).T
    return {
        "named": named.clip(0, 1), "weight": np.ones(len(rows), np.float32),
        "names": names, "sure": sure * names.any(1), "runs": runs, "spelt": spelt * runs.any((1, 2)),
        "soft_classes": np.stack([row.classes for row in rows]).astype(np.float32),
        "soft_subject": np.stack([row.subject for row in rows]).astype(np.float32),
        "soft_period": np.stack([row.period for row in rows]).astype(np.float32),
    }  # fmt: skip


def batch(found: Sequence[Piece]) -> dict[str, Tensor]:
    """Put windows together; shorter ones are filled up. `window` says of each number which is its own."""
    length, size = max(len(one.arrays.kinds) for one in found), len(found)
    out: dict[str, NDArray[Any]] = {"inside": np.zeros((size, length), bool)}
    for name in _TOKENS:
        first = getattr(found[0].arrays, name)
        nothing = tagger.CENTRE if name == "states" else 0
        out[name] = np.full((size, length, *first.shape[1:]), nothing, first.dtype)
    for row, one in enumerate(found):
        own = len(one.arrays.kinds)
        out["inside"][row, :own] = True
        for name in _TOKENS:
            out[name][row, :own] = getattr(one.arrays, name)
    if found[0].hints is not None:
        out["hints"] = np.full((size, length, hints.WIDTH), hints.UNKNOWN, np.int8)
        for row, one in enumerate(found):
            if one.hints is not None:
                out["hints"][row, : len(one.hints)] = one.hints
    out["window"] = np.concatenate([np.full(len(one.arrays.first), row) for row, one in enumerate(found)])
    for name in found[0].tensors:
        parts = [one.tensors[name] for one in found]
        if name in _TOKEN_AXIS:
            parts = [_filled(part, _TOKEN_AXIS[name], length) for part in parts]
        out[name] = np.concatenate(parts)
    return {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in out.items()}


def _filled(part: NDArray[Any], axis: int, length: int) -> NDArray[Any]:
    room = [(0, 0)] * part.ndim
    room[axis] = (0, length - part.shape[axis])
    return np.pad(part, room)
