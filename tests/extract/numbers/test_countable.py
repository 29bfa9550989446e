"""Which numbers are metrics: what is measured or counted, no time, name, rank or order."""

from __future__ import annotations

import pytest

from flows.extract.numbers import countable
from flows.language import periods, quantities


def kept(text: str) -> list[str]:
    found = countable.select(text, quantities.find(text), periods.find(text, None))
    return [text[one.number_start : one.number_end] for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "会议于2026年6月12日召开。",
        "比赛14时30分结束。",
        "项目历时5年建成。",
        "他今年52岁。",
        "这是第3届展会。",
        "第十二批名单公布。",
        "全市排名居全国第2位。",
        "位次前移2位。",
        "主队以3∶2取胜。",
        "热线电话88651234开通。",
        "文号〔2026〕12号。",
        "“十项行动”全面展开。",
        "《百强县研究（2）》出版。",
        "推进5G应用。",
        "C919飞机首航。",
        "世界500强企业落户。",
        "产值迈上3000亿元台阶。",
        "接入500千伏变电站。",
        "80后、90后成为主力。",
        "数百家企业参展。",
        "十几个项目签约。",
        "两个方面发力。",
        "一家企业入选。",
        "迈上万亿元台阶。",
        "他夺得100米跨栏冠军。",
        "编号007的样品。",
    ],
)
def test_what_only_names_dates_or_orders_is_no_metric(text: str) -> None:
    assert kept(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("产值860亿元。", "860亿"),
        ("占比35%。", "35"),
        ("占比百分之三十五。", "百分之三十五"),
        ("超过三成的村庄通了公交。", "三成"),
        ("约三分之二的村庄通了公交。", "三分之二"),
        ("超过一半的村庄通了公交。", "一半"),
        ("提高2.1个百分点。", "2.1"),
        ("价格指数为100.4。", "100.4"),
        ("常住人口达80万。", "80万"),
        ("客流突破1亿。", "1亿"),
        ("建成智能工厂1000家。", "1000"),
        ("新增三十二家企业。", "三十二"),
        ("抽检了三十五台设备。", "三十五"),
        ("平均寿命达到79.2岁。", "79.2"),
        ("优良天数达到312天。", "312"),
        ("开行班列1200次。", "1200"),
        ("收入比为2.1∶1。", "2.1∶1"),
        ("5G基站达到3.2万个。", "3.2万"),
        ("得票98.5分。", "98.5"),
        ("惠及两人。", "两"),
        ("惠及5000余户。", "5000"),
    ],
)
def test_what_is_measured_or_counted_is_a_metric(text: str, number: str) -> None:
    assert [item.split("∶")[0] for item in kept(text)] == [number.split("∶")[0]]


def test_a_number_beside_a_time_and_a_name_is_kept_alone() -> None:
    assert kept("“百日行动”自2026年5月以来第2次开展，查处问题318个。") == ["318"]


@pytest.mark.parametrize("text", ["", "。", "无数字的一句话。"])
def test_a_text_without_numbers_has_none(text: str) -> None:
    assert kept(text) == []


def test_a_count_whose_last_digit_stands_behind_its_ten_thousands_is_kept() -> None:
    assert kept("常住人口13万2。") == ["13万2"]
