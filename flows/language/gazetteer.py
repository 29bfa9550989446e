"""Names of places with official codes, found and resolved.

The code lists `regions` and `region_aliases` are the only source; `region_traps` lists words that hold the
name of a place by accident, `region_words` short names that are frequent words as well, `departments` what
may stand before the place in the name of a body.
"""

from __future__ import annotations

import bisect
import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flows import contract
from flows.language.lexicon import Found, Lexicon

ROOT = "CN"
_RANK = {"country": 0, "province": 1, "prefecture": 2, "county": 3}
_OF_MARKETS = ("场", "民", "值")
_COMPANY = ("公司", "集团")
_ROAD = frozenset("路街道巷桥港湾山湖江河峡")


@dataclass(frozen=True, slots=True)
class Region:
    """A division or a country."""

    code: str
    name: str
    name_short: str
    level: str
    parent_code: str | None


class Place(NamedTuple):
    """A run of characters that names a region; `天津市静海区` is one place, with the county's code."""

    start: int
    end: int
    region_code: str


@functools.cache
def regions() -> dict[str, Region]:
    """Return all regions by code."""
    return {
        row["region_code"]: Region(
            row["region_code"], row["name"], row["name_short"], row["level"], row["parent_code"] or None
        )
        for row in contract.codelist("regions")
    }


def ancestors(code: str) -> Sequence[str]:
    """Return `code` and the codes above it, the nearest first."""
    chain = []
    step: str | None = code
    while step is not None and step in regions():
        chain.append(step)
        step = regions()[step].parent_code
    return chain


def is_within(code: str, outer: str) -> bool:
    """Return whether `code` is `outer` or lies in it."""
    return outer in ancestors(code)


def full_name(code: str) -> str:
    """Return the name with the divisions above it, without the country: 天津市静海区."""
    return (
        "".join(regions()[step].name for step in reversed(ancestors(code)) if step != ROOT)
        or regions()[ROOT].name
    )


def local_name(name: str) -> str:
    """Return a name with the lowest alone of the divisions that it begins with, each in the one before.

    山东省滨州市 becomes 滨州市, 天津市静海区财政局 静海区财政局.
    """
    first = leading(name)
    if first is None:
        return name
    last = regions()[first.region_code].name
    path = full_name(first.region_code)
    return name.removeprefix(path[: -len(last)]) if name.startswith(path) else name


@functools.lru_cache(maxsize=65536)
def shown(name: str) -> str:
    """Return the name of a place or body as tables show it: by its lowest division alone.

    A company's is registered whole. 中共山东省滨州市委员会 becomes 中共滨州市委员会.
    """
    led = next(filter(name.startswith, _leads()), "")
    return name if name.endswith(_COMPANY) else led + local_name(name.removeprefix(led))


@functools.cache
def _leads() -> frozenset[str]:
    """Return what names of bodies may have before their region, as 中共 has."""
    full = (row["full"] for row in contract.codelist("departments"))
    return frozenset(name.partition("{}")[0] for name in full if "{}" in name)


@functools.lru_cache(maxsize=65536)
def resolve_region(name: str, within: str | None = None) -> str | None:
    """Return the code of the region that `name` names, None where it names none or cannot be told.

    `name` may be short (静海), full (静海区) or carry the divisions above it (天津市静海区).
    Of several regions with one name the one in `within`, or nearest to it, is meant; else the one of the
    highest level.
    """
    code: str | None = None
    for candidates in _codes(name):
        inside = [item for item in candidates if code is None or (item != code and is_within(item, code))]
        if not inside:
            return None
        code = _choose(inside, within if code is None else code)
        if code is None:
            return None
    return code


def regions_in(text: str, within: str | None = None) -> Sequence[Place]:
    """Return the regions that `text` names, in order.

    A full name counts wherever it stands. A county's short name is often an ordinary word (和平, 合作): it
    counts right behind the name of a division above it but the country, and, where it is no frequent word,
    in a document about such a division (`within`).
    """
    places: list[Place] = []
    for start, end, entry in find_names(text):
        if text[end - 1] == "市" and text[end : end + 1] in _OF_MARKETS and end - start > 2:
            end -= 1  # 义乌市场 is the market of 义乌
        last = places[-1] if places else None
        if last and last.end == start:
            if _is_accident(last.region_code, entry):
                continue
            inside = [
                code for code in entry.codes if code != last.region_code and is_within(code, last.region_code)
            ]
            if inside and (chosen := _choose(inside, last.region_code)):
                places[-1] = Place(last.start, end, chosen)
                continue
        codes = entry.codes
        if entry.weak:
            codes = tuple(c for c in codes if within not in (None, ROOT) and is_within(c, within or ROOT))
            if text[start:end] in _frequent_words():
                continue
        if not codes or (entry.short and end < len(text) and text[end] in _ROAD):
            continue
        near = [place.region_code for place in reversed(places[-3:])]
        if chosen := _choose(codes, *near, within):
            places.append(Place(start, end, chosen))
    return tuple(places)


@functools.lru_cache(maxsize=65536)
def leading(name: str, within: str | None = None) -> Place | None:
    """Return the region that `name` begins with, None where it begins with none."""
    first = next(iter(regions_in(name, within)), None)
    return first if first and first.start == 0 else None


def begin_before(text: str, end: int) -> int:
    """Return where the region begins whose name of at most eight characters ends at `end`, or `end`."""
    if text[end - 1 : end] not in _last_characters():
        return end
    first = max(0, end - 8)
    here = (place.start + first for place in regions_in(text[first:end]) if place.end == end - first)
    return next(here, end)


@functools.cache
def _last_characters() -> frozenset[str]:
    return frozenset(name[-1] for name in names())


@functools.cache
def _frequent_words() -> frozenset[str]:
    return frozenset(row["name_short"] for row in contract.codelist("region_words"))


class Entry(NamedTuple):
    """Regions of one name; a weak name is a county's short one."""

    codes: tuple[str, ...]
    short: bool
    weak: bool


def find_names(text: str) -> list[Found[Entry]]:
    """Return the names of regions in `text`, and the words that hold one by accident, in order.

    A county's short name gives way to any other: 和静海区 is not 和静 but 静海区.
    """
    strong, weak = _lexicons()
    found = list(strong.find(text))
    ends = [item.end for item in found]
    for item in weak.find(text):
        place = bisect.bisect_right(ends, item.start)
        if place == len(found) or item.end <= found[place].start:
            found.insert(place, item)
            ends.insert(place, item.end)
    return found


@functools.lru_cache(maxsize=65536)
def parts(name: str) -> tuple[Found[Entry], ...]:
    """Return what `find_names` finds in a name, which a text may hold many times."""
    return tuple(find_names(name))


@functools.cache
def _lexicons() -> tuple[Lexicon[Entry], Lexicon[Entry]]:
    entries = names()
    return (
        Lexicon((name, entry) for name, entry in entries.items() if not entry.weak or not entry.codes),
        Lexicon((name, entry) for name, entry in entries.items() if entry.weak and entry.codes),
    )


@functools.cache
def names() -> dict[str, Entry]:
    """Return all names of regions, and the words that hold one by accident, without codes."""
    full, short = defaultdict(list), defaultdict(list)
    for region in regions().values():
        full[region.name].append(region.code)
        if len(region.name_short) > 1 and region.name_short != region.name:
            short[region.name_short].append(region.code)
        if "自治" in region.name and region.name_short != region.name and region.level != "province":
            full[region.name_short + region.name[-1]].append(region.code)  # 甘孜州, 三都县
    for row in contract.codelist("region_aliases"):
        if row["kind"] != "letter":
            full[row["alias"]].append(row["region_code"])
    entries = {
        word: Entry((), False, True) for word in (row["word"] for row in contract.codelist("region_traps"))
    }
    for name, codes in short.items():
        levels = {regions()[code].level for code in codes}
        entries[name] = Entry(tuple(codes), True, levels == {"county"})
    for name, codes in full.items():
        generic = all(regions()[code].level == "county" and len(name) == 2 for code in codes)
        entries[name] = Entry(tuple(dict.fromkeys(codes + short.get(name, []))), False, generic)
    return entries


def _codes(name: str) -> list[tuple[str, ...]]:
    whole = names().get(name)
    if whole and whole.codes:
        return [whole.codes]
    found: list[tuple[str, ...]] = []
    position = 0
    for start, end, entry in parts(name):
        if start != position or not entry.codes or (found and _is_accident(found[-1][0], entry)):
            return []
        found.append(entry.codes)
        position = end
    return found if position == len(name) else []


def _is_accident(before: str, entry: Entry) -> bool:
    """Tell whether a name means no region right behind that of `before`: 中国平安 is no 平安区 of 中国."""
    return before == ROOT and entry.weak and entry.short


def _choose(codes: Iterable[str], *near: str | None) -> str | None:
    """Return the one of `codes` that is meant near the regions `near`, None where that cannot be told."""
    candidates = list(codes)
    if len(candidates) == 1:
        return candidates[0]
    for region in near:
        for outer in ancestors(region) if region else ():
            inside = [code for code in candidates if is_within(code, outer)]
            if inside and outer != ROOT:
                return _highest(inside)
    return _highest(candidates)


def _highest(codes: Sequence[str]) -> str | None:
    top = min(_RANK[regions()[code].level] for code in codes)
    best = [code for code in codes if _RANK[regions()[code].level] == top]
    return best[0] if len(best) == 1 else None
