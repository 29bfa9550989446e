"""What a written number is worth, and which characters make none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.language import numerals
from flows.language.normalise import normalise
from flows.language.numeral_values import neighbours, parse

DIGITS = "零一二三四五六七八九"
PIECES = (
    "3 12 1,234 0.5 .7 2.3.4 1.5e3 10^4 12k -4 －4 负 零下 一 二 两 三 五 九 十 廿 百 千 万 亿 兆 零 〇 点"
    " 几 数 多 余 来 又 分之 百分之 千分之 成 折 打 半 % ‰ / ∶ : ： 第 家 元 千瓦 兆瓦 四川 统一 万科"
    " PM2.5 EA-18G http://a.cn/12 、 ， 。 — 至 "
).split(" ")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def write(number: int) -> str:
    """Write a whole number below 10^16 as Chinese reads it out."""
    if number == 0:
        return "零"
    sections, written, gap = [], "", False
    while number:
        number, section = divmod(number, 10_000)
        sections.append(section)
    for place in reversed(range(len(sections))):
        section = sections[place]
        if section == 0:
            gap = bool(written)
            continue
        gap = gap or (bool(written) and section < 1000)
        large = ("", "万", "亿", "万亿")[place]
        if place == 3 and any(sections[2:3]):
            large = "万"  # 一万二千亿
        written += ("零" if gap else "") + _section(section) + large
        gap = False
    return written[1:] if written.startswith("一十") else written


def _section(section: int) -> str:
    written, gap = "", False
    for unit, scale in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = section // scale % 10
        if digit == 0:
            gap = bool(written)
            continue
        written += ("零" if gap else "") + DIGITS[digit] + unit
        gap = False
    return written


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 10**12) | st.integers(0, 10**5))
@example(10**12)
@example(10_000_010)
@example(100_010_000)
@example(110)
def test_a_number_is_read_back_as_it_is_written(number: int) -> None:
    assert parse(write(number)) == number


@settings(max_examples=200, deadline=None)
@given(st.integers(20, 10**12))
def test_a_written_number_is_found_whole_in_a_sentence(number: int) -> None:
    written = write(number)
    (found,) = numerals.find(f"该县共有{written}户农户")
    assert (found.start, found.end, found.value) == (4, 4 + len(written), number)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**12), st.integers(0, 3))
def test_arabic_digits_mean_the_same_with_and_without_commas(number: int, places: int) -> None:
    value = Decimal(number).scaleb(-places)
    assert parse(f"{value:,}") == parse(f"{value}") == float(value)


@settings(max_examples=200, deadline=None)
@given(st.decimals("0.01", 9999, places=2), st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]))
def test_a_multiplier_adds_no_binary_dust(value: Decimal, multiplier: tuple[str, int]) -> None:
    mark, scale = multiplier
    assert parse(f"{value}{mark}") == float(value * scale)


@settings(max_examples=400, deadline=None)
@given(TEXTS | st.text(max_size=40))
def test_no_text_is_too_strange_and_no_number_lies_inside_another(text: str) -> None:
    text, end = normalise(text), 0
    for found in numerals.find(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("一千零五", 1005),
        ("一千零五十", 1050),
        ("四百五", 450),
        ("两万三", 23_000),
        ("壹佰万", 1_000_000),
        ("二〇二五", 2025),
        ("十二万亿", 12 * 10**12),
        ("1.2万亿", 1.2 * 10**12),
        ("一亿零三万", 100_030_000),
        ("三点五", 3.5),
        ("1,234.5万", 12_345_000),
        ("负三百", -300),
    ],
)
def test_ways_of_writing_a_number(written: str, value: float) -> None:
    assert parse(written) == value


@pytest.mark.parametrize("written", ["七八十", "家", "一二十"])
def test_what_is_no_single_number_has_no_value(written: str) -> None:
    assert not parse(written)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("占比百分之五，", 5, "%"),
        ("占比百分之零点五，", 0.5, "%"),
        ("含量千分之三，", 0.3, "%"),
        ("约三分之二的社区", 2 / 3, ""),
        ("超过一半的社区", 0.5, ""),
        ("一又四分之一倍", 1.25, ""),
        ("约1/4的社区", 0.25, ""),
        ("七成六的社区", 76, "%"),
        ("八五折销售", 85, "%"),
        ("订货两打，", 24, ""),
        ("粉丝12k，", 12_000, ""),
        ("约10^4个菌落", 10_000, ""),
        ("-3.5℃", -3.5, ""),
        ("3 万平方米", 30_000, ""),
        ("二十余万人", 200_000, ""),
    ],
)
def test_ways_of_saying_a_number_in_a_text(text: str, value: float, unit: str) -> None:
    (found,) = numerals.find(text)
    assert found.value == pytest.approx(value, abs=1e-12)
    assert found.unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "登上五台山",
        "统一部署",
        "四川、三亚",
        "万科、百度",
        "一体化推进",
        "千方百计",
        "PM2.5浓度",
        "EA-18G飞机",
        "见https://example.org/2026/05/12",
    ],
)
def test_digits_and_numerals_of_names_and_words_are_no_numbers(text: str) -> None:
    assert numerals.find(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12，345", [12345]),
        ("1,234", [1234]),
        ("版本2.3.4上线", [2, 3, 4]),
        ("装机三千千瓦", [3000]),
        ("装机5兆瓦", [5]),
        ("预算三兆元", [3 * 10**12]),
        ("三点五分开始", [3, 5]),
    ],
)
def test_where_a_number_ends(text: str, values: list[float]) -> None:
    assert [found.value for found in numerals.find(text)] == values


@pytest.mark.parametrize("text", ["数百家企业", "几百万人次", "十几家企业"])
def test_an_order_of_magnitude_is_vague(text: str) -> None:
    assert [found.vague for found in numerals.find(text)] == [True]


def test_what_exceeds_a_number_is_more_and_not_vague() -> None:
    (found,) = numerals.find("惠及十余万人")
    assert (found.value, found.more, found.vague) == (100_000, True, False)


def test_neighbouring_digits_are_the_ends_of_a_range() -> None:
    (found,) = numerals.find("增长四五倍，")
    assert (found.value, found.value_high) == (4, 5)
    assert neighbours("七八十") == (70, 80)
    assert neighbours("三七") is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("二三十家企业", 20, 30), ("三四百人次", 300, 400), ("七八万户", 70_000, 80_000)],
)
def test_neighbouring_digits_of_a_larger_unit_are_the_ends_of_a_range(
    text: str, low: float, high: float
) -> None:
    (found,) = numerals.find(text)
    assert (found.value, found.value_high) == (low, high)


def test_three_to_five_is_no_thirty_five() -> None:
    (found,) = numerals.find("每村三五家农户")
    assert (found.value, found.value_high) == (3, 5)


def test_neighbouring_tenths_are_a_range_of_per_cent() -> None:
    (found,) = numerals.find("七八成订单")
    assert (found.value, found.value_high, found.unit) == (70, 80, "%")


def test_a_number_at_the_end_of_a_text_is_not_vague() -> None:
    (found,) = numerals.find("指数升至98.6")
    assert not found.vague


def test_zero_times_ten_thousand_is_zero() -> None:
    assert parse("0.0万") == 0


def test_below_zero_is_a_sign() -> None:
    (found,) = numerals.find("最低气温零下12℃")
    assert found.value == -12


@pytest.mark.timeout(20)
@pytest.mark.parametrize("written", ["万", "1", "一", "百分之", "二折", "1/"])
def test_a_long_run_of_numerals_takes_no_longer_than_other_text(written: str) -> None:
    numerals.find(written * 20_000)


def test_the_last_sign_of_a_word_is_no_minus() -> None:
    assert [one.value for one in numerals.find("为企业减负20亿元，负20℃。")] == [2e9, -20]
