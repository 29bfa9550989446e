"""What the trained networks make of each number of a document."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader import inputs, naming, session
from flows.extract.reader.inputs import Inputs
from flows.extract.reader.subjects import UNLISTED
from flows.extract.reader.windows import Window
from flows.extract.reading import Reading
from flows.language.arrays import Bools, Floats, Longs
from flows.language.quantities import Quantity

Spans = list[tuple[int, int]]

_NEVER = np.float32(-1e9)


class Choice(NamedTuple):
    """The likeliest of some candidates or classes, and its chance."""

    best: int
    chance: float


class Judgement(NamedTuple):
    """What the reader makes of one number: a name, and by field the likeliest of classes or candidates."""

    quantity: Quantity
    row: int
    """Which row of `Inputs.numbers` is this number's."""
    name: str
    overlap: float
    """The F1 of the name's characters that is to be expected by its tokens."""
    choices: dict[str, Choice]
    """Of each of `inputs.CLASSES` the place in its list; of subject, period and name the candidate. The
    chance of a name is that it is right, or one of those proposed that says the same."""
    spelt: tuple[int, int]
    """Where the text spells the subject, if that is none of the candidates."""
    scores: Mapping[str, Floats]
    """Of names, classes and candidates, as chances, for all numbers of the document."""
    place: int
    """Which row of `scores` is this number's."""
    spans: Callable[[int], Spans]
    """Says where each name stands that it could have, in the order of their `scores`; nowhere for none."""


def judgements(reading: Reading, built: Inputs) -> list[Judgement]:
    """Return what is made of each number of a document, in order."""
    seen = _of_document(built)
    if seen is None:
        return []
    fields = {name: _chosen(chances) for name, chances in seen.scores.items()}
    return [
        Judgement(
            built.quantities[row],
            row,
            naming.name_of(reading.text, seen.spans(place, own)),
            float(seen.expected[place, own]),
            {field: choices[place] for field, choices in fields.items()},
            (int(seen.spelt[place, 0]), int(seen.spelt[place, 1])),
            seen.scores,
            place,
            functools.partial(seen.spans, place),
        )
        for place, (row, (own, _)) in enumerate(zip(seen.rows.tolist(), fields["name"], strict=True))
    ]


class _Seen(NamedTuple):
    """What the networks say of N numbers of a window, or of a document in order."""

    rows: Longs
    scores: dict[str, Floats]
    """By field the chances (N, C) of names, classes and candidates; of subjects, that which the text spells
    comes last."""
    expected: Floats
    """The F1 that is to be expected of each name (N, C)."""
    spelt: Longs
    """Where the text spells the subject: start and end (N, 2)."""
    owners: list[tuple[Window, Longs, Bools]]
    """Of each number its window, K tokens of that, and which of these each name has (C, K)."""

    def spans(self, place: int, name: int) -> Spans:
        """Return where a name of a number stands; nowhere what is no name of its own."""
        window, columns, names = self.owners[place]
        if not self.scores["name"][place, name]:
            return []
        return [window.tokens[at][:2] for at in columns[names[name]].tolist()]


def _of_document(built: Inputs) -> _Seen | None:
    """Return what the networks say of the numbers of a document; None where there are none to be read."""
    parts = [_of_window(built, window) for window in built.windows if window.numbers]
    if not parts:
        return None
    order = np.argsort(np.concatenate([part.rows for part in parts]), kind="stable")

    def joined(columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate(columns)[order]

    owners = [one for part in parts for one in part.owners]
    return _Seen(
        joined([part.rows for part in parts]),
        {field: joined([part.scores[field] for part in parts]) for field in parts[0].scores},
        joined([part.expected for part in parts]),
        joined([part.spelt for part in parts]),
        [owners[at] for at in order.tolist()],
    )


def _of_window(built: Inputs, window: Window) -> _Seen:
    """Return what the networks say of the numbers of a window."""
    rows, arrays = window.numbers, inputs.arrays(built, window)
    found = session.run(built, window, arrays)
    names = naming.propose(found["chosen"], arrays.ends - arrays.starts)
    listed = inputs.with_unlisted(built.subjects.values[rows] >= 0), built.periods.values[rows] >= 0
    whom, when = (
        _softmax(np.where(there, found[name], _NEVER))
        for name, there in zip(("subject", "period"), listed, strict=True)
    )
    first, last, likely = naming.spelt(found["chosen"], arrays.sentences)
    whom[:, UNLISTED] *= likely
    whom /= whom.sum(1, keepdims=True)
    classes = {name: _softmax(found["classes"][:, own]) for name, own in inputs.CLASSES.items()}
    return _Seen(
        np.array(rows),
        classes | {"name": names.chances, "subject": whom, "period": when},
        names.expected,
        np.stack([arrays.starts[first], arrays.ends[last]], 1).astype(np.int64),
        [(window, names.columns, own) for own in names.tokens],
    )


def _chosen(chances: Floats) -> list[Choice]:
    return [Choice(*one) for one in zip(chances.argmax(1).tolist(), chances.max(1).tolist(), strict=True)]


def _softmax(scores: Floats) -> Floats:
    """Return rows of scores as chances."""
    chances = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(chances / chances.sum(1, keepdims=True), np.float32)
