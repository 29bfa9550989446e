"""What leads beyond the calendar, or beyond all measure, is no time and no number; the text is read on."""

from __future__ import annotations

import datetime as dt
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.language import numerals, periods, quantities

TIMES = (
    *("去年", "前年", "上年末", "明年", "后年", "未来五年", "近五年", "前十年", "下月", "上月", "三年前"),
    *("去年同期", "次年", "翌年", "今明两年", "去今两年", "一季度", "上周", "下周三", "昨日", "明日", "春节"),
    *("1月至2月", "12月—次年1月", "“十五五”期间", "全年", "9999年", "0001年", "9999年12月31日", "1年1月1日"),
    *("到9999年底", "9999年12月至今", "去年冬天", "农历新年", "民国一年", "近九千九百九十九年", "今后一万年"),
)
DAYS = [dt.date.min, dt.date.max, dt.date(1, 12, 31), dt.date(9999, 1, 1), dt.date(2026, 3, 27), None]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("time", TIMES)
def test_a_time_beyond_the_calendar_is_none(time: str, day: dt.date | None) -> None:
    for period in periods.find(f"{time}增长5%，{time}下降6%；9999年，{time}增长7%。", day):
        if period.period_start and period.period_end:
            assert period.period_start <= period.period_end


def test_a_reign_has_no_year_before_its_first() -> None:
    [first] = periods.find("民国1年增长5%。", None)
    assert first.period_start == dt.date(1912, 1, 1)
    assert {each.period_start for each in periods.find("民国0年增长5%。", None)} == {None}


@given(st.lists(st.sampled_from((*TIMES, "，", "。", "至", "到", "、", "（", "）", "增长")), max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_row_of_times_is_read_at_the_edges_of_the_calendar(parts: list[str]) -> None:
    for day in DAYS:
        periods.find("".join(parts), day)


@pytest.mark.parametrize(
    "number",
    [
        "9" * 400,
        "9" * 400 + "亿",
        "一" + "亿" * 60,
        "1" + "万亿" * 60,
        "1e999",
        "9e307万",
        "100000^300",
        "0^-5",
        "2^" + "9" * 5000,
        "百分之" + "9" * 400,
        "9" * 400 + "分之" + "9" * 400,
        "1/" + "9" * 400,
        "9" * 400 + "成",
        "9" * 400 + "k",
        "9" * 400 + "打",
        "0." + "0" * 320 + "1",
        "1：0." + "0" * 320 + "1",
        "3—" + "9" * 400 + "万",
        "九" * 5000,
    ],
)
def test_a_number_beyond_all_measure_is_none(number: str) -> None:
    text = f"全市投资{number}元，增长5%。"
    found = [*numerals.find(text), *quantities.find(text), *quantities.numbers(text)]
    for one in found:
        assert math.isfinite(one.value)
        assert abs(one.value) < 1e120
        json.dumps([one.value, one.value_high], allow_nan=False)
    assert any(one.value == 5 for one in found)


def test_the_year_before_is_the_same_year_however_often_it_is_said() -> None:
    text = "上年出口5亿元，上年进口6亿元，上年投资7亿元。"
    found = periods.find(text, dt.date(2026, 1, 1))
    assert {(each.period_start, each.period_end) for each in found} == {
        (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    }
    assert len(found) == 3
