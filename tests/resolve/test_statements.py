"""What is the same series, and how exact a written number is."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.resolve import statements
from tests import databases
from tests.resolve.rows import row, stated


def series(*rows):
    """Return the series of each row, in their order."""
    found = databases.read(stated(*rows), "SELECT series FROM statements ORDER BY ordinal")
    return [each["series"] for each in found]


@pytest.mark.parametrize(
    ("quote", "value", "step"),
    [
        ("720家", 720, 1),
        ("3.2万家", 32000, 1000),
        ("1.21万亿元", 1.21e12, 1e10),
        ("４.５%", 4.5, 0.1),
        ("1,200家", 1200, 1),
        ("三万家", 30000, 10000),
        ("一百二十家", 120, 10),
        ("1.1亿千瓦", 1.1e8, 1e7),
        ("30千米", 30, 1),
        ("100兆瓦", 100, 1),
    ],
)
def test_the_last_written_digit_gives_the_resolution(quote, value, step):
    assert statements.resolution(quote, value) == pytest.approx(step)


@given(st.integers(0, 9999), st.integers(0, 99), st.sampled_from(["", "万", "亿", "万亿"]))
def test_a_number_lies_within_the_bounds_of_any_way_to_round_it(whole, cents, sign):
    scale = {"": 1, "万": 1e4, "亿": 1e8, "万亿": 1e12}[sign]
    exact = (whole + cents / 100) * scale
    shown = round(whole + cents / 100, 1)
    metric = row("营业收入", shown * scale, "元", quote=f"{shown:.1f}{sign}元")
    low, high = statements.bounds(metric)
    assert low <= exact * (1 + 1e-9) + 1e-6
    assert exact * (1 - 1e-9) - 1e-6 <= high


@pytest.mark.parametrize(
    ("comparator", "low", "high"),
    [("ge", 59.5, math.inf), ("gt", 59.5, math.inf), ("le", -math.inf, 60.5), ("eq", 59.5, 60.5)],
)
def test_comparators_open_one_side(comparator, low, high):
    found = statements.bounds(row("智能工厂", 60, "家", comparator=comparator))
    assert found == pytest.approx((low, high))


def test_a_fall_by_more_than_a_number_bounds_nothing():
    metric = row("能耗", -13.5, "%", measure="growth", comparator="gt", quote="13.5%")
    assert statements.bounds(metric) == (-math.inf, math.inf)


def test_ways_of_writing_are_one_series_and_scopes_are_not():
    one, same, *others = series(
        row("规上工业增加值", 5, "%", measure="growth"),
        row("规模以上工业增加值增速", 6, "%", measure="growth"),
        row("高技术制造业增加值", 6, "%", measure="growth"),
        row("工业增加值", 6, "元"),
    )
    assert one == same
    assert one not in others


@pytest.mark.parametrize(
    "changed",
    [
        {"region_code": "110000"},
        {"subject": "某某公司"},
        {"measure": "growth"},
        {"unit": "个"},
        {"indicator": "新增智能工厂"},
        {"indicator": "省级智能工厂"},
    ],
)
def test_place_body_measure_unit_and_scope_tell_series_apart(changed):
    base = {"indicator": "智能工厂", "value": 720, "unit": "家"}
    one, other = series(row(**base), row(**(base | changed)))
    assert one != other


def test_a_number_without_a_known_place_belongs_to_no_series():
    assert series(row("智能工厂", 720, "家", region_code=None)) == [None]


def test_the_name_of_the_place_itself_is_no_body_in_it():
    one, other = series(row("智能工厂", 720, "家", subject="天津市"), row("智能工厂", 720, "家"))
    assert one == other
