"""What a written number is worth: 一千零五, 1.2万亿, 四百五, 壹佰."""

from __future__ import annotations

import functools
import math
import re

_BY_VALUE = ("零〇", "一壹", "二两贰貳兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
DIGITS = {mark: value for value, marks in enumerate(_BY_VALUE) for mark in marks}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}

DIGIT_MARKS = "".join(DIGITS)
UNIT_MARKS = "".join(SMALL | LARGE)
LARGE_MARKS = "".join(LARGE)

_PIECE = re.compile(rf"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+|[{DIGIT_MARKS}{UNIT_MARKS}]")
_SPELLED_DIGITS = re.compile(rf"[{DIGIT_MARKS}]+")
# 四百五 is 450, 一万三 is 13,000: a last digit counts in the place below the last unit.
_SHORTENED = re.compile(rf"[{UNIT_MARKS}][{DIGIT_MARKS}]$|\d[万萬亿億][1-9]$")
_SOME_MORE = re.compile(r"[多余餘来几幾](?=[万亿兆萬億])")
_MAGNITUDE_AT_END = re.compile(rf"[{LARGE_MARKS}]+$")
# 十几 counts as 十; 一百零 is 一百 cut off before its 几.
_SOME_AT_END = re.compile(r"(?<=[十拾])[几幾]|[零〇]$(?<=[百千万亿]零)")
_NEIGHBOURS = re.compile(rf"([十百千万]?)([一二两三四五六七八])([二三四五六七八九])([{UNIT_MARKS}]*)")


@functools.lru_cache(maxsize=65536)  # most numbers stood in the texts before
def bounds(written: str) -> tuple[float | None, float | None]:
    """Return the value of one written number, or low and high of two digits said together."""
    return neighbours(written) or (parse(written), None)


def parse(written: str) -> float | None:
    """Return the value of one written number (`1.2万亿`, `一千零五`), None where it is none."""
    text = re.sub(r"[\s,，]", "", written)
    sign = -1.0 if text.startswith(("-", "—", "负", "負", "－", "零下")) else 1.0
    text = _SOME_AT_END.sub("", _SOME_MORE.sub("", text.removeprefix("零下").lstrip("+-—－负負")))
    half = text.endswith("半")  # 一亿半 is 1.5亿
    whole, _, fraction = text.removesuffix("半").replace("點", "点").partition("点")
    magnitude = _MAGNITUDE_AT_END.search(fraction or (whole if half else ""))
    if fraction and magnitude:  # 两点五亿
        fraction = fraction[: magnitude.start()]
    value = _whole(whole)
    if value is None:
        return None
    if fraction:
        value += float("0." + _arabic(fraction))
    scale = math.prod(LARGE[mark] for mark in magnitude.group()) if magnitude else 1
    value = value + scale / 2 if half else value * scale
    return exact(sign * value) if math.isfinite(value) else None


def exact(value: float) -> float:
    """Return a value as it is written: 1.57 and 435000000, whatever binary fractions make of it."""
    return float(f"{value:.15g}")


def neighbours(core: str) -> tuple[float | None, float] | None:
    """Return low and high of two digits said together (四五倍, 七八十, 三五家), None for any other."""
    pair = _NEIGHBOURS.fullmatch(core)
    if not pair or (pair[1] and pair[4]):
        return None
    if DIGITS[pair[3]] - DIGITS[pair[2]] != 1 and pair[2] + pair[3] != "三五":
        return None
    high = parse(pair[1] + pair[3] + pair[4])
    return None if high is None else (parse(pair[1] + pair[2] + pair[4]), high)


def _arabic(digits: str) -> str:
    return "".join(str(DIGITS[mark]) for mark in digits)


def _whole(text: str) -> float | None:
    """Return the value of a number without 点, by adding up section after section."""
    if _SPELLED_DIGITS.fullmatch(text):
        return float(_arabic(text))
    total = section = number = last_scale = 0.0
    last_unit, pending, zero = 1.0, False, False
    for piece in _PIECE.findall(text):
        if piece in SMALL:
            last_unit = float(SMALL[piece])
            section += (number if pending else 1.0) * last_unit
            number, pending = 0.0, False
        elif piece in LARGE:
            scale = float(LARGE[piece])
            if not (zero and not section + number and not total):
                if scale == last_scale and section + number:  # 三万五千万 is 35,000 of 万
                    lower = total % (scale * scale)
                    total += (lower + section + number) * scale - lower
                else:
                    total = _scaled(total, section + number, scale, last_unit)
            section, number, pending, last_unit, last_scale = 0.0, 0.0, False, scale, scale
        elif piece in "零〇":
            last_unit, pending = 1.0, False
        else:
            if pending:
                return None
            number, pending = float(DIGITS[piece]) if piece in DIGITS else float(piece), True
            zero = number == 0.0  # 0.0万 is nothing, where 万 alone is ten thousand
    value = total + section + (number * last_unit / 10 if _SHORTENED.search(text) else number)
    return exact(value)


def _scaled(total: float, section: float, scale: float, last_unit: float) -> float:
    """Return the sum after 万 or 亿, with `total` before the section that ends there."""
    if total and scale >= last_unit and not section:
        return total * scale  # 万亿, 万万: the whole so far counts in the larger unit
    if total and total < scale:
        return (total + section) * scale
    return total + (section or 1.0) * scale
