"""A target meets the latest result that compares with it, and no other."""

import datetime as dt
import re

import pytest

from flows import contract
from flows.resolve import duplicates, reconcile, repeats, targets
from tests import databases
from tests.resolve.rows import row, stated, year

PUBLISHED = {
    "plan": dt.date(2026, 3, 1),
    "d1": dt.date(2026, 3, 1),
    "d2": dt.date(2026, 3, 2),
    "report": dt.date(2027, 3, 1),
}


def aim(**more):
    base = {"indicator": "智能工厂", "value": 1000, "unit": "家", "status": "target", "document_id": "plan"}
    return row(**(base | {"period": year(2030)} | more))


def compare(*rows):
    database = stated(*rows, published=PUBLISHED)
    database.create("built.document_links", contract.arrow_schema("document_links"))
    repeats.find(database)
    reconcile.check(database)
    duplicates.said_again(database)
    targets.compare(database)
    return databases.read(database, "FROM built.targets ORDER BY deadline")


def test_a_target_stands_beside_the_latest_result_with_what_is_still_needed():
    [found] = compare(
        aim(), row("智能工厂", 720, "家"), row("智能工厂", 600, "家", period=year(2024), document_id="d2")
    )
    assert (found["target"], found["actual"]) == (1000, 720)
    assert found["actual_period_end"] == dt.date(2025, 12, 31)
    assert found["progress"] == pytest.approx(0.72)
    assert found["required_per_year"] == pytest.approx(56, rel=0.01)
    assert found["on_track"] is True  # 120 more a year would make 1,320


def test_a_pace_that_is_too_slow_is_not_on_track():
    [found] = compare(aim(), row("智能工厂", 720, "家"), row("智能工厂", 700, "家", period=year(2024)))
    assert found["on_track"] is False


def test_one_result_gives_no_pace():
    [found] = compare(aim(), row("智能工厂", 720, "家"))
    assert found["on_track"] is None


@pytest.mark.parametrize(
    "changed",
    [
        {"unit": "个"},
        {"indicator": "先进级智能工厂"},
        {"indicator": "新增智能工厂"},
        {"region_code": "110000"},
        {"region_code": None},
        {"subject": "某某公司"},
        {"measure": "growth", "unit": "%"},
        {"period": (dt.date(2031, 1, 1), dt.date(2031, 12, 31))},
        {"period": (dt.date(2025, 3, 1), dt.date(2025, 3, 31))},
        {"evidence": "新增先进典型和智能工厂720家"},
        {"status": "condition"},
    ],
)
def test_another_unit_scope_place_measure_or_time_is_never_tied(changed):
    base = {"indicator": "智能工厂", "value": 720, "unit": "家"}
    found = compare(aim(), row(**(base | changed)))
    assert found[0].get("actual_metric_id") is None


def test_a_target_said_twice_is_one_target():
    assert len(compare(aim(), aim(document_id="d2"))) == 1


def test_a_state_on_a_day_compares_with_a_year_but_a_days_work_does_not():
    day = (dt.date(2026, 2, 1), dt.date(2026, 2, 1))
    assert compare(aim(), row("智能工厂", 720, "家", period=day))[0]["actual"] == 720
    rides = {"indicator": "铁路旅客发送量", "unit": "人次", "value": 4e9}
    [found] = compare(aim(**rides), row("铁路旅客发送量", 1e7, "人次", period=day))
    assert found["actual"] is None


@pytest.mark.parametrize(("done", "on_track"), [(300_000, True), (200_000, False)])
def test_what_is_reached_within_the_period_is_held_against_its_share_of_the_period(done, on_track):
    spring = (dt.date(2026, 1, 1), dt.date(2026, 5, 31))
    rows = (
        aim(indicator="城镇新增就业", value=600_000, unit="人", period=year(2026)),
        row("城镇新增就业", done, "人", period=spring, document_id="later"),
    )
    assert compare(*rows)[0]["on_track"] is on_track


def test_what_begins_anew_each_year_is_not_met_by_the_year_before():
    rows = (
        aim(indicator="城镇新增就业", value=600_000, unit="人", period=year(2026)),
        row("城镇新增就业", 620_000, "人"),
    )
    [found] = compare(*rows)
    assert (found["actual"], found["outcome"]) == (None, "no_result")


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ({"comparator": "le", "evidence": "PM2.5平均浓度控制在30微克/立方米以内"}, 29, True),
        ({"evidence": "PM2.5平均浓度降至30微克/立方米"}, 29, True),
        ({"evidence": "PM2.5平均浓度降至30微克/立方米", "quote": "30微克/立方米"}, 33, None),
        ({"comparator": "ge", "evidence": "平均浓度30微克/立方米以上"}, 31, True),
    ],
)
def test_the_wanted_direction_decides_whether_a_target_is_met(target, actual, met):
    unit = "微克/立方米"
    rows = (aim(indicator="PM2.5平均浓度", value=30, unit=unit, **target), row("PM2.5平均浓度", actual, unit))
    assert compare(*rows)[0]["on_track"] is met


def test_growth_of_the_year_before_says_nothing_about_this_years_aim():
    growth = {"indicator": "地区生产总值", "unit": "%", "measure": "growth"}
    rows = (aim(**growth, value=5, period=year(2026)), row(**growth, value=5.2))
    [found] = compare(*rows)
    assert (found["actual"], found["progress"], found["outcome"]) == (None, None, "no_result")


@pytest.mark.parametrize(("period", "outcome"), [(year(2025), "no_result"), (year(2026), "met")])
def test_what_a_year_brought_counts_for_that_year_alone(period, outcome):
    trade = {"indicator": "外贸进出口总额", "unit": "元"}
    rows = (
        aim(**trade, value=8e11, period=year(2026)),
        row(**trade, value=8.1e11, period=period, document_id="report"),
    )
    assert compare(*rows)[0]["outcome"] == outcome


@pytest.mark.parametrize(
    ("aimed", "done", "when", "outcome"),
    [
        ("建设湿地公园步道200公里", "湿地公园步道达到4800公里", year(2025), "no_result"),
        ("新建湿地公园步道200公里", "新建湿地公园步道900公里", year(2025), "no_result"),
        ("新建湿地公园步道200公里", "新建湿地公园步道210公里", year(2026), "met"),
        ("湿地公园步道达到5000公里", "湿地公园步道达到4800公里", year(2025), "open"),
        ("湿地公园步道5000公里", "湿地公园步道4800公里", year(2025), "open"),
    ],
)
def test_a_length_that_is_built_in_a_year_is_not_the_one_that_there_is(aimed, done, when, outcome):
    rows = [
        {
            "value": float(re.search(r"\d+", text)[0]),
            "evidence": text,
            "quote": re.search(r"\d+公里", text)[0],
        }
        for text in (aimed, done)
    ]
    about = {"indicator": "湿地公园步道", "unit": "公里"}
    found = compare(
        aim(**about, **rows[0], period=year(2026)), row(**about, **rows[1], period=when, document_id="report")
    )
    assert [each["outcome"] for each in found] == [outcome]


def test_what_is_written_in_units_that_begin_as_a_numeral_is_met_by_no_more_than_it_says():
    power = {"indicator": "发电装机容量", "unit": "千瓦"}
    rows = (
        aim(**power, value=1.1e8, quote="1.1亿千瓦", evidence="发电装机容量达到1.1亿千瓦"),
        row(**power, value=9e7, quote="9000万千瓦", evidence="发电装机容量达到9000万千瓦"),
    )
    assert compare(*rows)[0]["outcome"] == "open"


def test_a_balance_of_an_earlier_year_counts():
    rows = (aim(indicator="存款余额", unit="元", value=2e12), row("存款余额", 1.5e12, "元"))
    [found] = compare(*rows)
    assert (found["progress"], found["outcome"]) == (0.75, "open")


@pytest.mark.parametrize(
    ("aimed", "done", "outcome"),
    [
        ({"comparator": "ge"}, 5.2, "met"),
        ({"comparator": "ge"}, 4.1, "missed"),
        ({"comparator": "approx"}, 6, "met"),
        ({"indicator": "居民消费价格", "comparator": "approx"}, 6, "missed"),
        ({"indicator": "居民消费价格", "comparator": "approx"}, 0.3, "met"),
        ({"indicator": "单位GDP能耗", "value": -3}, -3.4, "met"),
        ({"indicator": "单位GDP能耗", "value": -3, "comparator": "ge"}, -1, "missed"),
    ],
)
def test_a_rate_of_the_same_period_meets_or_misses_an_aim(aimed, done, outcome):
    growth = {"indicator": "地区生产总值", "unit": "%", "measure": "growth", "period": year(2026)}
    rows = (
        aim(**({"value": 5} | growth | aimed)),
        row(
            **(growth | {"indicator": aimed.get("indicator", "地区生产总值")}),
            value=done,
            document_id="report",
        ),
    )
    assert compare(*rows)[0]["outcome"] == outcome


@pytest.mark.parametrize(("done", "outcome"), [(28, "met"), (33, "missed")])
def test_an_aim_with_an_upper_bound_is_met_below_it(done, outcome):
    air = {"indicator": "PM2.5平均浓度", "unit": "微克/立方米", "period": year(2026)}
    rows = (aim(**air, value=30, comparator="le"), row(**air, value=done, document_id="report"))
    [found] = compare(*rows)
    assert (found["outcome"], found["on_track"]) == (outcome, outcome == "met")


def test_a_ceiling_that_holds_before_the_deadline_is_on_track_and_not_yet_met():
    air = {"indicator": "PM2.5平均浓度", "unit": "微克/立方米"}
    rows = (aim(**air, value=30, comparator="le"), row(**air, value=28))
    assert compare(*rows)[0]["outcome"] == "on_track"


def test_the_latest_result_stands_though_the_sentence_adds_a_bound():
    fund = {"indicator": "存款余额", "unit": "元"}
    older = row(**fund, value=1.8e12, period=year(2024))
    exact = row(**fund, value=2.0123e12, start=9000, quote="20123亿元")
    bound = row(**fund, value=2e12, start=9012, quote="突破2万亿元", comparator="gt")
    [found] = compare(aim(**fund, value=2.5e12), older, exact, bound)
    assert (found["actual"], found["outcome"]) == (2.0123e12, "on_track")
    [found] = compare(aim(**fund, value=2.5e12), older, bound)
    assert found["actual"] == 2e12


def test_a_result_said_before_its_period_ended_is_no_result():
    early = row("智能工厂", 720, "家", period=year(2026))
    assert compare(aim(), early)[0]["actual"] is None
    assert compare(aim(), early)[0]["outcome"] == "no_result"


def test_a_target_without_a_deadline_or_with_one_long_past_makes_no_row():
    assert compare(aim(period=(None, None))) == []
    assert compare(aim(period=year(2020))) == []


def test_two_numbers_under_one_name_are_tied_to_nothing():
    rows = (
        aim(period=year(2026), value=900),
        row("智能工厂", 720, "家", start=100, quote="720家"),
        row("智能工厂", 800, "家", start=106, quote="800家"),
    )
    assert compare(*rows)[0]["actual"] is None
