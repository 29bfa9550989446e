"""What the trained networks make of each number of a document, at first sight and at a second look."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader import inputs, naming, second_look, session
from flows.extract.reader.inputs import Inputs
from flows.extract.reader.subjects import UNLISTED
from flows.extract.reader.windows import Window
from flows.extract.reading import Reading
from flows.language.arrays import Floats, Longs
from flows.language.quantities import Quantity

Spans = list[tuple[int, int]]

_NEVER = np.float32(-1e9)
_OWN = np.float32(0.01)
"""Share of a name's chance that is its own alone: of those that say the same the likeliest is taken."""
_KIND, _SHARES = 1, ("%", "个百分点")
"""Which column of `Inputs.numbers` holds the kind of a quantity; units of numbers that are shares."""


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
    chance of a name is that it is right, or one of those looked at that says the same."""
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
    seen = look(built)
    if seen is None:
        return []
    scores = _second_look(seen)
    fields = {name: _chosen(chances) for name, chances in scores.items()}
    return [
        Judgement(
            built.quantities[row],
            row,
            naming.name_of(reading.text, seen.spans(place, own)),
            float(seen.told.numbers[place, own, naming.EXPECTED]),
            {field: choices[place] for field, choices in fields.items()},
            (int(seen.spelt[place, 0]), int(seen.spelt[place, 1])),
            scores,
            place,
            functools.partial(seen.spans, place),
        )
        for place, (row, (own, _)) in enumerate(zip(seen.rows.tolist(), fields["name"], strict=True))
    ]


class Seen(NamedTuple):
    """What the networks say of N numbers of a document, in order; chances of classes and candidates."""

    rows: Longs
    told: naming.Told
    there: NDArray[np.bool_]
    """Which names there are (N, C)."""
    alike: NDArray[np.bool_]
    """Which names say the same (N, C, C)."""
    classes: Floats
    subjects: Floats
    """(N, MOST + 1), that behind for what the text spells."""
    periods: Floats
    spelt: Longs
    """Where the text spells the subject: start and end (N, 2)."""
    owners: list[tuple[Window, Longs, NDArray[np.bool_]]]
    """Of each number its window, T tokens of that, and which of these each name has (C, T)."""

    def spans(self, place: int, name: int) -> Spans:
        """Return where a name of a number stands; nowhere what is no name of its own."""
        window, columns, names = self.owners[place]
        if not self.there[place, name]:
            return []
        return [window.tokens[at][:2] for at in columns[names[name]].tolist()]


def look(built: Inputs) -> Seen | None:
    """Return what the networks say of the numbers of a document; None where there are none to be read."""
    parts = [_read(built, window) for window in built.windows if window.numbers]
    if not parts:
        return None
    rows, *told, there, alike, classes, whom, when, spelt, owners = zip(*parts, strict=True)
    order = np.argsort(np.concatenate(rows), kind="stable")

    def joined(columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate(columns)[order]

    every = [one for own in owners for one in own]
    return Seen(
        joined(rows), naming.Told(*map(joined, told)), joined(there), joined(alike),
        joined(classes), joined(whom), joined(when), joined(spelt),
        [every[at] for at in order.tolist()],
    )  # fmt: skip


def _read(built: Inputs, window: Window) -> tuple[Any, ...]:
    """Return what the networks say of the numbers of a window, in the order of `Seen`."""
    rows, arrays = window.numbers, inputs.arrays(built, window)
    scores = session.run(built, window, arrays)
    sizes = arrays.ends - arrays.starts
    names = naming.propose(scores["chosen"][..., 0], sizes)
    shares = np.array([built.quantities[row].unit in _SHARES for row in rows])
    kinds = built.numbers[rows, _KIND] + shares * (naming.KINDS // 2)
    told = naming.tell(names, arrays, kinds)
    listed = inputs.with_unlisted(built.subjects.values[rows] >= 0), built.periods.values[rows] >= 0
    whom, when = (
        _softmax(np.where(there, scores[name], _NEVER))
        for name, there in zip(("subject", "period"), listed, strict=True)
    )
    low, high, likely = naming.spelt(scores["chosen"])
    whom[:, UNLISTED] *= likely
    whom /= whom.sum(1, keepdims=True)
    return (
        np.array(rows),
        *told,
        names.there,
        naming.overlaps(names, sizes) >= naming.ALIKE,
        np.concatenate([_softmax(scores["classes"][:, own]) for own in inputs.CLASSES.values()], 1),
        whom,
        when,
        np.stack([arrays.starts[low], arrays.ends[high]], 1).astype(np.int64),
        [(window, names.columns, own) for own in names.tokens],
    )


def _second_look(seen: Seen) -> dict[str, Floats]:
    """Return the chances of classes and candidates, and those of names at a second look."""
    scores = {name: seen.classes[:, own] for name, own in inputs.CLASSES.items()}
    # A name is right where gold has one that says the same: each counts with all those that do.
    names = second_look.names(seen.told, seen.there)
    same = (seen.alike @ names[..., None])[..., 0]
    scores["name"] = np.where(seen.there, (1 - _OWN) * same + _OWN * names, 0)
    return scores | {"subject": seen.subjects, "period": seen.periods}


def _chosen(chances: Floats) -> list[Choice]:
    return [Choice(*one) for one in zip(chances.argmax(1).tolist(), chances.max(1).tolist(), strict=True)]


def _softmax(scores: Floats) -> Floats:
    """Return rows of scores as chances."""
    chances = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(chances / chances.sum(1, keepdims=True), np.float32)
