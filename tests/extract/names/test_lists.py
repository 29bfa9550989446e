"""Full names of the code lists: companies and zones are named by them, and ordinary words stay words."""

from __future__ import annotations

import pytest

from flows import contract
from flows.extract import document as extraction
from flows.extract.names import features
from flows.extract.names.lists import LEGAL_FORM, listed
from tests.extract.texts import document, quotes, read


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("民生银行", "中国民生银行股份有限公司"),
        ("台积电", "台湾积体电路制造股份有限公司"),
        ("万达集团", "大连万达集团股份有限公司"),
        ("中国恒大", "中国恒大集团"),
        ("比亚迪公司", "比亚迪股份有限公司"),
        ("国家能源投资集团", "国家能源投资集团有限责任公司"),
        ("中国民生银行股份有限公司", "中国民生银行股份有限公司"),
        ("澄曜新能源", ""),
    ],
)
def test_a_company_has_one_full_name_by_whichever_name_it_goes(name: str, full: str) -> None:
    assert listed("ORG", name) == full


def test_a_company_that_is_named_in_short_is_the_subject_and_the_entity_by_its_full_name() -> None:
    text = "民生银行发布年报。截至2025年末，民生银行资产总额为7.8万亿元。"
    found = extraction.extract([document(text, title="民生银行发布年报", region=None)])
    assert {item.name for item in found.mentions if item.type == "ORG"} == {"中国民生银行股份有限公司"}
    assert [item.subject for item in found.metrics] == ["中国民生银行股份有限公司"]


def test_an_ordinary_word_that_is_a_company_elsewhere_stays_a_word() -> None:
    assert quotes("全县苹果产量达到20万吨，小米种植面积5万亩。", "ORG") == []
    assert quotes("建设美的乡村，优化联想输入法。", "ORG") == []


def test_the_network_does_not_see_names_that_serve_naming_alone() -> None:
    seen = {word for word, _ in features._entries()}
    alone = {row["name"] for name in ("companies", "zones") for row in contract.codelist(name)}
    assert alone.isdisjoint({row["name"] for row in contract.codelist("organs")})
    assert "民生银行" in alone - seen


def test_no_two_rows_give_one_name_and_no_full_name_is_short_for_another() -> None:
    for name in ("companies", "zones"):
        rows = contract.codelist(name)
        assert len({row["name"] for row in rows}) == len(rows), name
        assert {row["name"] for row in rows}.isdisjoint({row["full_name"] for row in rows}), name


def test_no_two_companies_are_told_apart_by_their_legal_form_alone() -> None:
    rows = (*contract.codelist("organs"), *contract.codelist("companies"))
    full = {row["full_name"] for row in rows if row.get("kind", "company") == "company"}
    assert len({LEGAL_FORM.sub("", name) for name in full}) == len(full)


def test_a_development_zone_in_short_is_the_same_zone() -> None:
    found = {item.quote: item.name for item in read("武汉经开区和西安高新区引进项目。", region=None)[1]}
    assert found["武汉经开区"] == "武汉经济技术开发区"
    assert found["西安高新区"] == "西安高新技术产业开发区"
