"""What nobody stated is inferred from the text, with its basis, or left open."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.ingest import inference
from flows.ingest.articles import Facts


def fill(text: str, title: str = "", path: str = "a.txt", publisher: str | None = None) -> Facts:
    return inference.fill(Facts(publisher=publisher), title, text, path)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("云川6月25日电（记者 甲）截至2026年5月底，全市企业一千家。", dt.date(2026, 6, 25)),
        ("昨日（25日），市政府召开会议。会议自2026年6月24日起举行。", dt.date(2026, 6, 26)),
        ("6月25日，市长到企业调研。该企业2026年5月投产。", dt.date(2026, 6, 25)),
        ("——2026年1月20日在市第十八届人民代表大会第四次会议上\n各位代表：", dt.date(2026, 1, 20)),
        ("（2026年1月20日在省第十四届人民代表大会第四次会议上）\n各位代表：", dt.date(2026, 1, 20)),
        ("各单位：\n请于4月30日前报送。\n市工业和信息化局\n2026年4月13日", dt.date(2026, 4, 13)),
        ("各单位：\n请按时报送。\n市工业和信息化局\n二〇二六年四月二十三日", dt.date(2026, 4, 23)),
    ],
)
def test_a_date_is_inferred_from_the_text(text: str, day: dt.date) -> None:
    found = fill(text)
    assert (found.published_on, found.published_on_basis) == (day, "inferred")


@pytest.mark.parametrize(
    "text",
    [
        "昨日，市政府召开会议。",
        "6月25日，市长到企业调研。",
        "到2030年6月，全市企业超过一千家。7月1日，规划公布。",
        "2月30日，会议召开。会议自2026年1月5日起筹备。",
        "1月21日，论坛开幕。2015年6月，首届论坛举行。",
    ],
)
def test_a_date_that_is_not_sure_is_left_open(text: str) -> None:
    assert fill(text).published_on is None


def test_the_name_of_a_file_gives_a_date_where_the_text_does_not() -> None:
    assert fill("全市企业一千家。", path="daily/2026-06-26-page-03.txt").published_on == dt.date(2026, 6, 26)
    assert fill("全市企业一千家。", path="20269999.txt").published_on is None


@pytest.mark.parametrize(
    ("page", "day"),
    [
        ("“十五五”开局之年，全市布局新产业。", dt.date(2026, 6, 25)),
        ("市科技局公布2026年度第二批名单。", dt.date(2026, 6, 25)),
        ("“十五五”时期，力争到2030年建成一千家。", None),
        ("项目计划2027年5月竣工。", None),
        ("“十四五”收官、“十五五”开局。", None),
    ],
)
def test_the_page_says_the_year_and_no_plan_or_deadline_does(page: str, day: dt.date | None) -> None:
    found = inference.fill(Facts(), "", "6月25日，市长到企业调研。", "a.txt", page)
    assert found.published_on == day


def test_a_city_paper_calls_its_city_its_own_and_not_the_district_that_is_visited() -> None:
    page = "天津市工业和信息化局介绍，本市智能工厂720家。天津市将建成更多智能工厂。"
    title = "书记在静海区调研时强调发展制造业"
    for text in ("静海区要做好服务。", "天津市政府新闻办举行发布会，介绍本市情况。"):
        assert inference.fill(Facts(), title, text, "a.txt", page).region == "120000"


def test_what_is_stated_is_not_inferred_again() -> None:
    stated = Facts(
        published_on=dt.date(2025, 1, 1), published_on_basis="stated", region="CN", region_basis="stated"
    )
    assert inference.fill(stated, "", "天津市6月25日电 2026年5月", "a.txt") == stated


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (fill("全市企业一千家。", publisher="天津市人民政府"), "120000"),
        (fill("全国企业一千家。", publisher="新华社"), "CN"),
        (fill("全省企业一千家。", title="湖北省2025年经济运行情况"), "420000"),
        (fill("全市企业一千家。", title="天津市静海区推进智能工厂建设"), "120118"),
        (
            fill("南京市、苏州市企业较多。江苏省今年新增企业一千家，全省企业总数居前，我省将继续努力。"),
            "320000",
        ),
        (fill("我国企业一千万家，我国外贸增长。"), "CN"),
    ],
)
def test_a_region_is_inferred(facts: Facts, code: str) -> None:
    assert (facts.region, facts.region_basis) == (code, "inferred")


@pytest.mark.parametrize("text", ["企业一千家。", "全市企业一千家。", "广东省和江苏省的企业较多。"])
def test_a_region_that_is_not_sure_is_left_open(text: str) -> None:
    assert fill(text).region is None


def test_the_labels_of_a_site_say_when_and_from_whom() -> None:
    found = inference.labels("发布时间：2026-04-13 10:20　来源：静海区人民政府　【字体：大 中 小】")
    assert (found.published_on, found.publisher) == (dt.date(2026, 4, 13), "静海区人民政府")
