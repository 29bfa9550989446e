"""Times as Chinese writes them, resolved to whole days.

A time is found by `time_grammar`, read by `time_values` and `time_spans`, and here joined with
what stands around it: the far end of a range, 截至 and 以来, the year that an earlier time named.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flows.language import calendar, time_spans, time_values
from flows.language.calendar import DAY, Interval
from flows.language.time_grammar import CUE, EXPRESSION, HAS_TRADITIONAL, RANGE, TRADITIONAL
from flows.language.time_values import Context, Time
from flows.records import Period

_READERS: dict[str, Callable[[re.Match[str], Context], Time | None]] = {
    "kind_plan": time_values.plan,
    "kind_numeric": time_values.numeric,
    "kind_point": time_values.point,
    "kind_week": time_values.week,
    "kind_day": time_values.day,
    "kind_century": time_spans.century,
    "kind_span": time_spans.span,
    "kind_edge": time_spans.edge,
}
_AHEAD = re.compile(r"将|拟于?|计划|预计|力争|有望|即将|确保|争取|目标|定于")
_SENTENCE_END = re.compile(r"[。！？!?\n；]")
_BEFORE_AS_OF = re.compile(r"(?:截至|截止到?|截止至)$")
_BEFORE_SINCE = re.compile(r"[自从]$")
_BEFORE_DEADLINE = re.compile(r"(?<![来得达感受直看见碰遇收找涉])(?:力争到|争取到|到|至)$")
_AFTER_SINCE = re.compile(r"以来|(?:\d[日号])?起(?!草|点|步|伏)")
_AFTER_DEADLINE = re.compile(r"(?:[日号底]?之?前|以前)(?![后三五十一两半列沿景往来进\d])")
_AFTER_PERIOD = re.compile(r"期间|时期|全年|当天|当日|以内|之内")
_AFTER_MOMENT = re.compile(r"前(?![后三五十一两半列沿景往来进\d])|[，,、]|时(?!间|期|代)")
_JOIN = re.compile(rf"(?:上午|下午|晚上?|起|开始|止)?{RANGE}(?:[自从])?")
_OPEN_RANGE = re.compile(r"[^，。；：！？\n\d]{0,14}(?:至|到|截至)")


@dataclass(slots=True)
class _Found:
    """A time in the making; `own` is where the words of the time itself begin."""

    start: int
    end: int
    own: int
    time: Time
    match: re.Match[str]


def find(text: str, published_on: dt.date | None) -> list[Period]:
    """Return the times in `text`, in order; none overlaps another.

    `text` is as `normalise` leaves it. Days are whole and both ends are included; what is told
    from the document's day has no dates where `published_on` is None. Kinds beside those that
    `Period` names: `named` is a festival, season or plan that is only mentioned by its name. A
    `duration` has no dates. 截至目前 and 目前 are the document's day; 近三年 counts whole years.
    """
    if HAS_TRADITIONAL.search(text):
        text = text.translate(TRADITIONAL)
    found: list[_Found] = []
    context = Context(published_on)
    sentence_end = 0
    for match in _expressions(text):
        start = match.start()
        if start >= sentence_end:
            context.year = context.month = None
            end = _SENTENCE_END.search(text, start)
            sentence_end = end.end() if end else len(text)
        context.future = _AHEAD.search(text, max(0, start - 12), match.end() + 14) is not None
        previous = found[-1] if found else None
        joined = previous is not None and _JOIN.fullmatch(text, previous.end, start) is not None
        item = _joined(match, previous, context) if joined and previous else _single(match, context)
        if item is None or (joined is False and _in_title(text, item)):
            continue
        if joined and previous:
            found[-1] = item
        else:
            _govern(text, item, previous, published_on)
            if not (previous and _merged(text, previous, item)):
                found.append(item)
        _remember(context, found[-1])
    return [_period(text, item) for item in found]


def _expressions(text: str) -> Iterator[re.Match[str]]:
    """Yield what may be a time, from left to right."""
    cue = CUE.search(text)
    while cue:
        match = EXPRESSION.match(text, cue.start())
        if match and match.end() > match.start():
            yield match
            cue = CUE.search(text, match.end())
        else:
            cue = CUE.search(text, cue.start() + 1)


def _single(match: re.Match[str], context: Context) -> _Found | None:
    time = _READERS[match.lastgroup or ""](match, context)
    if time is None:
        return None
    end = match.end()
    while match.string[end - 1] in "的 ":
        end -= 1
    return _Found(match.start(), end, match.start(), time, match)


def _joined(match: re.Match[str], left: _Found, context: Context) -> _Found | None:
    """Return the range from `left` to the time of `match`, which takes its year and month from `left`."""
    if left.time.days is None:
        return _single(match, context)
    if match["now"] or left.time.kind == "duration":
        item = _single(match, context)
        if item is None or item.time.days is None or left.time.kind == "duration":
            return item
        days = Interval(left.time.days.first, item.time.days.last)
    else:
        first = left.time.days.first
        inner = Context(context.published_on, first.year, first.month, left.time.days, left.time.days.first)
        item = _single(match, inner)
        if item is None or item.time.days is None:
            return item
        last = item.time.days.last
        if last < first:
            inner.year, inner.month = (
                (first.year, first.month + 1) if match["day_alone"] else (first.year + 1, first.month)
            )
            if inner.month and inner.month > 12:
                inner.year, inner.month = first.year + 1, 1
            again = _single(match, inner)
            if again is None or again.time.days is None or again.time.days.last < first:
                return item
            item, last = again, again.time.days.last
        days = Interval(first, last)
    kind = "period" if left.time.kind in ("as_of", "deadline", "since") else left.time.kind
    time = Time(days, item.time.grain, kind, year_stated=left.time.year_stated)
    return _Found(left.start, item.end, left.own, time, match)


def _govern(text: str, item: _Found, previous: _Found | None, published_on: dt.date | None) -> None:
    """Let the words before and after a time say what kind it is; widen 年底 to its year where it is a date line."""
    time, days = item.time, item.time.days
    before = text[max(0, item.start - 4) : item.start]
    if time.kind == "duration" or days is None:
        return
    if as_of := _BEFORE_AS_OF.search(before):
        item.start -= len(as_of.group())
        days = time.edge or days
        if time.grain == "quarter":
            days = Interval(days.first.replace(month=1), days.last)
        item.time = time._replace(days=days, kind="as_of")
        _close_range(text, item, previous)
        return
    since_after = _AFTER_SINCE.match(text, item.end)
    if _BEFORE_SINCE.search(before):
        item.start -= 1
        if not since_after:
            item.time = time._replace(kind="from" if time.kind == "period" else time.kind)
    if since_after and time.kind in ("period", "named", "since"):
        item.end = since_after.end()
        item.time = time._replace(days=_since(time, days, item.match, published_on), kind="since")
        return
    after = _AFTER_DEADLINE.match(text, item.end)
    lead = _BEFORE_DEADLINE.search(before)
    ahead = published_on is None or days.last >= published_on
    if (lead or after) and time.kind in ("period", "named"):
        if ahead:
            item.start -= len(lead.group()) if lead else 0
            item.end = after.end() if after else item.end
        item.time = time._replace(days=time.edge or days, kind="deadline" if ahead else "period")
        if lead:
            _close_range(text, item, previous)
    elif time.edge and _AFTER_MOMENT.match(text, item.end):
        item.time = time._replace(days=time.edge)
    if time.kind == "named" and (during := _AFTER_PERIOD.match(text, item.end)):
        item.end = during.end()
        item.time = item.time._replace(kind="period")


def _since(time: Time, days: Interval, match: re.Match[str], published_on: dt.date | None) -> Interval:
    """Return the days from a beginning until now; a plan is meant whole, and 今年以来 is told in months."""
    if time.grain == "plan" or published_on is None or days.first > published_on:
        return days
    first = days.first
    if time.grain == "year":
        relative = match.groupdict().get("year_rel") is not None
        last = calendar.month_of(published_on).last if relative else calendar.years(published_on.year).last
    elif time.grain in ("day", "week"):
        last = published_on
    else:
        last = calendar.month_of(published_on).last
    return Interval(first, max(last, days.last))


def _close_range(text: str, item: _Found, previous: _Found | None) -> None:
    """Join 自7月1日启动至15日 and 自12月1日起…，截至12月5日, whose beginning stands apart."""
    if previous is None or previous.time.days is None or item.time.days is None:
        return
    if previous.time.kind not in ("from", "since") or previous.time.grain not in ("day", "month"):
        return
    gap = text[previous.end : item.start]
    near = item.time.kind == "as_of" and not _SENTENCE_END.search(gap)
    if (
        near or _OPEN_RANGE.fullmatch(text, previous.end, item.own)
    ) and previous.time.days.first <= item.time.days.last:
        item.time = item.time._replace(
            days=Interval(previous.time.days.first, item.time.days.last), kind="period"
        )


def _merged(text: str, previous: _Found, item: _Found) -> bool:
    """Merge 今天（7月17日） into one time, and 1日、2日、3日 or 1、2月 into the days from the first to the last."""
    left, right = previous.time.days, item.time.days
    if left is None or right is None:
        return False
    gap = text[previous.end : item.start]
    if gap == "（" and text.startswith("）", item.end) and left == right:
        previous.end = item.end + 1
        return True
    following = (
        gap in ("、", "，") and right.first == left.last + DAY and previous.time.grain == item.time.grain
    )
    if following and item.time.grain in ("day", "month", "quarter"):
        previous.end = item.end
        previous.time = previous.time._replace(days=Interval(left.first, right.last))
        return True
    return False


def _remember(context: Context, item: _Found) -> None:
    """Keep what the times after this one leave out."""
    time = item.time
    if time.days is None or time.kind in ("as_of", "duration", "named", "deadline"):
        return
    context.last = time.days
    if time.days.first == time.days.last:
        context.last_day = time.days.first
    if time.year_stated and time.grain in ("year", "month", "day", "quarter", "half"):
        context.year = time.days.first.year
    if time.grain == "day" and (time.year_stated or item.match.groupdict().get("month")):
        context.year, context.month = time.days.first.year, time.days.first.month


def _in_title(text: str, item: _Found) -> bool:
    """Tell whether a word like 明日 stands in the title of a work; a year there is only named."""
    opening = text.rfind("《", max(0, item.start - 60), item.start)
    if opening < 0 or text.find("》", opening, item.start) >= 0:
        return False
    if item.match.lastgroup in ("kind_day", "kind_week", "kind_span"):
        return True
    item.time = item.time._replace(kind="named")
    return False


def _period(text: str, item: _Found) -> Period:
    days = item.time.days
    kind = "period" if item.time.kind == "from" else item.time.kind
    quote = text[item.start : item.end]
    return Period(
        item.start, item.end, quote, days.first if days else None, days.last if days else None, kind
    )
