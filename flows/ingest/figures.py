"""What a cell of a table says: a figure with what bounds it, or words; and what the head of a column says.

A head gives the time, the unit, the growth and the aim of what stands under it, and what is left is a
name: `2025年`, `绝对量（亿元）`, `比上年增长（%）`, `2030年目标`, `地区生产总值`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows import contract
from flows.language import units

_DIGITS = r"(?:\d{1,3}(?:[,，]\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:[.．]\d+)?"
_FIGURE = re.compile(
    rf"(?P<before>[≥≤>＞<＜约超近]|大于|小于|高于|低于|不[低少小]于|不[超高多大]过?于?|超过|达到)?\s*(?:[=＝])?\s*"
    rf"(?P<open>[\[［〔【(（])?(?P<sign>[+＋\-－−—–])?\s*"
    rf"(?P<digits>{_DIGITS}(?:\s*(?:[-—–~～至]|——)\s*{_DIGITS})?)(?P<close>[\]］〕】)）])?\s*"
    r"(?P<unit>%|％|‰|[^\d\s，。；：、,;()（）%％‰\[\]〔〕以左]{1,8})?\s*(?P<after>以上|以下|以内|左右|以后|上下)?"
)
_NARROW = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_EMPTY = {"", "-", "—", "–", "－", "――", "——", "…", "……", "...", "/", "*", "×", "\\", "无", "－－", "--"}
_BRACKETS = re.compile(r"\s*[（(\[［]\s*(?:单位\s*[：:]\s*)?(?P<inner>[^（）()\[\]［］]{1,12})\s*[）)\]］]")
_BEHIND = re.compile(r"\s*[/／,，]\s*(?P<inner>[^/／,，\d\s]{1,6})$")
_YEAR = r"(?:(?:19|20)\d\d)"
_PART = (
    r"(?:[上下]半年|前?[一二三四1-4]季度|前[一二两三四五六七八九十\d]{1,2}个?月"
    r"|\d{1,2}(?:\s*[-—–～~至]\s*\d{1,2})?月份?)"
)
_ERA = r"[“\"]?十[一二三四五六七八九]五[”\"]?(?:时期|期间|末|规划期)?"
_PERIOD = re.compile(
    rf"(?:{_ERA}|{_YEAR}(?:年度?)?(?:\s*[-—–～~至]\s*{_YEAR}年?)?(?:{_PART})?|{_PART})(?:年?[底末初]|累计)?"
)
_RATE = re.compile(r"[%％]")
_COMPARED = re.compile(r"同比|环比|比.{1,10}?(?=增|涨|变|升|±|\+|＋)|年均|较.{1,10}?(?=增|涨|变|升|±)")
_COUNT = re.compile(r"(?<=..)(?:金额|[数值])$")
"""What a head adds to a time: 期末数, 上年金额."""
_REST = " \t　:：、，,·-—–"


@functools.cache
def words(kind: str) -> tuple[str, ...]:
    """Return the words of a kind in the list table_words, longer ones first."""
    rows = contract.codelist("table_words")
    return tuple(sorted((row["word"] for row in rows if row["kind"] == kind), key=len, reverse=True))


@functools.cache
def is_word(kind: str, text: str) -> bool:
    """Return whether `text`, white space and a mark at its end aside, is a word of a kind."""
    return re.sub(r"\s", "", text).rstrip("：:") in words(kind)


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell that is a number: `≥80%`, `200元/月`, `-3.2`, `60以上`."""

    digits: str
    negative: bool
    unit: str
    before: str
    after: str
    total: bool
    """Whether brackets say that it is a total over some years, as plans write it."""


@functools.lru_cache(maxsize=4096)
def figure(cell: str) -> Figure | None:
    """Return the number that a cell holds and nothing else, None where it holds no or more than one."""
    match = _FIGURE.fullmatch(cell)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    unit = match["unit"] or ""
    if unit in {"年", "月", "日"} or (unit and len(unit) > 1 and not is_unit(unit)):
        return None
    rounded = (match["open"] or "") in "(（" and match["open"] is not None
    return Figure(
        re.sub(r"\s", "", match["digits"]).translate(_NARROW),
        (match["sign"] or "") in tuple("-－−—–") or (rounded and not match["unit"]),
        unit.replace("％", "%"),
        match["before"] or "",
        match["after"] or "",
        match["open"] is not None and not rounded,
    )


def is_empty(cell: str) -> bool:
    """Return whether a cell says that there is no figure."""
    return cell in _EMPTY


def is_unit(text: str) -> bool:
    """Return whether `text` is a unit: 亿元, 万人次, %, 元/月."""
    bare = text.strip()
    found = units.read(bare, 0)
    if found and found.end == len(bare):
        return True
    carried = bare.lstrip("十百千万亿")
    found = units.read(carried, 0)
    return (
        bare != "" and carried != bare and (not carried or (found is not None and found.end == len(carried)))
    )


def is_period(text: str) -> bool:
    """Return whether `text` is a time and nothing else: 2025年, 1-12月, 上半年, 2025."""
    return _PERIOD.fullmatch(text.strip()) is not None


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a column, or the label of a row, says of its figures."""

    name: str = ""
    period: str = ""
    unit: str = ""
    growth: str = ""
    """What a rate of growth compares with, and 增长: `同比增长`."""
    target: bool = False


NOTHING = Head()


@functools.lru_cache(maxsize=4096)
def head(text: str) -> Head:
    """Return what one cell of a table's head says."""
    text, unit = without_unit(" ".join(text.split()))
    target = next((word for word in words("target") if word in text), "")
    text = text.replace(target, "", 1) if target else text
    rest, growth = _without_growth(text)
    if is_word("recent", rest):
        return Head("", _COUNT.sub("", rest), unit, growth, bool(target))
    match = re.match(rf"[到至]?({_PERIOD.pattern})", rest)
    period = match[1] if match and not re.match(r"[\d.]", rest[match.end() :]) else ""
    if match and period:
        rest = rest[match.end() :].removeprefix("年")
        period += "年" if re.search(rf"{_YEAR}$", period) else ""
    rest = rest.strip(_REST) if match or growth or target else rest.strip()
    rest = "" if is_word("filler", rest) else rest
    return Head(rest, period.replace(" ", ""), unit, growth, bool(target))


def without_unit(text: str) -> tuple[str, str]:
    """Return a label without the unit in brackets or behind a stroke, and the unit: `工业总产值（亿元）`."""
    for match in _BRACKETS.finditer(text):
        if is_unit(match["inner"]):
            return text[: match.start()] + text[match.end() :], _named(match["inner"])
    behind = _BEHIND.search(text)
    if behind and behind.start() and is_unit(behind["inner"]):
        return text[: behind.start()], _named(behind["inner"])
    if re.search(r".[%％]$", text):
        return text[:-1], "%"
    return text, ""


def _named(unit: str) -> str:
    return unit.strip().replace("％", "%")


def _without_growth(text: str) -> tuple[str, str]:
    """Return what a head names beside a rate of growth, and the words for the growth."""
    rise = next((word for word in words("rise") if text.endswith(word)), "")
    compared = _COMPARED.search(text)
    if not rise and not (compared and compared.end() == len(text)):
        return text, ""
    begin = compared.start() if compared else len(text) - len(rise)
    basis = compared[0] if compared else ""
    return text[:begin], f"{basis}增长"


def together(heads: Sequence[Head]) -> Head:
    """Return what the heads over one column say together, the upper ones first."""
    name = ""
    for each in heads:
        name = joined(name, each.name)
    return Head(
        name,
        "".join(dict.fromkeys(each.period for each in heads)),
        next((each.unit for each in reversed(heads) if each.unit), ""),
        next((each.growth for each in reversed(heads) if each.growth), ""),
        any(each.target for each in heads),
    )


def joined(outer: str, inner: str) -> str:
    """Return two names as one, what is measured last: 最高支付限额 and 职工 are 职工最高支付限额."""
    if not outer or not inner or inner in outer:
        return outer or inner
    if outer in inner:
        return inner
    return inner + outer if measures(outer) and not measures(inner) else outer + inner


def measures(name: str) -> bool:
    """Return whether a name ends as that of a measured quantity does."""
    return name.endswith(words("measure"))
