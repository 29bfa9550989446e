"""What one number leaves to the next: its name, its list of names, how it was measured and said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.extract import cues
from flows.extract.nouns import Head, Measure, Slot, Status
from flows.language import units
from flows.language.sentences import Span
from flows.records import Comparator

_GRADE = re.compile(r"(?:级|型|类|式|档|层)$")
_GRADE_OF_WHOLE = re.compile(r"^.{1,3}级(?:及?以上)?")
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
_LONGEST_PART = 4
_COUNTING = ("classifier", "noun")


@dataclass(slots=True)
class Carry:
    """The state between two numbers of a document. `head` is the indicator of the last one."""

    head: str = ""
    root: str = ""
    """The last head that stood by itself, for those that only mean something beside it."""
    sentence: Span | None = None
    measure: Measure | None = None
    status: Status | None = None
    comparator: Comparator = "eq"
    members: tuple[str, ...] = ()
    """The names of the list under way, of which `used` is the current one."""
    used: int = 0
    levels: list[str] = field(default_factory=list)
    """The heads of the levels of the sentence, for a list of growth rates that follows."""
    whole: str = ""
    """What the numbers after 其中 are parts of; empty where nothing is."""
    whole_unit: str = ""
    level_unit: str = ""

    def enter(self, text: str, slot: Slot) -> None:
        """Step to the next quantity."""
        if self.sentence != slot.sentence:
            self.whole = ""
            self.levels.clear()
        opening = max(slot.sentence.start, slot.left.start - 3)
        if "其中" in text[slot.left.start : slot.left.end] or text.startswith(
            "其中", opening, slot.left.start
        ):
            self.whole, self.whole_unit = self.head, self.level_unit
            self.sentence = slot.sentence

    def name(self, slot: Slot, head: Head, rest: Sequence[Slot]) -> str:
        """Return the indicator of a quantity; `rest` holds the quantities after it in the sentence."""
        chain = next((index for index, other in enumerate(rest) if not other.chained), len(rest))
        return self._own_or_carried(slot, head, chain) or _noun_unit(slot)

    def _own_or_carried(self, slot: Slot, head: Head, chain: int) -> str:
        if slot.chained and self.members and not head.behind:
            self.used = min(self.used + 1, len(self.members) - 1)
            return self._member()
        if not head.name:
            return self._inherited(slot, chain)
        if len(head.members) > 1 and not head.behind and _is_shared(head, chain):
            self._take_list(head.members)
            return self._member()
        if not head.behind and (completed := self._completed(slot, head.name)):
            return completed
        return head.name

    def _inherited(self, slot: Slot, chain: int) -> str:
        """Return the name for a clause that leaves it out."""
        if chain and len(self.levels) > chain and self.sentence == slot.sentence:
            self._take_list(tuple(self.levels[-chain - 1 :]))
            return self._member()
        return self.head

    def _take_list(self, names: tuple[str, ...]) -> None:
        self.members, self.used = names, 0

    def _member(self) -> str:
        self.head = self.members[self.used]
        return self.head

    def _completed(self, slot: Slot, name: str) -> str:
        """Complete a head that only means something beside the one before: 营收, 占比, 其中企业."""
        if name.startswith("占") and self.head:
            return self.head if self.head.endswith(name) else self.head + name
        if name in cues.words("relational"):
            return self._of_whole(name) if self.sentence == slot.sentence else ""
        if self.whole and _counts_alike(slot, self.whole_unit):
            return part_of(self.whole, name)
        return ""

    def _of_whole(self, name: str) -> str:
        """Complete 营收 and 占比 by what they are of, which stands in the same sentence."""
        whole = self.root
        if whole.endswith(name) or (name in _WHOLES and _SUMMED.search(whole)):
            return whole
        stem = _MEASURED.sub("", whole)
        if stem == whole and _MEASURE.search(whole) and name not in _OF_MEASURES:
            return ""
        return stem + name if whole else ""

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


def _is_shared(head: Head, chain: int) -> bool:
    """Tell a list said of several numbers (A、B分别增长4%、5%) from one long name (A、B产值4亿元)."""
    return (
        (chain > 0 and len(head.members) == chain + 1) or "分别" in head.predicate or "各" in head.predicate
    )
