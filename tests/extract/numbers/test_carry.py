"""What one number leaves to the next: its name, its list, the head that a list shares."""

from __future__ import annotations

import pytest

from tests.extract.conftest import Find


def read(metrics: Find, text: str) -> list[tuple[str, float]]:
    return [(metric.indicator, metric.value) for metric in metrics(text)]


def test_parts_of_a_whole_share_its_head(metrics: Find) -> None:
    assert read(metrics, "累计建成智能工厂703家，其中，先进级386家、基础级317家。") == [
        ("智能工厂", 703),
        ("先进级智能工厂", 386),
        ("基础级智能工厂", 317),
    ]


def test_directions_of_trade_share_the_noun_of_the_whole(metrics: Find) -> None:
    assert read(metrics, "货物进出口总额500亿元。其中，出口320亿元，进口180亿元。") == [
        ("货物进出口总额", 500e8),
        ("货物出口总额", 320e8),
        ("货物进口总额", 180e8),
    ]


def test_a_part_with_a_name_of_its_own_keeps_it(metrics: Find) -> None:
    found = read(metrics, "全市经营主体达到182万户，其中个体工商户110万户。")
    assert [name for name, _ in found] == ["经营主体", "个体工商户"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公路、水运投资分别完成380亿元、120亿元。", [("公路投资", 380e8), ("水运投资", 120e8)]),
        (
            "城镇、农村居民人均可支配收入分别为46218元和22985元。",
            [("城镇居民人均可支配收入", 46218), ("农村居民人均可支配收入", 22985)],
        ),
        (
            "铁路货运量4200万吨、公路货运量3.6亿吨，分别增长3.3%和5.1%。",
            [("铁路货运量", 4200e4), ("公路货运量", 3.6e8), ("铁路货运量", 3.3), ("公路货运量", 5.1)],
        ),
    ],
)
def test_each_number_of_a_list_goes_with_its_name(
    metrics: Find, text: str, expected: list[tuple[str, float]]
) -> None:
    assert read(metrics, text) == expected


def test_growth_behind_a_level_is_growth_of_the_same(metrics: Find) -> None:
    found = read(metrics, "上半年，工业用电量为512亿千瓦时，增长4.8%，高于全国0.6个百分点。")
    assert {name for name, _ in found} == {"工业用电量"}


def test_items_of_one_list_with_names_of_their_own_keep_them(metrics: Find) -> None:
    found = read(metrics, "全市新建公园18个、绿道260公里、停车位3.1万个。")
    assert [name for name, _ in found] == ["新建公园", "绿道", "停车位"]


def test_two_names_in_one_sentence_do_not_mix(metrics: Find) -> None:
    assert read(metrics, "民营企业进出口260亿元，增长9.1%；外商投资企业进出口140亿元，下降2.3%。") == [
        ("民营企业进出口", 260e8),
        ("民营企业进出口", 9.1),
        ("外商投资企业进出口", 140e8),
        ("外商投资企业进出口", -2.3),
    ]


def test_a_heading_cuts_what_would_be_carried_over(metrics: Find) -> None:
    found = read(metrics, "货物吞吐量3.2亿吨。\n二、学校建设\n达到86所。")
    assert found[1][0] != "货物吞吐量"
