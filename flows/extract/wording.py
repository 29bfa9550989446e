"""What the words before a number say by themselves: rise or fall, against what, what softens an aim."""

from __future__ import annotations

import bisect
import enum
import re

from flows.extract import cues
from flows.language import units
from flows.language.sentences import Span
from flows.records import Basis, Comparator

# A space parts clauses between Chinese words only; a comma before three digits groups thousands.
_BREAK = re.compile(r"[，；。！？：:;!?\n]|,(?!\d{3})|——|(?<=[^\x00-\x7f])[ \u3000]+(?=[^\x00-\x7f])")
_AROUND = 500
"""Characters of a clause that are looked at on each side of a number: a text may have no end of a clause."""
_BASES: tuple[tuple[re.Pattern[str], Basis], ...] = (
    (
        re.compile(r"同比|[比较](?:上年|去年|上一年)|(?:上年|去年)同期|(?<![\d〇零一二三四五六七八九])年增"),
        "year_on_year",
    ),
    (
        re.compile(r"环比|[比较](?:上月|上个?季度?|上半年|上一?周|前一?[天日月])|逐月"),
        "period_on_period",
    ),
    (
        re.compile(
            r"年均|[比较]\s?(?:\d{2,4}|[一二][〇零一二三四五六七八九]{3}年|“|十|五年前|峰值|.{0,6}年?前)|以来|相比|[与同]\s?\d{4}年"
        ),
        "base_period",
    ),
)
_BRACKETED = re.compile(r"（[^（）]*）")
# What stands between the word for a rise or a fall and its number, in a list too: 增长约4%、5%.
_SOFT = re.compile(
    r"(?:[\d.,，%‰、和及与约近超逾了的均又再也各共仅可]|个?百分点|[万亿]?[元吨人家个]|分别|左右|以上|超过|不低于|高达|大约|接近)*"
)
_REACHES = re.compile(r".{0,4}?(?:达到|[到至为达])(?:了|约|近|超过)*")
_MADE = "建成|完成|新增|培育|形成|打造|引进|提供|支持|安排|投入|获"
_GIVEN = "给予|给|补贴|补助|奖励|支持|资助|享受|提供|容纳"
# A bound apart from its number: 不超过省下达的1200万吨, 最高给予500万元, 至少建成3个.
_APART: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (re.compile(r"不(?:超过|高于)[^，。；、\d]{1,8}(?:的|下达)$"), "le"),
    (re.compile(r"不(?:低于|少于)[^，。；、\d]{1,8}(?:的|下达)$"), "ge"),
    (re.compile(rf"(?:至少|最少)[可能应要须需将]?(?:{_MADE})达?$"), "ge"),
    (re.compile(rf"(?:最高|最多|至多)[可能将]?(?:{_GIVEN})(?:补贴|补助|奖励)?$"), "le"),
)


class Direction(enum.IntEnum):
    """The last word for a rise or a fall before a number, and what stands between: nothing, 到, or more."""

    NONE = 0
    RISE, ROSE_TO, RISE_APART = 1, 2, 3
    FALL, FELL_TO, FALL_APART = 4, 5, 6


class Clauses:
    """The clauses of a text."""

    def __init__(self, text: str) -> None:
        """Cut `text` at the marks that part clauses."""
        self._marks = [match.span() for match in _BREAK.finditer(text)]
        self._size = len(text)

    def before(self, clause: Span) -> Span:
        """Return the clause before one, which is empty before the first."""
        return self.around(clause.start - 1, clause.start - 1) if clause.start else Span(0, 0)

    def around(self, start: int, end: int) -> Span:
        """Return the clause that characters `start` to `end` stand in, as far as it is near them."""
        before = bisect.bisect_right(self._marks, (start, start)) - 1
        behind = bisect.bisect_left(self._marks, (end, end))
        first = self._marks[before][1] if before >= 0 else 0
        last = self._marks[behind][0] if behind < len(self._marks) else self._size
        return Span(max(first, start - _AROUND), min(last, end + _AROUND))


def direction(before: str) -> Direction:
    """Return the last word for a rise or a fall in the clause `before` a number."""
    plain = _BRACKETED.sub("", before)
    found = list(cues.pattern("rise", "fall", "undirected").finditer(plain))
    if not found or (last := found[-1]).group() in cues.words("undirected"):
        return Direction.NONE
    between = plain[last.end() :]
    first = Direction.FALL if last.group() in cues.words("fall") else Direction.RISE
    apart = 0 if _SOFT.fullmatch(between) else 1 if _REACHES.fullmatch(between) else 2
    return Direction(first + apart)


def falls(before: str, clause_before: str) -> bool:
    """Tell a decrease by the clause `before` its number, or else by the one before that.

    Of 2,135 growths and changes of gold 2,126 are told so.
    """
    own = direction(before) or direction(clause_before)
    return own >= Direction.FALL


def bound(before: str) -> Comparator | None:
    """Return how what stands apart from a number bounds it. Of ten such in gold it is right in all."""
    return next((comparator for pattern, comparator in _APART if pattern.search(before)), None)


def basis(before: str) -> Basis | None:
    """Return what a change is measured against, as far as the clause `before` its number says it."""
    return next((name for pattern, name in _BASES if pattern.search(before)), None)


def hedge(text: str, first: int, last: int) -> re.Match[str] | None:
    """Return the last word between two places of a text that softens or strengthens an aim: 力争, 预计."""
    return next(reversed(list(cues.pattern("hedge").finditer(text, first, last))), None)


def unit_of(name: str) -> str:
    """Return the unit that a bare number leaves to its name: 人次 of 出游人次达7.65亿."""
    return next((unit for ending, unit in units.named_by().items() if name.endswith(ending)), "")
