"""The many forms of one number: with whatever signs, spaces, units and bounds, it is read back."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.language import bounds, numerals, periods, quantities
from flows.language.normalise import normalise

AMOUNTS = st.integers(1, 9999).map(lambda number: number / 10)
DIGITS = "零一二三四五六七八九"


def read(text: str) -> list[tuple[float, float | None, str, str]]:
    found = quantities.find(normalise(text))
    return [(one.value, one.value_high, one.unit, one.comparator) for one in found]


@settings(max_examples=100, deadline=None)
@given(AMOUNTS, st.sampled_from("-−–—－"), st.sampled_from(["增长", "净利润为", "同比", "增速为"]))
def test_a_minus_is_read_in_whatever_way_it_is_written(amount: float, sign: str, before: str) -> None:
    assert read(f"{before}{sign}{amount}%。") == [(-amount, None, "%", "eq")]


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 400),
    st.integers(1, 400),
    st.sampled_from("-—–~～至"),
    st.sampled_from(["家", "万吨", "亿元"]),
)
def test_a_range_may_name_its_unit_at_both_ends(low: int, more: int, joint: str, unit: str) -> None:
    scale = {"家": 1, "万吨": 10**4, "亿元": 10**8}[unit]
    expected = [(low * scale, (low + more) * scale, unit.lstrip("万亿"), "range")]
    assert read(f"全年{low}{unit}{joint}{low + more}{unit}。") == expected


@settings(max_examples=100, deadline=None)
@given(
    AMOUNTS, st.sampled_from([("US$", "美元"), ("￥", "元"), ("€", "欧元"), ("HK$", "港元"), ("RMB ", "元")])
)
def test_a_currency_may_stand_before_its_amount(amount: float, sign: tuple[str, str]) -> None:
    [(value, _, unit, _)] = read(f"融资{sign[0]}{amount}亿。")
    assert (value, unit) == (pytest.approx(amount * 10**8), sign[1])


@settings(max_examples=100, deadline=None)
@given(AMOUNTS, st.sampled_from([("≥", "ge"), ("≤", "le"), ("＞", "gt"), ("<", "lt"), ("≈", "approx")]))
def test_a_sign_bounds_as_words_do(amount: float, sign: tuple[str, str]) -> None:
    assert read(f"增速{sign[0]}{amount}%") == [(amount, None, "%", sign[1])]


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 9), st.integers(1, 9), st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12)])
)
def test_a_chinese_decimal_goes_on_to_its_magnitude(whole: int, tenth: int, scale: tuple[str, int]) -> None:
    [numeral] = numerals.find(f"补贴{DIGITS[whole]}点{DIGITS[tenth]}{scale[0]}元")
    assert numeral.value == pytest.approx((whole + tenth / 10) * scale[1])


@settings(max_examples=100, deadline=None)
@given(st.integers(1000, 10**9), st.sampled_from([" ", "\u00a0", "\u2009", "\u202f"]))
def test_spaces_of_any_kind_group_thousands(number: int, space: str) -> None:
    written = f"{number:,}".replace(",", space)
    assert read(f"投资{written}元。") == [(number, None, "元", "eq")]


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 99), st.integers(-6, 9))
def test_powers_of_ten_are_read_with_their_factor(factor: int, exponent: int) -> None:
    raised = str(exponent).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))
    for written in (f"{factor / 10}×10^{exponent}吨", f"{factor / 10}×10{raised}吨"):
        [(value, _, unit, _)] = read("产量" + written)
        assert (value, unit) == (pytest.approx(factor / 10 * 10.0**exponent), "吨")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总额（亿元）10.5", [(1_050_000_000, None, "元", "eq")]),
        ("增速（%）为5.1", [(5.1, None, "%", "eq")]),
        ("单位：万吨\n钢材12.5\n水泥8", [(125_000, None, "吨", "eq"), (80_000, None, "吨", "eq")]),
        ("收入5亿元（港元，下同），利润1亿元", [(5e8, None, "港元", "eq"), (1e8, None, "港元", "eq")]),
        ("均价12元5角3分", [(12.53, None, "元", "eq")]),
        ("罚款伍仟元整", [(5000, None, "元", "eq")]),
        ("土地1亩半", [(1.5, None, "亩", "eq")]),
        ("开工120套（间）", [(120, None, "套（间）", "eq")]),
        ("跌破3000点", [(3000, None, "点", "lt")]),
        ("13万2人", [(132_000, None, "人", "eq")]),
        ("三万五千万元", [(350_000_000, None, "元", "eq")]),
        ("误差±5%", [(-5, 5, "%", "range")]),
    ],
)
def test_units_and_parts_that_stand_elsewhere_are_found(text: str, expected: list[object]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", ["PM2.5浓度", "TOP500榜单", "C919客机", "EA-18G", "ISO9001认证"])
def test_digits_of_names_are_no_numbers(text: str) -> None:
    assert numerals.find(text) == []


def test_a_fall_of_at_least_ten_is_at_most_minus_ten() -> None:
    assert [bounds.mirrored(name) for name in ("ge", "gt", "le", "lt", "eq")] == [
        "le",
        "lt",
        "ge",
        "gt",
        "eq",
    ]


@pytest.mark.parametrize(
    "piece",
    [
        *(
            " ",
            "\u00a0",
            "—",
            "-",
            "·",
            "（",
            "[",
            "³",
            "1 ",
            "3.",
            "○",
            "投资",
            "亿",
            "$",
            "。",
            "，",
            "“",
            "《",
        ),
        *(
            "%",
            "/",
            "至",
            "自",
            "1",
            "一",
            "分之",
            "1月",
            "比上年",
            "截至",
            "单位：亿元",
            "（港元，下同）",
            "5%、",
        ),
        "全市投资增长5%",
    ],
)
def test_long_texts_without_a_stop_take_time_in_proportion(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begun = time.process_time()
        read_text = normalise(text)
        quantities.find(read_text)
        periods.find(read_text, dt.date(2026, 5, 20))
        return time.process_time() - begun

    seconds(1_000)
    # The least of three: the collector's walk over what other tests left may take longer than a text.
    short, long = (min(seconds(length) for _ in range(3)) for length in (8_000, 64_000))
    assert long < 40 * max(short, 0.002)  # eight times as long
