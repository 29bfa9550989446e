"""Numbers that a word or mark makes, as no plain one is: 百分之五, 三分之二, 一半, 七成六, 八五折, 10^4."""

from __future__ import annotations

import math
import re

from flows.language.numeral_grammar import NUMBER, SIGN, Numeral
from flows.language.numeral_values import DIGIT_MARKS, DIGITS, LARGE, exact, neighbours, parse

_FRACTION = re.compile(
    rf"(?:(?P<whole>{SIGN}{NUMBER})\s?又\s?)?"  # 一又三分之二
    rf"(?P<low>{SIGN}{NUMBER})\s?分\s{{0,2}}之\s{{0,2}}(?P<high>{SIGN}{NUMBER})"
    r"|(?<![\d/])(?P<all>(?:\d+ +)?\d+)/(?P<bottom>\d+)(?![\d/年月.])"  # 1/3, but not the date 1/3/2020
)
_HALF = re.compile(rf"(?<![{DIGIT_MARKS}十百千万亿\d])一半(?![导径])")
# Words that 成 and 折 begin: 五成立, 三折叠.
_TENTHS = re.compile(
    rf"(?P<tenths>{NUMBER})\s?成(?P<more>\s?[{DIGIT_MARKS}]|半(?![导成年]))?"
    r"(?![立为员果品功本长熟绩就分交都渝千百万色套型])"
)
DISCOUNT = re.compile(
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
_DOZEN = re.compile(rf"(?P<count>{NUMBER})打(?![开算造击破通响印包车工听])")
_THOUSAND = re.compile(r"(?P<count>\d+(?:\.\d+)?)\s?[kK](?![A-Za-z\d])")
_PERCENT_BASE = {
    **{"百": 1, "千": 10, "万": 100, "萬": 100, "百万": 10**4, "百萬": 10**4},
    **{"千万": 10**5, "万万": 10**6, "百万万": 10**8},
}
"""What 百分之, 千分之 … divide per cent by."""
# No price is called 一折 or 十折: 折扣一折, 打十折.
_NO_DISCOUNT = ("1", "0", "10", "十")
_LARGEST_EXPONENT = 300


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


def _half(match: re.Match[str]) -> Numeral:
    """Read 一半."""
    return Numeral(*match.span(), 0.5)


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


FORMS = (
    (re.compile(r"分\s{0,2}之|/"), _FRACTION, _fraction),
    (re.compile("一半"), _HALF, _half),
    (re.compile("成"), _TENTHS, _tenths),
    (re.compile("折"), DISCOUNT, _discount),
    (re.compile(r"\^|(?<=10)[⁰¹²³⁴-⁹⁻]"), _POWER, _power),
    (re.compile("打"), _DOZEN, _dozen),
    (re.compile("[kK]"), _THOUSAND, _thousand),
)
"""What finds the word or mark, the pattern of the whole, and what reads it."""
