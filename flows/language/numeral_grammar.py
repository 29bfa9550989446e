"""What numbers are made of: digits in figures and in characters, signs, 点 and 半, as pieces of patterns."""

from __future__ import annotations

from typing import NamedTuple

from flows.language import units
from flows.language.numeral_values import DIGIT_MARKS, LARGE_MARKS, UNIT_MARKS

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
SOME = "几幾数數"
# 十余万, 三百多亿, 二十几万.
_VAGUE = rf"\s?[多余餘来几幾](?=\s?[{LARGE_MARKS}])|[零〇]?[几幾](?=[{LARGE_MARKS}])"
_DECIMAL = DIGIT_MARKS.replace("两", "").replace("兩", "")
# 三点五 and 两点五亿, but not the time of 三点五分.
_POINT = rf"\s?[点點]\s?[{_DECIMAL}](?:\s?[{_DECIMAL}])*(?:[{LARGE_MARKS}]+|(?![{UNIT_MARKS}分刻时半钟]))"
# 一亿半元, but not 一亿半导体.
_HALF = rf"(?<=[{LARGE_MARKS}])半(?=[元美欧港人吨亩平立公户株斤，。；、]|$)"
NUMBER = (
    rf"(?:{_ARABIC}|{_CHINESE}|[{SOME}](?=[十百千万亿萬億]))"
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
SIGN = (
    rf"(?:(?<![\da-zA-Z.)）%‰℃°{UNIT_MARKS}])[-－+]"
    r"|(?<=[增下长降升为是达比约至到率速幅额润余差值盈亏：:（(、和与及的])"
    r"—(?=\d[\d.,]{0,12}\s?[万亿%元‰倍个点美港℃]|\d{1,12}\.\d{1,12}(?![\d—~-]))"
    r"|(?<![减減担擔肩背抱胜勝])[负負]\s?|零下\s?)?"
)


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
