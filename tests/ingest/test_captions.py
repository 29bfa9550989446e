"""The lines over a table say its units, its time and what it counts, and a sentence over it says nothing."""

from __future__ import annotations

import pytest

from flows.ingest import captions
from flows.ingest.figures import Head


@pytest.mark.parametrize(
    ("line", "period", "counted"),
    [
        ("表3 2025年前三季度各区固定资产投资情况（单位：亿元）", "2025年前三季度", Head("固定资产投资")),
        ("各区前两个月规模以上工业增加值增速（%）", "前两个月", Head("规模以上工业增加值", "", "%", "增长")),
        ("2025年全市空气质量", "2025年", Head()),
        ("“十五五”时期经济社会发展主要指标", "“十五五”时期", Head()),
        ("（二）社会消费品零售总额", "", Head("社会消费品零售总额")),
        ("附件", "", Head()),
        ("2024年和2025年收入支出情况", "", Head()),
        ("2025年，全市固定资产投资120亿元", "", Head()),
        ("数据见2025年的表。", "", Head()),
    ],
)
def test_a_line_right_over_a_table_says_when_and_what(line: str, period: str, counted: Head) -> None:
    told = captions.read(line, near=True)
    assert (told.period, told.counted) == (period, counted)


def test_a_line_farther_up_is_a_caption_only_if_it_is_written_as_one() -> None:
    assert captions.read("2025年全市空气质量", near=False) == captions.Caption()
    assert captions.read("表2 2025年产量", near=False).period == "2025年"


def test_units_are_those_that_a_line_lists() -> None:
    assert captions.units("单位：亿元、％") == ("亿元", "%")
    assert captions.units("单位：市统计局") == ()


def test_the_caption_is_the_lines_right_over_a_table_that_are_no_text() -> None:
    assert captions.height(["有关数据见表。", "表1 主要指标", "单位：亿元"][-2:]) == 2
    assert captions.height(["各区增加值增速", "单位：%"]) == 1
    assert captions.height(["有关数据见表，", "其余从略。"]) == 0
