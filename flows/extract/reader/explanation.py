"""What stood against each other when the reader chose, for `inspect --why`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from flows.extract.reader import inputs, judging, naming, reader
from flows.extract.reader.candidates import Candidates, Value
from flows.extract.reader.inputs import COMPARATORS, MEASURES, STATUSES, Inputs
from flows.extract.reader.judging import Judgement
from flows.extract.reader.subjects import UNLISTED
from flows.extract.reading import Reading
from flows.language import quantities
from flows.language.arrays import Floats
from flows.records import Mention

_SHOWN = 5
"""Candidates that are named."""


def explain(reading: Reading, mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    """Return for each number that could be one what stood against each other, and how likely each was."""
    built = inputs.build(reading, mentions, inputs.countable(reading, quantities.find(reading.text)))
    return [_explained(reading, built, one) for one in judging.judgements(reading, built)]


def _explained(reading: Reading, built: Inputs, judgement: Judgement) -> dict[str, Any]:
    quantity = judgement.quantity
    lists = {"kept": ("no", "yes"), "status": STATUSES, "measure": MEASURES, "comparator": COMPARATORS}
    chances = {field: judgement.scores[field][judgement.place].tolist() for field in lists}
    subjects = _likeliest(judgement.scores["subject"][judgement.place], built.subjects, judgement.row)
    unlisted = float(judgement.scores["subject"][judgement.place, UNLISTED])
    periods = _likeliest(judgement.scores["period"][judgement.place], built.periods, judgement.row)
    return {
        "start": quantity.start,
        "end": quantity.end,
        "quote": reading.content[quantity.start : quantity.end],
        "kept": bool(judgement.choices["kept"].best),
        "indicator": {"name": judgement.name, "chance": round(judgement.choices["name"].chance, 4)},
        "names": _names(reading, judgement),
        "classes": {
            field: {name: round(chance, 4) for name, chance in zip(names, chances[field], strict=True)}
            for field, names in lists.items()
        },
        "subjects": [{"subject": name, "region_code": code, "chance": own} for (name, code), own in subjects],
        "subject_spelt": {"subject": reader.spelt(reading, judgement)[0], "chance": round(unlisted, 4)},
        "periods": [
            {"period_start": start, "period_end": end, "chance": own} for (start, end), own in periods
        ],
    }


def _names(reading: Reading, judgement: Judgement) -> list[dict[str, Any]]:
    """Return the likeliest names that stood against each other, the best first."""
    chances = judgement.scores["name"][judgement.place]
    best = [at for at in np.argsort(-chances, kind="stable").tolist() if judgement.spans(at)]
    return [
        {
            "name": naming.name_of(reading.text, judgement.spans(at)),
            "chance": round(float(chances[at]), 4),
        }
        for at in best[:_SHOWN]
    ]


def _likeliest(chances: Floats, found: Candidates, row: int) -> list[tuple[Value, float]]:
    """Return the likeliest candidates that are there, the best first."""
    best = np.argsort(-chances[: found.values.shape[1]], kind="stable").tolist()
    there = [place for place in best if found.values[row, place] >= 0]
    return [(found.choices[found.values[row, at]], round(float(chances[at]), 4)) for at in there[:_SHOWN]]
