"""A number that is said twice counts once, and its row says which one it repeats."""

import datetime as dt

import pytest

from flows import contract
from flows.resolve import duplicates, repeats
from tests import databases
from tests.resolve.rows import row, stated, year

TITLE = "青川建成智能工厂720家"


def repeated(*rows, title=TITLE):
    """Return for each row, in order, the place of the one that it repeats."""
    published = {"d1": dt.date(2026, 1, 20), "d2": dt.date(2026, 2, 1)}
    database = stated(*rows, published=published, title=title)
    database.create("built.document_links", contract.arrow_schema("document_links"))
    repeats.find(database)
    duplicates.said_again(database)
    repeats.mark(database)
    found = {
        each["metric_id"]: each["repeats_metric_id"]
        for each in databases.read(database, "FROM built.metrics")
    }
    places = [each["metric_id"] for each in rows]
    return [places.index(found[place]) if found[place] else None for place in places]


def test_a_headline_repeats_the_body_that_says_where_and_when():
    headline = row("智能工厂", 720, "家", start=6, region_code=None, period=(None, None))
    assert repeated(headline, row("智能工厂", 720, "家", start=90)) == [1, None]


def test_a_headline_that_names_it_in_fewer_words_repeats_the_body():
    headline = row("智能工厂", 720, "家", start=6, period=(None, None))
    assert repeated(headline, row("先进级智能工厂", 720, "家", start=90)) == [1, None]


def test_the_same_figure_further_on_and_in_another_document_is_a_repeat():
    first = row("智能工厂", 720, "家", start=90)
    again = row("智能工厂", 720, "家", start=300, period=(None, None))
    assert repeated(first, again, row("智能工厂", 720, "家", document_id="d2")) == [None, 0, 0]


def test_a_bound_that_one_of_them_leaves_out_makes_no_other_number():
    bound = row("智能工厂", 720, "家", start=90, comparator="gt", quote="超720家")
    assert repeated(bound, row("智能工厂", 720, "家", start=300)) == [None, 0]


@pytest.mark.parametrize(
    "changed",
    [
        {"value": 721},
        {"unit": "个"},
        {"period": year(2024)},
        {"region_code": "110000"},
        {"status": "target"},
        {"indicator": "绿色工厂"},
        {"subject": "某某公司"},
    ],
)
def test_another_number_period_place_or_body_is_no_repeat(changed):
    base = {"indicator": "智能工厂", "value": 720, "unit": "家"}
    assert repeated(row(**base, start=90), row(**(base | changed), start=300), title="") == [None, None]


def test_what_a_text_leaves_out_is_not_guessed_where_it_says_two_things():
    rows = [row("智能工厂", 720, "家", start=at, period=year(each)) for at, each in ((90, 2024), (300, 2025))]
    bare = row("智能工厂", 720, "家", start=500, period=(None, None))
    assert repeated(*rows, bare) == [None, None, None]
