"""Dates of the lunar calendar, festivals, solar terms and seasons, as `time_grammar` finds them."""

from __future__ import annotations

import re

from flows.language import calendar, festivals
from flows.language.calendar import Interval
from flows.language.time_values import Context, Time, integer, nearest, one_day
from flows.records import PeriodKind

_LUNAR_GROUPS = (("lunar_month", "lunar_day"), ("leap_month", "leap_day"), ("named_month", "named_month_day"),
                 ("plain_month", "plain_day"))  # fmt: skip


def lunar(match: re.Match[str], context: Context, year: Interval | None) -> Time | None:
    """Read 农历八月, 闰六月, 正月十五, 腊月廿三, 大年初一."""
    if name := match["lunar_festival"]:
        return Time(nearest(lambda value: festivals.festival(name, value), context), "day")
    if written := match["new_year_day"]:
        # 初一 alone is a form of a school as often as a day; a range makes it one (除夕至初二).
        if not match["new_year"] and context.month is None:
            return None
        return Time(
            nearest(lambda value: festivals.lunar(value, 1, integer(written)), context, days_back=60), "day"
        )
    groups = next((pair for pair in _LUNAR_GROUPS if match[pair[0]]), None)
    if groups is None:
        return None
    month = {"正": 1, "冬": 11, "腊": 12}.get(match[groups[0]]) or integer(match[groups[0]])
    written = match[groups[1]] or (match["late_day"] if groups[0] == "plain_month" else None)
    day = integer(written) if written else None
    grain = "day" if day else "month"
    if match["reign"] and year:  # the years of a reign are too old for the tables of lunar months
        number = year.first.year
        return Time(one_day(number, month, day) if day else calendar.months(number, month), grain)
    today = context.published_on
    if context.year is None and today is None:
        return Time(None, grain)
    leap = bool(match["leap_month"] or match["lunar_leap"])
    # The last lunar month of a year lies in January and February of the next.
    back = 60 if month == 12 else 0
    days = nearest(lambda value: festivals.lunar(value, month, day, leap=leap), context, days_back=back)
    return Time(days, grain)


def month_and_day_without_mark(match: re.Match[str], context: Context, year: Interval | None) -> Time | None:
    """Read 八月十五: a day of the lunar calendar, but behind a year in figures one of the Gregorian."""
    if not match["cn_month"]:
        return None
    month, day = integer(match["cn_month"]), integer(match["cn_day"])
    if month > 12:
        return Time(None, "day")
    if year is not None and match["near_year"] is None:
        return Time(one_day(year.first.year, month, day), "day")
    number = context.year or (context.published_on.year if context.published_on else None)
    return Time(festivals.lunar(number, month, day) if number else None, "day")


# What a festival only defines: 春节晚会, 端午礼盒; and 春节前, which lies beside it.
_DEFINED = re.compile(
    r"[之以]?[前后]|[、和与]|晚会|联欢|联谊|文化|主题|活动|礼[品物盒包]|慰问|消费券|红包|用品|食品|市场|专列|习俗|快乐|[的档”》]"
)
_CLAUSE_START = ("", "，", "。", "；", "：", "\n", "、", "（", "“")


def _opens(match: re.Match[str]) -> bool:
    """Tell 双十一快递量, where a festival opens the clause and says when, from one that only defines."""
    opening = match.string[match.start() - 1 : match.start()] if match.start() else ""
    return opening in _CLAUSE_START and not _DEFINED.match(match.string, match.end())


def festival(match: re.Match[str], context: Context, year: Interval | None) -> Time | None:
    """Read a festival, solar term or season; a bare name of one says when less than what."""
    kind: PeriodKind = "period" if year or match["days_off"] or _opens(match) else "named"
    if match["festival"]:
        name, off = match["festival"].strip('“”"'), match["days_off"] is not None
        days = nearest(lambda value: festivals.festival(name, value, off=off), context, days_back=45)
        if days and match["festival_part"]:
            days = festivals.part_of(days, match["festival_part"])
        return Time(days, "day", kind)
    if name := match["term"]:
        return Time(
            nearest(lambda value: festivals.solar_term(name, value), context, days_back=45), "day", kind
        )
    if name := match["season"]:
        return Time(
            nearest(lambda value: festivals.season(name, value), context, days_back=45), "season", kind
        )
    return None
