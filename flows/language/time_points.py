"""Years, plans, dates in figures and parts of years, as `time_grammar` finds them.

Every function takes a match of `time_grammar.EXPRESSION` and a `Context`. It returns None for
what is no time, and a `Time` without days for one that cannot be resolved.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from flows import contract
from flows.language import calendar, festivals, time_parts, units
from flows.language.calendar import Interval
from flows.language.time_values import UNITS, Context, Time, digits, integer, nearest, one_day

_PLANS = {
    row["name"]: Interval(
        dt.date.fromisoformat(row["period_start"]), dt.date.fromisoformat(row["period_end"])
    )
    for row in contract.codelist("plans")
}
_REIGNS = {row["name"]: int(row["first_year"]) for row in contract.codelist("reigns")}
_YEAR_SHIFTS = {
    "大前年": -3,
    "大后年": 3,
    "前年": -2,
    "后年": 2,
    "今": 0,
    "本": 0,
    "这": 0,
    "去": -1,
    "上": -1,
    "前": -1,
    "明": 1,
    "来": 1,
    "下": 1,
}


YEARS_BEFORE = ("上年", "上一年", "前一年")
"""Names of the year before the one that is spoken of."""
_EARLIEST_WITH_POINT = 1900


def season_year(match: re.Match[str], _: Context) -> Time | None:
    """Read 2023/24年度 as the years that it lies in, and 2020—2022年度 as those from one to the other."""
    first, last = int(match["season_year"]), int(match["season_end"])
    written = last >= 100
    last += 0 if written else first // 100 * 100
    meant = last == first + 1 or (written and last > first)
    return Time(calendar.years(first, last), "year", year_stated=True) if meant else None


def letter(match: re.Match[str], context: Context) -> Time | None:
    """Read 2025Q1, 1H25 and Q3."""
    part = int(match["letter_part"] or match["part_letter"])
    half = "H" in match.group()
    if half and part > 2:
        return None
    written = match["letter_year"] or match["part_year"]
    inner = replace(context, year=int(written) % 2000 + 2000) if written and len(written) < 4 else context
    inner = replace(context, year=int(written)) if written and len(written) == 4 else inner
    days = nearest(
        lambda year: calendar.months(year, part * 6 - 5, part * 6) if half else calendar.quarters(year, part),
        inner,
    )
    return Time(days, "half" if half else "quarter", year_stated=bool(written))


def numeric(match: re.Match[str], _: Context) -> Time | None:
    """Read a date in figures: 2019/04/19, 20190419, 2008.03-2009, 2008-2018."""
    if compact := match["compact"]:
        return Time(one_day(int(compact[:4]), int(compact[4:6]), int(compact[6:])), "day", year_stated=True)
    year = int(match["numeric_year"])
    if match["numeric_day"]:
        days = one_day(year, int(match["numeric_month"]), int(match["numeric_day"]))
        return Time(days, "day", year_stated=True)
    if match["last_year"]:
        last = int(match["last_year"])
        return (
            Time(calendar.years(year, last), "year", year_stated=True) if year < last < year + 100 else None
        )
    if match["first_month"]:
        first, last = int(match["first_month"]), int(match["last_month"] or match["first_month"])
        return Time(calendar.months(year, first, last), "month", year_stated=True) if first <= last else None
    # 1708.07元 is an amount, no month.
    pointed = "." in match.group()
    if pointed and (year < _EARLIEST_WITH_POINT or units.read(match.string, match.end())):
        return None
    month = calendar.months(year, int(match["lone_month"]))
    if match["end_year"]:
        return Time(
            Interval(month.first, calendar.years(int(match["end_year"])).last), "month", year_stated=True
        )
    return Time(month, "month", year_stated=True)


def plan(match: re.Match[str], _: Context) -> Time | None:
    """Read a five-year plan and its beginning or end."""
    days = _PLANS[match["plan"] or match["bare_plan"] or match["short_plan"]]
    part = match["plan_part"] or match["bare_plan_part"] or match["short_plan_part"] or ""
    if count := match["plan_first"]:
        return Time(calendar.part(days, integer(count), "year"), "plan", year_stated=True)
    if part in ("", "规划", "计划"):
        return Time(days, "plan", "named", year_stated=True)
    if part.endswith(("末", "收官")):
        return Time(calendar.years(days.last.year), "year", year_stated=True)
    if part.endswith(("初", "开局")):
        return Time(calendar.years(days.first.year), "year", year_stated=True)
    return Time(days, "plan", year_stated=True)


def point(match: re.Match[str], context: Context) -> Time | None:
    """Read a year, a part of a year, or both together."""
    stated = match["has_year"] is not None
    if match["same_time"] and context.base_year is None:
        context = replace(context, base_year=context.written_year)
    year = _year(match, context) if stated else None
    if stated and year is None:
        return Time(None, "year")
    if year is not None and match["same_time"]:
        return Time(_same_time(year, context), "same", "named", year_stated=True)
    if year is not None and (time := _year_part(match, year)):
        return time
    inner = replace(context, year=year.first.year) if year else context
    for read in time_parts.KINDS:
        if time := read(match, inner, year):
            return time._replace(year_stated=stated)
    if year is None:
        return None
    return Time(year, "year", year_stated=match["near_year"] != "全年")


def _year(match: re.Match[str], context: Context) -> Interval | None:
    """Return the year that a point names, two years for 今明两年."""
    if match["year"]:
        return calendar.years(int(match["year"]))
    if match["fiscal_year"]:
        return calendar.years(2000 + int(match["fiscal_year"]))
    if match["cn_year"]:
        return calendar.years(digits(match["cn_year"]))
    if old := match["digit_year"] or match["lone_year"]:
        return calendar.years(1900 + digits(old))
    if short := match["short_year"] or match["clear_year"]:
        value = digits(short)
        return calendar.years(value + (2000 if value < 60 else 1900))
    if match["reign"]:
        number = integer(match["reign_year"])
        return calendar.years(_REIGNS[match["reign"]] + number - 1) if number else None
    return _near_year(match["near_year"], context)


def _near_year(name: str, context: Context) -> Interval | None:
    today = context.published_on
    if name[0] in "当同次翌":
        base = context.last.first if context.last else today
        return calendar.years(base.year + (name[0] in "次翌")) if base else None
    if name == "全年" and context.year is not None:
        return calendar.years(context.year)
    if name in YEARS_BEFORE and context.base_year is not None:
        return calendar.years(context.base_year - 1)
    if today is None:
        return None
    if name == "全年":
        return calendar.years(today.year - (today.month <= 3 and not context.future))
    if name == "今明两年":
        return calendar.years(today.year, today.year + 1)
    if name == "去今两年":
        return calendar.years(today.year - 1, today.year)
    shift = _YEAR_SHIFTS.get(name, _YEAR_SHIFTS.get(name[0], 0))
    return calendar.years(today.year + shift)


def _same_time(year: Interval, context: Context) -> Interval:
    """Return the days of `year` that the last time named has in its own: 去年同期 after 7月 is a July."""
    last = context.last
    if last is None or last.first.year != last.last.year:
        return year
    number = year.first.year
    first = one_day(number, last.first.month, last.first.day)
    whole_months = last.last == calendar.month_of(last.last).last
    end = calendar.months(number, last.last.month).last if whole_months else None
    final = end or getattr(one_day(number, last.last.month, last.last.day), "last", None)
    return Interval(first.first, final) if first and final else year


def _year_part(match: re.Match[str], year: Interval) -> Time | None:
    """Read what only stands behind a year: 2026年底, 2021年春, 去年的前10天."""
    if edge := match["year_edge"]:
        first, last = {
            "初": (1, 2),
            "中": (6, 7),
            "底": (11, 12),
            "末": (11, 12),
            "尾": (11, 12),
            "内": (1, 12),
        }[edge]
        whole = None if edge in "内中" else year
        return Time(calendar.months(year.first.year, first, last), "year", whole=whole, year_stated=True)
    if season := match["year_season"]:
        return Time(festivals.season(season, year.first.year), "season", year_stated=True)
    if written := match["year_first_unit"]:
        unit, last_ones = UNITS[written[-1]], match["year_first"] in ("最后", "后")
        count = integer(match["year_first_count"] or "1")
        return Time(calendar.part(year, count, unit, last=last_ones), unit, year_stated=True)
    return None
