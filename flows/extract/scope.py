"""What governs a number from outside its clause: the period it holds for and the place it is said of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from flows.extract.indicator import Head
from flows.extract.measure import Measure
from flows.extract.reading import Reading
from flows.extract.slots import Slot
from flows.language import gazetteer
from flows.language.sentences import Span
from flows.records import Mention, Metric, Period

_REPORTED = re.compile(r"^[^，。；]{0,12}?(?:发布|公布|宣布|获悉|了解到|表示|介绍|消息|报道|印发|通报|出台|召开|举行(?=[^，。]{0,8}(?:发布会|吹风会|会议))|指出|说)")
_SOURCE = re.compile(r"(?:据|从|记者|由)[^，。；]{0,6}$")
_COMPARED = re.compile(r"(?:[比较与跟]|相比|高于|低于|好于|快于|慢于|优于|创|自)[^，。；\d]{0,3}$")
_SAME_TIME = re.compile(r"^(?:的?同期|同期|相比|以来(?:最|新|次|的?最)|前|水平|底?的[\d.]+倍)")
_AIM_HEADING = re.compile(r"(?:主要)?(?:预期)?目标(?:任务)?(?:是|为|：|:)")
_HERE = re.compile(r"全市|我市|本市|全省|我省|本省|全区|我区|全县|我县|全州|我州|全自治区")
_NATION = re.compile(r"全国|我国|中国(?!移动|联通|电信|石化|石油|银行|人民|物流|气象|科学|工程|银|铁|建|中)|国内")
_YEARLY = re.compile(r"年均|增幅|累计增长|翻")


class Scope:
    """Walks through a document and knows, at each quantity, what governs it."""

    def __init__(self, reading: Reading, mentions: Sequence[Mention]) -> None:
        """Prepare the places and times of `reading`."""
        self._reading = reading
        self._periods = [period for period in reading.periods if self._governs(period)]
        self._places = [mention for mention in mentions if mention.type in ("PLACE", "ORG")]
        self._carried: Period | None = None
        self._subject: tuple[str | None, str | None] = self._home()
        self._number = -1
        self.aiming = False

    def enter(self, number: int) -> None:
        """Step into sentence `number`; a heading starts anew."""
        if self._number >= 0:
            self._leave(self._number)
        self._number = number
        if self.is_heading(number):
            self._carried, self.aiming, self._subject = None, False, self._home()
        if _AIM_HEADING.search(self._sentence(number)):
            self.aiming = True

    def is_heading(self, number: int) -> bool:
        """Tell a line without a full stop, which is a title or headline."""
        span = self._reading.sentences[number]
        text = self._reading.text
        ends = text[span.end : span.end + 1] in ("\n", "")
        return ends and text[span.end - 1 : span.end] not in "。！？；：”，" and span.end - span.start < 60

    def periods_in(self, span: Span) -> list[Period]:
        return [period for period in self._reading.periods if period.start < span.end and span.start < period.end]

    def places_in(self, span: Span) -> list[Mention]:
        return [place for place in self._places if place.start < span.end and span.start < place.end]

    def period(self, slot: Slot, head: Head, how: Measure) -> tuple[Period | None, str | None]:
        """Return the period that the quantity of `slot` holds for, and its basis."""
        sentence = [p for p in self._periods if slot.sentence.start <= p.start and p.end <= slot.quantity.start]
        if _YEARLY.search(self._reading.text[slot.left.start : slot.quantity.start]) and how.name == "growth":
            spanned = self._spanned(sentence)
            if spanned:
                return spanned, "stated"
        if sentence:
            best = sentence[-1]
            return best, "stated" if best.start >= slot.clause.start else "inherited"
        behind = [p for p in self._periods if slot.quantity.end <= p.start < slot.clause.end and p.kind != "deadline"]
        if behind and slot.quantity.end == slot.right.start and not self._carried:
            return behind[0], "stated"
        if self._carried:
            return self._carried, "inherited"
        if self.aiming and self._reading.document.published_on:
            year = self._reading.document.published_on.year
            return Period(0, 0, "", dt.date(year, 1, 1), dt.date(year, 12, 31)), "inferred"
        return None, None

    def subject(self, slot: Slot, head: Head) -> tuple[str | None, str | None]:
        """Return the subject of `slot` and its region code."""
        before = self._last_subject(slot.sentence.start, slot.quantity.start)
        return before or self._subject

    def _last_subject(self, start: int, end: int) -> tuple[str | None, str | None] | None:
        text = self._reading.text
        best: tuple[int, tuple[str | None, str | None]] | None = None
        for match in _HERE.finditer(text, start, end):
            best = (match.start(), self._home())
        for match in _NATION.finditer(text, start, end):
            if best is None or match.start() > best[0]:
                best = (match.start(), ("中国", "CN"))
        for place in self._places:
            if start <= place.start and place.end <= end and self._is_subject(place) and (best is None or place.start > best[0]):
                best = (place.start, (place.name, place.region_code))
        return best[1] if best else None

    def _is_subject(self, place: Mention) -> bool:
        text = self._reading.text
        before, after = text[max(0, place.start - 8) : place.start], text[place.end : place.end + 16]
        if _SOURCE.search(before) or re.search(r"[对与和向同往赴到至、]$", before):
            return False
        return not _REPORTED.match(after) and not re.match(r"[、—]|(?:和|与|至|到)(?=[^，]{0,6}(?:省|市|区|的))", after)

    def _home(self) -> tuple[str | None, str | None]:
        code = self._reading.document.region_code
        return (gazetteer.full_name(code), code) if code else (None, None)

    def _sentence(self, number: int) -> str:
        span = self._reading.sentences[number]
        return self._reading.text[span.start : span.end]

    def _leave(self, number: int) -> None:
        span = self._reading.sentences[number]
        inside = [p for p in self._periods if span.start <= p.start and p.end <= span.end]
        if inside:
            self._carried = inside[-1]
        subject = self._last_subject(span.start, span.end)
        if subject:
            self._subject = subject

    def _governs(self, period: Period) -> bool:
        """Leave out the times of the report itself, and those that a number is compared with."""
        if period.period_start is None or period.period_end is None or period.kind == "duration":
            return False
        text = self._reading.text
        before, after = text[max(0, period.start - 6) : period.start], text[period.end : period.end + 20]
        if _COMPARED.search(before) or _SAME_TIME.match(after):
            return False
        days = (period.period_end - period.period_start).days
        return not (days <= 1 and period.kind == "period" and _REPORTED.match(re.sub(r"^（[^）]*）", "", after)))

    def _spanned(self, periods: Sequence[Period]) -> Period | None:
        """Return the time from the first to the last of a from-to pair."""
        text = self._reading.text
        for first, last in zip(periods, periods[1:], strict=False):
            if re.search(r"[从由自]$", text[max(0, first.start - 1) : first.start]) and first.period_start and last.period_end:
                return replace(last, period_start=first.period_start, period_end=last.period_end, start=first.start)
        return None


def settle(metrics: Sequence[Metric], reading: Reading) -> list[Metric]:
    """Give a headline's number the period and subject that the text below states for the same number."""
    settled = []
    for index, metric in enumerate(metrics):
        if metric.period_basis != "stated" and "\n" in reading.text[metric.end : metric.end + 40]:
            for other in metrics[index + 1 : index + 6]:
                if (other.value, other.unit) == (metric.value, metric.unit) and other.period_start:
                    metric = replace(metric, period_start=other.period_start, period_end=other.period_end, period_basis="inherited")
                    break
        settled.append(metric)
    return settled
