"""What one number leaves to the next: its name, its list of names, how it was measured and said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.extract import cues
from flows.extract.indicator import choice
from flows.extract.indicator.heads import text_of
from flows.extract.nouns import Head, Measure, Slot, Status
from flows.language import units
from flows.language.sentences import Span
from flows.records import Comparator

_RATE = re.compile(r"增速|增幅|涨幅|降幅")
_PEAK = re.compile(r"(?:最[高大低]|平均|单[日月])(?:增速|增幅|涨幅|降幅|跌幅)")
_TOTAL = re.compile(r"累计|达到|总[量数]|增至")
_NEW = re.compile(r"^(?:累计新增|新增加?|净增|新登记|新建)")
_GRADE = re.compile(r"(?:级|型|类|式|档|层)$")
_GRADE_OF_WHOLE = re.compile(r"^.{1,3}级(?:及?以上)?")
_GRADE_OPENING = re.compile(r"^.{1,3}?(?:级|型|类)")
_KIND_NOUN = re.compile(
    r"(?:经营主体|市场主体|人员|居民|企业|外国人|机构|公司|合作社|单位|项目|产品|总额|总值|工厂|家庭|学校|车辆|游客|(?=总量|总数|数量|人数))(?:总量|总数|数量|人数)?$"
)
# 增加值 of 制造业增加值, which gives way to 营业收入 said of the same industry.
_MEASURED = re.compile(
    r"(?<=业)(?:增加值|总?产值|效益|营业收入|营收|利润(?:总额)?)$|(?<=..)(?:(?:种植|播种|养殖)面积|产量|销量)$"
)
# 面积 after 常住人口 or 融资利率 is no area of that: what is measured itself has no measure.
_MEASURE = re.compile(
    r"(?:人口|游客|旅客|客流|人次|人数|[率额值量]|收入|营收|利润|支出|利率|价格|面积|里程)$"
)
# 总量 said of 地区生产总值 is that value itself.
_WHOLES = frozenset("总量 总额 总数 总规模 规模 数量".split())
_OF_MEASURES = frozenset("占比 比重 份额 增量 增速 增幅 涨幅 降幅 存量 均价 总量 总额 总数 数量 规模".split())
"""What a measure has itself: 出口额占比."""
_SUMMED = re.compile(r"(?:总值|总额|总量|增加值|产值|产量|收入|余额|销售额|零售额|贸易额|数量)$")
_EACH = re.compile(r"每[^、，]{0,6}?(?:人口|[人户名家辆亩])")
_LONGEST_PART = 4
_COUNTING = ("classifier", "noun")


@dataclass(slots=True)
class Carry:
    """The state between two numbers of a document. `head` is the indicator of the last one."""

    head: str = ""
    root: str = ""
    """The last head that stood by itself, for those that only mean something beside it."""
    topic: str = ""
    """The noun phrase that opens the sentence before, where that has no number."""
    sentence: Span | None = None
    measure: Measure | None = None
    status: Status | None = None
    comparator: Comparator = "eq"
    members: tuple[str, ...] = ()
    """The names of the list under way, of which `used` is the current one."""
    used: int = 0
    shared: tuple[str, ...] = ()
    """The last list of names that several numbers shared."""
    levels: list[str] = field(default_factory=list)
    """The heads of the levels of the sentence, for a list of growth rates that follows."""
    whole: str = ""
    """What the numbers after 其中 are parts of; empty where nothing is."""
    whole_unit: str = ""
    level_unit: str = ""
    condition: str = ""
    """A condition as written, and where it ends: 1000公里以上 of 1000公里以上的出行客流."""
    condition_end: int = -1
    picked: tuple[str, str] = ("", "")
    """The noun that a condition picks out, and what goes before it: 产值超百亿元 of 产值超百亿元企业12家."""

    def enter(self, text: str, slot: Slot) -> None:
        """Step to the next quantity."""
        if self.sentence != slot.sentence:
            self.whole, self.shared = "", ()
            self.levels.clear()
        opening = max(slot.sentence.start, slot.left.start - 3)
        if "其中" in text[slot.left.start : slot.left.end] or text.startswith(
            "其中", opening, slot.left.start
        ):
            self.whole, self.whole_unit = self.head, self.level_unit
            self.sentence = slot.sentence

    def name(self, text: str, slot: Slot, head: Head, how: Measure, rest: Sequence[Slot]) -> str:
        """Return the indicator of a quantity; `rest` holds the quantities after it in the sentence."""
        chain = next((index for index, other in enumerate(rest) if not other.chained), len(rest))
        name = self._own_or_carried(text, slot, head, how, chain)
        if self.condition_end == slot.left.start and not head.behind:
            if text.startswith("的", slot.left.start):
                name = f"{self.condition}的{name}"
            elif self.picked[0] and (name == self.picked[0] or not head.name):
                name = self.picked[1] + self.picked[0]  # 县 alone is no head of its own
        self.condition_end = -1
        return _with_shared_noun(name, head, rest) or _noun_unit(slot)

    def _own_or_carried(self, text: str, slot: Slot, head: Head, how: Measure, chain: int) -> str:
        if slot.chained and self.members and not head.behind:
            self.used = min(self.used + 1, len(self.members) - 1)
            return self._member()
        if not head.name:
            return self._inherited(slot, head, how, chain)
        if len(head.members) > 1 and not head.behind and _is_shared(head, chain):
            self._take_list(head.members)
            self.shared = self.members
            return self._member()
        rate = _RATE.search(head.predicate)
        if how.name == "change" and rate and slot.quantity.dimension == "percentage_point":
            return head.name + rate.group()
        if not head.behind and (completed := self._completed(text, slot, head.name)):
            return completed
        if head.name in cues.words("keep") and (whole := self.head or self.topic):
            return whole if whole.startswith(head.name) else head.name + whole
        return head.name

    def _inherited(self, slot: Slot, head: Head, how: Measure, chain: int) -> str:
        """Return the name for a clause that leaves it out."""
        if chain and len(self.levels) > chain and self.sentence == slot.sentence:
            self._take_list(tuple(self.levels[-chain - 1 :]))
            return self._member()
        if chain and len(self.shared) == chain + 1:
            self._take_list(self.shared)
            return self._member()
        rate, peak = _RATE.search(head.predicate), _PEAK.search(head.predicate)
        if how.name == "change" and rate and self.head:
            return self.head + rate.group()
        if peak and self.head:
            return self.head + peak.group()
        name = (self.head if self.sentence == slot.sentence else self.topic) or self.head
        if how.name == "level" and _TOTAL.search(head.predicate):
            return _NEW.sub("", name) or name
        return name

    def _take_list(self, names: tuple[str, ...]) -> None:
        self.members, self.used = names, 0

    def _member(self) -> str:
        self.head = self.members[self.used]
        return self.head

    def _completed(self, text: str, slot: Slot, name: str) -> str:
        """Complete a head that only means something beside the one before: 营收, 占比, 其中企业."""
        same = self.sentence == slot.sentence
        listed = text.startswith("、", slot.left.start) and not self.whole
        if name.startswith("占") and self.head:
            return self.head if self.head.endswith(name) else self.head + name
        if listed and name in cues.words("generic") and self.level_unit in units.marked("whole"):
            return self.root + name if same else ""
        if name in cues.words("relational"):
            return self._of_whole(name, same=same)
        if not same or not self.head:
            return ""
        whole = self.whole or (self.root if _GRADE.search(name) else "")
        unit = self.whole_unit if self.whole else self.level_unit
        if whole and _counts_alike(slot, unit) and (part := part_of(whole, name)):
            return part
        if listed and (each := _EACH.match(self.root)) and not _EACH.match(name):
            return each.group() + name
        return self._continued(name) if listed else ""

    def _of_whole(self, name: str, *, same: bool) -> str:
        """Complete 营收 and 占比 by what they are of, which stands in the same sentence or opens it."""
        whole = self.root if same else self.topic if len(name) == 2 else ""
        if whole.endswith(name) or (name in _WHOLES and _SUMMED.search(whole)):
            return whole
        stem = _MEASURED.sub("", whole)
        if stem == whole and _MEASURE.search(whole) and name not in _OF_MEASURES:
            return self._continued(name) if same else ""
        return stem + name if whole else ""

    def _continued(self, name: str) -> str:
        """Complete 运营里程 after 城市轨道交通运营线路 by what goes before the word they share."""
        for size in (3, 2):
            place = self.head.find(name[:size], 1)
            if len(name) > size and place > 0 and not self.head.startswith(name[:size]):
                return self.head[:place] + name
        return ""

    def condition_stated(self, text: str, slot: Slot, head: Head, following: Slot | None) -> None:
        """Remember a condition, and the noun that it picks out where the next quantity counts it."""
        quantity = slot.quantity
        self.condition, self.condition_end = text[quantity.start : quantity.end], quantity.end
        self.picked = ("", "")
        if following and not head.behind:
            self.picked = (text_of(following.left_words), head.name + self.condition)

    def leave(
        self, slot: Slot, head: Head, name: str, how: Measure, said: Status, comparator: Comparator
    ) -> None:
        """Keep what the next quantity may need."""
        if not slot.chained and not (len(self.members) > 1 and name in self.members):
            self._take_list(())
        self.measure, self.status, self.comparator = how, said, comparator
        if name:
            self.head = name
            if name != head.name or head.name not in cues.words("relational"):
                self.root = name if name == head.name else self.root or name
        self.sentence = slot.sentence
        if how.name == "level":
            self.level_unit = slot.quantity.unit
            self.levels.append(name)


def _counts_alike(slot: Slot, unit: str) -> bool:
    """Tell whether a quantity counts the same things as the whole, whose unit is `unit`."""
    return slot.quantity.unit == unit or (slot.quantity.kind in _COUNTING and unit in units.marked("whole"))


def part_of(whole: str, name: str) -> str:
    """Name a part by its whole: 先进级 of 智能工厂, 企业 of 新登记经营主体, 出口 of 对东盟进出口."""
    if name in ("出口", "进口", "出境", "入境"):
        both = "进出口" if name.endswith("口") else "出入境"
        return whole.replace(both, name) if both in whole else ""
    if _GRADE.search(name) and not set(name[:-1]) & set(whole):
        return name + _GRADE_OF_WHOLE.sub("", whole)
    if set(name) <= set(whole):
        return ""
    shared = next((size for size in range(len(name) - 1, 1, -1) if name.endswith(whole[:size])), 0)
    if shared or set(name) & set(whole):
        return name + whole[shared:] if shared else ""
    if _KIND_NOUN.search(name):
        return _KIND_NOUN.sub("", whole) + name if _KIND_NOUN.search(whole) else ""
    return name + whole if len(name) <= _LONGEST_PART else ""


def _noun_unit(slot: Slot) -> str:
    """16部门 counts what its unit names."""
    return slot.quantity.unit if slot.quantity.kind == "noun" else ""


def _with_shared_noun(name: str, head: Head, rest: Sequence[Slot]) -> str:
    """Complete 8个国家级 of 8个国家级、13个省级区域医疗中心."""
    if not (head.behind and rest and re.search(r"(?:级|型|类)$", name) and len(name) <= 5):
        return name
    after = choice.find(rest[0], (), ())
    return name + _GRADE_OPENING.sub("", after.name) if after.behind else name


def _is_shared(head: Head, chain: int) -> bool:
    """Tell a list said of several numbers (A、B分别增长4%、5%) from one long name (A、B产值4亿元)."""
    return (
        (chain > 0 and len(head.members) == chain + 1) or "分别" in head.predicate or "各" in head.predicate
    )
