"""From quantities to metrics: each number with its indicator, measure, status, subject and period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from flows.extract import confidence, countable, cues, indicator, measure, scope, slots, status
from flows.extract.heads import Head
from flows.extract.measure import Measure
from flows.extract.reading import Reading
from flows.extract.slots import Slot
from flows.language import quantities
from flows.language.sentences import Span
from flows.language.tagger import Tag
from flows.records import Mention, Metric


@dataclass(slots=True)
class _Before:
    """What the numbers before leave to the next: the head, its list, how it was measured."""

    head: str = ""
    members: tuple[str, ...] = ()
    used: int = 0
    shared: tuple[str, ...] = ()
    """The last list of names that several numbers shared."""
    levels: list[str] = field(default_factory=list)
    """The heads of the levels of the sentence, for a list of growth rates that follows."""
    picked: str = ""
    """What a condition picks out, for the count behind it: 产值超百亿元 of 产值超百亿元企业12家."""
    picked_name: str = ""
    picked_end: int = -1
    bounded: str = ""
    """The condition itself, for 1000公里以上的出行客流."""
    places: list[scope.Subject | None] = field(default_factory=list)
    measure: Measure | None = None
    status: status.Status | None = None
    topic: str = ""
    comparator: str = "eq"
    sentence: Span | None = None
    root: str = ""
    whole: str = ""
    unit: str = ""
    last_unit: str = ""
    among: bool = False
    """Whether 其中 was said: the counts that follow are parts of `whole`."""


def find(reading: Reading, mentions: Sequence[Mention]) -> list[Metric]:
    """Return the metrics of a document, in order."""
    counted = countable.select(reading.text, quantities.find(reading.text), reading.periods)
    if not counted:
        return []
    found: list[Metric] = []
    before = _Before()
    governing = scope.Scope(reading, mentions)
    index = 0
    for number, sentence in enumerate(reading.sentences):
        governing.enter(number)
        if governing.is_heading(number) or (number and governing.is_heading(number - 1)):
            before = _Before()
        inside = []
        while index < len(counted) and counted[index].start < sentence.end:
            inside.append(counted[index])
            index += 1
        if not inside:
            before.topic = _topic(reading, number)
            continue
        cut = slots.cut(reading.text, sentence, reading.words[number], inside)
        for place, slot in enumerate(cut):
            found.append(_metric(reading, slot, reading.words[number], cut[place + 1 :], before, governing))
        before.topic = ""
    return scope.settle(found, reading)


def _metric(reading: Reading, slot: Slot, words: Sequence[Tag], rest: Sequence[Slot], before: _Before, governing: scope.Scope) -> Metric:
    quantity, following = slot.quantity, rest[0] if rest else None
    chain = next((index for index, other in enumerate(rest) if not other.chained), len(rest))
    head = indicator.find(slot, governing.periods_in(slot.left), governing.places_in(slot.left))
    if not head.name and following and following.left.start == following.quantity.start == quantity.end:
        twin = indicator.find(following, (), ())  # 12类45件民生实事: both count what stands behind
        head = replace(twin, predicate=head.predicate)
    how = measure.decide(reading.text, slot, head)
    _enter(reading.text, slot, before)
    if not (head.name or head.places or slot.chained) and (before.sentence != slot.sentence or "分别" in head.predicate) and _NUMBERLESS.search(head.predicate):
        named = indicator.preceding(slot, governing.periods_in(slot.sentence), governing.places_in(slot.sentence))
        if named:
            head = replace(named, predicate=head.predicate)
    if head.name in cues.words("relational") and before.sentence != slot.sentence and not head.behind:
        topic = indicator.preceding(slot, governing.periods_in(slot.sentence), governing.places_in(slot.sentence))
        if topic and len(topic.name) <= 12 and not topic.members[1:]:
            head = replace(head, name=topic.name + head.name)
    if not head.name and before.measure and before.measure.name == "growth" and quantity.unit == "%" and _RATE_REACHES.search(head.predicate):
        how = before.measure
    name, inherited = _name(reading.text, slot, head, before, how, chain)
    if before.picked_end == slot.left.start and not head.behind and before.bounded and reading.text.startswith("的", slot.left.start):
        name = before.bounded + "的" + name
    before.bounded = ""
    if before.picked and not head.behind and name == before.picked_name and slot.left.start == before.picked_end:
        name = before.picked + name
    before.picked = ""
    name = _shared_behind(name, head, following) or (quantity.unit if quantity.kind == "noun" else "")
    if slot.chained and before.measure:
        how = before.measure
    period, basis = governing.period(slot, head, how)
    counted_next = bool(following and following.clause == slot.clause and following.quantity.kind in ("classifier", "noun"))
    said = status.decide(
        reading.text, slot, words, period, reading.document.published_on, aiming=governing.aiming,
        continued=bool(before.status and before.status.name == "target"), counted_next=counted_next,
    )  # fmt: skip
    if slot.chained and before.status:
        said = before.status
    if said.name == "condition":
        before.bounded, before.picked_end = reading.text[quantity.start : quantity.end], quantity.end
    if said.name == "condition" and counted_next and following:
        taken = "".join(word.word for word in following.left_words)
        opened = re.search(r"(?:累计新增|新增|净增|新建)$", reading.text[slot.clause.start : head.start]) if head.name else None
        before.picked = (opened.group() if opened else "") + (head.name + reading.text[quantity.start : quantity.end] if not head.behind else "")
        before.picked_name, before.picked_end = taken, quantity.end
    subject, region_code = _subject(slot, head, before, governing)
    comparator = _comparator(reading.text, slot, before)
    unit = quantity.unit or _unit_of(name)
    value, high = _signed(quantity.value, quantity.value_high, how.sign)
    metric = Metric(
        document_id=reading.document.document_id, indicator=name or "（未指明）", value=value, value_high=high,
        unit=unit, comparator=comparator, measure=how.name, basis=how.basis, status=said.name, hedge=said.hedge,
        subject=subject, region_code=region_code,
        period_start=period.period_start if period else None, period_end=period.period_end if period else None,
        period_basis=basis, quote=reading.document.content[quantity.start : quantity.end],
        start=quantity.start, end=quantity.end,
        evidence=reading.document.content[slot.clause.start : slot.clause.end].strip("，。；、 \n"), confidence=0.0,
    )  # fmt: skip
    _remember(before, head, name, how, said, comparator, slot)
    return replace(metric, confidence=confidence.score(metric, slot, head, inherited=inherited))


# 1—2月同比增长13.3%，3月提升至40.6%: what is reached is a rate of growth, too.
_RATE_REACHES = re.compile(r"(?:提升|回落|加快|扩大|收窄|回升|放缓|升|降)[至到]")
_NUMBERLESS = re.compile(r"[增升降减涨跌回提下上扩缩达占为]|分别")


def _subject(slot: Slot, head: Head, before: _Before, governing: scope.Scope) -> scope.Subject:
    """Return the subject; 北京、上海分别增长 gives each number a place of its own."""
    if head.places and "分别" in head.predicate:
        before.places = [governing.named(quote, slot) for quote in head.places]
    elif not slot.chained:
        before.places = []
    if before.places and (own := before.places.pop(0)):
        return own
    return governing.subject(slot, head)


def _enter(text: str, slot: Slot, before: _Before) -> None:
    if before.sentence != slot.sentence:
        before.among, before.shared = False, ()
        before.levels.clear()
    if "其中" in text[slot.left.start : slot.left.end] or text[max(slot.sentence.start, slot.left.start - 3) : slot.left.start].startswith("其中"):
        before.among, before.whole, before.unit = bool(before.head), before.head, before.last_unit
        before.sentence = slot.sentence


def _name(text: str, slot: Slot, head: Head, before: _Before, how: Measure, chain: int) -> tuple[str, bool]:
    """Return the indicator and whether it comes from before the clause."""
    if slot.chained and before.members and not head.behind:
        before.used = min(before.used + 1, len(before.members) - 1)
        return _member(before), True
    if not head.name:
        if chain and len(before.levels) > chain and before.sentence == slot.sentence:
            before.members, before.used = tuple(before.levels[-chain - 1 :]), 0
            return _member(before), True
        if chain and len(before.shared) == chain + 1:
            before.members, before.used = before.shared, 0
            return _member(before), True
        return _inherit(slot, head, before, how), True
    if head.members and len(head.members) > 1 and not head.behind and _is_shared(head, chain):
        before.members, before.used = _completed(head), 0
        before.shared = before.members
        return _member(before), False
    name = head.name
    rate = re.search(r"增速|增幅|涨幅|降幅", head.predicate)
    if how.name == "change" and rate and slot.quantity.dimension == "percentage_point":
        return name + rate.group(), False
    if not head.behind and (whole := _whole(text, slot, name, before)):
        return whole, True
    if name in cues.words("keep") and (before.topic or before.head):
        return name + (before.head or before.topic), True
    return name, False


def _shared_behind(name: str, head: Head, following: Slot | None) -> str:
    """Complete 8个国家级 of 8个国家级、13个省级区域医疗中心."""
    if not (head.behind and following and re.search(r"(?:级|型|类)$", name) and len(name) <= 5):
        return name
    after = indicator.find(following, (), ())
    return name + re.sub(r"^.{1,3}?(?:级|型|类)", "", after.name) if after.behind else name


def _inherit(slot: Slot, head: Head, before: _Before, how: Measure) -> str:
    rate = re.search(r"增速|增幅|涨幅|降幅", head.predicate)
    if how.name == "change" and rate and before.head:
        return before.head + rate.group()
    peak = re.search(r"(?:最[高大低]|平均|单[日月])(?:增速|增幅|涨幅|降幅|跌幅)", head.predicate)
    if peak and before.head:
        return before.head + peak.group()
    if how.name == "level" and re.search(r"累计|达到|总[量数]|增至", head.predicate):
        return re.sub(r"^(?:累计新增|新增加?|净增|新登记|新建)", "", before.head) or before.head
    return before.head or before.topic


def _is_shared(head: Head, chain: int) -> bool:
    """Tell a list said of several numbers (A、B分别增长4%、5%) from one long name (A、B产值4亿元)."""
    if chain and len(head.members) == chain + 1:
        return True
    return "分别" in head.predicate or "各" in head.predicate


def _whole(text: str, slot: Slot, name: str, before: _Before) -> str:
    """Complete a head that only means something beside the one before: 营收, 占比, 其中企业."""
    if name.startswith("占") and before.head:
        return before.head + name
    same = before.sentence == slot.sentence
    if text.startswith("、", slot.left.start) and name in cues.words("generic") and before.last_unit in ("个", "家", "项", "处", "座", "所"):
        return before.root + name if same else ""
    if name in cues.words("relational"):
        whole = before.root if same else before.topic if len(name) == 2 else ""
        return (whole if whole.endswith(name) else whole + name) if whole else ""
    if not same or not before.head:
        return ""
    if before.among and _counts_alike(slot, before) and not set(name) & set(before.whole):
        if re.search(r"(?:级|型|类|式|档|层)$", name):
            return name + before.whole
        return _KIND_NOUN.sub("", before.whole) + name if _KIND_NOUN.search(before.whole) else ""
    if not text.startswith("、", slot.left.start):
        return ""
    for size in (3, 2):
        place = before.head.find(name[:size], 1)
        if len(name) > size and place > 0 and not before.head.startswith(name[:size]):
            return before.head[:place] + name
    return ""


def _counts_alike(slot: Slot, before: _Before) -> bool:
    counted = ("classifier", "noun")
    return slot.quantity.unit == before.unit or (slot.quantity.kind in counted and before.unit in ("家", "户", "个", "项", "人", "人次"))


_KIND_NOUN = re.compile(r"(?:经营主体|市场主体|人员|居民|企业|机构|单位|项目|产品|总额|总量|总数|数量|人数|总值|工厂|家庭|学校|车辆|游客)$")


def _completed(head: Head) -> tuple[str, ...]:
    """Give each name of a list the words that it shares with the others: 公路、水运投资."""
    members = list(head.members)
    last = members[-1]
    tail = _NOUN_TAIL.search(last)
    if tail and tail.start() > 0:
        members = [name if _NOUN_TAIL.search(name) else name + tail.group() for name in members[:-1]] + [last]
    opening = _SCOPE_WORD.match(members[0])
    if opening:
        members = [members[0]] + [name if _SCOPE_WORD.match(name) else opening.group() + name for name in members[1:]]
    return tuple(members)


_NOUN_TAIL = re.compile(
    r"(?:零售|订单|成交|交易|销售|进出口|投资|产|储备|装机|发电|用电|吞吐|周转|客运|货运|发送|普及|覆盖|处理|治理|增加|贡献|利用|完成|合格|达标)?"
    r"(?:总)?(?:产值|增加值|零售额|投资额|总额|余额|[率额量值数]|收入|支出|投资|产能|规模|面积|里程|比重|占比|价格|出口|进口|进出口|利润|营收|人数|企业|项目)$"
)
_SCOPE_WORD = re.compile(r"(?:规模以上|规上|限额以上|限上|城乡|城镇|农村|全社会|海上|海洋|每[^、，]{1,4}人|每百户|新增|海外|境外|境内|国内|民营|高技术)")


def _member(before: _Before) -> str:
    before.head = before.members[before.used]
    return before.head


def _comparator(text: str, slot: Slot, before: _Before) -> str:
    """Return how the number bounds; a bound said once holds for the list: 超过98%、85%."""
    own = slot.quantity.comparator
    if own != "eq":
        return own
    if slot.chained and before.comparator in ("gt", "lt") and before.members:
        return before.comparator
    apart = re.search(r"(不超过|不低于|不少于|不高于|超过|低于|高于)[^，。；、\d]{1,8}的?$", text[slot.left.start : slot.quantity.start])
    if apart and not re.search(r"[比较]", apart.group()) and slot.quantity.unit not in ("百分点", "点"):
        return {"不超过": "le", "不高于": "le", "不低于": "ge", "不少于": "ge", "超过": "gt", "高于": "gt", "低于": "lt"}[apart[1]] if "的" in apart.group()[-1:] or "下达" in apart.group() else own
    if re.search(r"控制在[^，。；]{0,4}$", text[slot.left.start : slot.quantity.start]) and text[slot.quantity.end : slot.quantity.end + 3].startswith("以内"):
        return "le"
    return own


def _unit_of(name: str) -> str:
    """人次 of 出游人次达7.65亿 is the unit that the number leaves out."""
    match = re.search(r"(?:人次|户数|人数)$", name)
    return {"人次": "人次", "户数": "户", "人数": "人"}[match.group()] if match else ""


def _signed(value: float, high: float | None, sign: int) -> tuple[float, float | None]:
    if sign < 0 and value > 0:
        return -value, -high if high is not None else None
    return value, high


def _remember(before: _Before, head: Head, name: str, how: Measure, said: status.Status, comparator: str, slot: Slot) -> None:
    if not slot.chained:
        if not (head.members and len(before.members) > 1 and name in before.members):
            before.members, before.used = (), 0
    before.measure, before.status, before.comparator = how, said, comparator
    if name:
        before.head = name
        if name != head.name or head.name not in cues.words("relational"):
            before.root = name if name == head.name else before.root or name
    before.sentence = slot.sentence
    if how.name == "level":
        before.last_unit = slot.quantity.unit
        before.levels.append(name)


def _topic(reading: Reading, number: int) -> str:
    """Return the noun phrase that opens a sentence without numbers (经营主体稳中培优。)."""
    taken: list[str] = []
    for word in reading.words[number]:
        if word.label in ("n", "nz", "vn") or (word.label == "a" and not taken):
            taken.append(word.word)
        elif taken or word.label in ("v", "p"):
            break
    return "".join(taken) if 2 <= len("".join(taken)) <= 12 else ""
