"""Centuries and decades, and stretches of time counted from the day of the document."""

from __future__ import annotations

import re

from flows.language import calendar
from flows.language.calendar import DAY, Interval
from flows.language.time_values import Context, Time, integer

# Up to this month a text that looks back over years means the years that are complete.
_LAST_MONTH_LOOKING_BACK = 3


def century(match: re.Match[str], context: Context) -> Time | None:
    """Read a century or decade, and its beginning, middle or end."""
    if match["decade_alone"]:
        decade = integer(match["decade_alone"])
        # 20年代 is this century's, 80年代 the last one's.
        return Time(_decade((2000 if decade < 30 else 1900) + decade, match["decade_edge"]), "decade")
    if match["century_rel"]:
        if context.published_on is None:
            return Time(None, "century")
        first = context.published_on.year // 100 * 100 - 100 * match["century_rel"].startswith("上")
    else:
        number = integer(match["century"])
        if not 1 <= number <= 30:
            return None
        first = number * 100 - 100
    edge = match["century_edge"]
    if match["decade"]:
        return Time(_decade(first + integer(match["decade"]), edge), "decade")
    if not edge:
        return Time(calendar.years(max(first, 1), first + 99), "century")
    if edge == "中叶":
        # A goal for the middle of the century is one for its fiftieth year.
        days = calendar.years(first + 40, first + 59)
        return Time(days, "century", edge=calendar.years(first + 50))
    low, high = _CENTURY_EDGES[edge]
    return Time(calendar.years(max(first + low, 1), first + high), "century")


_CENTURY_EDGES = {
    "初": (0, 19), "初期": (0, 19), "早期": (0, 19), "前期": (0, 29), "中期": (40, 59), "末": (80, 99),
    "末期": (80, 99), "后期": (70, 99), "晚期": (80, 99), "上半叶": (0, 49), "前半叶": (0, 49),
    "下半叶": (50, 99), "后半叶": (50, 99),
}  # fmt: skip


def _decade(first: int, edge: str | None) -> Interval:
    if not edge:
        return calendar.years(first, first + 9)
    if edge[0] in "初前早":
        return calendar.years(first, first + 2)
    if edge[0] == "中":
        return calendar.years(first + 3, first + 6)
    return calendar.years(first + 7, first + 9)


def edge(match: re.Match[str], context: Context) -> Time | None:
    """Read 年底, 月初 and the like that name neither year nor month."""
    today = context.published_on
    if today is None:
        return Time(None, "month")
    name = match["kind_edge"]
    if name == "全月":
        base = context.last.first if context.last else today
        return Time(calendar.month_of(base), "month")
    if name[0] == "月":
        month = calendar.month_of(today)
        if name[1] == "初":
            return Time(Interval(month.first, month.first + DAY * 4), "month", edge=month)
        return Time(Interval(month.first + DAY * 24, month.last), "month", edge=month)
    year = context.year or today.year
    if name[1] in "底末" and context.year is None and not context.future and today.month <= 2:
        year -= 1
    first, last = {"初": (1, 2), "中": (6, 7), "底": (11, 12), "末": (11, 12), "内": (1, 12)}[name[1]]
    whole = calendar.years(year)
    return Time(calendar.months(year, first, last), "year", edge=None if name[1] in "内中" else whole)


def span(match: re.Match[str], context: Context) -> Time | None:
    """Read a stretch counted from the document's day: 近三年, 未来五天, 三年前; a bare length has no days."""
    today = context.published_on
    if match["count3"]:
        return Time(None, "duration", "duration")
    if match["count2"]:
        after = match["after"]
        count, unit = integer(match["count2"]), _unit(match["unit2"])
        if today is None:
            return Time(None, unit, "since")
        if after in ("间", "来", "以来"):
            return Time(_past(count, unit, context), unit, "since")
        sign = -1 if "前" in after else 1
        return Time(_shifted(count * sign, unit, match["unit2"], context), unit)
    lead, count, unit = match["span"], integer(match["count"]), _unit(match["unit"])
    if today is None:
        return Time(None, unit, "since")
    if lead[0] in "未今接往":
        return Time(_ahead(count, unit, context), unit)
    return Time(_past(count, unit, context), unit, "since")


def _unit(written: str) -> str:
    for unit, marks in (("year", "年"), ("month", "月"), ("quarter", "季"), ("week", "周星礼")):
        if any(mark in written for mark in marks):
            return unit
    return "day"


def _past(count: int, unit: str, context: Context) -> Interval | None:
    """Return the last `count` units; years are whole years but for a single one, which is told in months."""
    today = context.published_on
    if today is None or count == 0:
        return None
    if unit == "year":
        if count == 1:
            return Interval(calendar.month_of(today, -12).first, calendar.month_of(today).last)
        last = context.year or today.year - (today.month <= _LAST_MONTH_LOOKING_BACK)
        return calendar.years(last - count + 1, last) if last > count else None
    if unit in ("month", "quarter"):
        return Interval(
            calendar.month_of(today, -count * (3 if unit == "quarter" else 1)).first,
            calendar.month_of(today, -1).last,
        )
    return Interval(today - DAY * count * (7 if unit == "week" else 1), today - DAY)


def _ahead(count: int, unit: str, context: Context) -> Interval | None:
    today = context.published_on
    if today is None or count == 0:
        return None
    if unit == "year":
        first = today.year + (today.month > _LAST_MONTH_LOOKING_BACK)
        return calendar.years(first, first + count - 1)
    if unit in ("month", "quarter"):
        return Interval(
            calendar.month_of(today, 1).first,
            calendar.month_of(today, count * (3 if unit == "quarter" else 1)).last,
        )
    return Interval(today + DAY, today + DAY * count * (7 if unit == "week" else 1))


def _shifted(count: int, unit: str, written: str, context: Context) -> Interval | None:
    """Return the unit that lies `count` units from the document's day; a half year makes it a month."""
    today = context.published_on
    if today is None:
        return None
    if written.endswith("半"):
        return calendar.month_of(today, count * 12 + (6 if count > 0 else -6))
    if unit == "year":
        return calendar.years(today.year + count) if today.year + count > 0 else None
    if unit == "quarter":
        index = today.year * 4 + (today.month - 1) // 3 + count
        return calendar.quarters(index // 4, index % 4 + 1)
    if unit == "month":
        return calendar.month_of(today, count)
    if unit == "week":
        return calendar.week_of(today, count)
    return Interval(today + DAY * count, today + DAY * count)
