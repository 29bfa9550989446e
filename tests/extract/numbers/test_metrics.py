"""Whole statements: every number once, quoted where it stands."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extract.numbers import metrics as room
from flows.extract.reader.reader import Answer
from flows.records import Metric
from tests.extract.conftest import Find
from tests.extract.reader.given import given as numbers_of
from tests.extract.texts import read

PIECES = (
    "全市 武清区 去年 2026年 到2030年， 力争 已 规模以上工业增加值 智能工厂 产值 投资 达到 增长 下降 分别"
    " 其中， 先进级 386家 4.8% 12亿元 1.2个百分点 8个 国家级 由 提高到 、 ， 。 ； 和 （ ） “ ”"
    " 一、目标\n 的 企业 对 给予 每万人 超过 比上年 \n"
).split(" ")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=18).map("".join))
def test_metrics_stand_in_order_and_quote_the_text(text: str) -> None:
    reading, mentions = read(text)
    end = 0
    for metric in room.find(reading, mentions):
        content = reading.document.content
        assert end <= metric.start < metric.end <= len(content)
        assert content[metric.start : metric.end] == metric.quote
        assert metric.evidence in content
        assert metric.indicator
        assert 0 < metric.confidence <= 1
        end = metric.end


def test_the_quote_is_the_text_as_written_not_as_normalised(metrics: Find) -> None:
    (metric,) = metrics("全市綠化率達到４０％以上。")
    assert (metric.quote, metric.value, metric.unit, metric.comparator) == ("４０％以上", 40, "%", "ge")


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("能耗总量不超过省下达的1200万吨。", "le"),
        ("合格率均超过98%。", "gt"),
        ("合格率98%左右。", "approx"),
        ("建成学校40所以上。", "ge"),
    ],
)
def test_the_bound_of_a_number_is_found_also_apart_from_it(metrics: Find, text: str, comparator: str) -> None:
    assert [metric.comparator for metric in metrics(text)] == [comparator]


def test_a_range_has_both_ends(metrics: Find) -> None:
    (metric,) = metrics("地区生产总值增长4.5%—5%。")
    assert (metric.value, metric.value_high, metric.comparator) == (4.5, 5, "range")


def test_a_number_in_two_units_is_two_metrics_of_one_name(metrics: Find) -> None:
    found = metrics("发布12类45件民生实事。")
    assert [(metric.value, metric.unit) for metric in found] == [(12, "类"), (45, "件")]
    assert len({metric.indicator for metric in found}) == 1


def test_title_and_text_count_as_one_content(metrics: Find) -> None:
    found = metrics("全市建成学校40所。", title="我市建成学校40所")
    assert [metric.start for metric in found] == [6, 16]


def test_a_text_without_numbers_has_no_metrics(metrics: Find) -> None:
    assert metrics("全市加快推进学校建设。") == []
    assert metrics("") == []


@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [
        ("单位产值水耗下降8%以上。", "le", -8),
        ("单位产值水耗下降不低于8%。", "le", -8),
        ("陶瓷价格降幅不超过8%。", "ge", -8),
        ("陶瓷产量增长8%以上。", "ge", 8),
    ],
)
def test_the_bound_of_a_fall_goes_with_its_sign(
    metrics: Find, text: str, comparator: str, value: float
) -> None:
    assert [(metric.comparator, metric.value) for metric in metrics(text)] == [(comparator, value)]


def test_what_a_label_says_of_several_places_is_said_of_each(metrics: Find) -> None:
    found = metrics("税收收入：武清区60亿元，宝坻区55亿元。")
    assert [(metric.indicator, metric.subject) for metric in found] == [
        ("税收收入", "武清区"),
        ("税收收入", "宝坻区"),
    ]


def settled(text: str, **chosen: Any) -> list[Metric]:
    """Return the metrics of a text of whose numbers a reader said `chosen`."""
    one = numbers_of(text)
    said = {
        "indicator": "产量", "measure": "level", "status": "actual", "comparator": "eq",
        "subject": None, "region_code": None, "period_start": None, "period_end": None, "period_basis": None,
        "confidence": 0.5,
    }  # fmt: skip
    answers = [Answer(quantity, **(said | chosen)) for quantity in one.counted]
    return [room.stated(one.reading, answer) for answer in answers]


def test_the_bound_goes_with_the_sign_whatever_the_reader_says_of_it() -> None:
    fall = settled("陶瓷价格下降8%以上。", comparator="ge", measure="growth")
    assert [(one.value, one.comparator) for one in fall] == [(-8, "le")]
    rise = settled("陶瓷价格增长8%以上。", comparator="ge", measure="growth")
    assert [(one.value, one.comparator) for one in rise] == [(8, "ge")]


def test_a_number_that_is_told_loosely_keeps_its_comparator() -> None:
    found = settled("陶瓷库存减少600多万吨。", comparator="gt", measure="change")
    assert [(one.value, one.comparator) for one in found] == [(-6e6, "gt")]


def test_a_name_is_said_once_unless_the_text_says_it_twice() -> None:
    assert settled("陶瓷产量30万吨。", indicator="陶瓷陶瓷产量")[0].indicator == "陶瓷产量"
    assert settled("试点试点项目30个。", indicator="试点试点项目")[0].indicator == "试点试点项目"
