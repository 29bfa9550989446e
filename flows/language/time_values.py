"""What a time is once it is read, what it may take from the times before it, and how numerals count in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from flows.language.calendar import DAY, Interval
from flows.records import PeriodKind

_DIGITS = {mark: value for value, mark in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "元": 1}
WEEKDAYS = {mark: value for value, mark in enumerate("一二三四五六日", start=1)} | {"天": 7}
UNITS = {
    "年": "year",
    "度": "quarter",
    "季": "quarter",
    "月": "month",
    "周": "week",
    "期": "week",
    "拜": "week",
    "天": "day",
    "日": "day",
}
"""Unit of time by the last character of its name."""


# Up to this month 前三季度 and 1—11月 are those of the year before.
_LAST_MONTH_OF_REVIEW = 4
_MONTHS_BACK = 92


@dataclass(slots=True)
class Context:
    """What a time that leaves something out takes it from.

    `year` and `month` come from the times before it in the sentence, `spoken_year` from the
    sentences before; `base_year` is the year that 上年 counts from, which 上年 itself does not move;
    `written_year` the one that 上年同期 counts from, where the last time before has its year in figures;
    `reported` the time that a report is of, the first one that its text names in figures;
    `last` is the last time that was resolved, `last_day` the last single day, `holiday` the last
    days off that were named; `future` says that the sentence looks ahead, `past` that it tells of
    results.
    """

    published_on: dt.date | None
    year: int | None = None
    month: int | None = None
    base_year: int | None = None
    spoken_year: int | None = None
    written_year: int | None = None
    reported: Time | None = None
    last: Interval | None = None
    last_day: dt.date | None = None
    holiday: Interval | None = None
    future: bool = False
    past: bool = False


class Time(NamedTuple):
    """Days, and the size of the unit that they were told in.

    `kind` is that of the period, or `from` for a beginning that waits for its end (2021年起).
    `whole` is the unit whose beginning or end was named (the year of 年底); `year_stated` says that
    the text names the year.
    """

    days: Interval | None
    grain: str
    kind: PeriodKind | Literal["from"] = "period"
    whole: Interval | None = None
    year_stated: bool = False


def integer(text: str) -> int:
    """Return the whole number that `text` writes, below 1000: 23, 二十三, 廿三, 一百二十."""
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for mark in text:
        if mark in "十百":
            total += (digit or 1) * (10 if mark == "十" else 100)
            digit = 0
        elif mark in "廿卅":
            total += 20 if mark == "廿" else 30
        else:
            digit = digit * 10 + (int(mark) if mark.isdigit() else _DIGITS[mark])
    return total + digit


def digits(text: str) -> int:
    """Return the number whose digits `text` spells one by one: 二零二五, 98."""
    return int(
        "".join(mark if mark.isdigit() and mark not in _DIGITS else str(_DIGITS[mark]) for mark in text)
    )


def one_day(year: int, month: int, day: int) -> Interval | None:
    """Return a day as an interval; None where the calendar has none such."""
    try:
        return Interval(dt.date(year, month, day), dt.date(year, month, day))
    except ValueError:
        return None


def nearest(
    candidate: Callable[[int], Interval | None],
    context: Context,
    *,
    from_january: bool = False,
    days_back: int = _MONTHS_BACK,
) -> Interval | None:
    """Return the occurrence that is meant when no year is named; `candidate` gives that of a year.

    In January and February a unit that is not over is that of the year before, where the text has
    spoken of it. Else what lies ahead belongs to the document's year, unless last year's has been
    over for at most `days_back` days: in January, 12月 is last month. A sum `from_january` on has to
    be over.
    """
    if context.year is not None:
        return _of(candidate, context.year)
    today = context.published_on
    if today is None:
        return None
    this = _of(candidate, today.year)
    if this is None:
        return None
    if context.future:
        return _of(candidate, today.year + 1) if (today - this.last).days > 60 else this
    before = _of(candidate, today.year - 1)
    review = days_back == _MONTHS_BACK and context.spoken_year == today.year - 1 and today.month <= 2
    if review and this.last > today and this.last > this.first:
        return before
    recent = before is not None and (today - before.last).days <= days_back
    if this.first > today and (recent or context.past):
        return before
    unfinished = from_january and today.month <= _LAST_MONTH_OF_REVIEW and this.last > today + DAY * 31
    return before if unfinished else this


def _of(candidate: Callable[[int], Interval | None], year: int) -> Interval | None:
    """Return the occurrence of a year; None where the calendar has no such year."""
    return candidate(year) if dt.MINYEAR <= year <= dt.MAXYEAR else None
