"""Quantities: a number, its unit, and the words that bound it (超过1.2万亿元, 4.5%—5%, 300余家)."""

from __future__ import annotations

import re
from typing import NamedTuple, get_args

from flows.language import numeral_values, numerals, units
from flows.language.numerals import Numeral
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

_BEFORE = (
    ("ge", r"不少于|不低于|不小于|至少有?|最少|最低|上"),
    ("le", r"不超过|不高于|不大于|不多于|不超|最多|至多|不突破"),
    ("lt", r"低于|少于|不到|不足|小于|未达|不及"),
    ("gt", r"超过了?|超出|超|突破了?|大于|高于|多于|逾|破|迈过|跨过|首破"),
    ("approx", r"大约为?|大约有?|约为|约合|约占|约有|约达|约|接近|将近|近|大概"),
)
_AFTER = (
    ("ge", r"及?以上|之上|起步"),
    ("le", r"及?以下|以内|之内"),
    ("lt", r"之下"),
    ("approx", r"左右|上下|前后|光景"),
)
# A group of the patterns is named as the comparator that its words say.
_NAMED: dict[str, Comparator] = {name: name for name in get_args(Comparator)}
_PREFIX = re.compile("(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE) + r")\s?$")
_SUFFIX = re.compile(r"\s?(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _AFTER) + ")")
_MORE = re.compile(r"\s?[多余]")
# 1倍多, but not 3个多元主体, 2家余杭企业 or 10次余震.
_MORE_BEHIND_UNIT = re.compile(r"多(?![元种样次方边项家])|余(?![杭姚干震额热粮])")
_JOIN = re.compile(r"\s?(?:[—~～至到\-]{1,2})\s?")
_FROM = re.compile(r"[从由自][^，。；、]{0,12}$")
_RATIO = re.compile(r"\s?[∶:：比]\s?")
_MULTIPLIER = re.compile(r"[十百千万亿]+$")
_MINOR = {"美分": 0.01, "欧分": 0.01, "日本銭": 0.01, "日本钱": 0.01, "角": 0.1, "毛": 0.1, "分": 0.01}
_MAJOR = ("元", "块", "角")
_LATER_THAN_ANY_YEAR = 3000
_LONGEST_JOINT = 4
# 以上 and 海上 end in 上 as 上百 begins with it; 附近, 节约, 爆破 and 赶超 bound nothing.
# 突破100项关键核心技术 breaks through, and no bound.
_ACHIEVED = re.compile(r"[“]?(?:一批|关键|核心|共性|前沿|重大|卡脖子|[”])*(?:技术|瓶颈|难题|难关)")
_PARTS_OF_WORDS = {
    "上": tuple("以海网线路陆地市早晚之"),
    "近": tuple("附临邻靠最远"),
    "约": tuple("节公合条契大"),
    "破": tuple("爆打"),
    "超": tuple("赶高反"),
}


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
    minor = next((name for name in _MINOR if text.startswith(name, numeral.end)), None)
    joined = text[major.end : numeral.start] in ("", "又") and major.unit.endswith(_MAJOR)
    if not minor or not joined:
        return None
    end = numeral.end + len(minor)
    value = round(major.value + numeral.value * _MINOR[minor], 6)
    unit = "元" if major.unit in ("块", "角") else major.unit
    return Number(major.start, end, text[major.start : end], value, unit=unit)


def find(text: str) -> list[Quantity]:
    """Return the quantities of `text`, in order; times are among them, with kind `time`."""
    found: list[Quantity] = []
    pending = [(numeral, _unit(text, numeral)) for numeral in numerals.find(text)]
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
        if following and quantity.number_end <= following[0].start < quantity.end:
            before = text[: following[0].start]
            quantity = _single(before, numeral, _unit(before, numeral))  # 两 of 3多两 is no unit
        found.append(quantity)
        index += 1
    return _shared_units(text, found)


def _shared_units(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Give 1.28万亿、1.18万亿元 the unit that the list says once, at its end."""
    for index in range(len(quantities) - 2, -1, -1):
        this, after = quantities[index], quantities[index + 1]
        listed = text[this.end : after.start] in ("、", "和", "与", "及")
        bare = not this.unit and this.dimension == "number"
        halved = this.unit == "个" and after.unit == "百分点"  # 0.6个和0.4个百分点
        if listed and (bare or halved) and after.kind in ("currency", "unit"):
            quantities[index] = this._replace(unit=after.unit, kind=after.kind, dimension=after.dimension)
    return quantities


def _single(text: str, numeral: Numeral, unit: Unit | None) -> Quantity:
    """Read a number that is no part of a range or ratio."""
    more = numeral.more or _exceeds(text, numeral, unit)
    start, end, comparator = _bounds(
        text, numeral.start, unit.end if unit else _after_more(text, numeral.end)
    )
    if numeral.value_high is not None:
        comparator = "range"
    elif more and comparator in ("eq", "approx"):
        comparator = "gt"
    return Quantity(
        *(start, end, numeral.start, numeral.end, numeral.value, numeral.value_high),
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
    low_value = low.value if low_name else _scaled(text, low, high)
    high_value = abs(high.value) if "-" in joint + text[high.start] else high.value
    years = (
        not name and high.value == int(high.value) and high.value < _LATER_THAN_ANY_YEAR and low.value > 1000
    )
    if low_value >= high_value or years:
        return None
    start, end, _ = _bounds(text, low.start, high_unit.end if high_unit else high.end)
    return Quantity(
        *(start, end, low.start, high.end, low_value, high_value),
        *(name, kind, dimension, "range", low.vague or high.vague),
    )


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
    start, end, comparator = _bounds(text, first.start, second.end)
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
        # A space before a Chinese word parts two clauses of a headline.
        if unit and not (unit.name.isascii() or unit.name in ("℃", "㎡")):
            unit = None
    if unit and unit.kind in ("classifier", "unit", "currency") and _MORE_BEHIND_UNIT.match(text, unit.end):
        return unit._replace(end=unit.end + 1)
    return unit


def _after_more(text: str, start: int) -> int:
    match = _MORE.match(text, start)
    return match.end() if match else start


def _exceeds(text: str, numeral: Numeral, unit: Unit | None) -> bool:
    """Tell whether 多 or 余 stands after the number or its unit (600多万吨, 1倍多)."""
    return _after_more(text, numeral.end) > numeral.end or bool(unit and text[unit.end - 1] in "多余")


def _bounds(text: str, start: int, end: int) -> tuple[int, int, Comparator]:
    """Return the span with its comparator words, and the comparator."""
    before, after = _PREFIX.search(text, max(0, start - 5), start), _SUFFIX.match(text, end)
    comparator: Comparator = "eq"
    if after and after.lastgroup and not _announces(text, after.end()):
        comparator, end = _NAMED[after.lastgroup], after.end()
    achieved = before and before[0].startswith("突破") and _ACHIEVED.match(text, end)
    if before and before.lastgroup and not achieved and not _part_of_word(text, before):
        start = before.start()
        if comparator == "eq" or before.lastgroup in ("gt", "lt"):
            comparator = _NAMED[before.lastgroup]
    return start, end, comparator


def _announces(text: str, end: int) -> bool:
    """Tell 以下：, which announces what follows, from 以下, which bounds."""
    return text[end : end + 1] in ("：", ":") and text[end - 2 : end] == "以下"


def _part_of_word(text: str, match: re.Match[str]) -> bool:
    """Tell 上 of 以上 and 海上, 近 of 附近, 破 of 爆破 from words that bound a number."""
    word, before = match.group().strip(), text[match.start() - 1 : match.start()]
    if word == "上" and text[match.end() : match.end() + 1] not in tuple("百千万亿"):
        return True
    return before in _PARTS_OF_WORDS.get(word, ())
