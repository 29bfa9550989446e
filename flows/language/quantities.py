"""Quantities: a number, its unit, and the words that bound it (超过1.2万亿元, 4.5%—5%, 300余家)."""

from __future__ import annotations

import re
from typing import NamedTuple

from flows import contract
from flows.language import bounds, numeral_values, numerals, stated_units, units
from flows.language.numeral_grammar import Numeral
from flows.language.units import Unit
from flows.records import Comparator, Number


class Quantity(NamedTuple):
    """A number with unit and bounds.

    `start` and `end` hold the comparator words, `number_start` and `number_end` the number alone.
    `kind` is the kind of the unit (unit, classifier, noun, currency, time) or "" without one.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: float
    value_high: float | None
    unit: str
    kind: str
    dimension: str
    comparator: Comparator
    vague: bool


Measured = tuple[Numeral, Unit | None]

_MORE = re.compile(r"\s?[多余]|\+(?=[\u4e00-\u9fff%])")
# 1亩半 and 2个半百分点, but not 3个半导体项目.
_HALF = re.compile(r"半(?![径年月天导数成截封自岛山壁边夜价])")
_HALF_CARRIED = re.compile(r"个半(?=百分点)")
_WHOLE_SUM = re.compile(r"[整正](?=[，。；、：（）)\s]|$)")
# 1倍多, but not 3个多元主体, 2家余杭企业 or 10次余震.
_MORE_BEHIND_UNIT = re.compile(r"多(?![元种样次方边项家])|余(?![杭姚干震额热粮])")
_DASH = re.compile("[—~～-]{1,2}")
_JOIN = re.compile(r"\s?(?:[—~～至到\-]{1,2})\s?")
_FROM = re.compile(r"[从由自][^，。；、]{0,12}$")
_RATIO = re.compile(r"\s?[∶:：比]\s?")
_MULTIPLIER = re.compile(r"[十百千万亿]+$")
_SMALL = {row["name"]: float(row["share"]) for row in contract.codelist("small_money")}
"""Small money by what it is of the whole: jiao, fen, cents."""
_LARGE = tuple({end for row in contract.codelist("small_money") for end in row["behind"].split()})
"""Ends of the money that it stands behind."""
# 由1000万提升到2000万元
_CHANGED_TO = re.compile(r"[\u4e00-\u9fff]{0,2}[增升提扩高大长加降少减跌][\u4e00-\u9fff]{0,1}[到至为]")
_LATER_THAN_ANY_YEAR = 3000
_LONGEST_JOINT = 4


def numbers(text: str) -> list[Number]:
    """Return every number of `text` with the unit behind it, ranges as their two ends.

    Yuan and jiao said together (五元三毛) are one number.
    """
    found: list[Number] = []
    for numeral in numerals.find(text):
        if found and (whole := _with_minor(text, found[-1], numeral)):
            found[-1] = whole
            continue
        unit = _unit(text, numeral)
        end = unit.end if unit else numeral.end
        name = numeral.unit or (unit.name if unit else "")
        comparator: Comparator = "eq" if numeral.value_high is None else "range"
        quote = text[numeral.start : end]
        found.append(Number(numeral.start, end, quote, numeral.value, numeral.value_high, name, comparator))
    return found


def _with_minor(text: str, major: Number, numeral: Numeral) -> Number | None:
    """Return 五元三毛 as one number, None where `numeral` is no small money behind `major`."""
    minor = next((name for name in _SMALL if text.startswith(name, numeral.end)), None)
    joined = text[major.end : numeral.start] in ("", "又") and major.unit.endswith(_LARGE)
    if not minor or not joined:
        return None
    end = numeral.end + len(minor)
    value = round(major.value + numeral.value * _SMALL[minor], 6)
    unit = "元" if major.unit in ("块", "角") else major.unit
    return Number(major.start, end, text[major.start : end], value, unit=unit)


def find(text: str) -> list[Quantity]:
    """Return the quantities of `text`, in order; times are among them, with kind `time`."""
    found: list[Quantity] = []
    pending = _measured(text)
    index = 0
    while index < len(pending):
        numeral, unit = pending[index]
        following = pending[index + 1] if index + 1 < len(pending) else None
        quantity = None
        if following:
            quantity = _range(text, pending[index], following) or _ratio(text, numeral, following)
        if quantity:
            index += 1
        quantity = quantity or _single(text, numeral, unit)
        while following and (whole := _with_small_money(text, quantity, following)):
            quantity = whole
            index += 1
            following = pending[index + 1] if index + 1 < len(pending) else None
        if following and quantity.number_end <= following[0].start < quantity.end:
            before = text[: following[0].start]
            quantity = _single(before, numeral, _unit(before, numeral))  # 两 of 3多两 is no unit
        found.append(quantity)
        index += 1
    return _shared_units(text, found)


def _measured(text: str) -> list[Measured]:
    """Return the numbers of `text`, each with its unit, wherever that is said."""
    rules = stated_units.governing(text)
    found: list[Measured] = []
    end = 0
    for numeral in numerals.find(text):
        if numeral.start < end and numeral.value in (2, 3) and text[numeral.start] in "23":
            continue  # the exponent of m 2
        if numeral.start == end and end and text[numeral.start] in "-—" and numeral.value < 0:
            # 100家-200家: a dash that touches the number before joins.
            low = -numeral.value if numeral.value_high is None else -numeral.value_high
            high = None if numeral.value_high is None else -numeral.value
            numeral = numeral._replace(start=numeral.start + 1, value=low, value_high=high)
        if carried := _HALF_CARRIED.match(text, numeral.end):
            numeral = numeral._replace(end=carried.end(), value=numeral.value + 0.5)
        found.append(stated_units.measured(text, numeral, _unit(text, numeral), rules, end))
        end = found[-1][1].end if found[-1][1] else numeral.end
    return found


def _with_small_money(text: str, major: Quantity, minor: Measured) -> Quantity | None:
    """Return 12元5角3分 and 3块5 as one quantity, None where `minor` is no small money behind `major`."""
    numeral, unit = minor
    if not major.unit.endswith(_LARGE) or major.kind != "currency" or numeral.start != major.end:
        return None
    name = next((name for name in _SMALL if text.startswith(name, numeral.end)), None)
    bare = major.unit == "块" and unit is None and numeral.value < 10 and numeral.end - numeral.start == 1
    if not (name or bare) or major.comparator == "range" or numeral.value_high is not None:
        return None
    end = numeral.end + len(name or "")
    scale = _SMALL[name] if name else 0.1
    value = numeral_values.exact(major.value * _SMALL.get(major.unit, 1) + numeral.value * scale)
    unit_name = "元" if major.unit in ("块", "角") else major.unit
    whole = _WHOLE_SUM.match(text, end)
    start, end, comparator = bounds.around(text, major.start, whole.end() if whole else end)
    comparator = major.comparator if comparator == "eq" else comparator
    return major._replace(
        start=start, end=end, number_end=numeral.end, value=value, unit=unit_name, comparator=comparator
    )


def _shared_units(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Give 1.28万亿、1.18万亿元 the unit that the list says once, at its end."""
    for index in range(len(quantities) - 2, -1, -1):
        this, after = quantities[index], quantities[index + 1]
        listed = text[this.end : after.start] in ("、", "和", "与", "及")
        bare = not this.unit and this.dimension == "number"
        changed = numerals.ends_scaled(text, this.number_end) and _CHANGED_TO.fullmatch(
            text, this.end, after.start
        )
        halved = this.unit == "个" and after.unit == "百分点"  # 0.6个和0.4个百分点
        if ((listed and (bare or halved)) or (changed and bare)) and after.kind in ("currency", "unit"):
            quantities[index] = this._replace(unit=after.unit, kind=after.kind, dimension=after.dimension)
    return quantities


def _single(text: str, numeral: Numeral, unit: Unit | None) -> Quantity:
    """Read a number that is no part of a range or ratio."""
    more = numeral.more or _exceeds(text, numeral, unit)
    start, end, comparator = bounds.around(
        text, numeral.start, unit.end if unit else _after_more(text, numeral.end)
    )
    value, high = numeral.value, numeral.value_high
    if unit and unit.kind == "unit" and text[unit.end - 1] == "半":
        value += 0.5
    if text[start - 1 : start] == "±" and value > 0:  # an error of ±5%
        start, value, high = start - 1, -value, value
    if high is not None:
        comparator = "range"
    elif more and comparator in ("eq", "approx"):
        comparator = "gt"
    return Quantity(
        *(start, end, numeral.start, numeral.end, value, high),
        *(*_measured_in(numeral, unit), comparator, numeral.vague),
    )


def _range(text: str, first: Measured, second: Measured) -> Quantity | None:
    """Join two numbers into a range (4.5%—5%, 3至5万家), None where they are none."""
    (low, low_unit), (high, high_unit) = first, second
    joint = text[low_unit.end if low_unit else low.end : high.start]
    if len(joint) > _LONGEST_JOINT or not _JOIN.fullmatch(joint) or _is_change(text, low, joint):
        return None
    low_name = low.unit or (low_unit.name if low_unit else "")
    name, kind, dimension = _measured_in(high, high_unit)
    if low_name and low_name != name:
        return None
    ends = _ends(low if low_name else low._replace(value=_scaled(text, low, high)), high, name, joint)
    if ends is None:
        return None
    low_value, high_value = ends
    start, end, _ = bounds.around(text, low.start, high_unit.end if high_unit else high.end)
    return Quantity(
        *(start, end, low.start, high.end, low_value, high_value),
        *(name, kind, dimension, "range", low.vague or high.vague),
    )


def _ends(low: Numeral, high: Numeral, unit: str, joint: str) -> tuple[float, float] | None:
    """Return the lower and the higher end of a range, None where two numbers make none."""
    first, last = low.value, high.value
    if first > 0 and "-" in joint:
        last = abs(last)
    years = not unit and high.value == int(high.value) and high.value < _LATER_THAN_ANY_YEAR and first > 1000
    if years or first == last:
        return None
    if first < last:
        return first, last
    # 降温10—6℃ is told from its far end.
    return (last, first) if unit and _DASH.fullmatch(joint.strip()) and first > 0 else None


def _is_change(text: str, low: Numeral, joint: str) -> bool:
    """Tell 由45%到50%, which are two numbers, from a range."""
    return joint.strip() in ("到", "至") and bool(_FROM.search(text[max(0, low.start - 14) : low.start]))


def _measured_in(numeral: Numeral, unit: Unit | None) -> tuple[str, str, str]:
    """Return name, kind and dimension of what a number is measured in."""
    if numeral.unit:
        return numeral.unit, "unit", "share"
    return (unit.name, unit.kind, unit.dimension) if unit else ("", "", "number")


def _scaled(text: str, low: Numeral, high: Numeral) -> float:
    """Give the low end of 3—5万 the 万 that it shares with the high one."""
    multiplier = _MULTIPLIER.search(text[high.start : high.end])
    if not multiplier or not high.value or _MULTIPLIER.search(text[low.start : low.end]):
        return low.value
    unscaled = numeral_values.parse(text[high.start : high.end - len(multiplier.group())])
    scaled = low.value * (high.value / (unscaled or high.value))
    return scaled if scaled < high.value else low.value


def _ratio(text: str, first: Numeral, following: Measured) -> Quantity | None:
    """Read 2.81∶1 as 2.81; one side has to be 1, or it is a score or a clock."""
    second, unit = following
    joint = text[first.end : second.start]
    if len(joint) > 2 or not _RATIO.fullmatch(joint) or second.value <= 0:
        return None
    if 1 not in (first.value, second.value) or unit:
        return None
    start, end, comparator = bounds.around(text, first.start, second.end)
    value = first.value / second.value
    return Quantity(start, end, first.start, second.end, value, None, "", "", "ratio", comparator, False)


def _unit(text: str, numeral: Numeral) -> Unit | None:
    """Return the unit behind a number, with the 多 or 余 between them or behind it."""
    if numeral.unit:
        return None
    start = _after_more(text, numeral.end)
    unit = units.read(text, start)
    if unit is None and text.startswith(" ", start):
        unit = units.read(text, start + 1)
        # A space before a Chinese word parts two clauses of a headline, if the number has none before.
        if unit and not (unit.name[0].isascii() or unit.name in ("℃", "㎡") or _is_set_apart(text, numeral)):
            unit = None
    halved = unit and unit.kind == "unit" and numeral.end == start and _HALF.match(text, unit.end)
    if unit and halved and not numerals.is_scaled(text, numeral):
        return unit._replace(end=unit.end + 1)
    if unit and unit.name == "元" and (whole := _WHOLE_SUM.match(text, unit.end)):
        return unit._replace(end=whole.end())
    if unit and unit.kind in ("classifier", "unit", "currency") and _MORE_BEHIND_UNIT.match(text, unit.end):
        return unit._replace(end=unit.end + 1)
    return unit


def _is_set_apart(text: str, numeral: Numeral) -> bool:
    """Tell 新增 120 家 and 35 000 人, where spaces stand on both sides of figures, from 增长12% 家电."""
    return text[numeral.start - 1 : numeral.start] == " " or " " in text[numeral.start : numeral.end].strip()


def _after_more(text: str, start: int) -> int:
    match = _MORE.match(text, start)
    return match.end() if match else start


def _exceeds(text: str, numeral: Numeral, unit: Unit | None) -> bool:
    """Tell whether 多, 余 or + stands after the number or its unit (600多万吨, 1倍多, 100+家)."""
    return _after_more(text, numeral.end) > numeral.end or bool(unit and text[unit.end - 1] in "多余")
