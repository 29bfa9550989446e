"""Times as Chinese writes them, resolved to whole days.

A time is found by `time_grammar`, read by `time_points` and `time_spans`, governed by the words
around it (`time_surroundings`), and here joined with the times beside it and before it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from flows.language import calendar, spacing, time_points, time_spans
from flows.language.calendar import DAY, Interval
from flows.language.time_grammar import CUE, EXPRESSION, HAS_TRADITIONAL, RANGE, TRADITIONAL
from flows.language.time_surroundings import SENTENCE_END, Found, govern, until_now
from flows.language.time_values import Context, Time
from flows.records import Period, PeriodKind

_READERS: dict[str, Callable[[re.Match[str], Context], Time | None]] = {
    "kind_plan": time_points.plan,
    "kind_season": time_points.season_year,
    "kind_numeric": time_points.numeric,
    "kind_letter": time_points.letter,
    "kind_point": time_points.point,
    "kind_century": time_spans.century,
    "kind_near": time_spans.near,
    "kind_span": time_spans.span,
    "kind_edge": time_spans.edge,
}
_AHEAD = re.compile(r"将|拟于?|计划|预计|力争|有望|即将|确保|争取|目标|定于|起(?:施行|实施|执行|正式|生效)")
# 6月底前完成 and 到6月底 look ahead, unless they say what was done.
_BY = re.compile(r"之?前(?![后三五十一两半列沿景往来进期夕\d])")
# What is counted or said to be done lies behind: 9月21日，已收获50万亩 in March is last year's.
_TOLD = re.compile(
    r"[^。；！？\n]{0,40}?(?:已|了(?!解)|同比|环比|(?<![\d.])\d[\d.,]*\s?[万亿]?(?![\d.,年月日号时点:：—~至到、-]))"
)
_DONE = re.compile(r"已|了|同比|累计")
_JOIN = re.compile(rf"(?:上午|下午|晚上?|起|开始|止)?{RANGE}[自从]?")
_IN_FIGURES = re.compile(r"(?:19|20)\d\d")
# So many times before one may say what it is the end of.
_WITHIN = 40
# As far back, in characters, a year that was named still counts for the sentences after it.
_EARSHOT = 200


def find(text: str, published_on: dt.date | None) -> list[Period]:
    """Return the times in `text`, in order; none overlaps another.

    `text` is as `normalise` leaves it. Days are whole and both ends are included. A `duration` has
    no dates, nor has a day that no calendar knows (2月30日), nor, where `published_on` is None, what
    is told from the document's day. 截至目前 and 目前 are the document's day, 近三年 counts whole
    years, and 今年以来 whole months.
    """
    tight, places = spacing.tightened(text)
    found = _find(tight, published_on)
    if places is None:
        return [_period(text, item, item.start, item.end) for item in found]
    return [_period(text, item, places[item.start], places[item.end - 1] + 1) for item in found]


def _find(text: str, published_on: dt.date | None) -> list[Found]:
    if HAS_TRADITIONAL.search(text):
        text = text.translate(TRADITIONAL)
    found: list[Found] = []
    context = Context(published_on)
    sentence_start = sentence_end = 0
    for match in _expressions(text):
        if match.start() >= sentence_end:
            near = found and match.start() - found[-1].end < _EARSHOT
            context.spoken_year = (context.year or context.spoken_year) if near else None
            context.written_year = context.written_year if near else None
            context.year = context.month = context.base_year = None
            sentence_start = len(found)
            end = SENTENCE_END.search(text, match.start())
            sentence_end = end.end() if end else len(text)
        context.future = _looks_ahead(text, match)
        context.past = not context.future and _TOLD.match(text, match.end()) is not None
        previous = found[-1] if found else None
        if (previous and match.start() < previous.end) or _recurs(text, match):
            continue
        try:
            item = _read(text, match, context, found, sentence_start)
        except (ValueError, OverflowError):
            continue  # it leads out of the calendar: 明年 in a text of the year 9999
        if item is not None:
            _remember(context, found[-1])
    return found


def _read(
    text: str, match: re.Match[str], context: Context, found: list[Found], sentence_start: int
) -> Found | None:
    """Add the time of `match` to `found`, or make the last one there longer by it; return it."""
    previous = found[-1] if found else None
    if previous and _joins(text, previous, match):
        item = _joined(match, previous, context)
        if item is not None:
            found[-1] = item
        return item
    item = _single(match, context)
    if item is None or _in_title(text, item):
        return None
    govern(text, item, found[max(sentence_start, len(found) - _WITHIN) :], context.published_on)
    if not (previous and _merged(text, previous, item)):
        found.append(item)
    return item


def _expressions(text: str) -> Iterator[re.Match[str]]:
    """Yield what may be a time, from left to right."""
    cue = CUE.search(text)
    while cue:
        match = EXPRESSION.match(text, cue.start())
        end = match.end() if match else cue.start()
        if match and end > cue.start():
            yield match
        cue = CUE.search(text, max(end, cue.start() + 1))


def _single(match: re.Match[str], context: Context) -> Found | None:
    time = _READERS[match.lastgroup or ""](match, context)
    if time is None:
        return None
    end = match.end()
    while match.string[end - 1] in "的 ":
        end -= 1
    return Found(match.start(), end, match.start(), time, match)


def _looks_ahead(text: str, match: re.Match[str]) -> bool:
    """Tell whether the words around a time speak of what is to come."""
    start, end = match.span()
    if _AHEAD.search(text, max(0, start - 12), end + 14):
        return True
    by = _BY.match(text, end) or text.startswith("到", start - 1)
    return bool(by) and not _DONE.search(text, end, end + 14)


def _recurs(text: str, match: re.Match[str]) -> bool:
    """Tell 每周一 and 每年3月, which are no time but many."""
    return text.endswith(("每", "每年", "每年的", "每逢", "历年"), max(0, match.start() - 3), match.start())


def _joins(text: str, previous: Found, match: re.Match[str]) -> bool:
    """Tell whether `match` is the far end of a range that `previous` begins; 2024年2月至今 needs no mark."""
    follows = previous.end == match.start() and match["now"] in ("至今", "迄今", "迄今为止")
    return follows or _JOIN.fullmatch(text, previous.end, match.start()) is not None


def _joined(match: re.Match[str], left: Found, context: Context) -> Found | None:
    """Return the range from `left` to the time of `match`, which takes its year and month from `left`."""
    if left.time.days is None:
        return _single(match, context)
    first = left.time.days.first
    if match["now"]:  # 2024年至今 is told in years, 2024年2月至今 in months
        days = until_now(left.time, left.time.days, left.match, context.published_on)
        return Found(left.start, match.end(), left.own, left.time._replace(days=days, kind="period"), match)
    inner = Context(context.published_on, first.year, first.month, last=left.time.days, last_day=first)
    item = _single(match, inner)
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
    kind: PeriodKind = "named" if left.time.kind == "named" else "period"
    time = Time(Interval(first, days.last), item.time.grain, kind, year_stated=left.time.year_stated)
    return Found(left.start, item.end, left.own, time, match)


def _sum_that_is_not_over(left: Found, item: Found, context: Context) -> bool:
    """Tell whether 1—11月 in a January has to mean last year's."""
    today, stated = context.published_on, left.time.year_stated or item.time.year_stated
    if today is None or stated or context.future or context.year is not None:
        return False
    if left.time.days is None or item.time.days is None or item.time.grain not in ("month", "quarter"):
        return False
    first = left.time.days.first
    early = first == dt.date(today.year, 1, 1) and today.month <= 4
    return early and item.time.days.last > today + DAY * 31


def _merged(text: str, previous: Found, item: Found) -> bool:
    """Merge 今天（7月17日） into one time, and 1日、2日、3日 or 1、2月 into the days from first to last."""
    left, right = previous.time.days, item.time.days
    if left is None or right is None:
        return False
    gap = text[previous.end : item.start]
    if gap == "（" and text.startswith("）", item.end) and left == right:
        previous.end = item.end + 1
        return True
    following = right.first == left.last + DAY and previous.time.grain == item.time.grain
    # 7月、8月 may get a number each; 1、2月 are one time.
    bare = previous.match.group()[-1] not in "年月度份"
    if following and gap in ("、", "，") and (item.time.grain == "day" or bare):
        previous.end = item.end
        previous.time = previous.time._replace(days=Interval(left.first, right.last))
        return True
    return False


def _in_title(text: str, item: Found) -> bool:
    """Tell whether a word like 明日 stands in the title of a work; a year there is only named."""
    opening = text.rfind("《", max(0, item.start - 60), item.start)
    if opening < 0 or text.find("》", opening, item.start) >= 0:
        return False
    if item.match.lastgroup in ("kind_near", "kind_span"):
        return True
    item.time = item.time._replace(kind="named")
    return False


def _remember(context: Context, item: Found) -> None:
    """Keep what the times after this one leave out."""
    time, match = item.time, item.match
    if time.grain != "same":
        written = match["reported"] or _IN_FIGURES.search(match.string, item.start, item.end)
        context.written_year = time.days.first.year if time.days and written else None
        if written and context.reported is None and time.grain in ("year", "half", "quarter", "month"):
            context.reported = time
    if time.days is None:
        return
    if match["festival"]:
        context.holiday = time.days
    if time.kind in ("as_of", "duration", "named", "deadline") or time.grain == "same":
        return
    context.last = time.days
    if time.days.first == time.days.last:
        context.last_day = time.days.first
    if time.year_stated and time.grain in ("year", "month", "day", "quarter", "half"):
        context.year = time.days.first.year
        if match["near_year"] not in time_points.YEARS_BEFORE:
            context.base_year = context.year
    if time.grain == "day" and (time.year_stated or match["month"]):
        context.year, context.month = time.days.first.year, time.days.first.month


def _period(text: str, item: Found, start: int, end: int) -> Period:
    days, kind = item.time.days, item.time.kind
    return Period(
        start,
        end,
        text[start:end],
        days.first if days else None,
        days.last if days else None,
        "period" if kind == "from" else kind,
    )
