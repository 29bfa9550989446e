"""What the reader chose, held to what the grammar of a sentence leaves no choice about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from flows.extract.reading import Reading
from flows.language import bounds, calendar
from flows.language.quantities import Quantity
from flows.language.sentences import Span
from flows.records import Metric, Period, changed

_COMPARED = re.compile(r"(?:[比较]|相比|相较于?)\s?$")
_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
_TWICE = re.compile(r"(.{2,})\1")
_AND = re.compile(r"\s?(?:、|和|与|及|以及)\s?")
_SEVERALLY = re.compile(r"[^，、和与及]*分别[^，、和与及]*\Z")

Proposals = dict[tuple[int, int], Metric]


def settle(
    reading: Reading, numbers: Sequence[Quantity], proposed: Sequence[Metric], judged: Sequence[Metric]
) -> list[Metric]:
    """Return `judged` in agreement with their sentences; `proposed` is what the rules made of `numbers`.

    The bound of a fall goes with its sign; a growth is not of the year that it is compared with; what is
    of a time to come, and aimed at in so many words (力争), is no result; of a list of times each number has
    its own.
    """
    bounded = {(one.start, one.end): one for one in numbers if _is_bounded(one)}
    proposals = {(metric.start, metric.end): metric for metric in proposed}
    settled: list[Metric] = []
    for metric in judged:
        metric = _turned(metric, bounded.get((metric.start, metric.end)))
        if proposal := proposals.get((metric.start, metric.end)):
            before = settled[-1] if settled else None
            metric = _unbased(reading, _unknown(reading, metric), proposal, before)
            metric = _ahead(reading, metric, proposal)
            metric = _named(metric, proposal, before, reading.text)
        settled.append(metric)
    return _year_by_year(reading, _respective(settled, proposals))


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


def _unknown(reading: Reading, metric: Metric) -> Metric:
    """Return what an undated text says of 7月1日 without a time, not with that of another sentence."""
    if reading.document.published_on or metric.period_basis != "inherited":
        return metric
    before = _before(reading, metric)
    told = any(one.period_start is None and _DAY.match(one.quote) for one in reading.periods_in(before))
    return changed(metric, period_start=None, period_end=None, period_basis=None) if told else metric


def _unbased(reading: Reading, metric: Metric, proposal: Metric, before: Metric | None) -> Metric:
    """Return 较2020年增长30% not with 2020 for its time, but with that of the number before it."""
    if metric.measure == "level" or _time(metric) == _time(proposal):
        return metric
    said = _before(reading, metric)
    for period in reading.periods_in(said):
        compared = _COMPARED.search(reading.text, max(0, period.start - 4), period.start)
        if compared and (period.period_start, period.period_end) == _time(metric):
            untold = proposal.period_start is None and before is not None and before.start >= said.start
            return _of_time(metric, before if before is not None and untold else proposal)
    return metric


def _before(reading: Reading, metric: Metric) -> Span:
    """Return what the sentence of a number says before it."""
    place = bisect_right(reading.sentences, metric.start, key=attrgetter("start")) - 1
    return Span(reading.sentences[max(0, place)].start, metric.start)


def _ahead(reading: Reading, metric: Metric, proposal: Metric) -> Metric:
    """Return what is of a time to come as the aim that a word says it is."""
    published_on, first = reading.document.published_on, metric.period_start
    to_come = published_on is not None and first is not None and first > published_on
    if to_come and metric.status == "actual" and proposal.hedge:
        return changed(metric, status="target", hedge=proposal.hedge)
    return metric


def _named(metric: Metric, proposal: Metric, before: Metric | None, text: str) -> Metric:
    """Return a metric with a name that is whole, and said once.

    The growth in 天然气：产量45.6亿立方米，增长3% has the name that the number before has of its row, which
    stands nowhere in one piece; 社 is no name, but what the tagger leaves of 社零300亿元; the reader may
    choose a name in two places that say it (营业收入营业收入).
    """
    name = proposal.indicator
    carried = before is not None and before.indicator == name and metric.measure != "level"
    in_pieces = carried and name.endswith(metric.indicator) and name not in text
    cut = len(metric.indicator) == 1 and name.startswith(metric.indicator)
    if in_pieces or cut:
        return changed(metric, indicator=name)
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


def _year_by_year(reading: Reading, metrics: Sequence[Metric]) -> list[Metric]:
    """Return the numbers of 2022年至2024年营收分别为8亿元、9亿元和10亿元 each with its own year."""
    settled = list(metrics)
    for first, last in _lists(reading, metrics):
        before = _before(reading, metrics[first])
        told = reading.periods_in(before)
        clause = max(reading.text.rfind("，", 0, metrics[first].start) + 1, told[-1].end if told else 0)
        if not told or not _SEVERALLY.match(reading.text, clause, metrics[first].start):
            continue
        years = _years(told[-1])
        if len(years) == last - first > 1:
            for place, year in enumerate(years, first):
                days = calendar.years(year)
                settled[place] = changed(
                    settled[place], period_start=days.first, period_end=days.last, period_basis="stated"
                )
    return settled


def _lists(reading: Reading, metrics: Sequence[Metric]) -> Iterator[tuple[int, int]]:
    """Yield from where to where numbers of one unit stand side by side (8亿元、9亿元和10亿元)."""
    first = 0
    for place in range(1, len(metrics) + 1):
        before = metrics[place - 1]
        if (
            place == len(metrics)
            or metrics[place].unit != before.unit
            or not _AND.fullmatch(reading.text, before.end, metrics[place].start)
        ):
            yield first, place
            first = place


def _years(period: Period) -> range:
    """Return the years of a time that is so many whole ones, else none."""
    first, last = period.period_start, period.period_end
    if first is None or last is None or calendar.years(first.year, last.year) != (first, last):
        return range(0)
    return range(first.year, last.year + 1)


def _time(metric: Metric) -> tuple[object, object]:
    return metric.period_start, metric.period_end


def _of_time(metric: Metric, proposal: Metric) -> Metric:
    return changed(
        metric,
        period_start=proposal.period_start,
        period_end=proposal.period_end,
        period_basis=proposal.period_basis,
    )
