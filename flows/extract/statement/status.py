"""A result, an aim, or the condition of a rule; and the word that softens or strengthens an aim."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from flows.extract import cues
from flows.extract.nouns import Slot, Status
from flows.language.tagger import Tag
from flows.records import Period

# Each word of these opens with its own character and looks back from there: a pattern that opens with
# a class, a choice or a look behind is tried at each character of a text.
_AIM = re.compile(
    r"目标(?:任务)?(?:是|为|：|:|定[为在]|(?<!年度..)(?=增长|下降|提高))|下一步"
    # What a finished work is to bring: 投产后，可……
    r"|投(?:产|运|用)后[，可将]|建成后[，可将]|完工后[，可将]|达产后[，可将]|改造后[，可将]"
    r"|可(?=每年|年|实现|达|减|节|提供|新增|满足|覆盖|拉动|创造|容纳|处理|带动)"
    r"|预(?<![于过合出的超].)[期计](?=增长|提高|达|下降|降低|增加|突破|[\d约])"
    # 计划 as a verb, not the plan.
    r"|计划(?<!行动..)(?<!工作..)(?<!年度..)(?<!项目..)(?<!专项..)(?<!”..)(?=新|完成|开|改造|建|投资|安排|实施|到\d|招|选|投|引|培"
    r"|春播|播种|种植|生产|发[放行]|举办|推出|打造|增[加投至到]|在(?:今|明|未来|\d)|今年|明年|年内|每年|未来|用|再|将|实现|形成)"
)
_DONE = re.compile(
    r"已(?<!不.)(?!有规划)|了(?<=[\u4e00-\u9fff].)(?<![为除].)(?!解)|累计|目前|现有|截至|以来|去年|上年"
    r"|数据显示|统计显示|情况显示|提前完成|超额|成功|获(?!得感)|入选|位居|居全国|创[^，。]{0,6}新高"
)
# What makes a sentence a rule.
_RULE = re.compile(
    # a benefit for those who
    r"对[^，。；]{2,30}的[^，。；]{0,14}，?[^。；]{0,20}?(?:给予|补助|奖励|补贴|奖补|贴息|减免)"
    r"|给予(?:最高|不超过|一次性)|奖补|按[^，。；]{0,10}(?:补贴|补助|比例)"
    r"|可(?:优先|全额)?(?:申报|申请|享受|提取|认定)"
    # a duty
    r"|方可|不得|应当|罚款|须(?:达到|不|于|每)"
    # a limit
    r"|补(?:助|贴)(?:上限|标准|比例|限额)|奖励(?:上限|标准|比例|限额)|贴息(?:比例|上限|资金)"
    r"|起征点|首付|限补|限额|上限为|额度[^，。；]{0,4}上浮"
    # a case in which something follows
    r"|的，(?:按|可|给予|须|应|由|即|补贴|启动|方)|时，(?:按|可|给予|须|应|由|即|补贴|启动|方)|启动\S{0,3}响应|即(?:发布|启动)"
)
_RATE_OF_RULE = re.compile(r"的?[^，。；、]{0,6}(?:税率|关税|补贴|补助|奖励|罚款|违约金)")
# What was paid under a rule is a result.
_PAID = re.compile(r"累计|发放了|共发放|已|同比|去年|截至|总额达|拨付|惠及")
_FROM = re.compile(r"[从由自](?:[^，。；]{0,12}的)?$")
_UP_OR_DOWN = re.compile(r"[^，。；]{0,3}[到至]|[增提降削减上下缩升]")
_RULE_OF_BOOK = re.compile(r"比例|标准|额度|上限|不低于|不超过|补贴|奖励|承担")
_BREAKS_OFF = re.compile(r"[。；：]|(?<=，)[^，]*(?:了|已)")
_BOUNDS = ("ge", "gt", "le", "lt")
_SPOKEN = frozenset({"v", "d", "vd", "ad"})


def decide(
    text: str,
    slot: Slot,
    words: Sequence[Tag],
    period: Period | None,
    published_on: dt.date | None,
    *,
    aiming: bool,
    continued: bool,
    counted_next: bool,
    rulebook: bool = False,
) -> Status:
    """Return the status of the quantity of `slot`; `words` are those of its sentence.

    `aiming` says that a heading makes what follows aims; `continued` that the number before was an
    aim; `rulebook` that the document lays down rules; `counted_next` that the same clause goes on
    to count what this quantity picks out (产值超百亿元企业12家).
    """
    if _is_condition(text, slot, counted_next=counted_next, rulebook=rulebook):
        return Status("condition", None)
    near = text[slot.clause.start : slot.quantity.start]
    if not slot.left_words and any(word.word == "将" and word.label == "d" for word in slot.right_words):
        return Status("target", "将")
    if _FROM.search(near) and _UP_OR_DOWN.match(text, slot.quantity.end, slot.quantity.end + 8):
        return Status("actual", None)
    aims = _aims(text, slot, words)
    hedge = next((word for _, word in reversed(aims) if word in cues.words("hedge")), None)
    if aims and _governs(text, slot, aims[-1][0]):
        return Status("target", hedge)
    stated = bool(period and slot.sentence.start <= period.start < slot.quantity.start)
    ahead = (stated or continued) and _lies_ahead(period, published_on)
    # 到2030年，累计建成1000家 sums up what is to come.
    if _DONE.search(near.replace("累计", "") if ahead else near):
        return Status("actual", None)
    if ahead:
        return Status("target", hedge)
    if aiming and not _lies_behind(period, published_on):
        return Status("target", hedge)
    return Status("actual", None)


def _governs(text: str, slot: Slot, aim: int) -> bool:
    """Tell an aim of the quantity's own clause, or one after which nothing is said to be done."""
    before = _DONE.finditer(text[slot.sentence.start : slot.quantity.start])
    done = max((match.end() for match in before), default=0) + slot.sentence.start
    return aim >= slot.clause.start or aim >= done


def _aims(text: str, slot: Slot, words: Sequence[Tag]) -> list[tuple[int, str]]:
    """Return where the sentence, before the quantity, speaks of what is to come.

    A weak word (将, 可, 要) reaches no further than its own clause and those that go on with a verb.
    """
    stated = _AIM.finditer(text, slot.sentence.start, slot.quantity.start)
    found = [(match.start(), match.group()) for match in stated]
    for word in words:
        if word.start >= slot.quantity.start:
            break
        if word.label not in _SPOKEN:
            continue
        strong = word.word in cues.words("target") and not _is_noun_like(text, slot, words, word)
        weak = word.word in cues.words("weak_target")
        reaches = strong or (weak and (word.start >= slot.clause.start or _goes_on(text, slot, words, word)))
        if reaches and not _is_attribute(words, word, slot):
            found.append((word.start, word.word))
    return sorted(found)


def _is_noun_like(text: str, slot: Slot, words: Sequence[Tag], cue: Tag) -> bool:
    """Tell 争取中央资金150亿元, which says what was obtained, and 代表建议 from aims."""
    if cue.word == "建议":
        return "目标" not in text[slot.sentence.start : slot.sentence.end]
    following = next((word for word in words if word.start >= cue.end), None)
    return cue.word == "争取" and following is not None and following.label not in ("v", "d", "p", "vd")


def _goes_on(text: str, slot: Slot, words: Sequence[Tag], cue: Tag) -> bool:
    """Tell whether every clause from the cue on opens with a verb: 将建设A，新增B10家."""
    between = text[cue.end : slot.clause.start]
    if _BREAKS_OFF.search(between):
        return False
    opening = [word for word in words if word.start >= slot.clause.start][:1]
    return bool(opening) and opening[0].label in ("v", "d", "ad") and between.count("，") <= 2


def _is_attribute(words: Sequence[Tag], cue: Tag, slot: Slot) -> bool:
    """Tell 即将发往海外的订单, which only describes a noun, from 即将投产."""
    end = min(cue.end + 8, slot.quantity.start)
    following = (word for word in words if cue.end <= word.start < end)
    mark = next((word for word in following if word.word in ("的", "，", "。", "；")), None)
    return bool(
        mark and mark.word == "的" and mark.end < slot.clause.start and cue.word in ("即将", "将", "可", "要")
    )


def _is_condition(text: str, slot: Slot, *, counted_next: bool, rulebook: bool) -> bool:
    """Tell the threshold or amount of a rule, and the bound that picks out what is counted."""
    quantity = slot.quantity
    following = text[quantity.end : slot.clause.end]
    if _picks_out(slot, following, counted_next=counted_next):
        return True
    if _PAID.search(text, slot.sentence.start, slot.sentence.end):
        return False
    if _RULE.search(text, slot.sentence.start, slot.sentence.end):
        return True
    bounded = quantity.comparator in _BOUNDS
    if rulebook and (bounded or _RULE_OF_BOOK.search(text, slot.clause.start, slot.clause.end)):
        return True
    return quantity.kind in ("unit", "currency") and _RATE_OF_RULE.match(following) is not None


def _picks_out(slot: Slot, following: str, *, counted_next: bool) -> bool:
    """Tell the bound of 产值超百亿元企业12家 and 300亩以上的园区, which says which ones are meant."""
    quantity = slot.quantity
    if quantity.kind not in ("unit", "currency") or quantity.dimension == "share":
        return False
    noun = bool(slot.right_words) and slot.right_words[0].label in ("n", "nz", "vn", "a")
    if quantity.comparator in _BOUNDS and noun and counted_next:
        return True
    return quantity.comparator in ("ge", "le") and following.startswith("的")


def _lies_ahead(period: Period | None, published_on: dt.date | None) -> bool:
    if not period:
        return False
    if published_on is None:
        return period.kind == "deadline"  # 到2030年 looks ahead, whatever the day
    if period.period_start and period.period_start > published_on:
        return True
    return bool(period.kind == "deadline" and period.period_end and period.period_end > published_on)


def _lies_behind(period: Period | None, published_on: dt.date | None) -> bool:
    return bool(period and published_on and period.period_end and period.period_end < published_on)
