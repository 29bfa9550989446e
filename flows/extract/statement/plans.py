"""The plan whose years are those of the aims of a passage, though no sentence of it says so.

A headline (开局起步“十五五”…), or a paragraph that opens with a plan (“十五五”是…的关键五年), governs what
is aimed at below it; what was done, or has a time of its own, it does not reach.
"""

from __future__ import annotations

import re

from flows.extract.reading import Reading
from flows.records import Period

_EFFORT = re.compile(
    r"力争|确保|推动|推进|建成|打造|培育|突破|攻坚|达到?\d|达到|提[升高][至到]|实现|形成|落地|新增|争创|布局|保持|超过"
)
_DONE = re.compile(
    r"已|了(?!解)|累计|目前|截至|去年|上年|同比|环比|较上|比上|以来|现有|入选|获[批评得]|完成|年来|近[一二三四五六七八九十两\d]+年|日前|昨日|近日"
)
_MOOD = re.compile(r"力争|确保|将(?!军|领)|目标(?<!完成目标)|到20\d\d年|争取|计划(?:建|新|培|到)")
# Aims are round: 1000家, 35%; what came of them is 1863家, 34.6%.
_UNEVEN = re.compile(r"\d\.\d|[1-9]\d*[1-9]\d*[1-9](?!\d*年)")
_OPENS_WITHIN = 6
"""Characters of a paragraph before the plan that it opens with: 根据“十五五”规划."""


class Plans:
    """Walks through a document sentence by sentence and knows the plan that governs."""

    def __init__(self, reading: Reading) -> None:
        """Find the plan that the headline names, where it names one that is not over."""
        self._reading = reading
        self._named = [period for period in reading.periods if self._is_ahead(period)]
        titled = [period for period in self._named if period.end <= len(reading.document.title)]
        self._titled = titled[0] if len({period.period_end for period in titled}) == 1 else None
        self._opened: Period | None = None
        self._mood = False
        """Whether the passage has spoken of what is to come."""

    def enter(self, number: int) -> Period | None:
        """Step into sentence `number`; return the plan that its aims are those of, None where it has none."""
        span, text = self._reading.sentences[number], self._reading.text
        begins = span.start == 0 or text[span.start - 1] == "\n"
        inside = [period for period in self._named if span.start <= period.start < span.end]
        if self._reading.is_heading(number):
            self._mood = False
            self._opened = inside[0] if inside else None
        elif begins and inside and inside[0].start - span.start <= _OPENS_WITHIN:
            self._opened = inside[0]
        sentence = self._reading.sentence(number)
        if _DONE.search(sentence):
            self._mood = False
            return None
        self._mood = self._mood or bool(_MOOD.search(sentence))
        aims = self._mood and _EFFORT.search(sentence) and not _UNEVEN.search(sentence)
        return (self._opened or self._titled) if aims else None

    def _is_ahead(self, period: Period) -> bool:
        """Return whether a time is that of a plan of years that is not over."""
        start, end = period.period_start, period.period_end
        published_on = self._reading.document.published_on
        if start is None or end is None or "五" not in period.quote or end.year - start.year != 4:
            return False
        return published_on is None or end > published_on
