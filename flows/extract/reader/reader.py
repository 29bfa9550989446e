"""The door of the trained reader: what the rules propose of each number becomes what the reader chooses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import Any

from flows.extract.reader import inputs, naming, windows, words
from flows.extract.reader.calibration import confidence, ruled, unread
from flows.extract.reader.candidates import Candidates
from flows.extract.reader.inputs import COMPARATORS, MEASURES, STATUSES, Inputs
from flows.extract.reader.judging import Judged, Judgement, judgements
from flows.extract.reader.subjects import UNLISTED
from flows.extract.reader.windows import Window
from flows.extract.reading import Reading
from flows.language import gazetteer
from flows.language.quantities import Quantity
from flows.records import Mention, Metric, PeriodBasis, changed

AT_HOME = 0.936
"""What the rules claim on the average in a document that is left to them. To read more would be right more
often, and cost more time than the floors of speed allow."""
UNNAMED = "（未指明）"
"""The indicator of a number that the text gives no name."""
_SIGNS = frozenset("<>≤≥＜＞")
"""What says by itself how a number is bounded."""
_start = attrgetter("start")


def judge(
    reading: Reading, mentions: Sequence[Mention], quantities: Sequence[Quantity], proposed: Sequence[Metric]
) -> list[Metric]:
    """Return the metrics among `quantities`; `proposed` is what the rules make of some of them.

    A document in which the rules are at home is left to them: that costs little of what the reader brings,
    and spares much of the time.
    """
    counted, known = counted_of(reading, quantities, proposed)
    read: set[tuple[int, int]] = set()
    settled: list[Metric] = []
    if wanted := doubtful(known):
        built = inputs.build(reading, mentions, counted, known, wanted=wanted)
        judged = judgements(reading, built, known)
        read = {(one.quantity.start, one.quantity.end) for one in judged}
        settled = [metric for one in judged if (metric := settle(reading, built, one))]
    left = [
        changed(metric, confidence=unread(metric.confidence))
        for metric in proposed
        if (metric.start, metric.end) not in read
    ]
    return sorted(left + settled, key=_start) if left else settled


def counted_of(
    reading: Reading, quantities: Sequence[Quantity], proposed: Sequence[Metric]
) -> tuple[list[Quantity], list[Metric | None]]:
    """Return the numbers that could be metrics, and what the rules make of each."""
    rules = {(metric.start, metric.end): metric for metric in proposed}
    counted = inputs.countable(reading, quantities, set(rules))
    return counted, [rules.get((quantity.start, quantity.end)) for quantity in counted]


def windows_read(
    reading: Reading, counted: Sequence[Quantity], proposed: Sequence[Metric | None]
) -> list[Window]:
    """Return the windows that a run reads: those of a document that the rules doubt."""
    return windows.read(reading, counted, words.cutter(reading), wanted=doubtful(proposed))


def doubtful(proposed: Sequence[Metric | None]) -> set[int]:
    """Return the places of the proposals of a document in which the rules are not at home; else none."""
    claims = {place: metric.confidence for place, metric in enumerate(proposed) if metric}
    return set(claims) if sum(claims.values()) < AT_HOME * len(claims) else set()


def settle(
    reading: Reading, built: Inputs, judged: Judged, by_rules: Collection[str] | None = None
) -> Metric | None:
    """Return the metric that a judged number is, None where it is none.

    What the rules propose holds in the fields that they decide: `by_rules`, by default `ruled`.
    """
    quantity, judgement, proposed = judged.quantity, judged.judgement, judged.proposed
    if judgement.choices["kept"].best == 0:
        return None
    base = proposed or _bare(reading, quantity)
    held = (ruled() if by_rules is None else by_rules) if proposed else ()
    classes = _classes(judgement, base, held)
    if reading.text[quantity.start] in _SIGNS:
        classes["comparator"] = base.comparator
    level = classes["measure"] == "level"
    flipped = level and base.measure != "level" and base.value == -quantity.value
    subject, code = subject_of(reading, built, judged)
    if "subject" not in held and subject != base.subject:
        classes |= {"subject": subject, "region_code": code}
    if "period" not in held:
        classes |= _period(reading, built.periods, judged, base)
    return changed(
        base,
        **classes,
        indicator=judgement.name or base.indicator,
        value=quantity.value if flipped else base.value,
        value_high=quantity.value_high if flipped else base.value_high,
        basis=None if level else base.basis,
        hedge=base.hedge if classes["status"] == "target" else None,
        confidence=confidence(judged),
    )


def _classes(judgement: Judgement, base: Metric, held: Collection[str]) -> dict[str, Any]:
    """Return measure, status and comparator, those that are `held` as before; a range is equal to nothing."""
    found: dict[str, Any] = {
        field: getattr(base, field) if field in held else names[judgement.choices[field].best]
        for field, names in (("measure", MEASURES), ("status", STATUSES), ("comparator", COMPARATORS))
    }
    if base.value_high is not None and found["comparator"] == "eq":
        found["comparator"] = "range"
    return found


def _bare(reading: Reading, quantity: Quantity) -> Metric:
    """Return a metric for a number that the rules take for none."""
    text = reading.content
    marks = "，。；、！？\n"
    start = max((text.rfind(mark, 0, quantity.start) for mark in marks), default=-1) + 1
    end = min((at for mark in marks if (at := text.find(mark, quantity.end)) >= 0), default=len(text))
    return Metric(
        document_id=reading.document.document_id,
        indicator=UNNAMED,
        value=quantity.value,
        value_high=quantity.value_high,
        unit=quantity.unit,
        comparator=quantity.comparator,
        measure="level",
        status="actual",
        quote=text[quantity.start : quantity.end],
        start=quantity.start,
        end=quantity.end,
        evidence=text[start:end].strip(),
        confidence=0.0,
    )


def subject_of(reading: Reading, built: Inputs, judged: Judged) -> tuple[str | None, str | None]:
    """Return the chosen subject with its region code."""
    best, found = judged.judgement.choices["subject"].best, built.subjects
    if best == UNLISTED:
        return spelt(reading, judged.judgement)
    name, code = found.choices[found.values[judged.row, best]]
    return str(name) if name else None, str(code) if code else None


def spelt(reading: Reading, judgement: Judgement) -> tuple[str | None, str | None]:
    """Return what the text spells as a subject; where that is a region's name, the region."""
    name = naming.name_of(reading.text, [judgement.spelt])
    code = gazetteer.resolve_region(name, reading.document.region_code)
    return (gazetteer.regions()[code].name, code) if code else (name or None, None)


def _period(reading: Reading, found: Candidates, judged: Judged, base: Metric) -> dict[str, Any]:
    """Return the chosen period with its basis (stated in the sentence, inherited, inferred), if it is new."""
    at = judged.judgement.choices["period"].best
    start, end = found.choices[found.values[judged.row, at]]
    if (start, end) == (base.period_start, base.period_end):
        return {}
    if not (isinstance(start, dt.date) and isinstance(end, dt.date)):
        return {"period_start": None, "period_end": None, "period_basis": None}
    place = int(found.spans[judged.row, at, 0])
    between = reading.text[min(place, judged.quantity.start) : max(place, judged.quantity.start)]
    basis: PeriodBasis = "inherited" if any(mark in between for mark in "。！？\n") else "stated"
    return {"period_start": start, "period_end": end, "period_basis": "inferred" if place < 0 else basis}
