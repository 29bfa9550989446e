"""The door of the trained reader: what it says of each number of a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from flows.extract.reader import inputs, naming
from flows.extract.reader.calibration import confidence
from flows.extract.reader.inputs import COMPARATORS, MEASURES, STATUSES, Inputs
from flows.extract.reader.judging import Judgement, judgements
from flows.extract.reader.subjects import UNLISTED
from flows.extract.reading import Reading
from flows.language import gazetteer
from flows.language.quantities import Quantity
from flows.records import Comparator, MeasureKind, Mention, PeriodBasis, StatusKind


class Answer(NamedTuple):
    """What the reader says of a number that is a metric; a field is None where the text gives none."""

    quantity: Quantity
    indicator: str
    """Empty where the text gives no name."""
    measure: MeasureKind
    status: StatusKind
    comparator: Comparator
    subject: str | None
    region_code: str | None
    period_start: dt.date | None
    period_end: dt.date | None
    period_basis: PeriodBasis | None
    confidence: float


def answers(reading: Reading, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> list[Answer]:
    """Return what is said of those of `quantities` that are metrics, in order."""
    built = inputs.build(reading, mentions, inputs.countable(reading, quantities))
    found = (answer(reading, built, judged) for judged in judgements(reading, built))
    return [one for one in found if one]


def answer(reading: Reading, built: Inputs, judged: Judgement) -> Answer | None:
    """Return what is said of a judged number, None where it is no metric."""
    choices = {field: choice.best for field, choice in judged.choices.items()}
    if not choices["kept"]:
        return None
    start, end, basis = _period(reading, built, judged)
    return Answer(
        judged.quantity,
        judged.name,
        MEASURES[choices["measure"]],
        _status(reading, judged, start, basis),
        COMPARATORS[choices["comparator"]],
        *_subject(reading, built, judged),
        start,
        end,
        basis,
        confidence(judged),
    )


def _subject(reading: Reading, built: Inputs, judged: Judgement) -> tuple[str | None, str | None]:
    """Return the chosen subject with its region code."""
    best, found = judged.choices["subject"].best, built.subjects
    if best == UNLISTED:
        return spelt(reading, judged)
    name, code = found.choices[found.values[judged.row, best]]
    return str(name) if name else None, str(code) if code else None


def spelt(reading: Reading, judgement: Judgement) -> tuple[str | None, str | None]:
    """Return what the text spells as a subject; where that is a region's name, the region."""
    name = naming.name_of(reading.text, [judgement.spelt])
    code = gazetteer.resolve_region(name, reading.document.region_code)
    return (gazetteer.regions()[code].name, code) if code else (name or None, None)


def _status(
    reading: Reading, judged: Judgement, start: dt.date | None, basis: PeriodBasis | None
) -> StatusKind:
    """Return the status; by a year to come (到2030年) there is no result."""
    chosen, published = STATUSES[judged.choices["status"].best], reading.document.published_on
    if chosen != "actual" or basis != "stated" or published is None or start is None or start <= published:
        return chosen
    before = (one for one in reading.periods if one.end <= judged.quantity.start)
    ahead = any(one.kind == "deadline" and one.period_start == start for one in before)
    return "target" if ahead else chosen


def _period(
    reading: Reading, built: Inputs, judged: Judgement
) -> tuple[dt.date | None, dt.date | None, PeriodBasis | None]:
    """Return the chosen period with its basis: stated in the sentence, inherited, inferred."""
    at, found = judged.choices["period"].best, built.periods
    start, end = found.choices[found.values[judged.row, at]]
    if not (isinstance(start, dt.date) and isinstance(end, dt.date)):
        return None, None, None
    place, own = int(found.spans[judged.row, at, 0]), judged.quantity.start
    if place < 0:
        return start, end, "inferred"
    between = reading.text[min(place, own) : max(place, own)]
    return start, end, "inherited" if any(mark in between for mark in "。！？\n") else "stated"
