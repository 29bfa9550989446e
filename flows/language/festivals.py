"""Festivals, solar terms, seasons and lunar dates, as days of the Gregorian calendar.

Lunar months and solar terms come from borax, the days off of statutory holidays (fixed each
year by the State Council) from chinesecalendar; where that knows no days off for a year, a
festival is its day alone.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from borax.calendars.lunardate import TERMS_CN, InvalidLunarDateError, LCalendars, LunarDate, TermUtils

from flows import contract
from flows.language.calendar import DAY, Interval, months, nth_weekday, part

SOLAR_TERMS: tuple[str, ...] = tuple(TERMS_CN)
# A season runs from its opening solar term to the day before the next season's.
_SEASON_TERM = {"春": 2, "夏": 8, "秋": 14, "冬": 20}
_TABLE_YEARS = range(1901, 2100)


@functools.cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Return `schemas/codelists/festivals.csv` by name."""
    return {row["name"]: row for row in contract.codelist("festivals")}


def lunar(year: int, month: int, day: int | None, *, leap: bool = False) -> Interval | None:
    """Return a day (or, without `day`, a month) of the lunar `year`; None where there is none."""
    if year not in _TABLE_YEARS:
        return None
    try:
        if leap and LCalendars.leap_month(year) != month:
            return None
        length = LCalendars.ndays(year, month, int(leap))
        first: dt.date = LunarDate(year, month, 1, int(leap)).to_solar_date()
    except (InvalidLunarDateError, ValueError):
        return None
    if day is None:
        return Interval(first, first + DAY * (length - 1))
    return Interval(first + DAY * (day - 1), first + DAY * (day - 1)) if day <= length else None


def solar_term(name: str, year: int) -> Interval | None:
    """Return the day of the solar term `name` in `year`."""
    return _term(SOLAR_TERMS.index(name), year)


def season(name: str, year: int) -> Interval | None:
    """Return 春, 夏, 秋 or 冬 of `year`; winter ends in the year after."""
    index = _SEASON_TERM[name]
    first = _term(index, year)
    last = _term((index + 6) % 24, year + (name == "冬"))
    return Interval(first.first, last.first - DAY) if first and last else None


def festival(name: str, year: int, *, off: bool = False) -> Interval | None:
    """Return the festival `name` of `year`, with the days off around it if `off`.

    春节 and 国庆 mean their days off anyway: nobody counts the travellers of one day under that name.
    """
    row = table()[name]
    day = _day(row, year)
    if day is None or not (off or row["bare"] == "holiday"):
        return day
    return days_off(day.first) or day


def _day(row: Mapping[str, str], year: int) -> Interval | None:
    """Return the days of one row of the table, without days off."""
    calendar, month, day = row["calendar"], int(row["month"] or 0), int(row["day"] or 0)
    if calendar == "lunar":
        return lunar(year, month, day)
    if calendar == "term":
        return _term(day - 1, year)
    if calendar == "weekday":
        return nth_weekday(months(year, month), int(row["nth"]), int(row["weekday"]))
    if calendar == "span":
        return Interval(dt.date(year, month, day), dt.date(year, int(row["end_month"]), int(row["end_day"])))
    if calendar == "solar":
        return Interval(dt.date(year, month, day), dt.date(year, month, day))
    # The last day of a lunar year is the eve of the next: 除夕 is counted with the year it falls in.
    new_year = lunar(year + (calendar == "year_end"), 1, 1)
    if new_year is None:
        return None
    if calendar == "travel":  # 春运 lasts forty days, fifteen of them before the festival
        return Interval(new_year.first - DAY * 15, new_year.first + DAY * 24)
    return Interval(new_year.first - DAY, new_year.first - DAY)


def days_off(date: dt.date) -> Interval | None:
    """Return the run of days off that `date` lies in; two festivals side by side share one."""
    from chinese_calendar.constants import holidays

    if date not in holidays:
        return None
    first = last = date
    while first - DAY in holidays:
        first -= DAY
    while last + DAY in holidays:
        last += DAY
    return Interval(first, last)


def part_of(holiday: Interval, name: str) -> Interval:
    """Return 首日, 前三天, 第二天 or 最后一天 of a `holiday`."""
    if name in ("首日", "最后一天"):
        return part(holiday, 1, "day", last=name != "首日")
    count = "一二三四五六七".find(name[1]) + 1 or (2 if name[1] == "两" else int(name[1]))
    days = part(holiday, count, "day")
    return Interval(days.last, days.last) if name[0] == "第" else days


@functools.cache
def _term(index: int, year: int) -> Interval | None:
    if year not in _TABLE_YEARS:
        return None
    day: dt.date = TermUtils.nth_term_day(year, index)
    return Interval(day, day)
