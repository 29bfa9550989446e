"""Runs the trained networks on one window at a time, by onnxruntime.

A window is read on its own, and each call on one thread, so that what is found in a document depends on
nothing that is read beside it.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from flows.extract.reader import features
from flows.extract.reader.inputs import Arrays, Inputs
from flows.extract.reader.windows import Window
from flows.language.arrays import Floats, Ints
from flows.machine import networks

WEIGHTS = Path(__file__).parent / "weights" / "numbers.onnx"
INPUTS = (
    "slots", "states", "marks", "parts", "labels", "own", "seen", "numbers",
    "subject_known", "subject_ends", "period_known", "period_ends",
)  # fmt: skip
OUTPUTS = ("chosen", "classes", "subject", "period")
"""Of n numbers: scores of T tokens to be what `inputs.ROLES` says (n, T, len(ROLES)); of the classes (n, 15);
of the candidates (n, MOST), of subjects with that of `subjects.UNLISTED` behind."""


@functools.cache
def _session(weights: Path) -> onnxruntime.InferenceSession:
    return networks.opened(str(weights))


def run(built: Inputs, window: Window, arrays: Arrays) -> dict[str, Floats]:
    """Return the scores of the numbers of a window."""
    given = tensors(built, window, arrays)
    found = _session(WEIGHTS).run(list(OUTPUTS), {name: given[name] for name in INPUTS})
    return dict(zip(OUTPUTS, found, strict=True))


def tensors(built: Inputs, window: Window, arrays: Arrays) -> dict[str, NDArray[Any]]:
    """Return the inputs of the networks for one window."""
    rows = window.numbers
    from_here = features.seen(arrays)
    own = from_here.own.astype(np.float32)
    return {
        "slots": arrays.slots,
        "states": arrays.states,
        "marks": arrays.marks,
        "parts": arrays.parts,
        "labels": arrays.labels,
        "own": own / own.sum(1, keepdims=True),
        "seen": from_here.distance * features.PLACES + from_here.place,
        "numbers": built.numbers[rows],
        "subject_known": built.subjects.known[rows],
        "subject_ends": _ends(arrays, built.subjects.spans[rows]),
        "period_known": built.periods.known[rows],
        "period_ends": _ends(arrays, built.periods.spans[rows]),
    }


def _ends(arrays: Arrays, spans: Ints) -> Ints:
    """Return the first and last token (n, MOST, 2) of each candidate, from 1 on; 0 where it is not there."""
    first = np.searchsorted(arrays.ends, spans[..., 0], "right")
    last = np.searchsorted(arrays.starts, spans[..., 1], "left") - 1
    there = first <= last
    return np.stack([(first + 1) * there, (last + 1) * there], -1).astype(np.int32)
