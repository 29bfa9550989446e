"""The time that a number holds for, stated, inherited or inferred."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.extract import reading
from flows.extract.numbers import metrics as room
from tests.extract.conftest import Find
from tests.extract.texts import document


def times(metrics: Find, text: str, **more: str | None) -> list[str]:
    found = []
    for metric in metrics(text, **more):
        first, last = metric.period_start, metric.period_end
        found.append("none" if first is None else f"{first}/{last}")
    return found


def test_the_same_rate_of_two_years_keeps_its_year_each(metrics: Find) -> None:
    text = "2025年，湖北省生产总值6万亿元，增长5.5%。\n2026年，全省生产总值预期增长5.5%。"
    assert times(metrics, text)[1:] == ["2025-01-01/2025-12-31", "2026-01-01/2026-12-31"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025年，建成学校40所。", "2025-01-01/2025-12-31"),
        ("去年建成学校40所。", "2025-01-01/2025-12-31"),
        ("今年1至5月，建成学校40所。", "2026-01-01/2026-05-31"),
        ("上半年，建成学校40所。", "2026-01-01/2026-06-30"),
        ("“十四五”时期，建成学校40所。", "2021-01-01/2025-12-31"),
        ("到2030年，建成学校40所。", "2030-01-01/2030-12-31"),
        ("截至目前，建成学校40所。", "2026-06-26/2026-06-26"),
        ("全市建成学校40所。", "none"),
    ],
)
def test_the_time_of_the_sentence_governs_its_number(metrics: Find, text: str, period: str) -> None:
    assert times(metrics, text) == [period]


def test_each_clause_with_a_time_has_its_own(metrics: Find) -> None:
    assert times(metrics, "去年建成学校40所，今年建成学校36所。") == [
        "2025-01-01/2025-12-31",
        "2026-01-01/2026-12-31",
    ]


def test_growth_behind_a_level_holds_for_the_same_time(metrics: Find) -> None:
    assert len(set(times(metrics, "2025年，全市产值860亿元，增长6.2%。"))) == 1


def test_a_heading_governs_the_lines_below_it_until_the_next(metrics: Find) -> None:
    past = "一、过去五年工作回顾\n地区生产总值年均增长5.2%。\n建成学校160所。\n"
    assert times(metrics, past + "二、2026年主要目标\n建成学校40所。") == [
        "2021-01-01/2025-12-31",
        "2021-01-01/2025-12-31",
        "2026-01-01/2026-12-31",
    ]


def test_what_the_sentence_states_is_stated_and_what_it_takes_over_is_not(metrics: Find) -> None:
    stated, taken = metrics("全市今年建成学校40所。新增学位2.6万个。")
    assert stated.period_basis == "stated"
    assert taken.period_basis in (None, "inherited")


def test_a_compared_time_is_not_the_time_of_the_number(metrics: Find) -> None:
    assert times(metrics, "2025年，产值比2020年增长36%。") == ["2025-01-01/2025-12-31"]


def test_a_document_without_a_day_leaves_relative_times_open() -> None:
    undated = replace(document("去年建成学校40所。"), published_on=None)
    (metric,) = room.find(reading.read([undated])[0], [])
    assert metric.period_start is None


def test_times_of_a_list_go_to_the_numbers_of_a_list(metrics: Find) -> None:
    found = metrics("2024年、2025年全市专利授权分别为120件和150件。")
    assert [metric.period_end and metric.period_end.year for metric in found] == [2024, 2025]


PLANNED = (
    "昨日,市政府新闻办介绍“十五五”规划。本市将紧扣主线推进海洋经济发展。\n"
    "培育海洋企业300家,建成海洋牧场20个。"
)


def test_aims_under_a_plan_have_its_years_though_their_sentence_names_none(metrics: Find) -> None:
    found = metrics(PLANNED, title="开局起步“十五五” 海洋经济谋新篇")
    assert {(one.status, str(one.period_end)) for one in found} == {("target", "2030-12-31")}


@pytest.mark.parametrize(
    "result",
    ["目前，已培育海洋企业300家。", "培育海洋企业317家。", "海洋企业培育工作完成，建成海洋牧场20个。"],
)
def test_results_under_a_plan_are_none_of_its_aims(metrics: Find, result: str) -> None:
    text = PLANNED.partition("\n")[0] + "\n" + result
    found = metrics(text, title="开局起步“十五五” 海洋经济谋新篇")
    assert {one.status for one in found} == {"actual"}


def test_the_same_time_of_the_year_before_dates_its_own_number_alone(metrics: Find) -> None:
    text = "2026年1月，建成学校40所；上年同期，建成学校36所，医院3家，增长20%。\n新增公园2座。"
    january = "2026-01-01/2026-01-31"
    assert times(metrics, text) == [january, "2025-01-01/2025-01-31", january, january, january]
