"""A number with its unit, its bounds, and the far end of its range."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.language import quantities
from flows.language.normalise import normalise

PIECES = (
    "3 12 1,234 0.5 -4 一 两 三五 十 百 万 亿 千瓦 元 角 家 个 个百分点 % ％ 倍 ℃ 米 多 余 — ～ 至 到 - 从 由"
    " 比 ∶ ： 超过 不低于 不超过 近 附近 约 上 以上 以下 以内 左右 每 / 、 和 ， 。 增长 年 月 日"
    " 第 五元三毛 又"
).split(" ")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def read(text: str) -> list[tuple[float, float | None, str, str]]:
    """Return value, far end, unit and comparator of every quantity."""
    found = quantities.find(normalise(text))
    return [(one.value, one.value_high, one.unit, one.comparator) for one in found]


def quoted(text: str) -> list[str]:
    text = normalise(text)
    return [text[one.start : one.end] for one in quantities.find(text)]


@settings(max_examples=500, deadline=None)
@given(TEXTS | st.text(max_size=40))
def test_quantities_stand_in_order_and_hold_their_numbers(written: str) -> None:
    text, end = normalise(written), 0
    for one in quantities.find(text):
        assert end <= one.start <= one.number_start < one.number_end <= one.end <= len(text)
        assert one.comparator in {"eq", "ge", "gt", "le", "lt", "approx", "range"}
        assert (one.comparator == "range") == (one.value_high is not None)
        assert one.value_high is None or one.value < one.value_high
        end = one.end


@settings(max_examples=300, deadline=None)
@given(TEXTS | st.text(max_size=40))
def test_every_number_quotes_the_text_at_its_offsets(written: str) -> None:
    text = normalise(written)
    for number in quantities.numbers(text):
        assert text[number.start : number.end] == number.quote


@settings(max_examples=200, deadline=None)
@given(
    st.integers(2, 10**9),
    st.sampled_from(["家", "元", "吨", "公里", "人次", "千瓦时"]),
    st.sampled_from(["", "万", "亿"]),
)
def test_value_and_unit_are_read_back_as_written(number: int, unit: str, multiplier: str) -> None:
    scale = {"": 1, "万": 10**4, "亿": 10**8}[multiplier]
    assert read(f"全县共有{number}{multiplier}{unit}。") == [(number * scale, None, unit, "eq")]


@pytest.mark.parametrize(
    ("text", "comparator", "quote"),
    [
        ("出口额超过3.6亿元，", "gt", "超过3.6亿元"),
        ("出口额突破3.6亿元，", "gt", "突破3.6亿元"),
        ("出口额达3.6亿元，", "eq", "3.6亿元"),
        ("绿化率40%以上，", "ge", "40%以上"),
        ("绿化率不低于40%，", "ge", "不低于40%"),
        ("能耗不超过40%，", "le", "不超过40%"),
        ("控制在40%以内，", "le", "40%以内"),
        ("失业率低于5%，", "lt", "低于5%"),
        ("不足5家，", "lt", "不足5家"),
        ("增速5%左右，", "approx", "5%左右"),
        ("近300家，", "approx", "近300家"),
        ("约300家，", "approx", "约300家"),
        ("接近300家，", "approx", "接近300家"),
        ("300余家，", "gt", "300余家"),
        ("300多家，", "gt", "300多家"),
        ("600多万吨，", "gt", "600多万吨"),
        ("增长1倍多，", "gt", "1倍多"),
        ("上百家，", "ge", "上百家"),
        ("逾300家，", "gt", "逾300家"),
    ],
)
def test_bounds_are_read_with_the_words_that_say_them(text: str, comparator: str, quote: str) -> None:
    (found,) = quantities.find(text)
    assert (found.comparator, text[found.start : found.end]) == (comparator, quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("附近3家", "3家"),
        ("节约3吨", "3吨"),
        ("爆破3次", "3次"),
        ("以上3家", "3家"),
        ("线上3万单", "3万单"),
        ("公约3条", "3条"),
        ("10次余震", "10次"),
        ("2家余杭企业", "2家"),
        ("3个多元主体", "3个"),
    ],
)
def test_ends_of_other_words_bound_nothing(text: str, quote: str) -> None:
    assert quoted(text) == [quote]
    assert [item[3] for item in read(text)] == ["eq"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("增长4.5%—5%。", (4.5, 5, "%", "range")),
        ("增长4.5—5%。", (4.5, 5, "%", "range")),
        ("增长4.5%至5%。", (4.5, 5, "%", "range")),
        ("招商3至5万家。", (30_000, 50_000, "家", "range")),
        ("气温-3—0度。", (-3, 0, "度", "range")),
        ("气温-5—3℃。", (-5, 3, "℃", "range")),
        ("每亩增收800～1000元。", (800, 1000, "元", "range")),
    ],
)
def test_the_two_ends_of_a_range_are_one_quantity(text: str, expected: tuple[float, float, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("由45%提高到50%", [45, 50]),
        ("从45%到50%", [45, 50]),
        ("由3家到5家", [3, 5]),
        ("2020—2025", [2020, 2025]),
        ("5万—3万", [50_000, 30_000]),
        ("3元—5吨", [3, 5]),
    ],
)
def test_a_change_years_and_unlike_units_are_no_range(text: str, values: list[float]) -> None:
    assert [value for value, high, _, _ in read(text) if high is None] == values


@pytest.mark.parametrize(
    ("text", "value"), [("收入比为2.81∶1。", 2.81), ("收入比为2.81：1。", 2.81), ("师生1比20", 0.05)]
)
def test_a_ratio_to_one_is_its_decimal_value(text: str, value: float) -> None:
    assert read(text) == [(value, None, "", "eq")]


def test_a_score_is_no_ratio() -> None:
    assert [value for value, *_ in read("主队3：2取胜")] == [3, 2]


def test_a_unit_said_at_the_end_holds_for_the_list() -> None:
    assert read("分别为1.2万亿、1.1万亿和0.9万亿元") == [
        (1.2e12, None, "元", "eq"),
        (1.1e12, None, "元", "eq"),
        (0.9e12, None, "元", "eq"),
    ]


def test_a_unit_said_at_the_end_is_not_lent_across_a_comma() -> None:
    assert [unit for _, _, unit, _ in read("网点1.2万，营收3亿元")] == ["", "元"]


def test_per_cent_is_one_unit_however_it_is_written() -> None:
    assert read("百分之五、５％、5%") == [(5, None, "%", "eq")] * 3


def test_a_classifier_carries_percentage_points() -> None:
    assert read("提高2.1个百分点") == [(2.1, None, "百分点", "eq")]


@pytest.mark.parametrize(("text", "value", "unit"), [("五元三毛", 5.3, "元"), ("3元5角", 3.5, "元")])
def test_yuan_and_jiao_said_together_are_one_number(text: str, value: float, unit: str) -> None:
    (number,) = quantities.numbers(text)
    assert (number.value, number.unit, number.quote) == (value, unit, text)


def test_the_first_state_of_a_change_has_the_unit_of_the_second() -> None:
    assert [(one.value, one.unit) for one in quantities.find("由1000万提升到2000万元以上")] == [
        (1e7, "元"),
        (2e7, "元"),
    ]
    assert [one.unit for one in quantities.find("人口100万，投资增加到5亿元")] == ["", "元"]


def test_compound_units_and_small_money_are_read_whole() -> None:
    assert [one.unit for one in quantities.find("30元/平方米·月，3 km²，50m²")] == [
        "元/平方米·月",
        "km²",
        "m²",
    ]
    assert [one.value for one in quantities.find("罚款三元五角八分，三元电池")] == [3.58]
