"""Numbers as Chinese writes them: 1,234, 3.2万, 一千零五, 百分之五, 三分之二, 七成六, 十余万, 壹佰.

`find` reports every number of a text and its value, whatever stands behind it. What a number
counts is the business of `quantities`.
"""

from __future__ import annotations

import bisect
import functools
import math
import re
from typing import TYPE_CHECKING, NamedTuple

from flows import contract
from flows.language import scan, units
from flows.language.lexicon import Words
from flows.language.numeral_values import (
    DIGIT_MARKS,
    DIGITS,
    LARGE,
    LARGE_MARKS,
    UNIT_MARKS,
    bounds,
    exact,
    neighbours,
    parse,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

# 3 500万元: spaces group thousands, where a unit follows.
_SPACED = r"(?<![A-Za-z\d.])(?!0)\d{1,3}(?: \d{3})+(?=\.\d|\s?[%\u4e00-\u9fff])(?!\s?[年月日])(?:\.\d+)?"
_ARABIC = (
    rf"(?:{_SPACED}"
    r"|\d{1,3}(?:[,，]\d{3})+(?![\d])(?:\.\d+)?"  # commas group thousands
    r"|(?<!\d\.)\d++\.\d++(?!\.\d)"  # two points make a version or an address, whose parts stand alone
    r"|\d++|(?<![\d.])\.\d+)"
    r"(?:[eE][+-]?\d+(?![\d\w]))?"
)
# 千 and 兆 that open a unit belong to the unit; 兆 after Arabic digits always does.
_UNIT_HEAD = f"(?!{'|'.join(units.opening('千', '兆')).replace('千', '[千仟]')})"
_CHINESE = rf"(?:{_UNIT_HEAD}[{DIGIT_MARKS}{UNIT_MARKS}](?<!\d[兆]))"
_SOME = "几幾数數"
# 十余万, 三百多亿, 二十几万.
_VAGUE = rf"\s?[多余餘来几幾](?=\s?[{LARGE_MARKS}])|[零〇]?[几幾](?=[{LARGE_MARKS}])"
_DECIMAL = DIGIT_MARKS.replace("两", "").replace("兩", "")
# 三点五 and 两点五亿, but not the time of 三点五分.
_POINT = rf"\s?[点點]\s?[{_DECIMAL}](?:\s?[{_DECIMAL}])*(?:[{LARGE_MARKS}]+|(?![{UNIT_MARKS}分刻时半钟]))"
# 一亿半元, but not 一亿半导体.
_HALF = rf"(?<=[{LARGE_MARKS}])半(?=[元美欧港人吨亩平立公户株斤，。；、]|$)"
_NUMBER = (
    rf"(?:{_ARABIC}|{_CHINESE}|[{_SOME}](?=[十百千万亿萬億]))"
    rf"(?:{_CHINESE}"
    # Spaces stand where a text sets its digits apart: 3 万, 二 百, 一百 零 五.
    rf"|\s+{_UNIT_HEAD}[{UNIT_MARKS}]|\s+[{DIGIT_MARKS}](?=\s*[{UNIT_MARKS}])"
    rf"|(?<=[{UNIT_MARKS}零〇])\s?(?:{_ARABIC})"
    rf"|(?<=\s[{UNIT_MARKS}])\s[{DIGIT_MARKS}]|(?<=[{UNIT_MARKS}])\s[{DIGIT_MARKS}](?=\s?又)"
    rf"|{_VAGUE})*"
    rf"(?:{_POINT}|{_HALF})?"
)
# A dash after a digit, a letter, a bracket or 万 joins, it does not negate; a long one negates only
# behind words that a value follows (增长—3.5%).
_SIGN = (
    rf"(?:(?<![\da-zA-Z.)）%‰℃°{UNIT_MARKS}])[-－+]"
    r"|(?<=[增下长降升为是达比约至到率速幅额润余差值盈亏：:（(、和与及的])"
    r"—(?=\d[\d.,]{0,12}\s?[万亿%元‰倍个点美港℃]|\d{1,12}\.\d{1,12}(?![\d—~-]))"
    r"|(?<![减減担擔肩背抱胜勝])[负負]\s?|零下\s?)?"
)
_RUN = re.compile(rf"{_SIGN}{_NUMBER}")
_FIRST_MARK = re.compile(rf"[\d.{DIGIT_MARKS}{UNIT_MARKS}{_SOME}+－—负負-]")
_MARKS = frozenset(f"{DIGIT_MARKS}{UNIT_MARKS}{_SOME}多余餘来点點负負下又分之,，.+-－eE—半×xX*·∙^⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_FRACTION = re.compile(
    rf"(?:(?P<whole>{_SIGN}{_NUMBER})\s?又\s?)?"  # 一又三分之二
    rf"(?P<low>{_SIGN}{_NUMBER})\s?分\s{{0,2}}之\s{{0,2}}(?P<high>{_SIGN}{_NUMBER})"
    r"|(?<![\d/])(?P<all>(?:\d+ +)?\d+)/(?P<bottom>\d+)(?![\d/年月.])"  # 1/3, but not the date 1/3/2020
)
# Words that 成 and 折 begin: 五成立, 三折叠.
_TENTHS = re.compile(
    rf"(?P<tenths>{_NUMBER})\s?成(?P<more>\s?[{DIGIT_MARKS}]|半(?![导成年]))?"
    r"(?![立为员果品功本长熟绩就分交都渝千百万色套型])"
)
_DISCOUNT = re.compile(
    rf"(?P<digits>(?:[{DIGIT_MARKS}十\d]\s?){{1,2}}|[{DIGIT_MARKS}\d]\s?[点點.]\s?[{DIGIT_MARKS}\d])"
    r"\s?折(?![旧叠线射腾扣磨算合断])"
)
# 10^4, 1.2×10^6 and 1.2×10⁶.
_POWER = re.compile(
    r"(?:(?P<factor>(?<![\d.])-?\d{1,18}(?:\.\d{1,18})?)\s?[×xX*·∙]\s?(?=10[\^⁰¹²³⁴-⁹⁻]))?"
    r"(?P<base>[-+]?\d{1,18}(?:\.\d{1,18})?)"
    r"(?:\^[（(]?(?P<exponent>[-+]?\d{1,4})[）)]?|(?P<raised>⁻?[⁰¹²³⁴-⁹]{1,3}))(?P<scale>[万亿]?)"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_DOZEN = re.compile(rf"(?P<count>{_NUMBER})打(?![开算造击破通响印包车工听])")
_THOUSAND = re.compile(r"(?P<count>\d+(?:\.\d+)?)\s?[kK](?![A-Za-z\d])")
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
_PERCENT_BASE = {
    **{"百": 1, "千": 10, "万": 100, "萬": 100, "百万": 10**4, "百萬": 10**4},
    **{"千万": 10**5, "万万": 10**6, "百万万": 10**8},
}
"""What 百分之, 千分之 … divide per cent by."""
# No price is called 一折 or 十折: 折扣一折, 打十折.
_NO_DISCOUNT = ("1", "0", "10", "十")
_LARGEST_EXPONENT = 300
_LARGEST = 1e100
"""A numeral beyond this, or nearer to nothing than one part of it, spells something and counts nothing;
below it, what is made of two numbers is one that every format can hold."""


class Numeral(NamedTuple):
    """A number as written. `unit` is % for 百分之, 成 and 折, else empty.

    `vague` marks a number that is only an order of magnitude (数百, 十几), `more` one that is
    exceeded by an unstated bit (十余万). `value_high` is the far end of two neighbouring digits
    said together (四五倍, 七八十).
    """

    start: int
    end: int
    value: float
    value_high: float | None = None
    unit: str = ""
    vague: bool = False
    more: bool = False


def find(text: str) -> list[Numeral]:
    """Return the numbers of `text` (as `normalise` leaves it), in order, none inside another."""
    taken = [match.span() for match in _ADDRESS.finditer(text)] if "://" in text or "www." in text else []
    found: list[Numeral] = []
    for cue, pattern, read in _SPECIAL:
        for match in scan.near(cue, pattern, text, _in_number):
            if _overlaps(taken, *match.span()):
                continue
            if numeral := read(match):
                found.append(numeral)
            if numeral or pattern is _DISCOUNT:
                bisect.insort(taken, match.span())
    for match in scan.near(_FIRST_MARK, _RUN, text):
        if not _overlaps(taken, *match.span()) and (numeral := _plain(match, text)):
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


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a span overlaps one of `taken`, which are in order and do not overlap each other."""
    place = bisect.bisect_left(taken, (end, end))
    return place > 0 and start < taken[place - 1][1]


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
    vague = core[0] in _SOME or "几" in core or "幾" in core or text[end : end + 1] in ("几", "幾")
    if core[0] in _SOME:
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
    words = _words()
    places = [place for place in range(max(0, start - 4), start + 1) if text[place] in words.firsts]
    return any(place + len(word) >= end for place in places for word in words.at(text, place))


@functools.cache
def _words() -> Words:
    return Words([row["word"] for row in contract.codelist("numeral_words")])


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


def _fraction(match: re.Match[str]) -> Numeral | None:
    """Read 百分之五, 三分之二, 一又三分之二 and 1/3."""
    start, end = match.span()
    if match["bottom"]:
        *whole, top = (float(part) for part in match["all"].split())
        if not float(match["bottom"]) or _is_span_of_years(match["all"], match["bottom"]):
            return None
        return Numeral(start, end, (whole[0] if whole else 0.0) + top / float(match["bottom"]))
    base, high = re.sub(r"\s", "", match["low"]), parse(match["high"])
    if high is not None and base.lstrip("-负負") in _PERCENT_BASE and base[0] in "-负負":
        base, high = base.lstrip("-负負"), -high
    if base == "百" and not match["whole"] and (pair := neighbours(match["high"])):
        return Numeral(start, end, pair[0] or 0.0, pair[1], unit="%")
    if high is None:
        return None
    if base in _PERCENT_BASE and not match["whole"]:
        return Numeral(start, end, high / _PERCENT_BASE[base], unit="%")
    low, whole_value = parse(base), parse(match["whole"]) if match["whole"] else 0.0
    if not low or whole_value is None:
        return None
    part = high / low
    return Numeral(start, end, whole_value - part if whole_value < 0 else whole_value + part)


def _is_span_of_years(first: str, last: str) -> bool:
    """Tell 2023/2024 and 2023/24 from a fraction."""
    following = str(int(first) + 1) if len(first) == 4 and first.isdecimal() else ""
    return bool(following) and last in (following, following[2:])


def _tenths(match: re.Match[str]) -> Numeral | None:
    """Read 七成 and 七成六 as per cent."""
    if pair := neighbours(match["tenths"]):
        return Numeral(*match.span(), (pair[0] or 0.0) * 10, pair[1] * 10, unit="%")
    value = parse(match["tenths"])
    if value is None or value > 10:
        return None
    more = 5 if match["more"] == "半" else DIGITS[match["more"].strip()] if match["more"] else 0
    return Numeral(*match.span(), value * 10 + more, unit="%")


def _discount(match: re.Match[str]) -> Numeral | None:
    """Read 八折 and 八五折 as per cent of the price."""
    marks = re.sub(r"\s", "", match["digits"]).replace("點", ".").replace("点", ".")
    digits = "".join(str(DIGITS.get(mark, mark)) for mark in marks)
    if digits in _NO_DISCOUNT:
        return None
    if "十" in digits:
        return None
    value = float(digits) if "." not in digits and len(digits) == 2 else float(digits) * 10
    return Numeral(*match.span(), value, unit="%")


def _power(match: re.Match[str]) -> Numeral | None:
    """Read 10^4 and 1.2×10⁶."""
    base, written = match["base"], match["exponent"] or match["raised"].translate(_RAISED)
    if abs(exponent := int(written)) > _LARGEST_EXPONENT or (match["raised"] and not match["factor"]):
        return None
    try:
        value = abs(float(base)) ** exponent * float(match["factor"] or 1) * LARGE.get(match["scale"], 1)
    except (OverflowError, ZeroDivisionError):
        return None
    if not math.isfinite(value):
        return None
    return Numeral(*match.span(), exact(-value if base.startswith("-") else value))


def _dozen(match: re.Match[str]) -> Numeral | None:
    """Read 两打 as 24."""
    value = parse(match["count"])
    return None if value is None else Numeral(*match.span(), value * 12)


def _thousand(match: re.Match[str]) -> Numeral:
    """Read 12k as 12,000."""
    return Numeral(*match.span(), float(match["count"]) * 1000)


_SPECIAL = (
    (re.compile(r"分\s{0,2}之|/"), _FRACTION, _fraction),
    (re.compile("成"), _TENTHS, _tenths),
    (re.compile("折"), _DISCOUNT, _discount),
    (re.compile(r"\^|(?<=10)[⁰¹²³⁴-⁹⁻]"), _POWER, _power),
    (re.compile("打"), _DOZEN, _dozen),
    (re.compile("[kK]"), _THOUSAND, _thousand),
)
"""Numbers that hold a word or mark, which no plain number does: what finds that, the whole, and reads it."""
