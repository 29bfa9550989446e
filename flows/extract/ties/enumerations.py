"""Enumerations that the text spells out: a whole, and its parts in their order."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flows.extract.reading import Reading
from flows.language import scan
from flows.language.tagger import Tag
from flows.records import Mention, Relation

_JOINTS = re.compile("以及|和|与|及"), re.compile("以及|和")
"""What joins the last part to those before it, all of that and what does so in a list that goes on.

Before 等, 与 and 及 mostly stand inside a part: 生物制造、氢能及新型储能等9个赛道.
"""
_NUMBER = "[0-9一二三四五六七八九十两]+"
_COUNT_AT_END = re.compile(rf"{_NUMBER}[个大类种项](?:等级|层级|梯度|级别|类别|方向|领域)?$")
_GOES_ON = re.compile(r"等(?!级)[^、]*$")
_ITEM = r"(?:[“《]?[^，。；：！？、“”《》（）()\n]{2,24}[”》]?)"
_LIST = rf"(?P<items>{_ITEM}(?:、{_ITEM})*(?:、|和|与|及|以及){_ITEM})"
_KIND = r"(?:产业|赛道|行业|领域|行动|工程|计划|战略|集群|产业链|体系|板块|等级|层级|梯度|梯队|战役|试点)"
_WHOLE = r"(?P<whole>[^，。；：！？、“”《》（）()\n]{2,16})"
_INCLUDE = "包括|包含|涵盖|分为|划分为|分别为|分别是|主要有|即"
_INCLUDES = f"(?:，(?:{_INCLUDE})|{_INCLUDE})"
# 六大未来产业包括…, 智能工厂分为…
_SPELLED = re.compile(rf"{_WHOLE}{_INCLUDES}：?{_LIST}(?P<etc>等)?")
# 六大未来产业：…; 八大专项行动（…）; 九大高成长赛道——…
_OPENS = r"(?:：|——|（|\()"
_MARKED = re.compile(
    r"(?P<whole>[^，。；：！？、“”《》（）()\n]{0,12}"
    rf"(?:{_NUMBER})(?:大|个|类|项|条)[^，。；：！？、“”《》（）()\n]{{0,8}}?{_KIND})"
    rf"{_OPENS}{_LIST}(?P<etc>等)?"
)
# 集成电路、生物医药、人工智能三大先导产业
_SUM = (
    rf"[0-9一二三四五六七八九十两](?<![0-9一二三四五六七八九十和与].){_NUMBER[:-1]}*(?:大|个|类|项|条)"
    rf"[^，。；：！？、“”《》（）()\n的和与0-9]{{0,8}}?{_KIND}"
)
_COUNTED = re.compile(rf"{_LIST}(?P<etc>等)?(?P<whole>{_SUM})")
_COUNT = re.compile(rf"({_NUMBER})[大个类项条]")
_ACTION = re.compile(r"(?:行动|工程|计划|任务|战略|试点|机制|项目|体系)$")
# 六大核心领域分层布局赛道：… does not spell out the six fields.
_RUNS_ON = re.compile(rf"{_KIND}[^，。；：]*?(?:布局|建设|推进|发展|实施|培育)[^，。；：]*{_KIND}$")
# What is divided into these was named before: 布局未来产业。围绕甲、乙、丙三大核心领域…
_GENERIC = re.compile(r"(?:核心|重点|主要|关键|细分|优势)*(?:领域|方向|赛道|板块)")
_GRADING = re.compile(r"(?:梯度|分级|分类)?(?:培育|建设|管理|评定|认定)(?:体系|机制)?$")
_NOT_WHOLE = re.compile(
    r"作为|用于|成为|方面|问题|内容|原因|情况|要求|措施|人员|部门|国家|地区|省份|时间|因素|标志|特点|单位|成员|嘉宾"
)
_ENDS_KIND = re.compile(rf"{_KIND}$")
_HAS_LEVELS = re.compile(r"级$|类$|型$|层$")
_NOUN_LABELS = frozenset("n nz vn an nw m q a f s ORG LOC ns nt nr PER xc".split())
# Verbs that stand inside the names of actions.
_INSIDE = re.compile(
    r"培育|提升|攻坚|升级|建设|转型|改造|赋能|创新|融合|振兴|倍增|壮大|集聚|突破|引领|服务|保障|制造|计算|驾驶|智能|绿色|数字|先进|卓越|领航|基础"
)
_PART = re.compile(r"[一-龥]{2,10}(?:行动|工程|计划|战役)")
_NOT_ITEM = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:%|万|亿|个|家|项)|^(?:以及|并|在|将|是|为)")


_FORMS = (
    (re.compile(_INCLUDES), _SPELLED),
    (re.compile(_KIND + _OPENS), _MARKED),
    (re.compile(_SUM), _COUNTED),
)
"""What each form of an enumeration holds, and the form."""


def _leads(mark: str) -> bool:
    return mark not in "，。；：！？（）()\n"


class _Enumeration(NamedTuple):
    """A whole and its parts, as spans of the text."""

    whole: str
    start: int
    end: int
    parts: Sequence[tuple[int, int]]


def find(reading: Reading, mentions: Sequence[Mention]) -> Iterator[Relation]:
    """Return `includes` for each part of each enumeration, with its place in the order from 1.

    The whole and its parts are runs of nouns; as many parts must stand there as the text says there are.
    """
    named = {(item.start, item.end): item for item in mentions}
    nouns: _Nouns | None = None
    taken: list[tuple[int, int]] = []
    for cue, pattern in _FORMS:
        for match in scan.near(cue, pattern, reading.text, _leads):
            if any(first < match.end() and match.start() < last for first, last in taken):
                continue
            nouns = nouns or _Nouns(reading, mentions)
            if found := _enumeration(reading.text, pattern, match, nouns, named):
                taken.append(match.span())
                if _GENERIC.fullmatch(found.whole):
                    found = found._replace(whole=_divided(reading, found.start, mentions) + found.whole)
                yield from _relations(reading, found, named)


def _divided(reading: Reading, start: int, mentions: Sequence[Mention]) -> str:
    """Return the industry that a passage speaks of where it divides it into fields, "" for none."""
    begin = reading.text.rfind("\n", 0, max(reading.text.rfind("\n", 0, start), 0)) + 1
    named = [
        each.quote
        for each in mentions
        if each.type == "INDUSTRY" and begin <= each.start < start and each.quote.endswith("产业")
    ]
    return named[-1] if named and named.count(named[-1]) > 1 else ""


def _enumeration(
    text: str,
    form: re.Pattern[str],
    match: re.Match[str],
    nouns: _Nouns,
    named: Mapping[tuple[int, int], Mention],
) -> _Enumeration | None:
    start, end = match.span("whole")
    if form is _SPELLED:
        start = nouns.start(start, end)
    elif form is _MARKED and _RUNS_ON.search(match["whole"]):
        return None
    elif form is _MARKED and (counted := _COUNT.search(match["whole"])):
        start += counted.start()
    stated = _GRADING.sub("", text[start:end])
    counted = None if _ACTION.search(stated) else _COUNT.match(stated)
    whole = stated[counted.end() :] if counted else stated
    items = _counted(text, nouns, match, stated)
    if not items or len(whole) < 3 or _NOT_WHOLE.search(whole):
        return None
    known = (start, end) in named or _ENDS_KIND.search(whole) or _HAS_LEVELS.search(text[slice(*items[0])])
    if form is _SPELLED and not known:
        return None
    return _Enumeration(whole, min(start, items[0][0]), max(end, items[-1][1]), items)


def _counted(text: str, nouns: _Nouns, match: re.Match[str], stated: str) -> list[tuple[int, int]]:
    """Return the parts, as many as the text says there are; none where they cannot be told."""
    start, end = match.span("items")
    if counted := _COUNT_AT_END.search(text, start, end):
        end = counted.start()
    goes_on = _GOES_ON.search(text, start, end)
    end, more = goes_on.start() if goes_on else end, bool(goes_on or match["etc"])
    for joint in _JOINTS[more:]:
        items = _items(text, nouns, _pieces(text, start, end, joint))
        if items and _count_fits(stated, len(items), more):
            return items
    return []


class _Nouns:
    """Where runs of nouns begin, by the names of the document and the tagger's words."""

    def __init__(self, reading: Reading, mentions: Sequence[Mention]) -> None:
        self._named = {item.end: item.start for item in mentions}
        self._words = [word for words in reading.words for word in words]
        self._starts = [word.start for word in self._words]

    def start(self, start: int, end: int) -> int:
        """Return the start of the longest run of nouns within start:end that ends there; `end` for none."""
        if self._named.get(end, -1) >= start:
            return self._named[end]
        index = bisect.bisect_left(self._starts, end) - 1
        if index < 0 or self._words[index].end != end:
            return end
        while index >= 0 and self._words[index].start >= start and _is_noun(self._words[index]):
            index -= 1
        return max(start, self._words[index].end) if index >= 0 else start


def _is_noun(word: Tag) -> bool:
    return (
        word.label in _NOUN_LABELS or word.word in ("+", "·", "“", "”") or bool(_INSIDE.fullmatch(word.word))
    )


def _pieces(text: str, start: int, end: int, joint: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield what 、 parts, and the last of it in two where `joint` joins them."""
    for piece in re.finditer(r"[^、]+", text[start:end]):
        first, last = start + piece.start(), start + piece.end()
        found = joint.search(text, first, last) if last == end else None
        if found and first < found.start() and found.end() < last:
            yield first, found.start()
            yield found.end(), last
        else:
            yield first, last


def _items(text: str, nouns: _Nouns, pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the parts, none where one is no run of nouns."""
    found = []
    for number, (first, last) in enumerate(pieces):
        marked = text[first] in "“《"
        inner = _JOINTS[0].search(text, first + 1, last - 1)
        noun = nouns.start(inner.end(), last) == inner.end() if inner else False
        end = inner.start() if inner and noun else last  # 氢能及新型储能 is two runs of nouns
        run = first if marked or (number and _PART.fullmatch(text, first, last)) else nouns.start(first, end)
        if run == end or (number and run != first) or last - run > 16 or _NOT_ITEM.search(text[run:last]):
            return []
        found.append((run, last))
    return found if len(found) > 1 else []


def _count_fits(whole: str, count: int, more: bool) -> bool:
    """Whether as many parts are named as the text says there are."""
    if not (match := _COUNT.match(whole)):
        return True
    digits = "零一二三四五六七八九十"
    stated = int(match[1]) if match[1].isdigit() else digits.find(match[1].replace("两", "二"))
    return stated <= 0 or stated == count or (more and stated > count)


def _relations(
    reading: Reading, found: _Enumeration, named: Mapping[tuple[int, int], Mention]
) -> Iterator[Relation]:
    for order, (first, last) in enumerate(found.parts, start=1):
        part = named.get((first, last))
        if part is None and reading.text[first] in "“《":
            part = named.get((first + 1, last - 1))
        yield Relation(
            document_id=reading.document.document_id,
            subject_type="POLICY" if _ACTION.search(found.whole) else "INDUSTRY",
            subject=found.whole,
            predicate="includes",
            quote=reading.content[found.start : found.end],
            start=found.start,
            end=found.end,
            object_type=part.type if part else None,
            object=part.name if part else None,
            object_text=reading.content[first:last].strip("“”《》"),
            position=order,
        )
