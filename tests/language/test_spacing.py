"""What is left out of a sentence before it is tagged, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.language.normalise import normalise
from flows.language.spacing import squeeze


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("2025 年投资 120 亿元", "2025年投资120亿元"),
        ("全市 GDP 达到 18 024 亿元", "全市GDP达到18024亿元"),
        ("1. 全市投资增长3%", "全市投资增长3%"),
        ("（2）投资增长3%", "投资增长3%"),
        ("投资\x00\x00120亿元", "投资120亿元"),
    ],
)
def test_spaces_beside_figures_marks_and_numbers_of_items_are_left_out(sentence: str, words: str) -> None:
    assert squeeze(sentence).text == words


@pytest.mark.parametrize("sentence", ["1.5亿元投资", "样品 公司 上市", "12家企业投产", ""])
def test_other_sentences_stay(sentence: str) -> None:
    assert squeeze(sentence) == (sentence, None)


@given(st.text(st.sampled_from("投资 12.、3亿A\x00（)"), max_size=20))
def test_each_character_left_knows_its_place(sentence: str) -> None:
    text, places = squeeze(normalise(sentence))
    if places is not None:
        assert text == "".join(normalise(sentence)[place] for place in places)
        assert list(places) == sorted(set(places))
