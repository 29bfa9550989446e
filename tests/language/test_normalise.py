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


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("⼈⼝⽐上年增⻓，⻋辆、⻛电", "人口比上年增长，车辆、风电"),
        ("二○三五年、二◯二六年、二ＯＯ八年", "二〇三五年、二〇二六年、二〇〇八年"),
        ("减排CO₂３万吨", "减排CO2 3万吨".replace(" ", "")),
        ("下降−4.2%，收益率−0.3%", "下降-4.2%，收益率-0.3%"),
        ("产值\u00a03\u2009500\u3000万元", "产值 3 500 万元"),
        ("增速≧5%，￥3亿", "增速≥5%，¥3亿"),
    ],
)
def test_other_characters_become_what_they_stand_for(written: str, read: str) -> None:
    assert normalise(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("产量[3]256万吨", "产量___256万吨"),
        ("顺差〔5〕12亿元【12】，", "顺差___12亿元____，"),
        ("增加值¹28亿元³，占比②15%", "增加值_28亿元_，占比_15%"),
        ("户数¹,²120户", "户数___120户"),
    ],
)
def test_marks_of_notes_are_blank(written: str, read: str) -> None:
    assert normalise(written).replace("\x00", "_") == read


@pytest.mark.parametrize(
    "written", ["国办发〔2026〕15号", "面积5m²、体积3m³", "产量1.2×10⁶吨", "①新增企业12家", "1.5亿元"]
)
def test_what_is_no_mark_of_a_note_stays(written: str) -> None:
    assert normalise(written) == written


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.2025年新增12户", "1、2025年新增12户"),
        ("扩大投资。2.2026年完成5亿元", "扩大投资。2、2026年完成5亿元"),
        ("3.5家企业投产", "3、5家企业投产"),
        ("1.5亿元", "1.5亿元"),
        ("3.5个百分点", "3.5个百分点"),
    ],
)
def test_the_number_of_an_item_is_parted_from_the_figure_that_it_touches(written: str, read: str) -> None:
    assert normalise(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("产值5.2亿元.增长3.1%.明年再增.", "产值5.2亿元。增长3.1%。明年再增。"),
        ("一.产值5.2亿元.\n二.增长3%.", "一.产值5.2亿元。\n二.增长3%。"),
        ("约翰.史密斯到访", "约翰.史密斯到访"),
        ("约翰.史密斯到访。玛丽.琼斯同行。", "约翰.史密斯到访。玛丽.琼斯同行。"),
    ],
)
def test_points_are_full_stops_where_a_text_has_no_other(written: str, read: str) -> None:
    assert normalise(written) == read
