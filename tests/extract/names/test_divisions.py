"""Divisions that the network of names passes over."""

from __future__ import annotations

import pytest

from flows.extract.names import divisions
from tests.extract.texts import quotes, read

YUNNAN = "530000"


@pytest.mark.parametrize("name", ["共青城市", "澜沧", "姚安"])
def test_a_division_that_a_row_opens_with_is_a_place_by_any_name(name: str) -> None:
    text = f"{name}：建成学校40所，在校学生12.5万人。"
    region = "360000" if name == "共青城市" else YUNNAN
    assert quotes(text, "PLACE", region=region) == [name]
    assert quotes(text, "PERSON", region=region) == []


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("姚安：我很高兴来到这里。", YUNNAN),
        ("姚安：建成学校40所。", "120000"),
        ("澜沧江：水位上涨2米。", YUNNAN),
    ],
)
def test_no_row_of_numbers_and_no_division_of_the_documents_region_is_none(text: str, region: str) -> None:
    assert list(divisions.of_rows(read(text, region=region)[0])) == []


def test_a_division_in_full_is_found_where_words_begin_and_end() -> None:
    text = "全市来看，复兴区新建学校3所，教学楼响应城市更新要求。"
    assert quotes(text, "PLACE", region="130400") == ["复兴区"]
