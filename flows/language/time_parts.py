"""Halves, quarters, months, weeks and days, of a year that is named or not, as `time_grammar` finds them.

Every function takes a match of `time_grammar.EXPRESSION`, a `Context` and the year that the match names; it
returns None where the match is none of its kind, and a `Time` without days for one that cannot be resolved.
"""

from __future__ import annotations

import re

from flows.language import calendar, time_lunar
from flows.language.calendar import DAY, Interval
from flows.language.time_values import UNITS, WEEKDAYS, Context, Time, integer, nearest, one_day


def _half(match: re.Match[str], context: Context, _: Interval | None) -> Time | None:
    if not match["half"]:
        return None
    first = 1 if match["half"] in "上前" else 7
    days = nearest(lambda year: calendar.months(year, first, first + 5), context, from_january=first == 1)
    return _or_edge(match["half_edge"], days, "half") if days else Time(None, "half")


def _quarter(match: re.Match[str], context: Context, _: Interval | None) -> Time | None:
    if name := match["near_quarter"]:
        if context.published_on is None:
            return Time(None, "quarter")
        shift = {"上上": -2, "上": -1, "下": 1}.get(name, 0)
        index = context.published_on.year * 4 + (context.published_on.month - 1) // 3 + shift
        quarter = calendar.quarters(index // 4, index % 4 + 1)
        return _or_edge(match["near_quarter_edge"], quarter, "quarter")
    if not match["quarter"]:
        return None
    number = 1 if match["quarter"] == "首" else integer(match["quarter"])
    days = nearest(lambda year: calendar.quarters(year, number), context)
    return _or_edge(match["quarter_edge"], days, "quarter") if days else Time(None, "quarter")


def _or_edge(edge: str | None, whole: Interval, grain: str) -> Time:
    """Return a quarter or half-year, or the month that is its 初 or 末."""
    if not edge:
        return Time(whole, grain)
    return Time(calendar.month_of(whole.first if edge == "初" else whole.last), grain, whole=whole)


def _first_of_year(match: re.Match[str], context: Context, year: Interval | None) -> Time | None:
    if year and match["nth_month"]:
        number = integer(match["nth_month"])
        return Time(calendar.months(year.first.year, number) if 1 <= number <= 12 else None, "month")
    if year and match["year_week"]:
        week = calendar.nth_week(year, integer(match["year_week"]))
        return _day_of_week(week, match["year_weekday"])
    if not (written := match["first_unit"]) or (match["first"] == "后" and year is None):
        return None
    unit, last = UNITS[written[-1]], match["first"] in ("最后", "后")
    number = integer(match["first_count"] or "1")
    if not 1 <= number * (3 if unit == "quarter" else 1) <= 12:
        return Time(None, unit)
    return Time(
        nearest(
            lambda value: calendar.part(calendar.years(value), number, unit, last=last),
            context,
            from_january=not last,
        ),
        unit,
    )


def _month(match: re.Match[str], context: Context, _: Interval | None) -> Time | None:
    if match["this_half_month"]:
        today = context.published_on
        days = _half_month(match["this_half_month"], calendar.month_of(today)) if today else None
        return Time(days, "half_month")
    if match["near_month"]:
        month = _near_month(match["near_month"], context)
    elif match["month"]:
        number = 1 if match["month"] == "元" else integer(match["month"])
        if match["day"]:
            day = integer(match["day"])
            return Time(nearest(lambda value: one_day(value, number, day), context), "day")
        month = nearest(lambda value: calendar.months(value, number), context)
    else:
        return None
    return Time(None, "month") if month is None else _month_part(match, month)


def _near_month(name: str, context: Context) -> Interval | None:
    if name[0] in "当同次":
        base = context.last.first if context.last else context.published_on
        return calendar.month_of(base, int(name[0] == "次")) if base else None
    if context.published_on is None:
        return None
    shift = {"上上": -2, "下下": 2}.get(name[:2], {"上": -1, "下": 1}.get(name[0], 0))
    return calendar.month_of(context.published_on, shift)


def _month_part(match: re.Match[str], month: Interval) -> Time:
    if match["day"]:
        return Time(one_day(month.first.year, month.first.month, integer(match["day"])), "day")
    if match["ten_days"]:
        return Time(calendar.ten_days(month, "上中下".index(match["ten_days"][0]) + 1), "ten_days")
    if match["half_month"]:
        return Time(_half_month(match["half_month"], month), "half_month")
    if match["nth_week"]:
        number = integer(match["nth_week"])
        if match["nth_weekday"]:
            return Time(calendar.nth_weekday(month, number, WEEKDAYS[match["nth_weekday"]]), "day")
        return _day_of_week(calendar.nth_week(month, number), match["weekday_of_nth"])
    if match["month_first_unit"]:
        unit, last = UNITS[match["month_first_unit"][-1]], match["month_first"] in ("最后", "后")
        return Time(calendar.part(month, integer(match["month_first_count"] or "1"), unit, last=last), unit)
    if edge := match["month_edge"]:
        return Time(calendar.month_edge(edge[-1], month), "month", whole=None if edge == "中" else month)
    return Time(month, "month")


def _day_of_week(week: Interval, name: str | None) -> Time:
    if not name:
        return Time(week, "week")
    day = week.first + DAY * (WEEKDAYS[name] - 1)
    return Time(Interval(day, day), "day")


def _half_month(name: str, month: Interval) -> Interval:
    middle = month.first + DAY * 14
    return Interval(month.first, middle) if name in "上前" else Interval(middle + DAY, month.last)


KINDS = (
    _half,
    _quarter,
    _first_of_year,
    time_lunar.lunar,
    time_lunar.month_and_day_without_mark,
    _month,
    time_lunar.festival,
)
"""What reads each kind, in the order in which they are tried."""
