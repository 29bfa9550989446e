"""The time that a number holds for and whether it is an aim, where its own clause does not say so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from flows.extract import cues
from flows.extract.nouns import Measure, Slot
from flows.extract.reading import Reading
from flows.extract.statement.plans import Plans
from flows.language.sentences import Span
from flows.records import Period, PeriodBasis

_REPORTS = cues.reporting()
_COMPARED = re.compile(r"(?:[比较与跟]|相比|高于|低于|好于|快于|慢于|优于|创|自)[^，。；\d]{0,3}$")
_SAME_TIME = re.compile(r"^(?:的?同期|同期|相比|以来(?:最|新|次|的?最)|前|水平|底?的[\d.]+倍)")
_SAME = "同期"
_TASK = r"[^，。；]{0,12}(?:工作|任务)[：:]"
_AIM_HEADING = re.compile(
    r"目标(?<!完成..)(?<!实现..)(?<!达到..)(?<!全年..)(?:任务)?(?:是|为|：|:)"
    rf"|将{_TASK}|要{_TASK}"
)
_NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|第[一二三四五六七八九十]+[部章节]|——|[·●■]"
)
_PLANS = re.compile(r"目标|任务|安排|计划|打算|重点工作|\d{4}年工作(?!回顾|总结)")
_AIMS = re.compile(r".{0,8}(?:目标|任务|重点工程|重点工作|保障措施|任务清单)")
_YEARLY = re.compile(r"年均|增幅|累计增长|翻")
_FROM = re.compile(r"[从由自]")
_PAST_YEAR = re.compile(r"过去的?一年|一年来")
_LONGEST_OF_REPORT = 6 * 366
_SHORTEST_OF_REPORT = 80
"""Days; a report's numbers hold for months and years, not for a day that an earlier sentence names."""


class Scope:
    """Walks through a document sentence by sentence and knows the time and the mood that govern.

    `aiming` says that a heading (主要预期目标是：) makes aims of the numbers that follow.
    """

    def __init__(self, reading: Reading) -> None:
        """Prepare the times of `reading` that can govern a number."""
        self._reading = reading
        self._report = reading.is_report
        self._all = [self._whole_year(period) for period in reading.periods if self._governs(period)]
        self._next = 0
        self._periods: list[Period] = []
        self._carried: Period | None = None
        self._used: Period | None = None
        self._number = 0
        self._place = 0
        self.aiming = reading.is_plan
        self._plans = Plans(reading)
        self.plan: Period | None = None
        """The plan that what the sentence aims at belongs to."""

    @property
    def aims(self) -> bool:
        """Whether a heading or a plan makes aims of the numbers of the sentence."""
        return self.aiming or self.plan is not None

    def enter(self, number: int) -> bool:
        """Step into sentence `number`; return whether it is a headline, below which all starts anew."""
        self._number = number
        span = self._reading.sentences[number]
        self._periods = []
        while self._next < len(self._all) and self._all[self._next].start < span.end:
            self._periods.append(self._all[self._next])
            self._next += 1
        headline = self._reading.is_heading(number) and self._head(self._reading.sentence(number))
        if _AIM_HEADING.search(self._reading.text, span.start, span.end):
            self.aiming, self._carried = True, None
        plan = self._plans.enter(number)
        self.plan = plan if plan and not self._periods and self._is_passing(self._carried) else None
        return headline

    def _is_passing(self, period: Period | None) -> bool:
        """Tell the day of an event, which is not the time of what is aimed at, from a time that governs."""
        if period is None or period.period_start is None or period.period_end is None:
            return True
        return (period.period_end - period.period_start).days <= 1 and period.kind != "deadline"

    def _head(self, heading: str) -> bool:
        """Take a heading in; return whether it is a headline. Below a numbered one the document goes on."""
        if not _NUMBERED.match(heading):
            self._carried, self.aiming = None, self._reading.is_plan or bool(_AIMS.fullmatch(heading))
            return True
        if _PLANS.search(heading):
            self.aiming, self._carried = True, None
        return False

    def leave(self) -> None:
        """Keep the time that governed the sentence for the next."""
        span = self._reading.sentences[self._number]
        heading = self._reading.is_heading(self._number)
        opening = next((p for p in self._periods if heading or self._opens(span, p)), None)
        latest = self._used or opening
        passing = self._carried is not None and self._carried.kind in ("deadline", "as_of")
        if latest and self._carries(latest):
            self._carried = latest
        elif passing and latest is None and self._reading.text.startswith("\n", span.end):
            self._carried = None
        self._used = None

    def period(self, slot: Slot, how: Measure) -> tuple[Period | None, PeriodBasis | None]:
        """Return the period that the quantity of `slot` holds for, and its basis."""
        before = [period for period in self._periods if self._reaches(period, slot)]
        yearly = how.name == "growth" and _YEARLY.search(
            self._reading.text, slot.left.start, slot.quantity.start
        )
        if yearly and (spanned := self._spanned([p for p in self._periods if p.end <= slot.quantity.start])):
            return spanned, "stated"
        self._place = self._place + 1 if slot.chained else 0
        if before:
            self._used = self._respective(before, slot) or _until_known(before)
            return self._used, "stated" if self._used.start >= slot.clause.start else "inherited"
        if governing := self.plan or self._carried:
            return governing, "inherited"
        if slot.quantity.end == slot.right.start and (behind := self._behind(slot)):
            return behind, "stated"
        return self._aimed() if self.aiming else (None, None)

    def _behind(self, slot: Slot) -> Period | None:
        """Return the first time that the clause names after the quantity."""
        reach = range(slot.quantity.end, slot.clause.end)
        found = (p for p in self._periods if p.start in reach and p.kind not in ("deadline", "since"))
        return next(found, None)

    def _aimed(self) -> tuple[Period | None, PeriodBasis | None]:
        """Return the time of an aim whose sentence and passage give none: the title's, or the year."""
        if title := self._title_period():
            return title, "inherited"
        if published_on := self._reading.document.published_on:
            year = published_on.year
            return Period(0, 0, "", dt.date(year, 1, 1), dt.date(year, 12, 31)), "inferred"
        return None, None

    def _respective(self, periods: Sequence[Period], slot: Slot) -> Period | None:
        """Return the time of its own that a number of a list has: 2024年、2025年分别为12亿元和13亿元."""
        text = self._reading.text
        listed = [periods[-1]]
        for period in reversed(periods[:-1]):
            if text[period.end : listed[0].start].strip() not in ("、", "和", "与", "及"):
                break
            listed.insert(0, period)
        said = len(listed) > 1 and "分别" in text[listed[-1].end : slot.quantity.start]
        return listed[self._place] if said and self._place < len(listed) else None

    def _title_period(self) -> Period | None:
        """Return the time that a plan names in its title, where it is not over."""
        published_on, title = self._reading.document.published_on, self._reading.document.title
        for period in self._all:
            if (
                period.end <= len(title)
                and published_on
                and period.period_end
                and period.period_end >= published_on
            ):
                return period
        return None

    def _reaches(self, period: Period, slot: Slot) -> bool:
        """Tell whether a time of the sentence can be that of the quantity of `slot`.

        从去年同期的41万箱 dates its own number only, and not the 49万箱 that it grew to. So does 上年同期.
        """
        if period.end > slot.quantity.start:
            return False
        if period.quote.endswith(_SAME):
            return period.end + 1 >= slot.left.start
        first = max(0, period.start - 1)
        if period.quote.startswith("连续"):
            return period.start >= slot.clause.start
        return period.end >= slot.left.start or not _FROM.search(self._reading.text, first, period.start + 1)

    def _opens(self, span: Span, period: Period) -> bool:
        return self._reading.is_opening(self._number, Span(span.start, period.start))

    def _carries(self, period: Period) -> bool:
        """Tell whether a period governs the sentences after its own, too."""
        if (
            period.period_start is None
            or period.period_end is None
            or period.quote.startswith(("连续", "近"))
            or period.quote.endswith(_SAME)
        ):
            return False
        published_on = self._reading.document.published_on
        if published_on and period.period_start > published_on and period.kind != "deadline":
            return False
        if not self._report:
            return True
        days = (period.period_end - period.period_start).days
        if days > _LONGEST_OF_REPORT:
            return False
        titled = period.end <= len(self._reading.document.title)
        return days >= _SHORTEST_OF_REPORT and period.kind not in ("as_of", "deadline") and not titled

    def _whole_year(self, period: Period) -> Period:
        """Read 过去一年 of a report of the first months as the calendar year before."""
        published_on = self._reading.document.published_on
        if self._report and published_on and published_on.month <= 3 and _PAST_YEAR.search(period.quote):
            year = published_on.year - 1
            return replace(
                period, period_start=dt.date(year, 1, 1), period_end=dt.date(year, 12, 31), kind="period"
            )
        return period

    def _governs(self, period: Period) -> bool:
        """Leave out the times of the report itself, and those that a number is compared with."""
        if period.period_start is None or period.period_end is None or period.kind in ("duration", "named"):
            return False
        text = self._reading.text
        before, after = text[max(0, period.start - 6) : period.start], text[period.end : period.end + 20]
        if _COMPARED.search(before) or _SAME_TIME.match(after):
            return False
        days = (period.period_end - period.period_start).days
        return not (days <= 1 and period.kind == "period" and _REPORTS.match(after))

    def _spanned(self, periods: Sequence[Period]) -> Period | None:
        """Return the time from the first to the last of a from-to pair, for what grew between them."""
        text = self._reading.text
        for first, last in pairwise(periods):
            opened = _FROM.search(text, max(0, first.start - 1), first.start + 1)
            if opened and first.period_start and last.period_end:
                return replace(last, period_start=first.period_start, start=first.start)
        return None


def _until_known(periods: Sequence[Period]) -> Period:
    """Return the last of `periods`; of 截至5月20日，今年… the part of the year that is known."""
    last = periods[-1]
    for other in periods[:-1]:
        day, start, end = other.period_end, last.period_start, last.period_end
        if other.kind == "as_of" and day and start and end and start < day < end:
            return replace(last, period_end=day)
    return last
