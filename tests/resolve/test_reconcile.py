"""Sums, growth, repetition and contradiction, as exact as numbers are written."""

import datetime as dt

import pytest

from flows.resolve import reconcile, repeats
from tests import databases
from tests.resolve.rows import row, stated, year

PUBLISHED = {"d1": dt.date(2026, 1, 20), "d2": dt.date(2026, 2, 1)}


def check(*rows):
    """Return the checks of these rows, each with the ids that it holds a number against."""
    database = stated(*rows, published=PUBLISHED)
    repeats.find(database)
    reconcile.check(database)
    return databases.read(database, "FROM checks ORDER BY reconciliation_id")


def kinds(*rows):
    return [(each["kind"], each["holds"]) for each in check(*rows)]


def tiers(whole: float, *values: float):
    names = ["先进级智能工厂", "基础级智能工厂", "卓越级智能工厂", "领航级智能工厂"]
    rows = [row("智能工厂", whole, "家", start=100)]
    return rows + [
        row(name, value, "家", start=110 + 20 * place)
        for place, (name, value) in enumerate(zip(names, values, strict=False))
    ]


def test_tiers_that_sum_to_their_whole_are_found():
    rows = tiers(720, 386, 317, 17)
    database = stated(*rows, published=PUBLISHED)
    repeats.find(database)
    reconcile.check(database)
    [found] = databases.read(database, "FROM built.reconciliations")
    assert (found["kind"], found["expected"], found["found"]) == ("parts_sum", 720, 720)
    members = databases.read(database, "FROM built.reconciliation_members ORDER BY position")
    assert [each["metric_id"] for each in members] == [each["metric_id"] for each in rows[1:]]
    assert [each["position"] for each in members] == [1, 2, 3]


def test_a_whole_said_again_under_its_lowest_grade_is_no_part_of_itself():
    rows = tiers(720, 386, 317, 17)
    again = row("基础级及以上级智能工厂", 720, "家", start=104)
    assert ("parts_sum", True) in kinds(rows[0], again, *rows[1:])


def test_words_before_a_whole_that_say_how_it_came_about_part_it_from_no_part():
    rows = tiers(720, 386, 317, 17)
    whole = row("累计培育基础级及以上级智能工厂", 720, "家", start=90)
    assert kinds(whole, *rows[1:]) == [("parts_sum", True)]


def test_parts_that_do_not_sum_make_no_sum():
    assert kinds(*tiers(720, 386, 317, 18)) == []


@pytest.mark.parametrize("change", [{"unit": "个"}, {"status": "target"}, {"region_code": "110000"}])
def test_parts_of_another_unit_status_or_place_are_no_parts(change):
    rows = tiers(720, 386, 317, 17)
    last = {key: rows[3][key] for key in ("indicator", "value", "unit", "start")} | change
    assert kinds(*rows[:3], row(**last)) == []


@pytest.mark.parametrize(("imports", "holds"), [(5.5e9, True), (5.6e9, True), (6.4e9, False)])
def test_exports_and_imports_must_give_the_trade_that_is_stated(imports, holds):
    rows = [
        row("进出口总额", 1.21e10, "元", quote="121亿元", start=0),
        row("出口", 6.6e9, "元", quote="66亿元", start=20),
        row("进口", imports, "元", quote=f"{imports / 1e8:.0f}亿元", start=40),
    ]
    assert kinds(*rows) == [("parts_sum", holds)]


@pytest.mark.parametrize(("growth", "holds"), [(10.0, True), (10.4, True), (12.0, False)])
def test_growth_is_held_against_two_levels_within_their_rounding(growth, holds):
    rows = [
        row("港口货物吞吐量", 1.1e9, "吨", quote="11.0亿吨"),
        row("港口货物吞吐量", 1.0e9, "吨", quote="10.0亿吨", period=year(2024), document_id="d2"),
        row("港口货物吞吐量", growth, "%", measure="growth", basis="year_on_year"),
    ]
    assert kinds(*rows) == [("growth_identity", holds)]


def test_growth_at_constant_prices_is_not_held_against_levels():
    rows = [
        row("地区生产总值", 1.1e12, "元", quote="1.1万亿元"),
        row("地区生产总值", 1.0e12, "元", quote="1.0万亿元", period=year(2024)),
        row("地区生产总值", 5.0, "%", measure="growth", basis="year_on_year"),
    ]
    assert kinds(*rows) == []


def test_a_statement_made_twice_is_linked_to_the_first_and_counted_once():
    rows = [row("高新技术企业", 3000, "家", document_id="d2"), row("国家高新技术企业", 3000, "家")]
    later, first = (each["metric_id"] for each in rows)
    database = stated(*rows, published=PUBLISHED)
    repeats.find(database)
    reconcile.check(database)
    assert [each["kind"] for each in databases.read(database, "FROM checks")] == ["repeated"]
    found = databases.read(database, "SELECT metric_id, first_id FROM repeats")
    assert found == [{"metric_id": later, "first_id": first}]


def test_the_same_number_for_another_period_or_place_is_no_repetition():
    first = row("高新技术企业", 3000, "家")
    assert kinds(first, row("高新技术企业", 3000, "家", period=year(2024))) == []
    assert kinds(first, row("高新技术企业", 3000, "家", region_code="110000")) == []


def test_statements_that_exclude_each_other_are_both_kept_and_flagged():
    rows = [row("高新技术企业", 3000, "家"), row("高新技术企业", 2800, "家", document_id="d2")]
    [found] = check(*rows)
    assert (found["kind"], found["holds"]) == ("conflict", False)
    assert {found["metric_id"], *found["members"]} == {each["metric_id"] for each in rows}


@pytest.mark.parametrize(
    "other",
    [
        {"value": 3000.4, "quote": "0.30万家"},
        {"comparator": "gt", "value": 2800, "quote": "超过2800家"},
        {"status": "target", "value": 3500},
        {"period": year(2024), "value": 2800},
        {"value": 2800, "evidence": "截至目前高新技术企业2800家"},
        {"indicator": "新增高新技术企业", "value": 2800},
    ],
)
def test_rounding_bounds_aims_and_other_moments_are_no_contradiction(other):
    changed = {"indicator": "高新技术企业", "value": 3000, "unit": "家", "document_id": "d2"} | other
    assert "conflict" not in [kind for kind, _ in kinds(row("高新技术企业", 3000, "家"), row(**changed))]


def test_two_numbers_in_one_sentence_do_not_contradict_each_other():
    assert kinds(row("高新技术企业", 3000, "家", start=0), row("高新技术企业", 2800, "家", start=30)) == []


def test_work_grows_with_the_statements_and_not_with_their_pairs():
    rows = [row("高新技术企业", 1000 + place % 7, "家", document_id=f"n{place}") for place in range(20000)]
    before = dt.datetime.now(tz=dt.UTC)
    check(*rows)
    assert (dt.datetime.now(tz=dt.UTC) - before).total_seconds() < 20
