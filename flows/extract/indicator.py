"""What a number is a number of: the noun phrase before it (智能工厂1000家) or behind it (10个集群)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.extract import cues
from flows.extract.slots import Slot
from flows.language.tagger import Tag
from flows.records import Mention, Period

_NOUN = frozenset({"n", "nz", "nw", "nr", "ns", "nt", "vn", "an", "s", "ORG", "LOC", "PER"})
_PHRASE = _NOUN | {"a", "f", "m", "q", "b"}
_LINKS = frozenset("的 、 和 与 及 以及 或 “ ” · 《 》 - — / （ ） 暨 等 ‘ ’".split())
_CLEAN = re.compile(r"^[\s、，的“”和与及：:·了]+(?!.*”)|[\s、，的和与及：:了]+$")
_AGAINST = re.compile(r"(?:比|较|相较|相比|同比(?=去年|上年))(?!例|重|率|值|为|强|高|大|好|快)[^，。；]{0,14}$")
_RATE = re.compile(r"(?:同比|环比|累计|年均|平均|名义|实际|复合)*(?:增速|增幅|涨幅|降幅|跌幅|升幅|增长率|增长速度|增长)$")


@dataclass(frozen=True, slots=True)
class Head:
    """The indicator of a quantity.

    `name` is empty where the clause leaves it out; `predicate` is what stands between it and
    the number (同比增长, 达到), `behind` tells that it stands behind the number.
    """

    name: str
    predicate: str
    start: int
    behind: bool = False
    members: tuple[str, ...] = field(default=())
    """The single names where one list shares the clause (公路、水运投资分别完成 …)."""


def find(slot: Slot, periods: Sequence[Period], places: Sequence[Mention]) -> Head:
    """Return the head of `slot` as its own clause gives it."""
    head = _before(slot, periods, places)
    if _is_followed(slot, head):
        behind = _behind(slot)
        if behind:
            return _join(slot, head, behind)
    return head


def _is_followed(slot: Slot, head: Head) -> bool:
    """Tell whether the words behind the number are what it counts."""
    words = slot.right_words
    if not words:
        return False
    first, unit = words[0], slot.quantity
    if first.word in ("的", "之") and len(words) > 1:
        return unit.kind != "" and words[1].label in _PHRASE | {"v"} and not (head.name and unit.kind == "" )
    if first.word in ("、", "和", "与", "及", "以及", "，", "（", "(") or first.label in ("c", "u", "w", "p", "d", "r"):
        return first.word in ("“", "《") and unit.kind in ("classifier", "noun")
    if unit.kind in ("classifier", "noun") or unit.unit in ("人", "人次", "户"):
        if first.label in _PHRASE:
            return True
        return first.label == "v" and not head.name
    if first.label not in _PHRASE or first.label == "f":
        return False
    return not head.name or _ends_in_verb(slot) or unit.dimension != "share"


def _ends_in_verb(slot: Slot) -> bool:
    return bool(slot.left_words) and slot.left_words[-1].label in ("v", "p", "d", "u", "c", "vd")


def _behind(slot: Slot) -> str:
    """Return the noun phrase that opens the text right of the number."""
    taken: list[Tag] = []
    words = slot.right_words
    if words and words[0].word in ("的", "之"):
        words = words[1:]
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        if word.label in _PHRASE or word.word in ("“", "”", "《", "》", "·", "‘", "’"):
            if word.label == "f" and taken:
                break
            if word.label in ("m", "q") and taken and word.label == "m" and any(mark.isdigit() for mark in word.word):
                break
            taken.append(word)
        elif word.word in _LINKS and taken and following and (following.label in _NOUN | {"a"} or following.word == "“"):
            if word.word == "、" and _leads_to_number(slot, words[index + 1 :]):
                break
            if word.word in ("和", "与", "及", "以及", "或") and _has_verb(words[index + 1 :]):
                break
            taken.append(word)
        elif word.label == "v" and not taken and following and following.label in _NOUN:
            taken.append(word)
        elif word.label == "v" and not taken:
            return _verbal(words)
        elif word.label == "v" and taken and _names_it(words, index):
            taken.append(word)
        else:
            break
    while taken and (taken[-1].word in _LINKS - {"”", "》"} or taken[-1].label in ("m", "f")):
        taken.pop()
    return clean("".join(word.word for word in taken))


def _names_it(words: Sequence[Tag], index: int) -> bool:
    """A verb of one noun phrase (路口信号灯改造项目) is followed by a noun that ends the clause."""
    rest = words[index + 1 :]
    return bool(rest) and all(word.label in _NOUN for word in rest[:2]) and len(rest) <= 2 and len(words[index].word) == 2 and (
        words[index].word not in cues.words("make") | cues.words("lead"))


def _verbal(words: Sequence[Tag]) -> str:
    """Return the predicate of counted people: 13人死亡, 3.38万人到岗见习."""
    taken = []
    for word in words:
        if word.label not in ("v", "vn", "n", "vd", "an", "a"):
            break
        taken.append(word.word)
    return "".join(taken)


def _leads_to_number(slot: Slot, rest: Sequence[Tag]) -> bool:
    """Tell 255家模型企业、大模型34个 from 200名播音员、主持人."""
    following = slot.right.end < slot.clause.end
    return following and all(word.label in _PHRASE or word.word in ("的", "达", "超", "超过") for word in rest)


def _has_verb(rest: Sequence[Tag]) -> bool:
    return any(word.label == "v" for word in rest)


def _join(slot: Slot, head: Head, behind: str) -> Head:
    """Put the name behind the number together with what before it defines it."""
    left = "".join(word.word for word in slot.left_words)
    stripped = cues.ending("adverb", "reach").sub("", left.rstrip("了过"))
    for word in sorted(cues.words("keep"), key=len, reverse=True):
        if stripped.endswith(word) or left.endswith(word):
            return Head(word + behind, head.predicate, slot.right.start, behind=True)
    for word in sorted(cues.words("cover"), key=len, reverse=True):
        if (stripped.endswith(word) or left.endswith(word)) and len(head.name) >= 3:
            name = head.name if head.name.endswith(word) else head.name + word
            return Head(name + behind, head.predicate, slot.right.start, behind=True)
    return Head(behind, head.predicate, slot.right.start, behind=True)


def _before(slot: Slot, periods: Sequence[Period], places: Sequence[Mention]) -> Head:
    """Return the noun phrase left of the number, without what stands between the two."""
    words = _without_times(slot.left_words, periods)
    cut = _predicate(words)
    predicate = "".join(word.word for word in words[cut:])
    kept = _opened(words[:cut], places)
    name = clean("".join(word.word for word in kept))
    name, predicate = _rate(name, predicate)
    return Head(name, predicate, kept[0].start if kept else slot.quantity.start, members=_members(kept))


def _without_times(words: Sequence[Tag], periods: Sequence[Period]) -> list[Tag]:
    """Leave out the words of a time; what stands before it stays only if it is part of the name."""
    inside = [
        word for word in words
        if not any(period.start < word.end and word.start < period.end for period in periods) and word.label != "TIME"
    ]  # fmt: skip
    return inside


def _predicate(words: Sequence[Tag]) -> int:
    """Return the index in `words` from which they only say how the number relates to its head."""
    index = len(words)
    while index:
        word = words[index - 1]
        tail = "".join(each.word for each in words[index:])
        if word.label in ("d", "c", "r", "vd", "ad", "xc") and word.word not in ("人均", "户均"):
            index -= 1
        elif word.word in cues.words("adverb") | cues.words("reach") and not (word.label in _NOUN and not tail and word.word in ("占比",)):
            index -= 1
        elif word.word in cues.words("rise") | cues.words("fall") and word.label not in ("n",):
            index -= 1
        elif word.label in ("p", "u", "w", "f") and word.word not in "”》）":
            index -= 1
        elif word.label == "v" and tail and (cues.opening("reach", "rise", "fall", "adverb").match(tail)) and len(word.word) <= 2 and word.word in cues.words("make"):
            index -= 1
        else:
            break
    against = _AGAINST.search("".join(word.word for word in words[:index]))
    if against and index < len(words):
        rest = against.start()
        index = 0
        while rest > 0:
            rest -= len(words[index].word)
            index += 1
        return _predicate(words[:index])
    return index


def _opened(words: Sequence[Tag], places: Sequence[Mention]) -> list[Tag]:
    """Drop what opens the clause before the noun phrase: connectors, verbs of making, places."""
    start = 0
    for index, word in enumerate(words):
        rest = words[index + 1 :]
        if not rest:
            break
        if _cuts(word, words, index) and _is_name(rest):
            start = index + 1
    kept = list(words[start:])
    while len(kept) > 1 and _drops(kept, places):
        kept.pop(0)
    if len(kept) == 1 and (kept[0].word in cues.words("lead") or kept[0].label in ("c", "r", "p", "d")):
        kept = []
    return kept


def _cuts(word: Tag, words: Sequence[Tag], index: int) -> bool:
    """Tell a word that ends what comes before the noun phrase."""
    if word.label in ("d", "vd", "ad", "c") and word.word not in ("和", "与", "及", "以及", "或", "暨", "同", "并"):
        return True
    if word.label == "v" and word.word in cues.words("make") | cues.words("lead") and word.word not in cues.words("keep"):
        return not (index and len("".join(each.word for each in words[index + 1 :])) <= 3 and words[index - 1].label in _NOUN)
    return word.label == "p" and word.word in ("把", "将", "使", "让", "据", "从", "由", "按", "通过", "为", "向")


def _is_name(words: Sequence[Tag]) -> bool:
    return any(word.label in _NOUN or word.label in ("v", "a") for word in words)


def _drops(words: Sequence[Tag], places: Sequence[Mention]) -> bool:
    first = words[0]
    if first.word in ("其中", "全国", "我国", "全省", "全市", "全区", "我", "国", "全", "省", "市", "区", "该", "其", "本"):
        return True
    if first.label in ("c", "r", "p", "d", "u", "vd", "ad", "w") and first.word not in ("“", "《", "每", "对", "与"):
        return True
    if first.label in ("LOC", "ORG", "ns", "nt", "s") and not _belongs(words):
        return True
    return first.word in cues.words("lead") and first.label not in ("n",) and not (first.label == "vn" and len(words) <= 2)


def _belongs(words: Sequence[Tag]) -> bool:
    """中国 of 中国物流业景气指数 belongs to the name; so does a place joined to the next word by 与."""
    rest = "".join(word.word for word in words)
    return rest.endswith("指数") or (len(words) > 1 and words[1].word in ("与", "和", "、", "对", "至", "—"))


def _rate(name: str, predicate: str) -> tuple[str, str]:
    """Move 增速 and 涨幅 from the name to the predicate: the growth is that of what they follow."""
    match = _RATE.search(name)
    if match and match.start() > 0:
        return clean(name[: match.start()]), match.group() + predicate
    if match:
        return "", match.group() + predicate
    return name, predicate


def _members(words: Sequence[Tag]) -> tuple[str, ...]:
    """Cut a list of names at 、 and 和, outside quotation marks."""
    parts: list[list[str]] = [[]]
    quoted = False
    for word in words:
        quoted = (quoted or word.word == "“") and word.word != "”"
        if not quoted and word.word in ("、", "和", "与", "及", "以及"):
            parts.append([])
        else:
            parts[-1].append(word.word)
    return tuple(clean("".join(part)) for part in parts if part)


def clean(name: str) -> str:
    """Return `name` without marks and particles at its ends."""
    name = name.replace("\x00", "").strip()
    while True:
        shorter = re.sub(r"^[\s、，的和与及：:·了）)]+|[\s、，的和与及：:了（(]+$", "", name)
        if shorter.count("“") != shorter.count("”") and (shorter.startswith("”") or shorter.endswith("“")):
            shorter = shorter.strip("“”")
        if shorter == name:
            return name
        name = shorter
