"""Names of places to codes of the list `regions`, for what a source says of its documents."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from flows import contract
from flows.language.lexicon import Lexicon

_LEVELS = ("country", "province", "prefecture", "county")
_CODE = re.compile(r"\d{6}|[A-Z]{2}")


@functools.cache
def _names() -> dict[str, tuple[str, ...]]:
    """Return the codes that each name can stand for, higher levels first."""
    names: dict[str, list[tuple[int, str]]] = {}
    for row in contract.codelist("regions"):
        rank = _LEVELS.index(row["level"])
        for name in {row["name"], row["name_short"]} - {""}:
            names.setdefault(name, []).append((rank, row["region_code"]))
    return {name: tuple(code for _, code in sorted(codes)) for name, codes in names.items()}


@functools.cache
def _parents() -> dict[str, str]:
    return {row["region_code"]: row["parent_code"] for row in contract.codelist("regions")}


def within(code: str, region: str | None) -> bool:
    """Return whether the division `code` is `region` or lies in it; True where there is no region."""
    while code and code != region:
        code = _parents().get(code, "")
    return bool(code) or region is None


_LONGEST = 60
"""Characters of a place with all that it lies in; 新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县 has 23."""


@functools.lru_cache(maxsize=65_536)  # the same beginnings are asked for again and again
def resolve(name: str, region: str | None = None) -> str | None:
    """Return the code of a place by its name or code, None where it is not one place for sure.

    `天津市静海区` is read from the left. Of places of one name the one of the highest level counts
    (吉林 is the province); two of the same level are told apart by `region` or not at all.
    """
    name = re.sub(r"\s", "", name)
    if _CODE.fullmatch(name):
        return name if name in _parents() else None
    if len(name) > _LONGEST:
        return None
    codes = [code for code in _names().get(name, ()) if within(code, region)]
    if codes:
        best = [code for code in codes if level(code) == level(codes[0])]
        return best[0] if len(best) == 1 else None
    for cut in range(len(name) - 2, 1, -1):
        outer = resolve(name[:cut], region)
        if outer and (inner := resolve(name[cut:], outer)):
            return inner
    return None


@functools.cache
def _levels() -> dict[str, str]:
    return {row["region_code"]: row["level"] for row in contract.codelist("regions")}


def level(code: str) -> str:
    """Return the level of a division: country, province, prefecture or county."""
    return _levels()[code]


@functools.cache
def is_municipality(code: str) -> bool:
    """Return whether a province is a city: 天津市."""
    return any(
        row["region_code"] == code and row["name"].endswith("市") for row in contract.codelist("regions")
    )


@functools.cache
def _unmistakable() -> Lexicon[str]:
    """Return the names that stand for one division wherever they are, with its code.

    Of counties only full names count: short ones (和平, 新城) are words as well.
    """
    names: dict[str, str] = {"中国": "CN"}
    for name, codes in _names().items():
        best = [code for code in codes if level(code) == level(codes[0])]
        full = name.endswith(("省", "市", "区", "县", "旗", "州", "盟"))
        if len(best) == 1 and best[0].isdecimal() and len(name) > 1 and (full or level(best[0]) != "county"):
            names.setdefault(name, best[0])
    return Lexicon(names.items())


def named(text: str) -> Iterator[str]:
    """Yield the codes of the divisions of China that `text` names, in order, the longest name first."""
    for found in _unmistakable().find(text):
        yield found.entry
