"""What the words of a clause say by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extract import wording
from flows.extract.wording import Clauses, Direction


def clause(text: str, quote: str) -> str:
    start = text.index(quote)
    first, last = Clauses(text).around(start, start + len(quote))
    return text[first:last]


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("会上说，建成学校40所；其余再议。", "40所", "建成学校40所"),
        ("学校、医院分别建成40所、3家。", "3家", "学校、医院分别建成40所、3家"),
        ("产量1,234吨，增长4%。", "1,234吨", "产量1,234吨"),
        ("主要指标：产量30吨", "30吨", "产量30吨"),
        ("全省 学校40所", "40所", "学校40所"),
        ("40所", "40所", "40所"),
    ],
)
def test_a_number_stands_in_the_clause_between_two_marks(text: str, quote: str, expected: str) -> None:
    assert clause(text, quote) == expected


def test_a_text_without_marks_is_no_clause_without_end() -> None:
    assert len(clause("产" * 4000 + "40所" + "量" * 4000, "40所")) < 1100


@settings(max_examples=60, deadline=None)
@given(*(st.text(alphabet="产量，。 \n：ab", max_size=12) for _ in range(2)))
def test_a_clause_holds_its_number(before: str, behind: str) -> None:
    text = f"{before}40所{behind}"
    first, last = Clauses(text).around(len(before), len(before) + 3)
    assert 0 <= first <= len(before) < len(before) + 3 <= last <= len(text)


@pytest.mark.parametrize(
    ("before", "direction"),
    [
        ("产值", Direction.NONE),
        ("产值增长", Direction.RISE),
        ("产值增长约", Direction.RISE),
        ("产值、利润分别增长4%、", Direction.RISE),
        ("产值增加到", Direction.ROSE_TO),
        ("增长主要来自出口，", Direction.RISE_APART),
        ("能耗下降", Direction.FALL),
        ("能耗降至", Direction.FELL_TO),
        ("由上月下降转为上涨", Direction.RISE),
        ("产值下降（上年增长）", Direction.FALL),
    ],
)
def test_the_last_word_before_a_number_tells_rise_from_fall(before: str, direction: Direction) -> None:
    assert wording.direction(before) is direction


@pytest.mark.parametrize(
    ("clause_before", "before", "falls"),
    [("", "能耗下降", True), ("能耗下降", "约", True), ("能耗下降", "产值增长", False), ("", "产值", False)],
)
def test_a_number_without_such_a_word_has_that_of_the_clause_before(
    clause_before: str, before: str, falls: bool
) -> None:
    assert wording.falls(before, clause_before) is falls


def test_before_the_first_clause_there_is_none() -> None:
    clauses = Clauses("5%的增速，下降3%")
    first, second = clauses.around(0, 2), clauses.around(8, 10)
    assert clauses.before(first) == (0, 0)
    assert clauses.before(second) == first


@pytest.mark.parametrize(
    ("before", "basis"),
    [
        ("全市产值同比增长", "year_on_year"),
        ("比上年增长", "year_on_year"),
        ("环比增长", "period_on_period"),
        ("比上月回升", "period_on_period"),
        ("比2020年下降", "base_period"),
        ("年均增长", "base_period"),
        ("产值增长", None),
    ],
)
def test_what_a_change_is_measured_against_stands_before_it(before: str, basis: str | None) -> None:
    assert wording.basis(before) == basis


@pytest.mark.parametrize(
    ("before", "comparator"),
    [
        ("能耗总量不超过省下达的", "le"),
        ("覆盖率不低于国家规定的", "ge"),
        ("最高给予", "le"),
        ("每区至少建成", "ge"),
        ("不超过十家企业建成", None),
        ("建成", None),
    ],
)
def test_a_bound_may_stand_apart_from_its_number(before: str, comparator: str | None) -> None:
    assert wording.bound(before) == comparator


def test_the_last_word_that_softens_an_aim_is_its_hedge() -> None:
    text = "预计增收，力争建成"
    found = wording.hedge(text, 0, len(text))
    assert found is not None
    assert found.group() == "力争"
    assert wording.hedge("建成", 0, 2) is None


def test_a_name_tells_the_unit_of_a_bare_number() -> None:
    assert wording.unit_of("出游人次") == "人次"
    assert wording.unit_of("产值") == ""
