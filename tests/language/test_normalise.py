"""One character becomes one character, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.language.normalise import normalise


@given(st.text())
def test_the_result_is_as_long_as_the_text(text: str) -> None:
    assert len(normalise(text)) == len(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("工業生產指數較上年增加百分之五", "工业生产指数较上年增加百分之五"),
        ("產值達３．５萬億元，餘額兩千億元", "产值达3.5万亿元，余额两千亿元"),
        ("實施後徵收", "实施后征收"),
    ],
)
def test_traditional_characters_are_read_as_simplified(written: str, read: str) -> None:
    assert normalise(written) == read


def test_characters_that_simplified_texts_write_stay() -> None:
    assert normalise("王乾元的著名藉口") == "王乾元的著名藉口"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "本报讯(记者 甲)昨日,企业达1,200家,增长5.6%;其中:甲类3家。",
            "本报讯（记者 甲）昨日，企业达1,200家，增长5.6%；其中：甲类3家。",
        ),
        ("指数(CPI)上涨,下午3:30公布", "指数（CPI）上涨，下午3:30公布"),
        ("see a, b (c) at 3:30", "see a, b (c) at 3:30"),
    ],
)
def test_half_width_marks_beside_chinese_are_read_as_full_width_ones(written: str, read: str) -> None:
    assert normalise(written) == read
