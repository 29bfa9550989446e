"""What the parts of a time mean, against the day on which it is read.

Every function takes a match of `time_grammar.EXPRESSION` and a `Context`, and returns the days
that are meant, or None where they cannot be known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from flows import contract
from flows.language import calendar, festivals
from flows.language.calendar import DAY, Interval

_DIGITS = {mark: value for value, mark in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "元": 1}
_PLANS = {
    row["name"]: Interval(
        dt.date.fromisoformat(row["period_start"]), dt.date.fromisoformat(row["period_end"])
    )
    for row in contract.codelist("plans")
}
_REIGNS = {row["name"]: int(row["first_year"]) for row in contract.codelist("reigns")}
_WEEKDAYS = {mark: value for value, mark in enumerate("一二三四五六日", start=1)} | {"天": 7}
_DAY_SHIFTS = {"今": 0, "昨": -1, "前天": -2, "大前天": -3, "大大前天": -4, "明": 1, "后天": 2, "大后天": 3,
               "大大后天": 4, "即": 0}  # fmt: skip
_YEAR_SHIFTS = {"今": 0, "本": 0, "这": 0, "去": -1, "上": -1, "前年": -2, "大前年": -3, "明": 1, "来": 1,
                "下": 1, "后年": 2, "大后年": 3}  # fmt: skip


@dataclass(slots=True)
class Context:
    """What a time that leaves something out takes it from.

    `year` and `month` come from the times before it in the sentence, `last` is the last time that
    was resolved, `last_day` the last single day; `future` says that the sentence looks ahead.
    """

    published_on: dt.date | None
    year: int | None = None
    month: int | None = None
    last: Interval | None = None
    last_day: dt.date | None = None
    future: bool = False


class Time(NamedTuple):
    """Days and the size of the unit that they were told in.

    `edge` holds the unit whose beginning or end was named (年底 of a year), `year_stated` says
    that the text names the year.
    """

    days: Interval | None
    grain: str
    kind: str = "period"
    edge: Interval | None = None
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
        elif mark.isdigit():
            digit = digit * 10 + int(mark)
        else:
            digit = _DIGITS[mark]
    return total + digit


def _date(year: int, month: int, day: int) -> Interval | None:
    try:
        return Interval(dt.date(year, month, day), dt.date(year, month, day))
    except ValueError:
        return None


def _near(
    candidate: Callable[[int], Interval | None], context: Context, *, sum_from_january: bool = False
) -> Interval | None:
    """Return the occurrence that a text of this day means when it names no year.

    A month or day that lies ahead belongs to this year, unless it has been over for no more than
    three months: in January, 12月 is last month. A sum from January on has to be over.
    """
    if context.year is not None:
        return candidate(context.year)
    today = context.published_on
    if today is None:
        return None
    this = candidate(today.year)
    if this is None:
        return None
    if context.future:
        return candidate(today.year + 1) if this.last < today and (today - this.last).days > 60 else this
    before = candidate(today.year - 1)
    if before is not None and this.first > today and (today - before.last).days <= 92:
        return before
    if sum_from_january and this.last > today + DAY * 31:
        return before
    return this


def numeric(match: re.Match[str], _: Context) -> Time | None:
    """Read a date in figures: 2019/04/19, 2008.03-2009."""
    year = int(match["numeric_year"])
    if match["numeric_day"]:
        return Time(
            _date(year, int(match["numeric_month"]), int(match["numeric_day"])), "day", year_stated=True
        )
    days = calendar.months(year, int(match["numeric_month2"]))
    if match["numeric_end"]:
        days = Interval(days.first, calendar.years(int(match["numeric_end"])).last)
    return Time(days, "month", year_stated=True)


def plan(match: re.Match[str], _: Context) -> Time | None:
    """Read a five-year plan and its beginning or end."""
    name = match["plan"] or match["plan_bare"] or match["plan_short"]
    end = match["plan_end"] or match["plan_bare_end"] or match["plan_short_end"] or ""
    days = _PLANS[name]
    if end in ("", "规划", "计划"):
        return Time(days, "plan", "named", year_stated=True)
    if end.endswith(("末", "收官")):
        return Time(calendar.years(days.last.year), "year", year_stated=True)
    if end.endswith(("初", "开局")):
        return Time(calendar.years(days.first.year), "year", year_stated=True)
    return Time(days, "plan", "since" if end.endswith("以来") else "period", year_stated=True)


def _year(match: re.Match[str], context: Context) -> Interval | None:
    """Return the year that a point names, two years for 今明两年."""
    today = context.published_on
    if match["year"]:
        return calendar.years(int(match["year"]))
    if match["year_cn"]:
        return calendar.years(int("".join(str(_DIGITS[mark]) for mark in match["year_cn"])))
    if short := match["year2"] or match["year0"]:
        value = int("".join(mark if mark.isdigit() else str(_DIGITS[mark]) for mark in short))
        return calendar.years(
            value
            + (
                2000
                if value <= (today.year % 100 + 10 if today else 49) and value < 70 and short not in ("三三",)
                else 1900
            )
        )
    if match["reign"]:
        return calendar.years(_REIGNS[match["reign"]] + integer(match["reign_year"]) - 1)
    name = match["year_rel"]
    if name.startswith(("当", "同", "次", "翌")):
        base = context.last.first.year if context.last else today.year if today else None
        return None if base is None else calendar.years(base + name.startswith(("次", "翌")))
    if today is None:
        return None
    if name == "今明两年":
        return calendar.years(today.year, today.year + 1)
    if name == "去今两年":
        return calendar.years(today.year - 1, today.year)
    if name == "全年":
        return (
            _near(calendar.years, context)
            if context.year or context.future or today.month > 3
            else calendar.years(today.year - 1)
        )
    shift = _YEAR_SHIFTS.get(name[:3], _YEAR_SHIFTS.get(name[:2], _YEAR_SHIFTS.get(name[0], -1)))
    return calendar.years(today.year + shift)


def point(match: re.Match[str], context: Context) -> Time | None:
    """Return the days of a year, of a part of a year, or of both together."""
    stated = match["has_year"] is not None
    whole = _year(match, context) if stated else None
    if stated and whole is None:
        return Time(None, "year")
    if stated and (edge := match["year_edge"]) and whole:
        return _year_edge(edge, whole)
    if stated and whole and match["year_season"]:
        return Time(festivals.season(match["year_season"], whole.first.year), "season", year_stated=True)
    if stated and whole and match["year_first"]:
        unit = "week" if match["year_first_unit"][-1] in "周期" else "day"
        last = match["year_first"] == "最后"
        return Time(
            calendar.part(whole, integer(match["year_first_count"]), unit, last=last), unit, year_stated=True
        )
    inner = Context(context.published_on, whole.first.year if whole else context.year, context.month, context.last,
                    context.last_day, context.future)  # fmt: skip
    for read in _PARTS:
        time = read(match, inner, whole)
        if time is not None:
            return time._replace(year_stated=stated)
    return (
        Time(whole, "year", year_stated=match["year_rel"] is None or not match["year_rel"].startswith("全"))
        if stated
        else None
    )


def _year_edge(edge: str, whole: Interval) -> Time:
    year = whole.first.year
    first, last = {"初": (1, 2), "中": (6, 7), "底": (11, 12), "末": (11, 12), "内": (1, 12)}[edge]
    return Time(
        calendar.months(year, first, last), "year", edge=None if edge in "内中" else whole, year_stated=True
    )


def _half(match: re.Match[str], context: Context, _: Interval | None) -> Time | None:
    if not match["half"]:
        return None
    first = 1 if match["half"] in "上前" else 7
    return Time(
        _near(lambda year: calendar.months(year, first, first + 5), context, sum_from_january=first == 1),
        "half",
    )


def _quarter(match: re.Match[str], context: Context, _: Interval | None) -> Time | None:
    if match["quarter_rel"]:
        if context.published_on is None:
            return Time(None, "quarter")
        shift = {"上上": -2, "上": -1, "下": 1}.get(match["quarter_rel"], 0)
        index = context.published_on.year * 4 + (context.published_on.month - 1) // 3 + shift
        return Time(calendar.quarters(index // 4, index % 4 + 1), "quarter")
    if not match["quarter"]:
        return None
    number = 1 if match["quarter"] == "首" else integer(match["quarter"])
    days = _near(lambda year: calendar.quarters(year, number), context)
    if days is None or not match["quarter_edge"]:
        return Time(days, "quarter")
    month = days.first if match["quarter_edge"] == "初" else days.last
    return Time(calendar.month_of(month), "quarter", edge=days)


_UNITS = {
    "度": "quarter",
    "季": "quarter",
    "月": "month",
    "周": "week",
    "期": "week",
    "天": "day",
    "日": "day",
}


def _first_of_year(match: re.Match[str], context: Context, whole: Interval | None) -> Time | None:
    if match["nth_month"]:
        number = integer(match["nth_month"])
        if whole is None or number > 12:
            return Time(None, "month")
        return Time(calendar.months(whole.first.year, number), "month")
    if match["year_week"]:
        if whole is None:
            return Time(None, "week")
        return Time(calendar.nth_week(whole, integer(match["year_week"])), "week")
    if not match["first_unit"]:
        return None
    unit = _UNITS[match["first_unit"][-1]]
    number = integer(match["first_count"] or "1")
    last = (match["first"] or "").startswith("最后")
    days = _near(
        lambda year: calendar.part(calendar.years(year), number, unit, last=last),
        context,
        sum_from_january=not last,
    )
    return Time(days, unit)


def _lunar(match: re.Match[str], context: Context, whole: Interval | None) -> Time | None:
    if match["lunar_festival"]:
        name = match["lunar_festival"]
        return Time(_near(lambda year: festivals.festival(name, year), context), "day")
    names = (("lunar_month", "lunar_day"), ("leap_month", "leap_day"), ("lunar_name", "lunar_name_day"),
             ("lunar_plain", "lunar_plain_day"))  # fmt: skip
    for month_group, day_group in names:
        if match[month_group]:
            break
    else:
        return None
    month = {"正": 1, "冬": 11, "腊": 12}.get(match[month_group]) or integer(match[month_group])
    written = match[day_group] or (match["lunar_plain_day2"] if month_group == "lunar_plain" else None)
    day = integer(written) if written else None
    if match["reign"] and whole:  # the years of a reign are too old for the table
        plain = _date(whole.first.year, month, day) if day else calendar.months(whole.first.year, month)
        return Time(plain, "day" if day else "month")
    leap = bool(match["leap"] or match["leap0"])
    year = context.year or (context.published_on.year if context.published_on else None)
    if year is None:
        return Time(None, "day")
    days = festivals.lunar(year, month, day, leap=leap)
    if month == 12 and context.year is None and context.published_on and context.published_on.month <= 2:
        days = festivals.lunar(year - 1, month, day, leap=leap)
    return Time(days, "day" if day else "month")


def _month_and_day_without_mark(
    match: re.Match[str], context: Context, whole: Interval | None
) -> Time | None:
    """Read 八月十五: a lunar day, but for a text that names the year in figures of its own."""
    if not match["month_cn"]:
        return None
    month, day = integer(match["month_cn"]), integer(match["day_cn"])
    if month > 12:
        return Time(None, "day")
    if whole is not None and match["year_rel"] is None:
        return Time(_date(whole.first.year, month, day), "day")
    year = context.year or (context.published_on.year if context.published_on else None)
    return Time(None if year is None else festivals.lunar(year, month, day), "day")


def _month(match: re.Match[str], context: Context, _: Interval | None) -> Time | None:
    if match["half_month_alone"]:
        today = context.published_on
        return Time(today and _half_month(match["half_month_alone"], calendar.month_of(today)), "half_month")
    if match["month_rel"]:
        whole = _relative_month(match["month_rel"], context)
        return Time(None, "month") if whole is None else _month_part(match, whole)
    if not match["month"]:
        return None
    number = 1 if match["month"] == "元" else integer(match["month"])
    if match["day"]:
        day = integer(match["day"])
        return Time(_near(lambda year: _date(year, number, day), context), "day")
    month = _near(lambda year: calendar.months(year, number), context)
    return Time(None, "month") if month is None else _month_part(match, month)


def _relative_month(name: str, context: Context) -> Interval | None:
    if name[0] in "当同次":
        base = context.last.first if context.last else context.published_on
        return None if base is None else calendar.month_of(base, int(name[0] == "次"))
    if context.published_on is None:
        return None
    shift = {"上上": -2, "下下": 2}.get(name[:2], {"上": -1, "下": 1}.get(name[0], 0))
    return calendar.month_of(context.published_on, shift)


def _month_part(match: re.Match[str], month: Interval) -> Time:
    if match["day"]:
        return Time(_date(month.first.year, month.first.month, integer(match["day"])), "day")
    if match["ten_days"]:
        return Time(calendar.ten_days(month, "上中下".index(match["ten_days"][0]) + 1), "ten_days")
    if match["half_month"]:
        return Time(_half_month(match["half_month"], month), "half_month")
    if match["nth_week"]:
        number = integer(match["nth_week"])
        if match["nth_weekday"]:
            return Time(calendar.nth_weekday(month, number, _WEEKDAYS[match["nth_weekday"]]), "day")
        return Time(calendar.nth_week(month, number), "week")
    if match["month_first_unit"]:
        unit = _UNITS[match["month_first_unit"][-1]]
        last = (match["month_first"] or "").startswith("最后")
        return Time(calendar.part(month, integer(match["month_first_count"] or "1"), unit, last=last), unit)
    if edge := match["month_edge"]:
        return Time(_month_edge(edge[-1], month), "month", edge=None if edge == "中" else month)
    return Time(month, "month")


def _half_month(name: str, month: Interval) -> Interval:
    middle = month.first + DAY * 14
    return Interval(month.first, middle) if name in "上前" else Interval(middle + DAY, month.last)


def _month_edge(edge: str, month: Interval) -> Interval:
    if edge == "初":
        return Interval(month.first, month.first + DAY * 4)
    if edge == "中":
        return calendar.ten_days(month, 2)
    return Interval(month.first + DAY * 24, month.last)


def _festival(match: re.Match[str], context: Context, whole: Interval | None) -> Time | None:
    if name := match["festival"]:
        name = name.strip('“”"')
        holiday = match["holiday"] is not None
        return Time(_near(lambda year: festivals.festival(name, year, holiday=holiday), context), "day",
                    "period" if whole or holiday else "named")  # fmt: skip
    if name := match["term"]:
        return Time(
            _near(lambda year: festivals.solar_term(name, year), context),
            "day",
            "period" if whole else "named",
        )
    if name := match["season"]:
        return Time(
            _near(lambda year: festivals.season(name, year), context),
            "season",
            "period" if whole else "named",
        )
    return None


_PARTS = (_half, _quarter, _first_of_year, _lunar, _month_and_day_without_mark, _month, _festival)


def week(match: re.Match[str], context: Context) -> Time | None:
    """Read a week, or a day of one, told from the week of the document."""
    today = context.published_on
    if today is None:
        return Time(None, "week")
    shift = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(match["week_rel"] or "", 0)
    span = calendar.week_of(today, shift)
    name = match["weekday"] or (match["week_day_name"] or "")[-1:]
    if not name:
        return Time(span, "week")
    if name == "末":
        return Time(Interval(span.first + DAY * 5, span.last), "week")
    date = span.first + DAY * ((int(name) if name.isdigit() else _WEEKDAYS[name]) - 1)
    return Time(Interval(date, date), "day")


def day(match: re.Match[str], context: Context) -> Time | None:
    """Read a day told from the document's day, a day without its month, or 目前."""
    today = context.published_on
    if match["now"]:
        return Time(None if today is None else Interval(today, today), "day", "as_of")
    if match["day_alone"]:
        return Time(_day_alone(integer(match["day_alone"]), context), "day")
    name = match["day_rel"]
    if name[0] in "当同次翌" or name.endswith("一天"):
        base = context.last_day or today
        shift = 1 if name[0] in "次翌" or name.startswith("后") else -1 if name.startswith("前一") else 0
        return Time(None if base is None else Interval(base + DAY * shift, base + DAY * shift), "day")
    if today is None:
        return Time(None, "day")
    date = today + DAY * _DAY_SHIFTS.get(name, _DAY_SHIFTS.get(name[0], 0))
    return Time(Interval(date, date), "day")


def _day_alone(day: int, context: Context) -> Interval | None:
    """Return a day without a month: of the month named before, else the nearest that has been or will be soon."""
    if context.year is not None and context.month is not None:
        return _date(context.year, context.month, day)
    today = context.published_on
    if today is None:
        return None
    if day > today.day and not context.future:
        before = calendar.month_of(today, -1)
        last = _date(before.first.year, before.first.month, day)
        if last is not None and (today - last.last).days <= 10:
            return last
    if day < today.day and context.future and today.day - day > 10:
        after = calendar.month_of(today, 1)
        return _date(after.first.year, after.first.month, day)
    return _date(today.year, today.month, day)
