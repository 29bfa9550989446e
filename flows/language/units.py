"""Units and classifiers, as they follow a number. The list is schemas/codelists/units.csv."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from flows import contract
from flows.language.lexicon import Words


class Unit(NamedTuple):
    """A unit read at a place of a text.

    `name` is the unit without a 个 that only carries it (个百分点), `kind` is unit, classifier,
    noun, currency or time, `end` the character after it.
    """

    name: str
    kind: str
    dimension: str
    end: int


_UNITS = {row["unit"]: (row["kind"], row["dimension"]) for row in contract.codelist("units")}
_NAMES = Words(_UNITS)
# m 2, as converters leave the raised figure of m².
_SPACED_EXPONENT = re.compile(r"([kcd]?m)\s([23])(?![\d.])")


_SPELLINGS = {row["unit"]: row["spelling_of"] for row in contract.codelist("units") if row["spelling_of"]}
"""The unit that a name of the list is another spelling of."""


@functools.cache
def marked(mark: str) -> frozenset[str]:
    """Return the units with a mark; schemas/codelists/roles.csv says what each means."""
    return frozenset(row["unit"] for row in contract.codelist("units") if mark in row["marks"].split())


@functools.cache
def named_by() -> dict[str, str]:
    """Return the ends of names that tell the unit of a bare number, with that unit: 人数, 人."""
    return {row["named_by"]: row["unit"] for row in contract.codelist("units") if row["named_by"]}


@functools.cache
def opening(*first: str) -> tuple[str, ...]:
    """Return what units of several characters begin with that begin with one of `first`: 千瓦, 兆帕."""
    found: list[str] = []
    for name in sorted(_UNITS):
        if name.startswith(first) and len(name) > 1 and not name.startswith(tuple(found)):
            found.append(name)
    return tuple(found)


def read(text: str, start: int) -> Unit | None:
    """Return the longest unit that `text` has at `start`, None where there is none."""
    if exponent := _SPACED_EXPONENT.match(text, start):
        dimension = "area" if exponent[2] == "2" else "volume"
        return Unit(exponent[1] + exponent[2], "unit", dimension, exponent.end())
    carried = start + 1
    for begin in (start, carried) if text.startswith("个", start) else (start,):
        for name in _NAMES.at(text, begin):
            end = begin + len(name)
            if name[-1].isascii() and name[-1].isalpha() and _letter(text, end):
                continue
            kind, dimension = _UNITS[name]
            if begin != start and not (name.endswith("点") or kind in ("unit", "time")):
                continue
            if name == "个" and begin == start and (carried_unit := _carried(text, carried)):
                return carried_unit
            ending = per(text, end) if kind != "classifier" else max(per(text, end), _beside(text, end))
            ending = _by(text, begin, ending)
            return Unit(_SPELLINGS.get(name, name) + text[end:ending], kind, dimension, ending)
    return None


def _carried(text: str, start: int) -> Unit | None:
    """Return the unit after 个 where 个 only carries it: 个百分点, 个点."""
    for name in ("百分点", "千分点", "基点", "点"):
        if text.startswith(name, start):
            kind, dimension = _UNITS.get(name, ("unit", "other"))
            return Unit(name, kind, dimension, start + len(name))
    return None


def per(text: str, end: int) -> int:
    """Return where a quotient that begins at `end` ends (元 -> /人, 吨 -> /万元), or `end`."""
    if not text.startswith("/", end):
        return end
    first = end + 1
    while text[first : first + 1] in tuple("十百千万亿"):
        first += 1
    ends = (first + len(name) for name in _NAMES.at(text, first))
    return next((last for last in ends if not _letter(text, last)), end)


def _by(text: str, start: int, end: int) -> int:
    """Return where the quotient text[start:end] ends: 元/平方米·月 is one."""
    if "/" not in text[start:end] or text[end : end + 1] not in tuple("·•∙"):
        return end
    return next((end + 1 + len(name) for name in _NAMES.at(text, end + 1)), end)


def _beside(text: str, end: int) -> int:
    """Return where the second classifier of 套（间） ends, or `end`."""
    if not text.startswith("（", end):
        return end
    inner = next(
        (name for name in _NAMES.at(text, end + 1) if text.startswith("）", end + 1 + len(name))), ""
    )
    return end + len(inner) + 2 if inner and _UNITS[inner][0] == "classifier" else end


def _letter(text: str, at: int) -> bool:
    return text[at : at + 1].isascii() and text[at : at + 1].isalpha()
