"""A result, an aim, or the condition of a rule; and the word that softens or strengthens an aim."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from flows.extract import cues
from flows.extract.slots import Slot
from flows.records import Period


class Status(NamedTuple):
    """actual, target or condition, with the hedge word as written."""

    name: str
    hedge: str | None


_AIM = re.compile(
    r"力争|争取|(?<![总大])目标|预期|预计|预测|(?<![年动项体五略业训])计划(?!单列|经济|生育)|拟(?!合|人)|(?<![即主麾健老大小中上少名武良])将(?![士领军帅要])|确保(?!了)|有望|规划(?!纲要|》|编制|获批)"
    r"|(?<![重主需只首纪])要(?![求素闻点件害道塞领])|即将|未来|下一步|建议|提出到|(?:投产|建成|投运|完工|投用|达产|实施|改造)后|可(?=年|每|实现|达|减|节|满足|提供|新增|带动|覆盖|拉动)|展望|届时"
)
_DONE = re.compile(
    r"(?<!不)已(?!有规划)|同比|环比|截至|以来|去年|上年|累计|完成了|达到了|实现了|历史新高|提前完成|数据显示|统计显示|目前|现有|全年(?=完成|实现)|超额"
)
_RULE = re.compile(r"给予|补助|补贴|奖励|不得|应当|处以|罚款|起征点|税率|门槛|可享受|可申请|按照?[^，。；]{0,8}(?:比例|标准)|符合|关税|上限|下限")
_HEDGE = re.compile(r"力争|争取|预期|预计|预测|确保|有望|努力|计划|拟|目标|规划|建议|将")
_FOLLOWED = re.compile(r"(?:的|[\u4e00-\u9fff])")


def decide(text: str, slot: Slot, period: Period | None, published_on: dt.date | None, *, aiming: bool, counted_next: bool) -> Status:
    """Return the status of the quantity of `slot`.

    `aiming` says that a heading or sentence before makes what follows aims; `counted_next` that
    the same clause goes on to count what this quantity picks out (产值超百亿元企业12家).
    """
    before = text[slot.sentence.start : slot.quantity.start]
    clause = text[slot.clause.start : slot.clause.end]
    if _is_condition(text, slot, clause, counted_next=counted_next):
        return Status("condition", None)
    near = text[slot.clause.start : slot.quantity.start]
    aim, done = _last(_AIM, before), _last(_DONE, before)
    hedge = _hedge(before)
    if _last(_AIM, near) >= 0:
        return Status("target", hedge)
    future = bool(period and published_on and period.period_start and period.period_start > published_on)
    deadline = bool(period and published_on and period.period_end and period.kind == "deadline" and period.period_end > published_on)
    if future or deadline:
        return Status("target", hedge)
    if _last(_DONE, near) >= 0:
        return Status("actual", None)
    past = bool(period and published_on and period.period_end and period.period_end < published_on)
    if aim > done and not past:
        return Status("target", hedge)
    if aiming and not past and done < 0:
        return Status("target", hedge)
    return Status("actual", None)


def _is_condition(text: str, slot: Slot, clause: str, *, counted_next: bool) -> bool:
    bounded = slot.quantity.comparator in ("ge", "gt", "le", "lt")
    following = text[slot.quantity.end : slot.clause.end]
    picks = bool(slot.right_words) and slot.right_words[0].label in ("u", "n", "nz", "vn", "a") and slot.right_words[0].word not in ("了", "等")
    if bounded and picks and counted_next:
        return True
    if bounded and following.startswith("的") and slot.quantity.kind in ("unit", "currency"):
        return True
    return bool(_RULE.search(clause)) and (bounded or bool(re.match(r"的", following))) and not cues.pattern("past").search(clause)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _hedge(text: str) -> str | None:
    words = [match.group() for match in _HEDGE.finditer(text)]
    return words[-1] if words else None
