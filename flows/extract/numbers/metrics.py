"""From quantities to metrics: what the reader says of each number, in the words of the table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.extract import wording
from flows.extract.reader import reader
from flows.extract.reader.reader import Answer
from flows.extract.reading import Reading
from flows.language import bounds, quantities
from flows.language.quantities import Quantity
from flows.records import Comparator, Mention, Metric

UNNAMED = "（未指明）"
"""The indicator of a number that the text gives no name."""
_LONGEST_NAME = 200
"""Characters beyond which what stands before a number names nothing."""
_TWICE = re.compile(r"(.{2,})\1")
_SIGNS = frozenset("<>≤≥＜＞")
"""What says by itself how a number is bounded."""


def find(reading: Reading, mentions: Sequence[Mention]) -> list[Metric]:
    """Return the metrics of a document, in order."""
    answers = reader.answers(reading, mentions, quantities.find(reading.text))
    return [stated(reading, answer) for answer in answers]


def stated(reading: Reading, answer: Answer) -> Metric:
    """Return the metric that the reader's answer and the number's own clause make together."""
    quantity, clauses = answer.quantity, reading.clauses
    clause = clauses.around(quantity.start, quantity.end)
    before = reading.text[clause.start : quantity.start]
    level = answer.measure == "level"
    clause_before = reading.text[slice(*clauses.before(clause))]
    sign = -1 if not level and quantity.value >= 0 and wording.falls(before, clause_before) else 1
    name = _name(reading.text, answer.indicator)
    return Metric(
        document_id=reading.document.document_id,
        indicator=name,
        value=sign * quantity.value,
        value_high=None if quantity.value_high is None else sign * quantity.value_high,
        unit=quantity.unit or wording.unit_of(name),
        comparator=_comparator(reading.text, quantity, answer.comparator, sign, before),
        measure=answer.measure,
        basis=None if level else wording.basis(before),
        status=answer.status,
        hedge=_hedge(reading, quantity) if answer.status == "target" else None,
        subject=answer.subject,
        region_code=answer.region_code,
        period_start=answer.period_start,
        period_end=answer.period_end,
        period_basis=answer.period_basis,
        quote=reading.content[quantity.start : quantity.end],
        start=quantity.start,
        end=quantity.end,
        evidence=reading.content[clause.start : clause.end].strip("，。；、 \n"),
        confidence=answer.confidence,
    )


def _name(text: str, chosen: str) -> str:
    """Return a name that ends, and says nothing twice that the text says in two places (营业收入营业收入)."""
    name = chosen if chosen in text else _TWICE.sub(r"\1", chosen)
    return name if 0 < len(name) <= _LONGEST_NAME else UNNAMED


def _comparator(text: str, quantity: Quantity, chosen: Comparator, sign: int, before: str) -> Comparator:
    """Return how a number bounds: signs say it, a range equals nothing, a fall of 10%以上 is -10 or less."""
    own = quantity.comparator
    if text[quantity.start] in _SIGNS:
        return own
    if quantity.value_high is not None and chosen == "eq":
        return "range"
    if own == "eq" and (apart := wording.bound(before)):
        return apart
    loose = own == "gt" and quantity.start == quantity.number_start
    return bounds.mirrored(own) if sign < 0 and chosen == own and not loose else chosen


def _hedge(reading: Reading, quantity: Quantity) -> str | None:
    """Return the last word before an aim, in its sentence, that softens it."""
    sentence = reading.sentences[reading.sentence_at(quantity.start)]
    found = wording.hedge(reading.text, sentence.start, quantity.start)
    return found.group() if found else None
