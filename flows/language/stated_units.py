"""Units that do not stand behind their number: US$3000万, 总额（亿元）10.5, 单位：亿元, （港元，下同）."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from flows import contract
from flows.language import scan, units
from flows.language.numeral_grammar import Numeral
from flows.language.numeral_values import LARGE, SMALL, exact
from flows.language.units import Unit

_MAGNITUDE = re.compile(r"[十百千万亿]+(?!瓦|伏|克|米|卡|赫|帕|安|升)")
# The unit in brackets behind the name of what is measured: 总额（亿元）, 增速(%)：.
_BRACKETED = re.compile(
    r"[（(](?:单位[:：]?\s?)?(?P<unit>[^（）()\s，。；：]{1,8})[）)]\s?(?:分别)?(?:为|是|达到?|约|共|：|:)?\s?\Z"
)
_LONGEST_BRACKET = 18
_LINE = re.compile(r"(?:计量|金额)?单位\s?[:：]\s?(?=(?P<unit>[^\s，。；：、）)]{1,8}))")
_BLOCK_END = re.compile(r"\n\s*\n|。|(?=单位\s?[:：])")
_LABELLED = re.compile(r"[^\n。]*?[\u4e00-\u9fff）)：:][^\n。\d]{0,4}\Z")
_NOTE = re.compile(
    r"[（(][^（）()]{0,8}?(?P<same>[\u4e00-\u9fff]{2,5}?)[，,、；]?\s?下同[）)]"
    r"|(?:货币|金额|币种|计价)(?:单位)?(?:均|皆)?(?:为|[:：])\s?(?P<currency>[\u4e00-\u9fff]{2,5}?)(?=[，。；）)\n]|$)"
)
_YEARS = range(1900, 2101)
_SIGNS = {row["sign"]: row["unit"] for row in contract.codelist("currency_signs")}
_BEFORE = re.compile(rf"(?<![A-Za-z兑对换])(?P<sign>{scan.any_of(_SIGNS)})\s?\Z")


@dataclass(slots=True)
class Governing:
    """What the text says of the units of all numbers below: where it begins to hold, and what."""

    lines: list[tuple[int, int, float, Unit]] = field(default_factory=list)
    """Blocks under 单位：亿元, with the scale and the unit of their numbers."""
    currencies: list[tuple[int, str]] = field(default_factory=list)
    """Currencies that 元 stands for from a note on."""
    used: set[int] = field(default_factory=set)
    """Lines whose first number has taken the unit."""


def governing(text: str) -> Governing:
    """Return the units that lines and notes of `text` set for what follows them."""
    found = Governing()
    if "单位" in text:
        for match in _LINE.finditer(text):
            if read := _read(match["unit"]):
                end = _BLOCK_END.search(text, match.end())
                found.lines.append((match.end(), end.start() if end else len(text), *read))
    if "下同" in text or "货币" in text or "币种" in text or "计价" in text or "金额" in text:
        for match in _NOTE.finditer(text):
            if unit := _SIGNS.get(match["same"] or match["currency"] or ""):
                found.currencies.append((match.start(), unit))
    return found


def measured(
    text: str, numeral: Numeral, unit: Unit | None, rules: Governing, taken: int
) -> tuple[Numeral, Unit | None]:
    """Return a number and its unit, which may stand before it or govern it from afar.

    What stands before `taken` belongs to the number before.
    """
    if numeral.unit:
        return numeral, unit
    if unit is None or unit.kind == "currency":
        if (sign := _sign_before(text, numeral.start)) and sign[0] >= taken:
            start, name = sign
            if unit is None or unit.name.partition("/")[0] in ("元", name):
                per = unit.name.partition("/")[2] if unit else ""
                end = unit.end if unit else units.per(text, numeral.end)
                per = f"/{per}" if per else "" if unit else text[numeral.end : end]
                return numeral._replace(start=start), Unit(name + per, "currency", "currency", end)
        if rules.currencies and (unit is None or unit.name == "元"):
            return numeral, _noted(numeral, unit, rules)
    if unit is not None:
        return numeral, unit
    bracket = _BRACKETED.search(text, max(0, numeral.start - _LONGEST_BRACKET), numeral.start)
    read = _read(bracket["unit"]) if bracket else _of_line(text, numeral, rules)
    if read is None:
        return numeral, None
    scale, stated = read
    value, high = exact(numeral.value * scale), numeral.value_high
    scaled = numeral._replace(value=value, value_high=None if high is None else exact(high * scale))
    return scaled, stated._replace(end=numeral.end)


def _noted(numeral: Numeral, unit: Unit | None, rules: Governing) -> Unit | None:
    """Return the currency that a note gives 元; a bare number takes it where the note stands right behind."""
    end = unit.end if unit else numeral.end
    place = bisect_right(rules.currencies, (end, "\uffff")) - 1
    if place < 0 or (unit is None and rules.currencies[place][0] != end):
        return unit
    return Unit(rules.currencies[place][1], "currency", "currency", end)


def _of_line(text: str, numeral: Numeral, rules: Governing) -> tuple[float, Unit] | None:
    """Return the unit that a line above sets for the first number behind the name of its own line."""
    for start, end, scale, unit in rules.lines:
        if not start <= numeral.start < end:
            continue
        line = text.rfind("\n", start, numeral.start)
        ends = text[numeral.end : numeral.end + 1] in ("", "\n", " ", "\t", "，", "；", "、", "|")
        if line < 0 or line in rules.used or not ends or not _LABELLED.match(text, line + 1, numeral.start):
            return None
        if numeral.value in _YEARS and not text.startswith("\n", numeral.end) and numeral.end < len(text):
            return None
        rules.used.add(line)
        return scale, unit
    return None


def _read(written: str) -> tuple[float, Unit] | None:
    """Return scale and unit of a unit as written (亿元, 万人), None where it is none."""
    magnitude = _MAGNITUDE.match(written)
    scale = 1.0
    for mark in magnitude.group() if magnitude else "":
        scale *= (LARGE | SMALL)[mark]
    start = magnitude.end() if magnitude else 0
    unit = units.read(written, start)
    if unit is None or unit.end != len(written) or unit.kind == "time":
        return None
    return scale, unit


def _sign_before(text: str, start: int) -> tuple[int, str] | None:
    """Return where the sign of a currency right before a number begins, and the currency."""
    if (match := _BEFORE.search(text, max(0, start - 12), start)) is None:
        return None
    return match.start(), _SIGNS[match["sign"]]
