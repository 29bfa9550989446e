"""Numbers as Chinese writes them: 1,234, 3.2万, 一千零五, 百分之五, 三分之二, 七成六, 十余万, 壹佰.

`find` reports every number of a text and its value, whatever stands behind it. What a number
counts is the business of `quantities`.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from flows import contract

DIGITS = {mark: value for value, marks in enumerate(
    ("零〇", "一壹", "二两贰貳兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
) for mark in marks}  # fmt: skip
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}

_D = "".join(DIGITS)
_U = "".join(SMALL | LARGE)
_WAN = "".join(LARGE)
# Two points in one number make a version or an address of it, whose parts stand alone.
_ARABIC = (
    r"(?:\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|(?<!\d\.)\d++\.\d++(?!\.\d)|\d++|(?<![\d.])\.\d+)"
    r"(?:[eE][+-]?\d+(?![\d\w]))?"
)
# 千 and 兆 that open a unit (千瓦, 千米, 兆瓦, 兆赫) belong to the unit; 兆 after Arabic digits always does.
_UNIT_HEAD = r"(?![千仟](?:瓦|米|克|伏|卡|赫|焦|帕|安|升|吨公里|字节|比特)|兆(?:瓦|赫|帕|字节|比特|伏|欧|焦))"
_CHINESE = rf"(?:{_UNIT_HEAD}[{_D}{_U}](?<!\d[兆]))"
_VAGUE = rf"\s?[多余餘来几幾](?=\s?[{_WAN}])|[零〇]?[几幾](?=[{_WAN}])"
_DECIMAL = "".join(mark for mark in DIGITS if mark not in "两兩")
_POINT = rf"\s?[点點]\s?[{_DECIMAL}](?:\s?[{_DECIMAL}])*(?![{_U}分刻时半钟])"
_NUMBER = (
    rf"(?:{_ARABIC}|{_CHINESE}|[几幾数數](?=[十百千万亿萬億]))"
    rf"(?:{_CHINESE}|\s+{_UNIT_HEAD}[{_U}]|\s+[{_D}](?=\s*[{_U}])|(?<=[{_U}零〇])\s?(?:{_ARABIC})|"
    rf"(?<=\s[{_U}])\s[{_D}]|(?<=[{_U}])\s[{_D}](?=\s?又)|{_VAGUE})*"
    rf"(?:{_POINT})?"
)
_SIGN = r"(?:(?<![\da-zA-Z.)）%‰℃°])[-－+]|[负負]\s?)?"
_RUN = re.compile(rf"{_SIGN}{_NUMBER}")
_FRACTION = re.compile(
    rf"(?:(?P<whole>{_SIGN}{_NUMBER})\s?又\s?)?(?P<low>{_SIGN}{_NUMBER})\s?分\s{{0,2}}之\s{{0,2}}(?P<high>{_SIGN}{_NUMBER})"
    rf"|(?P<all>(?:\d+ +)?\d+)/(?P<bottom>\d+)(?![\d/年月.])"
)
_TENTHS = re.compile(rf"(?P<tenths>{_NUMBER})\s?成(?P<more>\s?[{_D}])?(?![立为员果品功本长熟绩就分交都渝千百万色套型])")
_DISCOUNT = re.compile(rf"(?P<digits>(?:[{_D}\d]\s?){{1,2}}|[{_D}\d]\s?[点點.]\s?[{_D}\d])\s?折(?![旧叠线射腾扣磨算合断])")
_POWER = re.compile(r"(?P<base>[-+]?\d+(?:\.\d+)?)\^(?P<exponent>[-+]?\d+)")
_DOZEN = re.compile(rf"(?P<count>{_NUMBER})打(?![开算造击破通响印包车工听])")
_THOUSAND = re.compile(r"(?P<count>\d+(?:\.\d+)?)\s?[kK](?![A-Za-z\d])")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w\-./?%&=:#()~+,;@!$*']+")
_LETTERS = re.compile(r"[A-Za-z][\w]*\d[\w-]*|\d+[A-Za-z]+\d[\w-]*")
_PERCENT_BASE = {"百": 1, "千": 10, "万": 100, "萬": 100, "百万": 10**4, "百萬": 10**4, "千万": 10**5,
                 "万万": 10**6, "百万万": 10**8}  # fmt: skip


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
    for pattern, read in _SPECIAL:
        for match in pattern.finditer(text):
            if _overlaps(taken, *match.span()):
                continue
            if numeral := read(match):
                found.append(numeral)
            if numeral or pattern is _DISCOUNT:
                taken.append(match.span())
    for match in _RUN.finditer(text):
        if not _overlaps(taken, *match.span()) and (numeral := _plain(match, text)):
            found.append(numeral)
    return sorted(found)


def parse(written: str) -> float | None:
    """Return the value of one written number (`1.2万亿`, `一千零五`), None where it is none."""
    text = re.sub(r"[\s,]", "", written)
    sign = -1.0 if text[:1] in "-负負－" else 1.0
    text = re.sub(r"[多余餘来几幾](?=[万亿兆萬億])", "", text.lstrip("+-－负負"))
    text = re.sub(r"(?<=[十拾])[几幾]|[零〇]$(?<=[百千万亿]零)", "", text)
    whole, _, fraction = text.replace("點", "点").partition("点")
    value = _whole(whole)
    if value is None:
        return None
    if fraction:
        value += float("0." + "".join(str(DIGITS[mark]) for mark in fraction))
    return sign * value


def _whole(text: str) -> float | None:
    """Return the value of a number without 点, by adding up section after section."""
    if re.fullmatch(rf"[{_D}]+", text):
        return float("".join(str(DIGITS[mark]) for mark in text))
    total = section = number = 0.0
    last_unit, pending = 1.0, False
    for piece in re.findall(rf"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+|[{_D}{_U}]", text):
        if piece in SMALL:
            section += (number if pending else 1.0) * SMALL[piece]
            number, pending, last_unit = 0.0, False, float(SMALL[piece])
        elif piece in LARGE:
            section += number
            scale = float(LARGE[piece])
            if total and scale >= last_unit and not section:
                total *= scale  # 万亿, 万万: the whole so far counts in the larger unit
            elif total and total < scale:
                total = (total + section) * scale
            else:
                total += (section or 1.0) * scale
            section, number, pending, last_unit = 0.0, 0.0, False, scale
        elif piece in "零〇":
            last_unit, pending = 1.0, False
        else:
            if pending:
                return None
            number, pending = float(DIGITS[piece]) if piece in DIGITS else float(piece), True
    # 四百五 is 450, 一万三 is 13,000: a last digit counts in the place below the last unit.
    tail = re.search(rf"[{_U}][{_D}]$", text)
    value = total + section + (number * last_unit / 10 if tail else number)
    return float(f"{value:.15g}")  # 4.35亿 is 435000000, whatever binary fractions make of it


def _plain(match: re.Match[str], text: str) -> Numeral | None:
    written, start, end = match.group(), match.start(), match.end()
    core = written.lstrip("+-－负負 ")
    if core[0].isdigit() or core[0] == ".":
        if _inside_letters(text, start, end):
            return None
    elif not _is_number(core, text, end - len(core), end):
        return None
    vague = core[0] in "几幾数數" or "几" in core or "幾" in core or text[end : end + 1] in "几幾"
    if core[0] in "几幾数數":
        core = "一" + core[1:]
    value = parse(core)
    if value is None:
        return None
    if written[0] in "-－负負":
        value = -value
    high = _neighbour(core)
    more = bool(re.search(r"[多余餘来]", written))
    if high is not None:
        low = parse(core[: core.index(high[0])] + high[1])
        return Numeral(start, end, low if low is not None else value, high[2], vague=vague, more=more)
    return Numeral(start, end, value, vague=vague, more=more)


def _neighbour(core: str) -> tuple[str, str, float] | None:
    """Return (written pair and rest, low reading, high value) for 四五倍, 七八十, 三五百."""
    pair = re.fullmatch(rf"([十百千万]?)([一二两三四五六七八])([二三四五六七八九])([{_U}]*)", core)
    if not pair or DIGITS[pair[3]] - DIGITS[pair[2]] != 1 or (pair[1] and pair[4]):
        return None
    high = parse(pair[1] + pair[3] + pair[4])
    return (pair[2] + pair[3], pair[2] + pair[4], high) if high is not None else None


def _is_number(core: str, text: str, start: int, end: int) -> bool:
    """Tell a Chinese numeral from a character of a word (统一, 四川, 万科)."""
    if all(mark in _U for mark in core.replace(" ", "")):
        if len(core) > 1 and core[-1] in _WAN and core[0] not in _WAN:
            return True  # 百亿, 千万
        return core in ("十", "万亿") or (core in "百千万亿" and text[start - 1 : start] in tuple("近超过破上"))
    if len(core) > 2 or any(mark.isdigit() for mark in core) or (core[0] in DIGITS and core[-1] in _WAN):
        return True
    return not in_word(text, start, end)


def in_word(text: str, start: int, end: int) -> bool:
    """Tell whether text[start:end], a numeral, is part of a word that is no number."""
    words = _words()
    for first in range(max(0, start - 4), start + 1):
        for last in range(max(end, first + 2), min(len(text), first + 6) + 1):
            if text[first:last] in words:
                return True
    return False


@functools.cache
def _words() -> frozenset[str]:
    return frozenset(row["word"] for row in contract.codelist("numeral_words"))


def _inside_letters(text: str, start: int, end: int) -> bool:
    """Tell a number from the digits of a name such as EA-18G or PM2.5."""
    before = text[start - 1 : start]
    if before.isascii() and (before.isalpha() or before == "_"):
        return True
    if before in ("-", ".") and text[start - 2 : start - 1].isascii() and text[start - 2 : start - 1].isalnum():
        return before == "-" and text[start - 2 : start - 1].isalpha()
    return False


def _fraction(match: re.Match[str]) -> Numeral | None:
    start, end = match.span()
    if match["bottom"]:
        *whole, top = (float(part) for part in match["all"].split())
        if not float(match["bottom"]):
            return None
        return Numeral(start, end, (whole[0] if whole else 0.0) + top / float(match["bottom"]))
    base = re.sub(r"\s", "", match["low"])
    high = parse(match["high"])
    if high is None:
        return None
    if base in _PERCENT_BASE and not match["whole"]:
        if base == "百" and re.search(rf"[{_D}]{{2}}", match["high"]) and (pair := _neighbour(match["high"])):
            return Numeral(start, end, parse(pair[1]) or 0.0, pair[2], unit="%")
        return Numeral(start, end, high / _PERCENT_BASE[base], unit="%")
    low = parse(base)
    if not low:
        return None
    whole_value = parse(match["whole"]) if match["whole"] else 0.0
    if whole_value is None:
        return None
    part = high / low
    return Numeral(start, end, whole_value - part if whole_value < 0 else whole_value + part)


def _tenths(match: re.Match[str]) -> Numeral | None:
    value = parse(match["tenths"])
    if value is None or value > 10:
        return None
    more = DIGITS[match["more"].strip()] if match["more"] else 0
    high = _neighbour(match["tenths"])
    if high:
        return Numeral(*match.span(), (parse(high[1]) or 0.0) * 10, high[2] * 10, unit="%")
    return Numeral(*match.span(), value * 10 + more, unit="%")


def _discount(match: re.Match[str]) -> Numeral | None:
    marks = re.sub(r"\s", "", match["digits"]).replace("點", ".").replace("点", ".")
    digits = "".join(str(DIGITS.get(mark, mark)) for mark in marks)
    # 一折 and 十折 are hardly ever a price: 折扣一折, 打十折.
    if digits in {"1", "0", "10"}:
        return None
    value = float(digits) if "." not in digits and len(digits) == 2 else float(digits) * 10
    return Numeral(*match.span(), value, unit="%")


def _power(match: re.Match[str]) -> Numeral | None:
    base, exponent = match["base"], int(match["exponent"])
    if abs(exponent) > 300:
        return None
    value = abs(float(base)) ** exponent
    return Numeral(*match.span(), -value if base.startswith("-") else value)


def _dozen(match: re.Match[str]) -> Numeral | None:
    value = parse(match["count"])
    return None if value is None else Numeral(*match.span(), value * 12)


def _thousand(match: re.Match[str]) -> Numeral:
    return Numeral(*match.span(), float(match["count"]) * 1000)


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in taken)


_SPECIAL = (
    (_FRACTION, _fraction),
    (_TENTHS, _tenths),
    (_DISCOUNT, _discount),
    (_POWER, _power),
    (_DOZEN, _dozen),
    (_THOUSAND, _thousand),
)
