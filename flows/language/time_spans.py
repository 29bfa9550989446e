"""Centuries and decades, and the days, weeks and stretches that are counted from the document's day."""

from __future__ import annotations

import datetime as dt
import re

from flows import contract
from flows.language import calendar, festivals
from flows.language.calendar import DAY, Interval
from flows.language.time_values import WEEKDAYS, Context, Time, digits, integer, one_day

# Up to these months a text that looks back over years means the years that are complete, and one
# that looks ahead counts its own year in.
_LAST_MONTH_LOOKING_BACK, _LAST_MONTH_LOOKING_AHEAD = 6, 3


def century(match: re.Match[str], context: Context) -> Time | None:
    """Read a century or decade, and its beginning, middle or end."""
    if match["lone_decade"]:
        decade = integer(match["lone_decade"])
        # 20年代 is this century's, 80年代 the last one's.
        return Time(_decade((2000 if decade < 30 else 1900) + decade, match["decade_edge"]), "decade")
    if written := match["year_decade"]:
        return Time(_decade(digits(written), match["year_decade_edge"]), "decade", year_stated=True)
    if match["near_century"]:
        if context.published_on is None:
            return Time(None, "century")
        first = context.published_on.year // 100 * 100 - 100 * match["near_century"].startswith("上")
    else:
        number = integer(match["century"])
        if not 1 <= number <= 30:
            return None
        first = number * 100 - 100
    edge = match["century_edge"]
    if match["decade"]:
        return Time(_decade(first + integer(match["decade"]), edge), "decade")
    if years := match["century_first"]:
        return Time(calendar.years(max(first, 1), first + integer(years) - 1), "century")
    if not edge:
        return Time(calendar.years(max(first, 1), first + 99), "century")
    if edge == "中叶":
        # A goal for the middle of the century is one for its fiftieth year.
        days = calendar.years(first + 40, first + 59)
        return Time(days, "century", whole=calendar.years(first + 50))
    low, high = _CENTURY_EDGES[edge]
    return Time(calendar.years(max(first + low, 1), first + high), "century")


_CENTURY_EDGES = {
    "初": (0, 19),
    "初期": (0, 19),
    "早期": (0, 19),
    "前期": (0, 29),
    "中期": (40, 59),
    "末": (80, 99),
    "末期": (80, 99),
    "后期": (70, 99),
    "晚期": (80, 99),
    "上半叶": (0, 49),
    "前半叶": (0, 49),
    "下半叶": (50, 99),
    "后半叶": (50, 99),
}


def _decade(first: int, edge: str | None) -> Interval:
    if not edge:
        return calendar.years(first, first + 9)
    if edge[0] in "初前早":
        return calendar.years(first, first + 2)
    if edge[0] == "中":
        return calendar.years(first + 3, first + 6)
    return calendar.years(first + 7, first + 9)


def edge(match: re.Match[str], context: Context) -> Time | None:
    """Read 年底, 月初 and the like, which name neither year nor month."""
    today = context.published_on
    if today is None:
        return Time(None, "month")
    unit, name = match["kind_edge"][0], match["kind_edge"][1]
    if match["kind_edge"] == "全月":
        return Time(calendar.month_of(context.last.first if context.last else today), "month")
    if unit == "月":
        month = calendar.month_of(today)
        return Time(calendar.month_edge(name, month), "month", whole=month)
    year = context.year or today.year
    if name in "底末尾" and context.year is None and not context.future and today.month <= 2:
        year -= 1
    first, last = {"初": (1, 2), "中": (6, 7), "底": (11, 12), "末": (11, 12), "尾": (11, 12), "内": (1, 12)}[
        name
    ]
    return Time(
        calendar.months(year, first, last), "year", whole=None if name in "内中" else calendar.years(year)
    )


_DAY_SHIFTS = {
    "大大前天": -4,
    "大前天": -3,
    "前天": -2,
    "昨": -1,
    "今": 0,
    "即": 0,
    "明": 1,
    "后天": 2,
    "大后天": 3,
    "大大后天": 4,
}


_MILESTONES = {row["name"]: int(row["date"][:4]) for row in contract.codelist("milestones")}


def near(match: re.Match[str], context: Context) -> Time | None:
    """Read a week or day told from the document's own, a day without its month, 报告期 or 目前."""
    today = context.published_on
    if match["reported"]:
        return context.reported or Time(None, "year")
    if match["milestone"]:
        return Time(calendar.years(_MILESTONES[match["milestone"]]), "year")
    if match["lone_day"]:
        listed = match.group().endswith("号") and match.string.startswith("、", match.end())
        if listed and context.month is None:  # 1号、2号厂房
            return None
        return Time(_lone_day(integer(match["lone_day"]), context), "day")
    if match["holiday_part"] or match["holiday_whole"]:
        holiday = context.holiday or (festivals.days_off(today) if today else None)
        name = match["holiday_part"]
        return Time(festivals.part_of(holiday, name) if holiday and name else holiday, "day")
    if match["near_day"]:
        return Time(_near_day(match["near_day"], context), "day")
    if match["now"]:
        return Time(Interval(today, today) if today else None, "day", "as_of")
    return _week(match, today) if today else Time(None, "week")


def _near_day(name: str, context: Context) -> Interval | None:
    """Return 今天, 前天, 明后两天, and 当天 or 次日 of the day told before."""
    today = context.published_on
    if name[0] in "当同次翌第" or name.endswith("一天"):
        base = context.last_day or today
        shift = 1 if name[0] in "次翌第后" else -1 if name[0] == "前" else 0
        return Interval(base + DAY * shift, base + DAY * shift) if base else None
    if today is None:
        return None
    if name[:2] in ("昨今", "今明", "明后"):
        first, last = _DAY_SHIFTS[name[0]], _DAY_SHIFTS.get(name[1], 2)
        return Interval(today + DAY * first, today + DAY * last)
    date = today + DAY * _DAY_SHIFTS.get(name, _DAY_SHIFTS.get(name[0], 0))
    return Interval(date, date)


def _week(match: re.Match[str], today: dt.date) -> Time:
    week = calendar.week_of(
        today, {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(match["near_week"] or "", 0)
    )
    name = match["weekday"] or (match["bare_weekday"] or "")[-1:]
    if not name:
        return Time(week, "week")
    if name == "末":
        return Time(Interval(week.first + DAY * 5, week.last), "week")
    date = week.first + DAY * ((int(name) if name.isdigit() else WEEKDAYS[name]) - 1)
    return Time(Interval(date, date), "day")


def _lone_day(day: int, context: Context) -> Interval | None:
    """Return a day of the month that was named before, else the nearest one to the document's day."""
    if context.year is not None and context.month is not None:
        return one_day(context.year, context.month, day)
    today = context.published_on
    if today is None:
        return None
    if day > today.day and not context.future:
        before = calendar.month_of(today, -1).first
        last = one_day(before.year, before.month, day)
        if last is not None and (today - last.last).days <= 10:
            return last
    if day < today.day - 10 and context.future:
        after = calendar.month_of(today, 1).first
        return one_day(after.year, after.month, day)
    return one_day(today.year, today.month, day)


def span(match: re.Match[str], context: Context) -> Time | None:
    """Read a stretch counted from the document's day: 近三年, 未来五天, 三年前; a bare length has no days."""
    if match["some_years"]:
        # Loose talk: some years back, but not the last one. It dates nothing by itself.
        today = context.published_on
        return Time(calendar.years(today.year - 5, today.year - 2) if today else None, "year", "named")
    if match["length"]:
        return Time(None, "duration", "duration")
    if match["half_unit"] or match["shift_count"]:
        return _shift(match, context)
    lead = match["span"]
    if half := match["span_half"]:
        count, unit = _HALVES[half[-1]]
    else:
        count, unit = integer(match["span_count"]), _unit(match["span_unit"])
    days = _ahead(count, unit, context) if lead[0] in "未今接往" else _past(count, unit, context)
    return Time(days, unit, "period" if lead[0] in "未今接往" else "since")


_HALVES = {"年": (6, "month"), "月": (15, "day")}


def _shift(match: re.Match[str], context: Context) -> Time:
    """Read 五年来, 十年间, 三天后, 两年前, 半年后."""
    if half := match["half_unit"]:
        count, unit = _HALVES[half[-1]]
    else:
        count, unit = integer(match["shift_count"]), _unit(match["shift_unit"])
        if match["shift_unit"].endswith("半"):
            count, unit = count * 12 + 6, "month"
    if match["shift"] in ("间", "来", "以来"):
        days = _past(count, unit, context)
        if days and context.published_on and unit != "year":  # what has lasted until now ends today
            days = Interval(days.first, context.published_on)
        return Time(days, unit, "since")
    return Time(_shifted(-count if "前" in match["shift"] else count, unit, context), unit)


def _unit(written: str) -> str:
    marks = {"年": "year", "季": "quarter", "月": "month", "周": "week", "星": "week", "礼": "week"}
    return next((unit for mark, unit in marks.items() if mark in written), "day")


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
        first = today.year + (today.month > _LAST_MONTH_LOOKING_AHEAD)
        return calendar.years(first, first + count - 1)
    if unit in ("month", "quarter"):
        return Interval(
            calendar.month_of(today, 1).first,
            calendar.month_of(today, count * (3 if unit == "quarter" else 1)).last,
        )
    return Interval(today + DAY, today + DAY * count * (7 if unit == "week" else 1))


def _shifted(count: int, unit: str, context: Context) -> Interval | None:
    """Return the unit that lies `count` units from the document's day."""
    today = context.published_on
    if today is None:
        return None
    if unit == "year":
        return calendar.years(today.year + count) if 0 < today.year + count < 9999 else None
    if unit == "quarter":
        index = today.year * 4 + (today.month - 1) // 3 + count
        return calendar.quarters(index // 4, index % 4 + 1)
    if unit == "month":
        return calendar.month_of(today, count)
    if unit == "week":
        return calendar.week_of(today, count)
    return Interval(today + DAY * count, today + DAY * count)
