"""An indicator as written finds its row in the code list, and no other scope's."""

import re

import pytest

from flows import contract
from flows.resolve import indicators, naming, units


@pytest.mark.parametrize(
    ("indicator", "unit", "measure", "expected"),
    [
        ("规上工业增加值", "%", "growth", "value-added-industry-above-scale"),
        ("规模以上工业增加值增速", "%", "growth", "value-added-industry-above-scale"),
        ("地区生产总值", "元", "level", "gdp"),
        ("国内生产总值（GDP）", "%", "growth", "gdp"),
        ("全省地区生产总值", "元", "level", "gdp"),
        ("浙江省生产总值", "元", "level", "gdp"),
        ("高技术制造业增加值", "%", "growth", "value-added-high-tech"),
        ("制造业增加值占地区生产总值的比重", "%", "level", "share-manufacturing-gdp"),
        ("全社会研发经费投入占GDP比例", "%", "level", "rd-intensity"),
        ("R&D经费", "元", "level", "rd-expenditure"),
        ("卓越级智能工厂", "家", "level", "smart-factories-excellent"),
        ("“专精特新”中小企业", "家", "level", "sme-specialised"),
        ("新增专精特新中小企业", "家", "level", "sme-specialised-new"),
        ("城镇调查失业率", "%", "level", "unemployment-urban-survey"),
        ("居民消费价格涨幅", "%", "growth", "cpi"),
        ("PM2.5平均浓度", "微克/立方米", "level", "air-pm25"),
        ("玉米", "吨", "level", "output-maize"),
        ("玉米", "亩", "level", "maize-area"),
    ],
)
def test_a_name_finds_its_indicator(indicator, unit, measure, expected):
    assert indicators.curated(indicator, unit, measure) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("高技术制造业增加值", "规模以上工业增加值"),
        ("制造业增加值", "工业增加值"),
        ("新增高新技术企业", "高新技术企业"),
        ("基础级智能工厂", "先进级智能工厂"),
        ("省级制造业单项冠军企业", "国家级制造业单项冠军企业"),
        ("城镇居民人均可支配收入", "农村居民人均可支配收入"),
        ("地区生产总值", "人均地区生产总值"),
    ],
)
def test_different_scopes_never_share_an_indicator(one, other):
    assert indicators.identify(one, "%", "growth") != indicators.identify(other, "%", "growth")
    assert indicators.identify(one, "家", "level") != indicators.identify(other, "家", "level")


@pytest.mark.parametrize(
    ("indicator", "unit", "measure"),
    [
        ("玉米", "%", "growth"),  # output, area or price
        ("工厂", "%", "growth"),  # their number or what they make
        ("高于全国", "百分点", "change"),  # a distance, no value
        ("拉动社会消费品零售总额", "百分点", "change"),
        ("规模以上工业增加值", "吨", "level"),
        ("专家", "台", "level"),
        ("国家标准", "所", "level"),
    ],
)
def test_what_does_not_fit_is_left_to_a_derived_id(indicator, unit, measure):
    assert indicators.identify(indicator, unit, measure).startswith("x-")


@pytest.mark.parametrize(
    ("indicator", "unit", "expected"),
    [
        ("陶瓷企业", "家", "any-enterprises"),
        ("乡镇卫生院", "家", "medical-institutions"),
        ("渔港经济区建设项目", "个", "any-projects"),
        ("蓝莓年产值", "元", "any-output-value"),
        ("森林火灾受害率", "%", "any-rate"),
    ],
)
def test_a_name_outside_the_list_belongs_to_the_class_of_its_head(indicator, unit, expected):
    assert indicators.curated(indicator, unit, "level") == expected
    assert indicators.codelist()[expected].kind == "class"


def test_a_derived_id_is_stable_over_ways_of_writing_and_differs_by_kind_of_quantity():
    assert indicators.identify("“某某”指标", "吨", "level") == indicators.identify(
        "某某指标", "公斤", "level"
    )
    assert indicators.identify("某某指标", "吨", "level") != indicators.identify("某某指标", "元", "level")
    assert indicators.identify("某某指标", "%", "growth") != indicators.identify("某某指标", "%", "level")


def test_the_code_list_is_complete_and_in_order():
    rows = contract.codelist("indicators")
    assert sum(row["kind"] == "indicator" for row in rows) >= 400
    assert [row["indicator_id"] for row in rows] == sorted({row["indicator_id"] for row in rows})
    for row in rows:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["indicator_id"])
        assert all(row[column] for column in ("name", "name_en", "topic", "source")), row
        assert not row["unit"] or units.dimension(row["unit"]) != "other", row


def test_every_listed_name_belongs_to_a_row_and_no_name_to_two_that_fit_alike():
    known = {row["indicator_id"]: row for row in contract.codelist("indicators")}
    seen: dict[tuple[str, str], str] = {}
    for row in contract.codelist("indicator_names"):
        assert row["match"] in {"exact", "level", "head"}
        indicator = known[row["indicator_id"]]
        if row["match"] != "head":
            key = (naming.plain(row["name"]), indicator["unit"])
            assert seen.setdefault(key, row["indicator_id"]) == row["indicator_id"], row


@pytest.mark.parametrize("row", contract.codelist("indicators")[::25], ids=lambda row: row["indicator_id"])
def test_an_indicator_answers_to_its_own_name(row):
    if row["kind"] == "indicator":
        assert indicators.curated(row["name"], row["unit"], "level") == row["indicator_id"]


@pytest.mark.parametrize(
    ("unit", "code", "dimension"),
    [
        ("元", "CNY", "currency"),
        ("吨", "t", "mass"),
        ("家", "{establishment}", "count"),
        ("百分点", "{percentage_point}", "percentage_point"),
        ("公斤/株", "kg/{plant}", "mass/count"),
        ("元/株", None, "currency/count"),
        ("亩", None, "area"),
        ("", None, "number"),
        ("某某", None, "other"),
    ],
)
def test_units_have_codes_and_dimensions(unit, code, dimension):
    assert (units.code(unit), units.dimension(unit)) == (code, dimension)
