"""The text before and behind a quantity that is its own."""

from __future__ import annotations

import pytest

from flows.extract.nouns import Slot
from flows.extract.numbers import slots
from flows.language import quantities
from tests.extract.texts import read


def cut(text: str) -> list[Slot]:
    reading, _ = read(text)
    return slots.cut(reading.text, reading.sentences[0], reading.words[0], quantities.find(reading.text))


def words(slot: Slot) -> tuple[str, str]:
    return "".join(word.word for word in slot.left_words), "".join(word.word for word in slot.right_words)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("建成厂房36座。", [("建成厂房", "")]),
        ("建成36座厂房。", [("建成", "厂房")]),
        ("产值达到86亿元，增长4.2%。", [("产值达到", ""), ("增长", "")]),
        ("新增公园18个、绿道260公里。", [("新增公园", "、绿道"), ("、绿道", "")]),
        ("效益指数（BCI）为188.9。", [("效益指数为", "")]),
        ("出口1,200万件。", [("出口", "")]),
    ],
)
def test_breaks_and_other_quantities_bound_what_is_a_quantitys_own(
    text: str, sides: list[tuple[str, str]]
) -> None:
    assert [words(slot) for slot in cut(text)] == sides


@pytest.mark.parametrize(
    ("text", "chained"),
    [
        ("分别增长4.2%、5.3%和6.1%。", [False, True, True]),
        ("增长4.2%，5.3%的企业停产。", [False, False]),
        ("新增公园18个、绿道260公里。", [False, False]),
    ],
)
def test_only_a_list_mark_between_two_quantities_chains_them(text: str, chained: list[bool]) -> None:
    assert [slot.chained for slot in cut(text)] == chained


def test_the_clauses_before_reach_back_to_the_last_quantity_the_nearest_first() -> None:
    slot = cut("产值86亿元，市场稳定，外贸回暖，出口增长3%。")[-1]
    assert ["".join(word.word for word in clause) for clause in slot.preceding] == [
        "外贸回暖，",
        "市场稳定，",
    ]


def test_a_bracket_with_a_quantity_is_read_on() -> None:
    first, second = cut("该市（人口80万人）建成学校36所。")
    assert words(first)[0].endswith("人口")
    assert words(second)[0].endswith("建成学校")


def test_words_stand_where_they_say() -> None:
    reading, _ = read("全年客流占比由12%升至15%，增幅明显。")
    for slot in slots.cut(
        reading.text, reading.sentences[0], reading.words[0], quantities.find(reading.text)
    ):
        for word in (*slot.left_words, *slot.right_words):
            assert reading.text[word.start : word.end] == word.word
    assert "占比" in [word.word for word in cut("全年客流占比由12%升至15%。")[0].left_words]
