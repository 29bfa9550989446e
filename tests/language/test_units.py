"""What a number is measured in, read right behind it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import contract
from flows.language import units

UNITS = [row["unit"] for row in contract.codelist("units")]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("元，同比", "元", "currency"),
        ("美元", "美元", "currency"),
        ("人民币", "元", "currency"),
        ("平方公里的湿地", "平方公里", "unit"),
        ("㎡", "平方米", "unit"),
        ("千瓦时", "千瓦时", "unit"),
        ("家企业", "家", "classifier"),
        ("人次", "人次", "classifier"),
        ("个村", "个", "classifier"),
        ("%", "%", "unit"),
        ("小时", "小时", "time"),
    ],
)
def test_the_longest_unit_wins_and_spellings_mean_one_unit(text: str, name: str, kind: str) -> None:
    unit = units.read(text, 0)
    assert unit is not None
    assert (unit.name, unit.kind) == (name, kind)


@pytest.mark.parametrize(
    ("text", "name"), [("个百分点", "百分点"), ("个基点", "基点"), ("个千分点", "千分点")]
)
def test_a_classifier_that_carries_a_unit_is_no_part_of_it(text: str, name: str) -> None:
    unit = units.read(text, 0)
    assert unit is not None
    assert (unit.name, unit.end) == (name, len(text))


@pytest.mark.parametrize("text", ["元/人", "元/吨", "吨/亩"])
def test_a_quotient_is_one_unit(text: str) -> None:
    unit = units.read(f"{text}，", 0)
    assert unit is not None
    assert (unit.name, unit.end) == (text, len(text))


@pytest.mark.parametrize("text", ["", "，", "kgx", "的"])
def test_what_is_no_unit_is_none(text: str) -> None:
    assert units.read(text, 0) is None


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=12) | st.lists(st.sampled_from([*UNITS, "个", "/", "人"]), max_size=4).map("".join))
def test_a_unit_ends_within_the_text(text: str) -> None:
    for start in range(len(text) + 1):
        unit = units.read(text, start)
        assert unit is None or start < unit.end <= len(text)


def test_every_unit_of_the_list_is_read_to_its_end() -> None:
    read = {name: units.read(f"{name}。", 0) for name in UNITS}
    assert [name for name, unit in read.items() if unit is None or unit.end != len(name)] == []


def test_another_spelling_names_a_unit_of_the_list() -> None:
    rows = contract.codelist("units")
    assert {row["spelling_of"] for row in rows} - {""} <= set(UNITS)
    assert {row["unit"]: row["spelling_of"] for row in rows}["元人民币"] == "元"


def test_what_a_unit_counts_and_whether_it_stands_are_told_in_few_words() -> None:
    rows = contract.codelist("units")
    assert {word for row in rows for word in row["counts"].split()} == {"people", "things", "ideas"}
    assert {row["nature"] for row in rows} == {"stock", "flow"}
    assert {row["kind"] for row in rows if row["counts"]} <= {"classifier", "noun", "unit"}


def test_each_way_in_which_a_unit_behaves_is_explained_by_a_line_with_an_example() -> None:
    marks = {word for row in contract.codelist("units") for word in row["marks"].split()}
    lines = {row["role"]: row for row in contract.codelist("roles") if row["list"] == "units"}
    assert lines.keys() == marks
    for mark in marks:
        assert lines[mark]["meaning"]
        assert any(unit in lines[mark]["example"] for unit in units.marked(mark)), mark


def test_a_name_that_ends_in_a_counting_noun_tells_the_unit() -> None:
    assert units.named_by() == {"人数": "人", "户数": "户", "人次": "人次"}


def test_units_that_begin_with_a_numeral_are_known_by_their_first_characters() -> None:
    assert {"千瓦", "千克", "兆帕"} <= set(units.opening("千", "兆"))
    assert not any(
        name != other and name.startswith(other)
        for name in units.opening("千")
        for other in units.opening("千")
    )
