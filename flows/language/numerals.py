"""Numbers as Chinese writes them: 1,234, 3.2万, 一千零五, 百分之五, 三分之二, 七成六, 十余万, 壹佰.

`find` reports every number of a text and its value, whatever stands behind it. What a number
counts is the business of `quantities`.
"""

from __future__ import annotations

import bisect
import re

from flows import contract
from flows.language import scan, units
from flows.language.lexicon import Words
from flows.language.numeral_forms import DISCOUNT, FORMS
from flows.language.numeral_grammar import NUMBER, SIGN, SOME, Numeral
from flows.language.numeral_values import (
    DIGIT_MARKS,
    DIGITS,
    LARGE_MARKS,
    UNIT_MARKS,
    bounds,
)

_RUN = re.compile(rf"{SIGN}{NUMBER}")
_FIRST_MARK = re.compile(rf"[\d.{DIGIT_MARKS}{UNIT_MARKS}{SOME}+－—负負-]")
_MARKS = frozenset(f"{DIGIT_MARKS}{UNIT_MARKS}{SOME}多余餘来点點负負下又分之,，.+-－eE—半×xX*·∙^⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w\-./?%&=:#()~+,;@!$*']+")
# GDP, R&D, EBITDA: two capitals at least; PM2.5 and TOP500 are names.
_ACRONYM = re.compile(
    r"(?<![A-Za-z\d])(?!PM|TOP|No|ISO|IEC|GB|CO\d|SO\d|NO\d)(?=[a-z]*[A-Z][A-Za-z&]*[A-Z])[A-Za-z&]{2,11}\Z"
)
_CURRENCY = re.compile(r"(?<![A-Za-z\d])(?:RMB|CNY|USD|EUR|GBP|HKD|JPY|KRW|TWD|AUD|CAD|SGD|CHF|RUB|INR)\Z")
# 三元五角 is money, 三元 alone may be a word.
_SMALL_MONEY = re.compile(rf"[元块][{DIGIT_MARKS}][角毛分]")
_MORE = re.compile(r"[多余餘来]")
_MINUS = ("-", "—", "－", "负", "負", "零下")
_WORDS = Words([row["word"] for row in contract.codelist("numeral_words")])
_LARGEST = 1e100
"""A numeral beyond this, or nearer to nothing than one part of it, spells something and counts nothing;
below it, what is made of two numbers is one that every format can hold."""


def find(text: str) -> list[Numeral]:
    """Return the numbers of `text` (as `normalise` leaves it), in order, none inside another."""
    taken = [match.span() for match in _ADDRESS.finditer(text)] if "://" in text or "www." in text else []
    found: list[Numeral] = []
    for cue, pattern, read in FORMS:
        for match in scan.near(cue, pattern, text, _in_number):
            if scan.overlaps(taken, *match.span()):
                continue
            if numeral := read(match):
                found.append(numeral)
            if numeral or pattern is DISCOUNT:
                bisect.insort(taken, match.span())
    for match in scan.near(_FIRST_MARK, _RUN, text):
        if not scan.overlaps(taken, *match.span()) and (numeral := _plain(match, text)):
            found.append(numeral)
    return sorted(filter(_counts, found))


def _counts(numeral: Numeral) -> bool:
    """Tell a number from a run of digits that no measure reaches."""
    ends = (abs(numeral.value), abs(numeral.value_high or 0.0))
    return all(end == 0 or 1 / _LARGEST <= end <= _LARGEST for end in ends)


def is_scaled(text: str, numeral: Numeral) -> bool:
    """Tell whether 万 or the like ends a number as written."""
    return ends_scaled(text, numeral.end)


def ends_scaled(text: str, end: int) -> bool:
    """Tell whether 万 or the like stands before `end`."""
    return text[end - 1] in UNIT_MARKS


def _in_number(mark: str) -> bool:
    """Tell whether a character can stand in a number as written."""
    return mark in _MARKS or mark.isdecimal() or mark.isspace()


def _plain(match: re.Match[str], text: str) -> Numeral | None:
    """Read a run of digits and Chinese numerals; None for those of a name or a word."""
    written, start, end = match.group(), match.start(), match.end()
    core = written.removeprefix("零下").lstrip("+-—－负負 ")
    if core[0] in "零〇" and core[1:2].isdecimal():  # 社零300亿元
        start, written, core = end - len(core) + 1, core[1:], core[1:]
    if core[0].isdecimal() or core[0] == ".":
        if _inside_letters(text, start, end):
            return None
    elif not _is_number(core, text, end - len(core), end):
        return None
    vague = core[0] in SOME or "几" in core or "幾" in core or text[end : end + 1] in ("几", "幾")
    if core[0] in SOME:
        core = "一" + core[1:]
    value, high = bounds(core)
    if value is None:
        return None
    if written.startswith(_MINUS):
        value, high = (-value, None) if high is None else (-high, -value)
    return Numeral(start, end, value, high, vague=vague, more=bool(_MORE.search(written)))


def _is_number(core: str, text: str, start: int, end: int) -> bool:
    """Tell a Chinese numeral from a character of a word (统一, 四川, 万科)."""
    if all(mark in UNIT_MARKS for mark in core.replace(" ", "")):
        if len(core) > 1 and core[-1] in LARGE_MARKS and core[0] not in LARGE_MARKS:
            return True  # 百亿, 千万
        bounded = text[start - 1 : start] in tuple("近超过破上")
        return core in ("十", "万亿") or (core in "百千万亿" and bounded)
    if len(core) > 2 or any(mark.isdigit() for mark in core) or _SMALL_MONEY.match(text, end):
        return True
    return (core[0] in DIGITS and core[-1] in LARGE_MARKS) or not _in_word(text, start, end)


def _in_word(text: str, start: int, end: int) -> bool:
    """Tell whether text[start:end], a numeral, is part of a word that is no number."""
    places = [place for place in range(max(0, start - 4), start + 1) if text[place] in _WORDS.firsts]
    return any(place + len(word) >= end for place in places for word in _WORDS.at(text, place))


def _inside_letters(text: str, start: int, end: int) -> bool:
    """Tell the digits of a name such as EA-18G or PM2.5 from a number; GDP2万亿元 has one."""
    before, second = text[start - 1 : start], text[start - 2 : start - 1]
    if before.isascii() and (before.isalpha() or before == "_"):
        near = max(0, start - 12)
        if _CURRENCY.search(text, near, start):
            return False
        return not (_ACRONYM.search(text, near, start) and _measures(text, end))
    return before == "-" and second.isascii() and second.isalpha()


def _measures(text: str, end: int) -> bool:
    """Tell whether digits that touch letters are followed by what only a number has: 万, % or a unit."""
    if text[end - 1] in LARGE_MARKS:
        return True
    unit = units.read(text, end)
    counts = unit is not None and unit.kind in ("classifier", "noun")
    return unit is not None and (unit.name in units.marked("letters") or not counts)
