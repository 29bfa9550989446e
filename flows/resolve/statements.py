"""When two statements of numbers speak of the same thing, and within which bounds.

A statement is a row of the table metrics. Bounds follow from how a number is written: `3.2万家`
is any number from 31,500 to 32,500, `超过60家` any above 60.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from flows import contract
from flows.resolve import indicators, naming

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    Row: TypeAlias = Mapping[str, Any]
    Key: TypeAlias = tuple[Any, ...]

APPROXIMATE = 0.05
"""Share of a value by which 左右, 约 and 近 may miss it; our own reading, no text defines it."""

_WRITTEN = re.compile(r"(\d[\d,]*)(?:\.(\d+))?\s*([十百千万亿兆]*)")
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}


def resolution(quote: str, value: float) -> float:
    """Return what one step in the last written digit of `quote` is worth, in the unit of `value`.

    Of Chinese numerals the trailing zeros count as not written: 三万 is right to ten thousand.
    """
    found = _WRITTEN.search(unicodedata.normalize("NFKC", quote))
    if found:
        decimals = len(found[2] or "")
        return float(10.0 ** (sum(_POWERS[sign] for sign in found[3]) - decimals))
    whole = abs(round(value))
    return float(10 ** (len(str(whole)) - len(str(whole).rstrip("0")))) if whole else 1.0


def bounds(metric: Row) -> tuple[float, float]:
    """Return the least and the greatest number that a statement allows."""
    value: float = metric["value"]
    half = resolution(metric["quote"], value) / 2 + abs(value) * 1e-9
    comparator = metric["comparator"]
    if comparator == "range" and metric["value_high"] is not None:
        return value - half, metric["value_high"] + half
    if comparator == "approx":
        half = max(half, abs(value) * APPROXIMATE)
    if comparator in {"eq", "approx", "range"}:
        return value - half, value + half
    if value < 0:  # 下降超过5%: above and below change places, and which is meant is not sure
        return -math.inf, math.inf
    return (value - half, math.inf) if comparator in {"ge", "gt"} else (-math.inf, value + half)


def place(metric: Row) -> tuple[str | None, str | None] | None:
    """Return the place that a number holds for, and the body in it where one is named; None if unknown."""
    region, subject = metric["region_code"], metric["subject"]
    if subject is None or (region and region_named(subject) == region):
        return (region, None) if region else None
    return region, subject


def series(metric: Row) -> Key | None:
    """Return what two statements must share to be values of one series; None where it is not known.

    The members of a class, and derived indicators, must also share their names, and all of them
    the words of scope (新增, 日均, 国家级) that the indicator itself does not hold.
    """
    where = place(metric)
    if where is None:
        return None
    curated = indicators.codelist().get(metric["indicator_id"])
    name = naming.variants(metric["indicator"], metric["measure"] != "level")[-1]
    what = name if curated is None or curated.kind == "class" else naming.scope(name, curated.name)
    unit = metric["unit_code"] or metric["unit"]
    return metric["indicator_id"], what, where, unit, metric["measure"], metric["basis"]


def specific(metric: Row, length: int = 7) -> bool:
    """Tell whether the name alone says what was counted: 企业 and 死亡 do not, 高新技术企业 does.

    The name of an indicator of the code list does; one of a particular class needs four characters,
    and any other `length` of them and to be more than the noun of its class.
    """
    curated = indicators.codelist().get(metric["indicator_id"])
    if curated is not None and curated.kind == "indicator":
        return True
    name = naming.plain(metric["indicator"])
    if curated is not None and not indicators.is_general(curated.indicator_id):
        return len(name) >= 4
    return len(name) >= length and not indicators.is_head(name)


@functools.cache
def _regions() -> Mapping[str, str]:
    """Return the code of each name that means one division: higher levels win, counties by full name only."""
    levels = ("county", "prefecture", "province", "country")
    found: dict[str, str | None] = {}
    for level in levels:
        names: dict[str, set[str]] = {}
        for row in contract.codelist("regions"):
            if row["level"] == level:
                for name in {row["name"], row["name_short"] if level != "county" else row["name"]} - {""}:
                    names.setdefault(name, set()).add(row["region_code"])
        found |= {name: min(codes) if len(codes) == 1 else None for name, codes in names.items()}
    return {name: code for name, code in found.items() if code}


def region_named(name: str | None) -> str | None:
    """Return the code of the division or country of that name; None where it is none or not one."""
    return _regions().get(name) if name else None
