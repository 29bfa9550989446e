"""What governs a number from outside its clause: the period it holds for and the place it is said of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from flows.extract.heads import Head
from flows.extract.measure import Measure
from flows.extract.reading import Reading
from flows.extract.slots import Slot
from flows.language import gazetteer
from flows.language.sentences import Span
from flows.language.tagger import Tag
from flows.records import Mention, Metric, Period

_REPORTED = re.compile(r"^[^，。；]{0,12}?(?:发布|公布|宣布|获悉|了解到|表示|介绍|消息|报道|印发|通报|出台|召开|举行(?=[^，。]{0,8}(?:发布会|吹风会|会议))|指出|说)")
_COMPARED = re.compile(r"(?:[比较与跟]|相比|高于|低于|好于|快于|慢于|优于|创|自)[^，。；\d]{0,3}$")
_SAME_TIME = re.compile(r"^(?:的?同期|同期|相比|以来(?:最|新|次|的?最)|前|水平|底?的[\d.]+倍)")
_AIM_HEADING = re.compile(r"(?<!完成)(?<!实现)(?<!达到)(?<!全年)目标(?:任务)?(?:是|为|：|:)")
_REPORT = re.compile(r"(?:工作|计划|预算|执行情况的?|规划)报告|公报")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|第[一二三四五六七八九十]+[部章节]|——|[·●■]")
_PLANS = re.compile(r"目标|任务|安排|计划|打算|重点工作|\d{4}年工作(?!回顾|总结)")
_REVIEW = re.compile(r"回顾|总结|成效|成就|进展|情况")
_HERE = re.compile(r"全市|我市|本市|全省|我省|本省|全区|我区|全县|我县|全州|我州|全自治区")
_NATION = re.compile(r"全国|我国|中国(?!移动|联通|电信|石化|石油|银行|人民|物流|气象|科学|工程|银|铁|建|中|[（(])|国内")
_EVERYWHERE = re.compile(r"(?:各地|全国各地|人们|消费者)")
_OPENER = re.compile(r"^(?:[，。；、\s]|其中|同时|此外|另外|目前|截至|截止|此前|近日|日前|如今|眼下|（[^）]*）|在|而|但)+")
_THING = re.compile(
    r"(?:工程|项目|电站|水库|大桥|隧道|机场|高铁|铁路|高速公路|纪念馆|博物馆|展览馆|产业园|气田|油田"
    r"|节|大会|大赛|博览会|交易会|展览会|运动会|峰会)(?:[一二三四五六七八九十]期)?$"
)
_FREE_TRADE = re.compile(r"(?:中国)?[（(]?(\w{2,3})[）)]?(?:自贸|自由贸易)试验区")
_MAINLAND = frozenset({"内地", "境内", "大陆", "中国大陆", "中国内地"})
_PAIR = re.compile(r"中[非欧美俄日韩英法德东拉阿巴印澳新]")
_PARK = re.compile(r"(?:园区|新区|开发区|示范区|自贸区|试验区|高新区|工业园|产业园|街道|镇|乡|村|港|机场)$")
_CLAUSE_END = re.compile(r"[，；：:;]")
_YEARLY = re.compile(r"年均|增幅|累计增长|翻")


Subject = tuple[str | None, str | None]
"""Full name of what a number is said of, and its region code."""


class Scope:
    """Walks through a document and knows, at each quantity, what governs it."""

    def __init__(self, reading: Reading, mentions: Sequence[Mention]) -> None:
        """Prepare the places and times of `reading`."""
        self._reading = reading
        self._report = _REPORT.search(reading.document.title) is not None
        self._periods = [self._whole_year(period) for period in reading.periods if self._governs(period)]
        self._places = [self._located(mention) for mention in mentions if mention.type in ("PLACE", "ORG")]
        self._carried: Period | None = None
        self._local = reading.document.region_code not in (None, "CN")
        self._subject: Subject = self._home()
        self._thing: Subject | None = None
        self._used: Period | None = None
        self._number = -1
        self.aiming = False

    def enter(self, number: int) -> None:
        """Step into sentence `number`; a heading starts anew."""
        if self._number >= 0:
            self._leave(self._number)
        self._number = number
        self._thing = None if self._local else self._named_thing(number)
        if self.is_heading(number):
            self._head(self._sentence(number))
        if _AIM_HEADING.search(self._sentence(number)):
            self.aiming, self._carried = True, None

    def _head(self, heading: str) -> None:
        """Start anew below a headline; below a numbered heading the document goes on."""
        if not _NUMBERED.match(heading):
            self._carried, self.aiming, self._subject = None, False, self._home()
        elif _PLANS.search(heading):
            self.aiming, self._carried = True, None
        elif _REVIEW.search(heading):
            self.aiming = False

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
            self._used = best = sentence[-1]
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

    def subject(self, slot: Slot, head: Head) -> Subject:
        """Return the subject of `slot`: the place or body that opens its clause, else what governs it."""
        if found := self._beside(slot, head):
            return found
        for clause in self._clauses(slot.sentence, slot.quantity.start):
            if self._thing and clause.end < slot.quantity.start:
                return self._thing
            if _EVERYWHERE.match(self._reading.text, clause.start) or _EVERYWHERE.match(self._without_times(clause)):
                return self._home()
            own = clause.start <= slot.quantity.start <= clause.end
            if found := self._leading(clause, own=own):
                return found
        return self._home() if self._local else self._subject

    def _named_thing(self, number: int) -> Subject | None:
        """Return the project, event or building that opens a sentence: 乐平水利枢纽工程日前正式开工."""
        taken: list[Tag] = []
        for word in self._reading.words[number]:
            timed = any(p.start < word.end and word.start < p.end for p in self._reading.periods)
            if not taken and (timed or word.label in ("TIME", "t", "c", "r")):
                continue
            if word.word == "——":
                taken = []
                continue
            if timed or word.label in ("TIME", "t", "v", "d", "p", "c", "vd", "ad", "r") or word.word in "，。；：！？":
                break
            taken.append(word)
        name = "".join(word.word for word in taken).rpartition("的")[2]
        if not (6 <= len(name) <= 25 and _THING.search(name)):
            return None
        start = taken[-1].end - len(name)
        inside = [p for p in self._places if start <= p.start < taken[-1].end]
        if not inside and not re.match(r"第.{1,4}届|“", name):
            return None
        return name, next((p.region_code for p in inside if p.region_code), None)

    def _beside(self, slot: Slot, head: Head) -> Subject | None:
        """Return the place right before the indicator, or the one of 在新疆投资."""
        text = self._reading.text
        for place in self._places:
            if not (slot.left.start <= place.start and place.end <= slot.quantity.start):
                continue
            touches = bool(head.name) and not head.behind and text[place.end : head.start] in ("", "的")
            setting = place.type == "PLACE" and text[place.start - 1 : place.start] in ("在", "将", "为") and not self._local
            if (touches or setting) and self._is_subject(place, own=True) and not re.search(r"[对与和向、至—同]$", text[: place.start][-1:]):
                return place.name, place.region_code
        return None

    def named(self, quote: str, slot: Slot) -> Subject | None:
        """Return the place that `quote` names in the sentence of `slot`."""
        for place in self._places:
            if place.quote == quote and slot.sentence.start <= place.start < slot.quantity.start:
                return place.name, place.region_code
        return None

    def _clauses(self, sentence: Span, end: int) -> list[Span]:
        """Return the clauses of a sentence up to `end`, the nearest first."""
        text = self._reading.text
        edges = [sentence.start, *(m.end() for m in _CLAUSE_END.finditer(text, sentence.start, end)), end]
        return [Span(first, last) for first, last in zip(edges, edges[1:], strict=False) if first < last][::-1]

    def _leading(self, clause: Span, *, own: bool) -> Subject | None:
        """Return the place or body that a clause is about, as it stands before anything but time and connectors."""
        text = self._reading.text
        opening = text[clause.start : clause.end]
        nation = _NATION.match(_OPENER.sub("", self._without_times(clause)))
        if nation and not self._local:
            return "中国", "CN"
        if self._local and _HERE.match(_OPENER.sub("", opening)):
            return self._home()
        last: Mention | None = None
        for place in self._places:
            if not (clause.start <= place.start and place.end <= clause.end):
                continue
            before = text[last.end if last else clause.start : place.start]
            between = self._blank(last.end if last else clause.start, place.start)
            if (last and before not in ("", "的", "市", "省")) or (not last and not between):
                break
            if place.type == "ORG" and last is None and not own:
                break
            last = place
        if last is None or not self._is_subject(last, own=own):
            return None
        return last.name, last.region_code

    def _is_subject(self, place: Mention, *, own: bool) -> bool:
        after = self._reading.text[place.end : place.end + 14]
        if place.quote in _MAINLAND:
            return True
        if place.quote in ("海外", "境外", "港澳台") or _PAIR.fullmatch(place.quote) or _REPORTED.match(after):
            return False
        if re.match(r"[、—]|(?:和|与|至|到|同|对|以及)", after):
            return False
        if self._local:
            within = bool(place.region_code) and place.region_code != "CN"
            return own and (within or place.type == "ORG" or _PARK.search(place.quote) is not None)
        return place.type == "PLACE" or own

    def _located(self, place: Mention) -> Mention:
        """Give a place its code and full name where the tagger knows only how it is written."""
        if zone := _FREE_TRADE.fullmatch(place.quote):
            return replace(place, name=f"中国（{zone[1]}）自由贸易试验区")
        if place.quote in _MAINLAND:
            return replace(place, name="中国", region_code="CN")
        if place.type != "PLACE":
            return place
        code = place.region_code or gazetteer.resolve_region(place.name, self._reading.document.region_code)
        return replace(place, region_code=code, name=gazetteer.regions()[code].name) if code else place

    def _blank(self, start: int, end: int) -> bool:
        """Tell whether nothing but times, connectors and prepositions stands between two places of the text."""
        number = self._number
        for word in self._reading.words[number]:
            if word.start < end and start < word.end:
                timed = any(p.start < word.end and word.start < p.end for p in self._reading.periods)
                if not timed and word.label not in ("TIME", "t", "c", "r", "d", "w", "f", "u", "xc", "vd") and word.word not in ("在", "作为", "位于", "截至", "于"):
                    return False
        return True

    def _without_times(self, span: Span) -> str:
        text = list(self._reading.text[span.start : span.end])
        for period in self._reading.periods:
            for index in range(max(period.start, span.start), min(period.end, span.end)):
                text[index - span.start] = ""
        return "".join(text)

    def _home(self) -> Subject:
        code = self._reading.document.region_code
        return (gazetteer.regions()[code].name, code) if code else (None, None)

    def _sentence(self, number: int) -> str:
        span = self._reading.sentences[number]
        return self._reading.text[span.start : span.end]

    def _leave(self, number: int) -> None:
        span = self._reading.sentences[number]
        opening = [p for p in self._periods if span.start <= p.start < span.end and self._blank(span.start, p.start)]
        latest = self._used or (opening[0] if opening else None)
        if latest and self._carries(latest):
            self._carried = latest
        elif self._carried and self._carried.kind in ("deadline", "as_of") and latest is None and "\n" in self._reading.text[span.end : span.end + 1]:
            self._carried = None
        self._used = None
        if _EVERYWHERE.match(self._sentence(number)):
            self._subject = self._home()
        if self._thing:
            self._subject = self._thing
            return
        for clause in self._clauses(span, span.end):
            if subject := self._leading(clause, own=False):
                self._subject = subject
                break

    def _carries(self, period: Period) -> bool:
        """Tell whether a period governs the sentences after its own, too."""
        if period.period_start is None or period.period_end is None:
            return False
        if self._report:
            return (period.period_end - period.period_start).days >= 27 and period.kind not in ("as_of", "deadline") and (
                not self._is_title(period))
        return True

    def _whole_year(self, period: Period) -> Period:
        """A report of the first months means the year before when it says 过去一年 or 一年来."""
        published_on = self._reading.document.published_on
        if self._report and published_on and published_on.month <= 3 and re.search(r"过去的?一年|一年来", period.quote):
            year = published_on.year - 1
            return replace(period, period_start=dt.date(year, 1, 1), period_end=dt.date(year, 12, 31), kind="period")
        return period

    def _is_title(self, period: Period) -> bool:
        return period.end <= len(self._reading.document.title)

    def _governs(self, period: Period) -> bool:
        """Leave out the times of the report itself, and those that a number is compared with."""
        if period.period_start is None or period.period_end is None or period.kind in ("duration", "named"):
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
            if re.search(r"[从由自]", text[max(0, first.start - 1) : first.start + 1]) and first.period_start and last.period_end:
                return replace(last, period_start=first.period_start, period_end=last.period_end, start=first.start)
        return None


def settle(metrics: Sequence[Metric], reading: Reading) -> list[Metric]:
    """Give a headline's number the period and subject that the text below states for the same number."""
    settled = []
    for index, metric in enumerate(metrics):
        if metric.period_basis != "stated" and "\n" in reading.text[metric.end : metric.end + 40]:
            for other in metrics[index + 1 : index + 6]:
                if other.unit == metric.unit and other.period_start and _rounded(metric, other):
                    metric = replace(metric, period_start=other.period_start, period_end=other.period_end, period_basis="inherited")
                    break
        settled.append(metric)
    return settled


def _rounded(headline: Metric, other: Metric) -> bool:
    """Tell whether a headline's number is that of the text, maybe rounded down (突破两亿 of 2.18亿)."""
    if headline.comparator in ("gt", "ge"):
        return headline.value <= other.value < headline.value * 1.2
    return headline.value == other.value
