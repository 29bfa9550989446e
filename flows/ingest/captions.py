"""What a line over a table says of all of it: its units, its time, what it counts, the names of its columns.

表3 2025年前三季度各区固定资产投资情况（单位：亿元）: 亿元, 2025年前三季度, 固定资产投资.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.ingest import figures
from flows.ingest.figures import Head
from flows.language import scan

_GOVERNING = re.compile(r"(?:计量)?单位\s*[：:]\s*(?P<units>[^（）()\s。]{1,24})")
_TIME = re.compile(
    r"(?:19|20)\d\d年(?:\d{1,2}(?:[-—–～~至]\d{1,2})?月份?(?!\d)|[上下]半年|前?[一二三四]季度)?(?:末|底)?(?![\d版])"
)
_CAPTION = re.compile(
    r"\s*[（(]?(?:附?[表图]\s*[\d一二三四五六七八九十]|单位[：:])|(?:表|情况|指标|数据|统计|目标)(?:[（(].*)?$"
)
_NUMBER = re.compile(
    r"\s*(?:附?[表图]|专栏|附件|[（(]?(?=[\d一二三四五六七八九十]))\s*[\d一二三四五六七八九十]{1,3}(?:[-.—]\d{1,2})?"
    r"(?!\d|年|月|季度)[）)、.．：:\s]*"
)
_BRACKETS = re.compile(r"[（(][^（）()]*[：:][^（）()]*[）)]")
_COLUMNS = re.compile(r"(?P<whole>[^：:。、，]{0,20})[：:](?P<names>[^：:。]+)")
_CLAUSE = re.compile(r"[，。；！？]")
_NO_ONE = re.compile(r"[、和与及]|主要|有关|指标|质量$")
"""What shows that a caption names several quantities, or none that is counted."""
_LONGEST = 80
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Caption:
    """What one line over a table says."""

    units: tuple[str, ...] = ()
    period: str = ""
    counted: Head = figures.NOTHING
    """What the figures of the table count and how, where it is one quantity."""


def read(line: str, near: bool) -> Caption:
    """Return what a line over a table says of it; a sentence says nothing.

    One right over the table (`near`) is its caption however it ends: `2025年全市空气质量`.
    """
    if len(line) > _LONGEST or "。" in line:
        return Caption()
    near = near and len(line) <= _LONGEST_NAME and not _CLAUSE.search(line)
    times = set(_TIME.findall(line)) if near or _CAPTION.search(line) else set()
    if not near:
        return Caption(units(line), times.pop() if len(times) == 1 else "")
    bare = _BRACKETS.sub("", _NUMBER.sub("", line, count=1) if _NUMBER.match(line) else line).strip()
    counted = _counted(bare)
    period = times.pop() if len(times) == 1 else "" if times else figures.head(bare).period or counted.period
    return Caption(units(line), period, replace(counted, period="") if counted.name else figures.NOTHING)


def governs(text: str) -> bool:
    """Return whether a text gives a unit to what stands below it: `单位：亿元`."""
    return _GOVERNING.search(text) is not None


def units(text: str) -> tuple[str, ...]:
    """Return the units that a text gives to all of a table."""
    match = _GOVERNING.search(text)
    names = re.split(r"[、，,;；和]", match["units"]) if match else []
    return tuple(name.replace("％", "%") for name in names if figures.is_unit(name))


def height(lines: Sequence[str]) -> int:
    """Return how many of the lines over a table are its caption, and no text before it."""
    count = 0
    for at, line in enumerate(reversed(lines)):
        if len(line) > _LONGEST_NAME or _CLAUSE.search(line) or (at and not _CAPTION.search(line)):
            break
        count += 1
    return count


def listed(line: str, count: int) -> list[list[str]]:
    """Return the heads that a line lists, as many as there are columns: `处置情况（起）：城区、乡镇`."""
    match = _COLUMNS.fullmatch(line.strip())
    names = re.split(r"[、，,]", match["names"]) if match else []
    whole = match["whole"] if match else ""
    return [list(filter(None, (whole, name.strip()))) for name in names] if len(names) == count > 1 else []


def _counted(line: str) -> Head:
    """Return the one quantity that a caption names: 固定资产投资 of `2025年各区固定资产投资情况`."""
    outer = figures.head(_around().sub("", _TIME.sub("", line).strip()))
    inner = figures.head(_around().sub("", outer.name))
    told = replace(figures.together([outer, inner]), name=_around().sub("", inner.name))
    return replace(told, name="") if _NO_ONE.search(told.name) or not figures.measures(told.name) else told


@functools.cache
def _around() -> re.Pattern[str]:
    """Return what finds the words of a caption that are no part of the name: 各区 before it, 情况 behind."""
    places, ends = (scan.any_of(figures.words(kind)) for kind in ("place", "caption"))
    return re.compile(rf"^(?:[各分](?:{places}|行业)|全[市省国区县州])+|(?:{ends})+$")
