"""Level, growth or change; up or down; against what."""

from __future__ import annotations

import pytest

from tests.extract.conftest import Find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工业产值达到860亿元。", [("level", 860e8)]),
        ("占比由12%升至15%。", [("level", 12), ("level", 15)]),
        ("票价从12元降至9元。", [("level", 12), ("level", 9)]),
        ("失业率降到5.1%。", [("level", 5.1)]),
        ("出口额是2020年的1.8倍。", [("level", 1.8)]),
        ("全市新增就业9.2万人。", [("level", 92_000)]),
        ("补助比例最高20%。", [("level", 20)]),
        ("产量增长4.8%。", [("growth", 4.8)]),
        ("产量增长1.2倍。", [("growth", 1.2)]),
        ("产量增速为6.3%。", [("growth", 6.3)]),
        ("价格降幅达2.4%。", [("growth", -2.4)]),
        ("煤炭消费量同比下降8.2%。", [("growth", -8.2)]),
        ("企业利润减少12亿元。", [("change", -12e8)]),
        ("均价上涨了85元。", [("change", 85)]),
        ("贷款利率下调10个基点。", [("change", -10)]),
        ("亏损面收窄2.1个百分点。", [("change", -2.1)]),
        ("优良率提高3.4个百分点。", [("change", 3.4)]),
        ("电价比上年低0.02元。", [("change", -0.02)]),
        ("逾期率低于全国0.4个百分点。", [("change", -0.4)]),
        ("亏损面下降3.1个百分点至18.6%。", [("change", -3.1), ("level", 18.6)]),
        ("产量增长4.8%，高于全国0.6个百分点。", [("growth", 4.8), ("change", 0.6)]),
        ("利润下降12亿元，跌幅为6.4%。", [("change", -12e8), ("growth", -6.4)]),
    ],
)
def test_level_growth_and_change_are_told_apart_and_decreases_are_negative(
    metrics: Find, text: str, expected: list[tuple[str, float]]
) -> None:
    assert [(metric.measure, metric.value) for metric in metrics(text)] == expected


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("销量同比增长3.7%。", "year_on_year"),
        ("订单量较去年同期增加320万件。", "year_on_year"),
        ("比上年提高1.3个百分点。", "year_on_year"),
        ("销量环比下降3.7%。", "period_on_period"),
        ("销量比上月增长3.7%。", "period_on_period"),
        ("工业投资年均增长9.1%。", "base_period"),
        ("工业投资增长9.1%。", None),
        ("工业投资91亿元。", None),
    ],
)
def test_a_change_says_what_it_is_measured_against(metrics: Find, text: str, basis: str | None) -> None:
    assert [metric.basis for metric in metrics(text)] == [basis]


def test_a_falling_range_is_negative_at_both_ends(metrics: Find) -> None:
    (metric,) = metrics("单位能耗下降3%—5%。")
    assert (metric.value, metric.value_high) == (-3, -5)
