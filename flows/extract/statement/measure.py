"""Level, growth or change; up or down; against what."""

from __future__ import annotations

import re

from flows.extract import cues
from flows.extract.nouns import Head, Measure, Slot
from flows.records import Basis

_RELATIVE = frozenset({"%", "倍", "‰"})
_YEAR = re.compile(r"同比|[比较](?:上年|去年|上一年)|(?:上年|去年)同期|(?<![\d〇零一二三四五六七八九])年增")
_PERIOD = re.compile(r"环比|[比较](?:上月|上个?季度?|上半年|上一?周|前一?[天日月])|逐月")
_BASE = re.compile(
    r"年均|[比较]\s?(?:\d{2,4}|[一二][〇零一二三四五六七八九]{3}年|“|十|五年前|峰值|.{0,6}年?前)|以来|相比|[与同]\s?\d{4}年"
)
_BASES: tuple[tuple[re.Pattern[str], Basis], ...] = (
    (_YEAR, "year_on_year"),
    (_PERIOD, "period_on_period"),
    (_BASE, "base_period"),
)
# 同比-64.9%: the sign says what a verb says elsewhere.
_SIGNED = re.compile(r"(?:同比|环比|[比较](?:上年|去年|上月)(?:同期)?)(?:均|又)?$")
_LESS_THAN = re.compile(r"低于|少于|慢于|落后于?|[比较][^，。；]{1,14}[低少慢]$")
_CUT_VERB = re.compile(r"(?:减少|降低|削减|压减|减排|下降|压缩)(?:了|约)?")
# Words between the verb and its number that say nothing of up or down.
_SOFTENERS = re.compile(
    r"(?:了|的|约|近|均|已|超|超过|逾|突破|不超过|不低于|大约|接近|幅度|左右|共|仅|达|至少|为|分别|可|高达|将近)+$"
)
# 提高到45% says what was reached.
_REACHES = re.compile(r"(?:[到至为在]|达到)(?:了|约|近)?$")
# 最高20% and 最低3元 end in what elsewhere is a word for up or down.
_UTMOST = re.compile(r"最[高多大低少]$|至多$")
_FALLING_NOUN = re.compile(r"降幅|跌幅|下降|负增长")


def decide(text: str, slot: Slot, head: Head) -> Measure:
    """Return the measure of the quantity of `slot`."""
    before = text[slot.clause.start : slot.quantity.start]
    left = text[slot.left.start : slot.quantity.start]
    reached = _REACHES.search(head.predicate) is not None
    direction = 0 if reached else _direction(head.predicate)
    basis = _basis(before)
    unit = slot.quantity.unit
    if slot.quantity.dimension == "percentage_point" or (unit == "点" and direction):
        sign = -1 if direction < 0 or _LESS_THAN.search(left) else 1
        return Measure("change", sign, basis)
    if direction:
        if unit in _RELATIVE:
            return Measure("growth", direction, basis)
        return Measure("change", direction, basis)
    if unit in _RELATIVE and _grows(head.predicate):
        return Measure("growth", -1 if _FALLING_NOUN.search(head.predicate) else 1, basis)
    if unit in _RELATIVE and _SIGNED.search(before):
        return Measure("growth", 1, basis)
    opened = _CUT_VERB.search(left)
    if opened and not reached and _object_of(opened, left, head):
        return Measure("growth" if unit in _RELATIVE else "change", -1, basis)
    return Measure("level", 1, None)


def _direction(predicate: str) -> int:
    """Return 1 for up, -1 for down, 0 for none."""
    tail = _SOFTENERS.sub("", predicate)
    if _UTMOST.search(tail):
        return 0
    return next((sign for role, sign in (("fall", -1), ("rise", 1)) if cues.ending(role).search(tail)), 0)


def _grows(predicate: str) -> bool:
    """Tell a noun of growth (增速, 涨幅) before the number."""
    return cues.pattern("growth_noun").search(predicate) is not None


def _basis(clause: str) -> Basis | None:
    """Return what a change is measured against, as far as the clause says it."""
    for pattern, name in _BASES:
        if pattern.search(clause):
            return name
    return None


def _object_of(verb: re.Match[str], left: str, head: Head) -> bool:
    """Tell 减少排放50% from 减少的排放: the verb governs the noun phrase right before the number."""
    rest = left[verb.end() :]
    return bool(rest) and not rest.startswith("的") and len(rest) <= len(head.name) + 2
