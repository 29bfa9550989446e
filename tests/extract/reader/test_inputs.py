"""Which numbers are read, and what is known of them before."""

from __future__ import annotations

import numpy as np
import pytest

from flows.extract.reader import inputs
from flows.extract.reader.inputs import MARKS, NUMBER_SIZES
from flows.language import quantities
from tests.extract import texts
from tests.extract.reader.given import given


def counted(text: str) -> list[str]:
    """Return the numbers that are read."""
    reading, _ = texts.read(text)
    found = inputs.countable(reading, quantities.find(reading.text))
    return [reading.text[one.start : one.end] for one in found]


def test_numbers_of_the_calendar_are_not_read() -> None:
    assert counted("2026年1—5月，建成学校40所，6月26日再建3所。") == ["40所", "3所"]
    assert counted("平均等待时间为3天，建成学校40所。") == ["40所"]


def test_a_text_without_numbers_has_none() -> None:
    assert counted("没有数字。") == counted("") == []


@pytest.mark.parametrize("text", ["建成学校超过40所。", "增长约4.5%—5%。", "罚款1000亿元以下。", "完成0项。"])
def test_what_is_known_of_a_number_keeps_within_its_sizes(text: str) -> None:
    known = given(text).built().numbers
    assert (known >= 0).all()
    assert (known < np.array(NUMBER_SIZES)).all()


@pytest.mark.parametrize("digits", ["0." + "0" * 30 + "1", "9" * 30, "9" * 400])
def test_numbers_of_any_size_are_read(digits: str) -> None:
    known = given(f"建成学校{digits}所。").built().numbers
    assert (known[:, 4] >= 0).all()
    assert (known[:, 4] < NUMBER_SIZES[4]).all()


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2025年，建成学校40所。", 1),
        ("2026年，建成学校40所。", 2),
        ("到2030年，建成学校40所。", 3),
        ("2025年以来，计划到2030年建成学校40所。", 3),
        ("建成学校40所。", 0),
        ("到2030年有学校。建成学校40所。", 0),
        ("建成学校40所，2030年启用。", 0),
    ],
)
def test_how_the_time_before_a_number_lies_to_the_day_of_publication_is_known(text: str, when: int) -> None:
    assert given(text, day="2026-06-26").built().numbers[:, -1].tolist() == [when]
    assert given(text, day=None).built().numbers[:, -1].tolist() == [0]


def test_names_times_and_numbers_are_marked_in_the_text() -> None:
    one = given("2026年，武清区建成学校40所。", title="教育")
    built, text = one.built(), one.reading.text
    marks = {word: MARKS[built.marks[text.index(word)]] for word in ("2026年", "武清区", "40所", "建成")}
    assert marks == {"2026年": "time", "武清区": "PLACE", "40所": "quantity", "建成": ""}
    assert built.parts[0] == 2
    assert built.parts[text.index("武清区")] == 0


def test_arrays_say_where_each_number_of_a_window_is() -> None:
    one = given("武清区建成学校40所，公园12个。")
    built = one.built()
    [window] = built.windows
    arrays = inputs.arrays(built, window)
    for row, index in enumerate(window.numbers):
        own = window.tokens[arrays.first[row] : arrays.last[row]]
        assert (own[0].start, own[-1].end) == (one.counted[index].start, one.counted[index].end)
    assert arrays.passed[arrays.first].tolist() == [0, 1]
