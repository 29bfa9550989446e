"""What a number is a number of, as its own clause says it."""

from __future__ import annotations

import pytest

from tests.extract.conftest import Find


def names(metrics: Find, text: str) -> list[str]:
    return [metric.indicator for metric in metrics(text)]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("全市农产品加工业产值达到860亿元。", "农产品加工业产值"),
        ("规模以上工业增加值同比增长4.8%。", "规模以上工业增加值"),
        ("建成智能工厂703家。", "智能工厂"),
        ("截至目前，全市累计建成5G基站8.1万个。", "5G基站"),
        ("城镇新增就业35万人。", "城镇新增就业"),
        ("失业率控制在5.5%以内。", "失业率"),
        ("粮食产量稳定在500万吨以上。", "粮食产量"),
        ("居民消费价格指数为100.4。", "居民消费价格指数"),
        ("单位地区生产总值能耗下降3.5%。", "单位地区生产总值能耗"),
    ],
)
def test_the_name_before_the_number_without_place_time_and_verb(
    metrics: Find, text: str, indicator: str
) -> None:
    assert names(metrics, text) == [indicator]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("建成36座厂房。", "厂房"),
        ("引进了18个新材料项目。", "新材料项目"),
        ("全市有32家外贸企业。", "外贸企业"),
    ],
)
def test_the_name_behind_the_number(metrics: Find, text: str, indicator: str) -> None:
    assert names(metrics, text) == [indicator]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("每万人口高价值发明专利拥有量达到18.6件。", "每万人口高价值发明专利拥有量"),
        ("人均公园绿地面积达到15.2平方米。", "人均公园绿地面积"),
        ("每百户家庭拥有汽车61.3辆。", "每百户家庭拥有汽车"),
        ("制造业增加值占地区生产总值比重为24.1%。", "制造业增加值占地区生产总值比重"),
        ("财政科技支出占一般公共预算支出比重为3.6%。", "财政科技支出占一般公共预算支出比重"),
    ],
)
def test_rates_and_shares_keep_what_they_are_taken_of(metrics: Find, text: str, indicator: str) -> None:
    assert names(metrics, text) == [indicator]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("研发投入强度由2.1%提高到2.6%。", "研发投入强度"),
        ("常住人口城镇化率从62.5%提升至65%。", "常住人口城镇化率"),
        ("高速公路通车里程由3200公里增加到3900公里。", "高速公路通车里程"),
    ],
)
def test_from_and_to_are_two_numbers_of_one_name(metrics: Find, text: str, indicator: str) -> None:
    assert names(metrics, text) == [indicator, indicator]


def test_a_number_without_any_name_says_so(metrics: Find) -> None:
    assert names(metrics, "由12%提高到15%。") == ["（未指明）", "（未指明）"]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("城乡收入比降至2.6。", "城乡收入比"),
        ("平均亩产412.5公斤。", "亩产"),
        ("人口自然增长率为-1.2‰。", "人口自然增长率"),
        ("营业收入扣除价格因素增长4.1%。", "营业收入"),
        ("研发投入占营业收入的比重为6%。", "研发投入占营业收入的比重"),
        ("规模以上企业研发投入占营业收入比重达到6%左右。", "规模以上企业研发投入占营业收入比重"),
        ("流域8省区水质优良断面比例为91%。", "流域8省区水质优良断面比例"),
        ("布局12个未来产业和7个高潜力赛道。", "未来产业"),
        ("外送绿电比例提高到45%。", "外送绿电比例"),
        ("职工基本养老保险参保人数达70万人。", "职工基本养老保险参保人数"),
    ],
)
def test_words_that_only_look_like_predicates_stay_in_the_name(
    metrics: Find, text: str, indicator: str
) -> None:
    assert names(metrics, text)[0] == indicator
