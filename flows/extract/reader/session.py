"""Runs the trained networks on one window at a time, by onnxruntime.

A window is read on its own, and each call on one thread, so that what is found in a document depends on
nothing that is read beside it.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

if TYPE_CHECKING:
    from flows.extract.reader.candidates import Candidates
    from flows.extract.reader.inputs import Arrays, Inputs
    from flows.extract.reader.windows import Window

from flows.extract.reader import features

WEIGHTS = Path(__file__).parent / "weights" / "numbers.onnx"
INPUTS = (
    "slots", "states", "marks", "parts", "labels", "own", "distance", "place", "numbers",
    "subject_known", "subject_spans", "period_known", "period_spans",
)  # fmt: skip
OUTPUTS = ("chosen", "classes", "subject", "period")
"""Of n numbers: scores of T tokens to be of the name and of the subject (n, T, 2); of the classes (n, 15); of
candidates (n, MOST)."""

Floats = NDArray[np.float32]


@functools.cache
def _session(weights: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])


def run(built: Inputs, window: Window, arrays: Arrays) -> dict[str, Floats]:
    """Return the scores of the numbers of a window."""
    given = tensors(built, window, arrays)
    found = _session(WEIGHTS).run(list(OUTPUTS), {name: given[name] for name in INPUTS})
    return dict(zip(OUTPUTS, found, strict=True))


def tensors(built: Inputs, window: Window, arrays: Arrays) -> dict[str, NDArray[Any]]:
    """Return the inputs of the networks for one window."""
    rows = window.numbers
    from_here = features.seen(arrays)
    given: dict[str, NDArray[Any]] = {
        "slots": arrays.slots,
        "marks": arrays.marks,
        "parts": arrays.parts,
        "labels": arrays.labels,
        "own": from_here.own,
        "distance": from_here.distance,
        "place": from_here.place,
        "numbers": built.numbers[rows],
        "subject_known": built.subjects.features[rows],
        "period_known": built.periods.features[rows],
    }
    given = {name: value.astype(np.int64) for name, value in given.items()}
    given["states"] = arrays.states
    given["subject_spans"] = token_spans(window, built.subjects)
    given["period_spans"] = token_spans(window, built.periods)
    return given


def token_spans(window: Window, found: Candidates) -> Floats:
    """Return (n, MOST, T) weights that average the tokens of each candidate; 0 outside the window."""
    starts = np.array([token.start for token in window.tokens])
    ends = np.array([token.end for token in window.tokens])
    spans = found.spans[window.numbers]
    inside = (starts < spans[..., 1:]) & (ends > spans[..., :1])
    return np.asarray(inside / np.maximum(inside.sum(-1, keepdims=True), 1), np.float32)
