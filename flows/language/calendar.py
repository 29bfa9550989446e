"""Days, weeks, months and years as intervals of whole days, both ends included."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

DAY = dt.timedelta(days=1)


class Interval(NamedTuple):
    """From `first` to `last`, both included."""

    first: dt.date
    last: dt.date


def years(first: int, last: int | None = None) -> Interval:
    """Return the calendar years from `first` to `last`."""
    return Interval(dt.date(first, 1, 1), dt.date(first if last is None else last, 12, 31))


def months(year: int, first: int, last: int | None = None) -> Interval:
    """Return the months from `first` to `last` of one year."""
    last = first if last is None else last
    return Interval(dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))


def month_of(date: dt.date, shift: int = 0) -> Interval:
    """Return the month that lies `shift` months after that of `date`."""
    index = date.year * 12 + date.month - 1 + shift
    return months(index // 12, index % 12 + 1)


def quarters(year: int, first: int, last: int | None = None) -> Interval:
    """Return the quarters from `first` to `last` of one year."""
    return months(year, first * 3 - 2, (first if last is None else last) * 3)


def week_of(date: dt.date, shift: int = 0) -> Interval:
    """Return the week, Monday to Sunday, that lies `shift` weeks after that of `date`."""
    monday = date - DAY * (date.weekday() - 7 * shift)
    return Interval(monday, monday + DAY * 6)


def nth_week(span: Interval, nth: int) -> Interval:
    """Return the `nth` week of `span`; the first is the one with the first Monday in it."""
    return week_of(span.first + DAY * (-span.first.weekday() % 7), nth - 1)


def nth_weekday(span: Interval, nth: int, weekday: int) -> Interval:
    """Return the `nth` `weekday` (Monday is 1) of `span`."""
    day = span.first + DAY * ((weekday - 1 - span.first.weekday()) % 7 + 7 * (nth - 1))
    return Interval(day, day)


def part(span: Interval, nth: int, unit: str, *, last: bool = False) -> Interval:
    """Return the first (or the `last`) `nth` days, weeks, months, quarters or years of `span`."""
    if unit == "week":
        if last:
            end = week_of(span.last + DAY, -1)
            return Interval(end.first - DAY * 7 * (nth - 1), end.last)
        start = nth_week(span, 1)
        return Interval(start.first, start.last + DAY * 7 * (nth - 1))
    if unit == "day":
        if last:
            return Interval(span.last - DAY * (nth - 1), span.last)
        return Interval(span.first, span.first + DAY * (nth - 1))
    step = {"month": 1, "quarter": 3, "year": 12}[unit] * nth
    if last:
        return Interval(month_of(span.last, 1 - step).first, span.last)
    return Interval(span.first, month_of(span.first, step - 1).last)


def ten_days(span: Interval, nth: int) -> Interval:
    """Return the first, second or third ten-day period (旬) of the month `span`."""
    first = span.first + DAY * 10 * (nth - 1)
    return Interval(first, span.last if nth == 3 else first + DAY * 9)


def month_edge(name: str, month: Interval) -> Interval:
    """Return 初 (five days), 中 (its second ten days), 底 or 末 (from the 25th) of the month."""
    if name == "初":
        return Interval(month.first, month.first + DAY * 4)
    return ten_days(month, 2) if name == "中" else Interval(month.first + DAY * 24, month.last)
