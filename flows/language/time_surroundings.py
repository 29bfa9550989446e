"""What the words around a time make of it: 截至, 以来, 到, 前, and the far end of an open range."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from flows.language import calendar
from flows.language.calendar import Interval
from flows.language.time_values import Time, integer

_BEFORE_AS_OF = re.compile(r"(?:截至|截止到?|截止至)(?:当地时间|北京时间)?\Z")
_BEFORE_SINCE = re.compile(r"[自从由]\Z")
_BEFORE_DEADLINE = re.compile(r"(?:力争到|争取到|(?<![来得达感受直看见碰遇收找涉])[到至])\Z")
_NOT_BEFORE = r"(?![后三五十一两半列沿景往来进期夕\d])"
_AFTER_SINCE = re.compile(r"(?:开始|启动)?以来|起(?![草点步伏])")
# 自2024年新政策实施以来: what began then lasts until now.
_SINCE_THEN = re.compile(r"[^，。；：！？\n\d]{1,20}?以来")
# 截至6月30日止六个月, 截至12月31日止年度: reports of companies name a stretch by its last day.
_AFTER_STRETCH = re.compile(r"止的?(?:(?P<months>[一二三四五六七八九十]{1,2}|\d{1,2})个月|(?:财政)?年度)")
_AFTER_DEADLINE = re.compile(rf"(?:之?前|以前){_NOT_BEFORE}")
_AFTER_NAMED = re.compile(r"期间|时期|当天|当日|前夕")
_OPEN_RANGE = re.compile(r"[^，。；：！？\n\d]{0,14}")
# Something is said of the end of a year: it stands for the year. Alone it is the last weeks of it.
_AFTER_MOMENT = re.compile(r"[^。；！？\s）]")
# 上年同期，出口4亿元 and 上年同期为4亿元 are said of that time; 比上年同期 only compares with it.
_AFTER_SAME = re.compile(r"，|[仅只]?(?:为|是|有)")
_COMPARED = re.compile(r"[比较与跟和同于]$")
# Sentences end where these stand; a semicolon parts statements as a full stop does.
SENTENCE_END = re.compile(r"[。！？!?\n；]")


@dataclass(slots=True)
class Found:
    """A time in the making; `own` is where the words of the time itself begin."""

    start: int
    end: int
    own: int
    time: Time
    match: re.Match[str]


def govern(text: str, item: Found, sentence: list[Found], published_on: dt.date | None) -> None:
    """Let the words before and after a time say what kind it is; `sentence` are the times before it."""
    time, days = item.time, item.time.days
    if time.kind == "duration" or days is None:
        return
    before = text[max(0, item.start - 8) : item.start]
    if time.whole and text[item.end - 1] in "底末" and _AFTER_MOMENT.match(text, item.end):
        days = time.whole
        item.time = time = time._replace(days=days)
    if as_of := _BEFORE_AS_OF.search(before):
        item.start -= len(as_of.group())
        days = time.whole or days
        if time.grain in ("quarter", "half"):  # the end of a quarter is its last month, as 年末 is that year
            days = calendar.month_of(days.last)
        item.time = time._replace(days=days, kind="as_of")
        if stretch := _AFTER_STRETCH.match(text, item.end):
            item.end = stretch.end()
            item.time = time._replace(days=_up_to(days.last, stretch["months"]), grain="month", kind="period")
        else:
            _close_range(text, item, sentence)
        return
    since = _AFTER_SINCE.match(text, item.end)
    begins = _BEFORE_SINCE.search(before)
    lasts = time.kind in ("period", "named", "since") if since else time.kind == "period"
    if lasts and (since or _SINCE_THEN.match(text, item.end)):
        item.start -= 1 if begins else 0
        item.end = since.end() if since else item.end
        item.time = time._replace(days=until_now(time, days, item.match, published_on), kind="since")
    elif begins and time.kind in ("period", "named"):
        item.start -= 1
        item.time = time._replace(kind="from")
    elif time.kind in ("period", "named"):
        _govern_end(text, item, before, sentence, published_on)


def _govern_end(
    text: str, item: Found, before: str, sentence: list[Found], published_on: dt.date | None
) -> None:
    """Read 到2030年 and 年底前: the end of a year is the year there, and what lies ahead is a deadline."""
    time = item.time
    lead, after = _BEFORE_DEADLINE.search(before), _AFTER_DEADLINE.match(text, item.end)
    if time.days and (lead or after):
        ahead = published_on is None or time.days.last >= published_on
        item.time = time._replace(days=time.whole or time.days, kind="deadline" if ahead else time.kind)
        if ahead:
            item.start -= len(lead.group()) if lead else 0
            item.end = after.end() if after else item.end
        if lead:
            _close_range(text, item, sentence)
    elif time.kind == "named" and (during := _AFTER_NAMED.match(text, item.end)):
        item.end = during.end()
        item.time = time._replace(kind="period")
    elif time.grain == "same" and not _COMPARED.search(before) and _AFTER_SAME.match(text, item.end):
        item.time = time._replace(kind="period")


def _up_to(last: dt.date, months: str | None) -> Interval:
    """Return so many months up to a day, or a year."""
    return Interval(calendar.month_of(last, 1 - (integer(months) if months else 12)).first, last)


def until_now(time: Time, days: Interval, match: re.Match[str], published_on: dt.date | None) -> Interval:
    """Return the days from a beginning until now; a plan is meant whole, and 今年以来 is told in months."""
    if time.grain == "plan" or published_on is None or days.first > published_on:
        return days
    if time.grain in ("day", "week"):
        last = published_on
    elif time.grain == "year" and match["near_year"] is None and match["kind_edge"] is None:
        last = calendar.years(published_on.year).last
    else:
        last = calendar.month_of(published_on).last
    return Interval(days.first, last)


def _close_range(text: str, item: Found, sentence: list[Found]) -> None:
    """Join 自7月1日启动至15日 and 自12月1日起…，截至12月5日.

    Where the range is one of years (从1997年…至2022年), 26年来 before it means the same years.
    """
    begin = next((one for one in reversed(sentence) if one.time.kind in ("from", "since")), None)
    days = item.time.days
    if begin is None or days is None:
        return
    if begin.time.kind == "from" and begin.time.grain == item.time.grain == "year":
        for one in sentence:
            if (
                one.match["shift"]
                and one.time.grain == "year"
                and begin.time.days
                and one.start < begin.start
            ):
                one.time = one.time._replace(days=Interval(begin.time.days.first, days.last))
        return
    if (
        begin.time.days is None
        or begin.time.grain not in ("day", "month")
        or begin.time.days.first > days.last
    ):
        return
    gap = _OPEN_RANGE.fullmatch(text, begin.end, item.own)
    if gap or (item.time.kind == "as_of" and begin.match.lastgroup == "kind_point"):
        item.time = item.time._replace(days=Interval(begin.time.days.first, days.last), kind="period")
