"""What holds of every text and every day."""

from __future__ import annotations

import datetime as dt
import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.language.periods import find

PIECES = re.split(
    r"\s+",
    """今年 去年 2026年 二〇二五年 98年 3 12 月 日 号 — 至 到 、 ， 。 上半年 一季度 前三季度 前 个月 截至
    底 末 以来 起 “十五五” 时期 春节 假期 国庆 正月 初二 廿三 闰 农历 未来 过去 近 三年 五天 周 星期三 上上 下
    世纪 90年代 当天 次年 目前 至今 （ ） 《 》 将 1500 家 增长 康熙 元年 最后 首日 中旬 99 2月30日 100 半年
    之前 第 天""",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31))
MARKS = "0123456789零一二三十百年月日号季度周前后上下今明去到至—~.-/个半“”（） "


@settings(max_examples=400, deadline=None)
@given(TEXTS, DAYS)
def test_times_stand_where_they_say_in_order_and_begin_before_they_end(text: str, day: dt.date) -> None:
    end = 0
    for period in find(text, day):
        assert end <= period.start < period.end <= len(text)
        assert text[period.start : period.end] == period.quote
        end = period.end
        if period.period_start and period.period_end:
            assert period.period_start <= period.period_end
        else:
            assert period.period_start is period.period_end is None


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=MARKS, max_size=40), DAYS)
def test_no_text_is_too_strange(text: str, day: dt.date) -> None:
    find(text, day)
    find(text, None)


@settings(max_examples=100, deadline=None)
@given(DAYS)
def test_every_day_is_read_back_as_it_is_written(day: dt.date) -> None:
    (period,) = find(f"{day.year}年{day.month}月{day.day}日", dt.date(2026, 7, 17))
    assert period.period_start == period.period_end == day


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(1, 12))
def test_a_month_without_its_year_lies_within_a_year_of_the_document(day: dt.date, month: int) -> None:
    (period,) = find(f"{month}月份，产量增长", day)
    assert period.period_start is not None
    assert abs((period.period_start - day).days) < 366


def test_a_long_text_is_read_in_time() -> None:
    text = (
        "今年前5个月，全市完成投资300亿元，比去年同期增长5.2%；截至6月底，已有12家企业投产，到2030年力争达到50家。"
    ) * 4000
    begin = time.perf_counter()
    assert len(find(text, dt.date(2026, 7, 17))) == 16000
    assert time.perf_counter() - begin < 10
