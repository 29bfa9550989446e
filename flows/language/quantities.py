"""Quantities: a number, its unit, and the words that bound it (超过1.2万亿元, 4.5%—5%, 300余家)."""

from __future__ import annotations

import re
from typing import NamedTuple

from flows.language import numeral_values, numerals, units
from flows.language.numerals import Numeral
from flows.language.units import Unit
from flows.records import Number


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
    comparator: str
    vague: bool


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
_PREFIX = re.compile("(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE) + r")\s?$")
_SUFFIX = re.compile(r"\s?(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _AFTER) + ")")
_MORE = re.compile(r"\s?[多余](?![元年月])|\s?[多余](?=[元年月])")
_JOIN = re.compile(r"\s?(?:[—~～至到\-]{1,2})\s?")
_RATIO = re.compile(r"\s?[∶:：比]\s?")
_MINOR = {"角": 0.1, "毛": 0.1, "分": 0.01, "美分": 0.01, "欧分": 0.01, "日本銭": 0.01, "日本钱": 0.01}


def numbers(text: str) -> list[Number]:
    """Return every number of `text` with the unit behind it, ranges as their two ends.

    Yuan and jiao said together (五元三毛) are one number.
    """
    found: list[Number] = []
    for numeral in numerals.find(text):
        unit = _unit(text, numeral)
        name, end = (numeral.unit or (unit.name if unit else "")), (unit.end if unit else numeral.end)
        minor = next((m for m in sorted(_MINOR, key=len, reverse=True) if text.startswith(m, numeral.end)), None)
        if found and minor and text[found[-1].end : numeral.start] in ("", "又") and found[-1].unit.endswith(("元", "块", "角")):
            last = found.pop()
            end = numeral.end + len(minor)
            unit_name = "元" if last.unit in ("块", "角") else last.unit
            found.append(Number(last.start, end, text[last.start : end], round(last.value + numeral.value * _MINOR[minor], 6), unit=unit_name))
            continue
        if name != "%" and not (unit and unit.kind in ("unit", "currency")):
            end = unit.end if unit else numeral.end
        found.append(Number(numeral.start, end, text[numeral.start : end], numeral.value, unit=name))
    return found


def find(text: str) -> list[Quantity]:
    """Return the quantities of `text`, in order; times are among them, with kind `time`."""
    found: list[Quantity] = []
    pending = numerals.find(text)
    index = 0
    while index < len(pending):
        numeral = pending[index]
        following = pending[index + 1] if index + 1 < len(pending) else None
        quantity = _range(text, numeral, following) if following else None
        if quantity is None and following is not None:
            quantity = _ratio(text, numeral, following)
        if quantity:
            index += 1
        found.append(quantity or _single(text, numeral))
        index += 1
    return _shared_units(text, found)


def _shared_units(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Give 1.28万亿、1.18万亿元 the unit that the list says once, at its end."""
    for index in range(len(quantities) - 2, -1, -1):
        this, after = quantities[index], quantities[index + 1]
        listed = text[this.end : after.start] in ("、", "和", "与", "及")
        if listed and not this.unit and this.dimension == "number" and after.kind in ("currency", "unit"):
            quantities[index] = this._replace(unit=after.unit, kind=after.kind, dimension=after.dimension)
    return quantities


def _single(text: str, numeral: Numeral) -> Quantity:
    unit = _unit(text, numeral)
    end = unit.end if unit else _after_more(text, numeral.end)
    more = numeral.more or end_more(text, numeral, unit)
    start, end, comparator = _bounds(text, numeral.start, end)
    if numeral.value_high is not None:
        comparator = "range"
    elif more and comparator in ("eq", "approx"):
        comparator = "gt"
    return Quantity(
        start, end, numeral.start, numeral.end, numeral.value, numeral.value_high,
        numeral.unit or (unit.name if unit else ""), "unit" if numeral.unit else unit.kind if unit else "",
        "share" if numeral.unit else unit.dimension if unit else "number", comparator, numeral.vague,
    )  # fmt: skip


def _range(text: str, low: Numeral, high: Numeral) -> Quantity | None:
    """Join two numbers into a range (4.5%—5%, 3至5万家), None where they are none."""
    low_unit = _unit(text, low)
    joint = low_unit.end if low_unit else low.end
    if text[joint : high.start] == "" or not _JOIN.fullmatch(text, joint, high.start):
        return None
    if text[joint : high.start].strip() in ("到", "至") and re.search(r"[从由自][^，。；、]{0,12}$", text[max(0, low.start - 14) : low.start]):
        return None
    high_unit = _unit(text, high)
    low_name = low.unit or (low_unit.name if low_unit else "")
    high_name = high.unit or (high_unit.name if high_unit else "")
    if low_name and low_name != high_name:
        return None
    low_value, high_value = low.value, abs(high.value) if "-" in text[joint : high.start + 1] else high.value
    if not low_name:
        low_value = _scaled(text, low, high, low_value)
    if low_value >= high_value or (high_unit is None and not high.unit and high.value == int(high.value) and high.value < 3000 and low.value > 1000):
        return None
    end = high_unit.end if high_unit else high.end
    start, end, _ = _bounds(text, low.start, end)
    return Quantity(
        start, end, low.start, high.end, low_value, high_value, high_name,
        "unit" if high.unit else high_unit.kind if high_unit else "",
        "share" if high.unit else high_unit.dimension if high_unit else "number", "range", low.vague or high.vague,
    )  # fmt: skip


def _scaled(text: str, low: Numeral, high: Numeral, value: float) -> float:
    """Give the low end of 3—5万 the 万 that it shares with the high one."""
    multiplier = re.search(r"[十百千万亿]+$", text[high.start : high.end])
    if not multiplier or re.search(r"[十百千万亿]$", text[low.start : low.end]):
        return value
    scale = high.value / (numeral_values.parse(text[high.start : high.end - len(multiplier.group())]) or high.value)
    return value * scale if value * scale < high.value else value


def _ratio(text: str, first: Numeral, second: Numeral) -> Quantity | None:
    """Read 2.81∶1 as 2.81; one side has to be 1, or it is a score or a clock."""
    if second.start - first.end > 2 or not _RATIO.fullmatch(text, first.end, second.start) or second.value <= 0:
        return None
    if 1 not in (first.value, second.value) or _unit(text, second):
        return None
    start, end, comparator = _bounds(text, first.start, second.end)
    value = first.value / second.value
    return Quantity(start, end, first.start, second.end, value, None, "", "", "ratio", comparator, False)


def _unit(text: str, numeral: Numeral) -> Unit | None:
    if numeral.unit:
        return None
    start = _after_more(text, numeral.end)
    unit = units.read(text, start)
    if unit is None and text.startswith(" ", start):
        unit = units.read(text, start + 1)
        # A space before a Chinese word parts two clauses of a headline.
        if unit and not (unit.name.isascii() or unit.name in ("℃", "㎡")):
            unit = None
    if unit and re.compile(r"[多余](?![元种样次方边项家])").match(text, unit.end) and unit.kind in ("classifier", "unit", "currency"):
        return unit._replace(end=unit.end + 1)
    return unit


def _after_more(text: str, start: int) -> int:
    match = _MORE.match(text, start)
    return match.end() if match else start


def end_more(text: str, numeral: Numeral, unit: Unit | None) -> bool:
    """Tell whether 多 or 余 stands after the number or its unit (600多万吨, 1倍多)."""
    return _after_more(text, numeral.end) > numeral.end or bool(unit and text[unit.end - 1] in "多余")


def _bounds(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Return the span with its comparator words, and the comparator."""
    before, after = _PREFIX.search(text, max(0, start - 5), start), _SUFFIX.match(text, end)
    comparator = "eq"
    if after and after.lastgroup and not _is_word(text, after.end()):
        comparator, end = after.lastgroup, after.end()
    if before and before.lastgroup and not _part_of_word(text, before):
        start = before.start()
        if comparator == "eq" or before.lastgroup in ("gt", "lt"):
            comparator = before.lastgroup
    return start, end, comparator


def _is_word(text: str, end: int) -> bool:
    """以上 before 的 or a noun still bounds; 以下 before a colon announces what follows."""
    return text[end : end + 1] in ("：", ":") and text[end - 2 : end] == "以下"


def _part_of_word(text: str, match: re.Match[str]) -> bool:
    """Tell 上 of 以上 and 海上, 近 of 附近, 破 of 爆破 from words that bound a number."""
    word, before = match.group().strip(), text[match.start() - 1 : match.start()]
    if word == "上":
        return text[match.end() : match.end() + 1] not in tuple("百千万亿") or before in tuple("以海网线路陆地市早晚之")
    if word in ("近", "约", "破", "超"):
        return before in {"近": tuple("附临邻靠最远"), "约": tuple("节公合条契大"), "破": tuple("爆打"), "超": tuple("赶高反")}[word]
    return False
