"""Which characters of a text make up an annotated name."""

from __future__ import annotations

import pytest

from flows.extract.reader.train.align import align


def aligned(name: str, text: str, number: str) -> str:
    places = align(name, text, text.index(number))
    assert places == sorted(set(places))
    return "".join(text[place] for place in places)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("学校", "武清区建成学校40所", "学校"),
        ("学校建筑面积", "学校的总建筑面积达40平方米", "学校建筑面积"),
        ("学校教师人数", "学校有教师，人数为40名", "学校教师人数"),
        ("教师，人数", "教师人数40名", "教师人数"),
        ("图书馆", "建成学校40所", ""),
        ("", "建成学校40所", ""),
    ],
)
def test_a_name_is_found_in_the_characters_of_the_text(name: str, text: str, found: str) -> None:
    assert aligned(name, text, "40") == found


def test_the_occurrence_near_the_number_is_taken() -> None:
    text = "学校说，学校开会。建成学校40所。"
    assert align("学校", text, text.index("40")) == [text.index("40") - 2, text.index("40") - 1]


def test_a_character_that_is_nowhere_is_left_out() -> None:
    assert aligned("学校总数", "建成学校数40所", "40") == "学校数"


def test_nothing_is_found_in_no_text() -> None:
    assert align("学校", "", 0) == []
