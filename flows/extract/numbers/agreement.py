"""What the reader chose, held to what the grammar of a sentence leaves no choice about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from flows.language import bounds
from flows.language.quantities import Quantity
from flows.records import Metric, changed

_TWICE = re.compile(r"(.{2,})\1")

Proposals = dict[tuple[int, int], Metric]


def settle(
    text: str, numbers: Sequence[Quantity], proposed: Sequence[Metric], judged: Sequence[Metric]
) -> list[Metric]:
    """Return `judged` in agreement with their sentences; `proposed` is what the rules made of `numbers`.

    The bound of a fall goes with its sign; a name is said once, unless the text says it twice; of a list of
    times or places each number has its own.
    """
    bounded = {(one.start, one.end): one for one in numbers if _is_bounded(one)}
    proposals = {(metric.start, metric.end): metric for metric in proposed}
    turned = [_turned(metric, bounded.get((metric.start, metric.end))) for metric in judged]
    return _respective([_once(metric, text) for metric in turned], proposals)


def _is_bounded(quantity: Quantity) -> bool:
    """Tell a number that words bound from 600多, which is only told loosely."""
    loose = quantity.comparator == "gt" and quantity.start == quantity.number_start
    return not loose and quantity.comparator != bounds.mirrored(quantity.comparator)


def _turned(metric: Metric, quantity: Quantity | None) -> Metric:
    """Return a fall with its bound on the side of its sign: one of 10%以上 is -10 or less."""
    falls = quantity is not None and metric.value < 0 < quantity.value
    if quantity is None or not falls or metric.comparator != quantity.comparator:
        return metric
    return changed(metric, comparator=bounds.mirrored(quantity.comparator))


def _once(metric: Metric, text: str) -> Metric:
    """Return a metric whose name the reader did not choose in two places that say it (营业收入营业收入)."""
    once = metric.indicator if metric.indicator in text else _TWICE.sub(r"\1", metric.indicator)
    return metric if once == metric.indicator else changed(metric, indicator=once)


def _respective(metrics: Sequence[Metric], proposals: Proposals) -> list[Metric]:
    """Return the numbers of 2024年、2025年分别为12亿元和13亿元 each with its own time, and so with places."""
    settled = list(metrics)
    for place, (first, second) in enumerate(pairwise(metrics)):
        left, right = (proposals.get((metric.start, metric.end)) for metric in (first, second))
        if left is None or right is None or "分别" not in first.evidence or first.evidence != second.evidence:
            continue
        for at, own in ((place, left), (place + 1, right)):
            if left.period_basis == right.period_basis == "stated" and _time(left) != _time(right):
                settled[at] = _of_time(settled[at], own)
            if left.region_code and right.region_code and left.subject != right.subject:
                settled[at] = changed(settled[at], subject=own.subject, region_code=own.region_code)
    return settled


def _time(metric: Metric) -> tuple[object, object]:
    return metric.period_start, metric.period_end


def _of_time(metric: Metric, proposal: Metric) -> Metric:
    return changed(
        metric,
        period_start=proposal.period_start,
        period_end=proposal.period_end,
        period_basis=proposal.period_basis,
    )
