"""Times as Chinese writes them, resolved to whole days.

A time is found by `time_grammar`, read by `time_points` and `time_spans`, and here joined with
what stands around it: the far end of a range, 截至 and 以来, the year that an earlier time named.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flows.language import calendar, time_points, time_spans
from flows.language.calendar import DAY, Interval
from flows.language.time_grammar import CUE, EXPRESSION, HAS_TRADITIONAL, RANGE, TRADITIONAL
from flows.language.time_values import Context, Time
from flows.records import Period

_READERS: dict[str, Callable[[re.Match[str], Context], Time | None]] = {
    "kind_plan": time_points.plan,
    "kind_numeric": time_points.numeric,
    "kind_point": time_points.point,
    "kind_century": time_spans.century,
    "kind_near": time_spans.near,
    "kind_span": time_spans.span,
    "kind_edge": time_spans.edge,
}
_AHEAD = re.compile(r"将|拟于?|计划|预计|力争|有望|即将|确保|争取|目标|定于")
_SENTENCE_END = re.compile(r"[。！？!?\n；]")
_BEFORE_AS_OF = re.compile(r"(?:截至|截止到?|截止至)\Z")
_BEFORE_SINCE = re.compile(r"[自从由]\Z")
_BEFORE_DEADLINE = re.compile(r"(?:力争到|争取到|(?<![来得达感受直看见碰遇收找涉])[到至])\Z")
_NOT_BEFORE = r"(?![后三五十一两半列沿景往来进期夕\d])"
_AFTER_SINCE = re.compile(r"(?:开始|启动)?以来|起(?![草点步伏])")
_AFTER_DEADLINE = re.compile(rf"(?:之?前|以前){_NOT_BEFORE}")
_AFTER_NAMED = re.compile(r"期间|时期|当天|当日|前夕")
# Something is said of the end of a year: it stands for the year. Alone it is the last weeks of it.
_AFTER_MOMENT = re.compile(r"[^。；！？\s）]")
_JOIN = re.compile(rf"(?:上午|下午|晚上?|起|开始|止)?{RANGE}[自从]?")
_OPEN_RANGE = re.compile(r"[^，。；：！？\n\d]{0,14}")


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

    `text` is as `normalise` leaves it. Days are whole and both ends are included. A `duration` has
    no dates, nor has a day that no calendar knows (2月30日), nor, where `published_on` is None, what
    is told from the document's day. 截至目前 and 目前 are the document's day, 近三年 counts whole
    years, and 今年以来 whole months.
    """
    original = text
    if HAS_TRADITIONAL.search(text):
        text = text.translate(TRADITIONAL)
    found: list[_Found] = []
    context = Context(published_on)
    sentence_start = sentence_end = 0
    for match in _expressions(text):
        if match.start() >= sentence_end:
            context.year = context.month = None
            sentence_start = len(found)
            end = _SENTENCE_END.search(text, match.start())
            sentence_end = end.end() if end else len(text)
        context.future = _AHEAD.search(text, max(0, match.start() - 12), match.end() + 14) is not None
        previous = found[-1] if found else None
        if (previous and match.start() < previous.end) or _recurs(text, match):
            continue
        if previous and _joins(text, previous, match):
            item = _joined(match, previous, context)
            if item is not None:
                found[-1] = item
        else:
            item = _single(match, context)
            if item is None or _in_title(text, item):
                continue
            _govern(text, item, found[sentence_start:], published_on)
            if not (previous and _merged(text, previous, item)):
                found.append(item)
        if item is not None:
            _remember(context, found[-1])
    return [_period(original, item) for item in found]


def _expressions(text: str) -> Iterator[re.Match[str]]:
    """Yield what may be a time, from left to right."""
    cue = CUE.search(text)
    while cue:
        match = EXPRESSION.match(text, cue.start())
        end = match.end() if match else cue.start()
        if match and end > cue.start():
            yield match
        cue = CUE.search(text, max(end, cue.start() + 1))


def _single(match: re.Match[str], context: Context) -> _Found | None:
    time = _READERS[match.lastgroup or ""](match, context)
    if time is None:
        return None
    end = match.end()
    while match.string[end - 1] in "的 ":
        end -= 1
    return _Found(match.start(), end, match.start(), time, match)


def _recurs(text: str, match: re.Match[str]) -> bool:
    """Tell 每周一 and 每年3月, which are no time but many."""
    return text.endswith(("每", "每年", "每年的", "每逢", "历年"), max(0, match.start() - 3), match.start())


def _joins(text: str, previous: _Found, match: re.Match[str]) -> bool:
    """Tell whether `match` is the far end of a range that `previous` begins; 2024年2月至今 needs no mark."""
    until_now = previous.end == match.start() and match["now"] in ("至今", "迄今", "迄今为止")
    return until_now or _JOIN.fullmatch(text, previous.end, match.start()) is not None


def _joined(match: re.Match[str], left: _Found, context: Context) -> _Found | None:
    """Return the range from `left` to the time of `match`, which takes its year and month from `left`."""
    if left.time.days is None:
        return _single(match, context)
    first = left.time.days.first
    inner = Context(context.published_on, first.year, first.month, left.time.days, first)
    item = _single(match, context if match["now"] else inner)
    if item is None or item.time.days is None:
        return item
    days = item.time.days
    if days.last < first:
        if match["lone_day"]:
            following = calendar.month_of(first, 1).first
            inner.year, inner.month = following.year, following.month
        else:
            inner.year = first.year + 1
        item = _single(match, inner)
        if item is None or item.time.days is None or item.time.days.last < first:
            return item
        days = item.time.days
    elif _sum_that_is_not_over(left, item, context):
        first = first.replace(year=first.year - 1)
        inner.year = first.year
        item = _single(match, inner) or item
        days = item.time.days or days
    kind = "named" if left.time.kind == "named" else "period"
    time = Time(Interval(first, days.last), item.time.grain, kind, year_stated=left.time.year_stated)
    return _Found(left.start, item.end, left.own, time, match)


def _sum_that_is_not_over(left: _Found, item: _Found, context: Context) -> bool:
    """Tell whether 1—11月 in a January has to mean last year's."""
    today, stated = context.published_on, left.time.year_stated or item.time.year_stated
    if today is None or stated or context.future or context.year is not None:
        return False
    if left.time.days is None or item.time.days is None or item.time.grain not in ("month", "quarter"):
        return False
    first = left.time.days.first
    return first == dt.date(today.year, 1, 1) and item.time.days.last > today + DAY * 31


def _govern(text: str, item: _Found, sentence: list[_Found], published_on: dt.date | None) -> None:
    """Let the words before and after a time say what kind it is; `sentence` are the times before it."""
    time, days = item.time, item.time.days
    if time.kind == "duration" or days is None:
        return
    before = text[max(0, item.start - 4) : item.start]
    if as_of := _BEFORE_AS_OF.search(before):
        item.start -= len(as_of.group())
        days = time.whole or days
        if time.grain == "quarter":  # what has run up by the end of a quarter runs from January
            days = Interval(days.first.replace(month=1), days.last)
        item.time = time._replace(days=days, kind="as_of")
        _close_range(text, item, sentence)
        return
    since = _AFTER_SINCE.match(text, item.end)
    begins = _BEFORE_SINCE.search(before)
    if since and time.kind in ("period", "named", "since"):
        item.start -= 1 if begins else 0
        item.end = since.end()
        item.time = time._replace(days=_since(time, days, item.match, published_on), kind="since")
    elif begins and time.kind in ("period", "named"):
        item.start -= 1
        item.time = time._replace(kind="from")
    elif time.kind in ("period", "named"):
        _govern_end(text, item, before, sentence, published_on)


def _govern_end(
    text: str, item: _Found, before: str, sentence: list[_Found], published_on: dt.date | None
) -> None:
    """Read 到2030年, 年底前, 2024年底，: 年底 is the year there, and what lies ahead is a deadline."""
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
    elif time.whole and text[item.end - 1] in "底末" and _AFTER_MOMENT.match(text, item.end):
        item.time = time._replace(days=time.whole)
    elif time.kind == "named" and (during := _AFTER_NAMED.match(text, item.end)):
        item.end = during.end()
        item.time = time._replace(kind="period")


def _since(time: Time, days: Interval, match: re.Match[str], published_on: dt.date | None) -> Interval:
    """Return the days from a beginning until now; a plan is meant whole, and 今年以来 is told in months."""
    if time.grain == "plan" or published_on is None or days.first > published_on:
        return days
    if time.grain in ("day", "week"):
        last = published_on
    elif time.grain == "year" and match["near_year"] is None:
        last = calendar.years(published_on.year).last
    else:
        last = calendar.month_of(published_on).last
    return Interval(days.first, last)


def _close_range(text: str, item: _Found, sentence: list[_Found]) -> None:
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


def _merged(text: str, previous: _Found, item: _Found) -> bool:
    """Merge 今天（7月17日） into one time, and 1日、2日、3日 or 1、2月 into the days from first to last."""
    left, right = previous.time.days, item.time.days
    if left is None or right is None:
        return False
    gap = text[previous.end : item.start]
    if gap == "（" and text.startswith("）", item.end) and left == right:
        previous.end = item.end + 1
        return True
    following = right.first == left.last + DAY and previous.time.grain == item.time.grain
    if following and gap in ("、", "，") and item.time.grain in ("day", "month", "quarter"):
        previous.end = item.end
        previous.time = previous.time._replace(days=Interval(left.first, right.last))
        return True
    return False


def _in_title(text: str, item: _Found) -> bool:
    """Tell whether a word like 明日 stands in the title of a work; a year there is only named."""
    opening = text.rfind("《", max(0, item.start - 60), item.start)
    if opening < 0 or text.find("》", opening, item.start) >= 0:
        return False
    if item.match.lastgroup in ("kind_near", "kind_span"):
        return True
    item.time = item.time._replace(kind="named")
    return False


def _remember(context: Context, item: _Found) -> None:
    """Keep what the times after this one leave out."""
    time, match = item.time, item.match
    if time.days is None:
        return
    if match["festival"]:
        context.holiday = time.days
    if time.kind in ("as_of", "duration", "named", "deadline"):
        return
    context.last = time.days
    if time.days.first == time.days.last:
        context.last_day = time.days.first
    if time.year_stated and time.grain in ("year", "month", "day", "quarter", "half"):
        context.year = time.days.first.year
    if time.grain == "day" and (time.year_stated or match["month"]):
        context.year, context.month = time.days.first.year, time.days.first.month


def _period(text: str, item: _Found) -> Period:
    days, kind = item.time.days, item.time.kind
    return Period(
        item.start,
        item.end,
        text[item.start : item.end],
        days.first if days else None,
        days.last if days else None,
        "period" if kind == "from" else kind,
    )
