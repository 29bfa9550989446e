"""How often the reader is right about the metrics of gold, as it reads every number of a document."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from flows.extract.numbers import metrics
from flows.extract.reader import judging, reader
from flows.extract.reader.judging import Judgement
from flows.extract.reader.train.data import Example, period_of, same_name, subject_name
from flows.records import Metric

_CLASSES = ("status", "measure", "comparator")
STATEMENT = ("kept", "indicator", "value", *_CLASSES)
FIELDS = (*STATEMENT, "subject", "period")


def right(metric: Metric | None, gold: dict[str, Any]) -> dict[str, bool]:
    """Return by field whether a row says what gold says of its number."""
    if metric is None:
        return dict.fromkeys(FIELDS, False)
    names, days = {subject_name(one) for one in gold["subject"]}, {period_of(one) for one in gold["period"]}
    return {
        "kept": True,
        "indicator": same_name(gold["indicator"], metric.indicator),
        "value": math.isclose(metric.value, gold["value"]),
        **{field: getattr(metric, field) in gold[field] for field in _CLASSES},
        "subject": not names or subject_name(metric.subject) in names,
        "period": not days or (metric.period_start, metric.period_end) in days,
    }


def stated(example: Example) -> Iterator[tuple[Judgement, Metric | None]]:
    """Yield each number of a document as the reader judges it, with the metric that it is."""
    reading, built = example.reading, example.inputs
    for judged in judging.judgements(reading, built):
        answer = reader.answer(reading, built, judged)
        yield judged, metrics.stated(reading, answer) if answer else None


def figures(examples: Iterable[Example]) -> dict[str, float]:
    """Return by field, and for statement and complete, the share of gold metrics that are right."""
    counts: Counter[str] = Counter()
    for example in examples:
        for judged, metric in stated(example):
            gold = example.gold[judged.row]
            if gold is None or gold["optional"]:
                continue
            found = right(metric, gold)
            statement = all(found[field] for field in STATEMENT)
            counts.update(numbers=1, statement=statement, complete=all(found.values()), **found)
    share = max(1, counts["numbers"])
    shares = {name: round(counts[name] / share, 4) for name in (*FIELDS, "statement", "complete")}
    return shares | {"numbers": counts["numbers"]}
