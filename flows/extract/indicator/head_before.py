"""The name before a number: 智能工厂1000家, 民间投资占比稳定在60%以上, 规上工业企业利润增长6%."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.extract import cues
from flows.extract.indicator import openings
from flows.extract.indicator.heads import NOUN, PREDICATES, clean, has_role, name_of, text_of
from flows.extract.indicator.lists import members, owners
from flows.extract.nouns import Head, Slot
from flows.language.tagger import Tag
from flows.records import Mention, Period

_AGAINST = re.compile(
    r"(?:比|较|相较|相比|同比(?=去年|上年))(?!例|重|率|值|为|强|高|大|好|快)[^，。；]{0,14}$"
)
_APART = re.compile(r"(?:高|低|快|慢|优|好|大|小|多|少)于|超过|超|领先|高出|落后")
_RATE = re.compile(
    r"(?:同比|环比|累计|年均|平均|名义|实际|复合)*(?:增速|增幅|涨幅|降幅|跌幅|升幅|(?<!自然)增长率|增长速度|增长)$"
)
_OF_AIM = re.compile(r"(?<=..)(?:预期)?目标$")
_PER_MANY = re.compile(r"(?<=[率比例数量度值])[为是达约]{0,2}每[十百千万亿\d]+[人户名口家件个]$")
_OF_RATE = frozenset("最高 最大 最低 平均 单日 单月 整体 总体".split())
_THIS_NUMBER = re.compile(r"(?:这|该|此|上述)[一个项]?(?:数字|数据|指标|数值|比例|占比|水平|规模|总量)")
_GRADE = re.compile(r"^[省市县区部]级$|..(?:级|型|类|式|层|档)$")
_RELATIVE_CLAUSE = re.compile(r"(?<=.{8}的)[^的]{3,}$")
_QUOTED_NUMBER = re.compile(r"^“[^”]*\d[^”]*”、")
_HOLDING = frozenset("控制 保持 稳定 维持 提升 提高 调整 扩容 扩大 缩减".split())


def read(slot: Slot, periods: Sequence[Period], places: Sequence[Mention]) -> Head:
    """Return the noun phrase left of the number, and what stands between the two."""
    words = without_times(slot.left_words, periods)
    if slot.quantity.dimension == "percentage_point":
        words = _before_comparison(words)
    named, used = owners(_after_connectors(words)) if "分别" in text_of(words) else ((), 0)
    words = _after_connectors(words)[used:]
    cut = _predicate(words[: _per_many(words)])
    predicate = ("分别" if named else "") + text_of(words[cut:])
    kept = openings.leave_out(words[:cut], places)
    named = named or _only_places(words[:cut])
    if not kept or not _is_nominal(kept) or (named and not used):
        return Head("", predicate, slot.quantity.start, places=named)
    name = name_of(kept)
    if len(name) < 2 or _THIS_NUMBER.search(text_of(slot.left_words)):
        return Head("", predicate, slot.quantity.start, places=named)
    clause = _RELATIVE_CLAUSE.search(name)
    if clause and kept[0].label == "v" and kept[0].word not in cues.words("keep"):
        name = clause.group()
    name, predicate = _rate(_QUOTED_NUMBER.sub("", name), predicate)
    return Head(name, predicate, kept[0].start, members=members(kept) if not named else (), places=named)


def _per_many(words: Sequence[Tag]) -> int:
    """Return how many of `words` stand before 每十万人 of 死亡率为每十万人4.5例."""
    match = _PER_MANY.search(text_of(words))
    end = next(
        (size for size in range(len(words)) if match and len(text_of(words[:size])) >= match.start()), 0
    )
    return end or len(words)


def _after_connectors(words: Sequence[Tag]) -> list[Tag]:
    """Leave out 其中 and marks at the start."""
    for index, word in enumerate(words):
        kept = word.word in ("“", "《", "外") or word.word[0] == "每"  # 外送绿电
        if word.label not in ("f", "c", "w", "r") or kept:
            return list(words[index:])
    return []


def _only_places(words: Sequence[Tag]) -> tuple[str, ...]:
    """Return the places where nothing else stands before the number: 北京、上海分别增长."""
    telling = [word for word in words if word.label not in ("f", "c", "w", "r", "d", "u")]
    alone = bool(telling) and all(word.label in ("LOC", "ns") for word in telling)
    return tuple(word.word for word in telling) if alone else ()


def preceding(slot: Slot, periods: Sequence[Period], places: Sequence[Mention]) -> Head | None:
    """Return the head that a clause before names: 全行业交易达到峰值，增长4.61%."""
    for clause in slot.preceding:
        words = [word for word in without_times(clause, periods) if word.word not in "，；：。！？"]
        cut = next((index for index, word in enumerate(words) if index and _ends_subject(word)), len(words))
        kept = openings.leave_out(words[:cut], places)
        name = name_of(kept)
        if len(name) >= 2 and kept[-1].label in NOUN - {"LOC", "ORG", "PER"} and kept[0].label != "v":
            return Head(name, "", kept[0].start, members=members(kept))
    return None


def without_times(words: Sequence[Tag], periods: Sequence[Period]) -> list[Tag]:
    """Leave out the words of a time; 每天 stays, and so does 3年 of 3年期, which names a class."""
    timed = [period for period in periods if not _is_class(period, words)]
    return [
        word
        for word in words
        if not any(period.start < word.end and word.start < period.end for period in timed)
        and not (
            word.label == "TIME" and word.word[0] != "每" and not any(mark.isdigit() for mark in word.word)
        )
    ]


def _is_class(period: Period, words: Sequence[Tag]) -> bool:
    return period.kind == "duration" and any(
        word.start == period.end and word.word[0] in "期级" for word in words
    )


def _before_comparison(words: list[Tag]) -> list[Tag]:
    """Leave out what a difference compares with: 增幅高于全国0.2个百分点, 快于全部投资7.3个百分点."""
    match = _APART.search(text_of(words))
    if not match or not words:
        return words
    return [
        word for word in words if len(text_of(words[: words.index(word)])) + len(word.word) <= match.start()
    ]


def _is_nominal(words: Sequence[Tag]) -> bool:
    """Tell a name, also one made of verbs (造林绿化19万亩, 转移转化4.6万项), from predicates alone."""
    if any(word.label in NOUN for word in words):
        return True
    text = text_of(words)
    if cues.opening("keep").match(text) or text in cues.words("nominal") or _GRADE.search(text):
        return True
    return len(text) >= 4 and not any(has_role(word, (*PREDICATES, "adverb")) for word in words)


def _predicate(words: Sequence[Tag]) -> int:
    """Return the index in `words` from which they only say how the number relates to its head."""
    index = len(words)
    while index and _says_how(words, index - 1):
        index -= 1
    against = _AGAINST.search(text_of(words[:index]))
    if against and index < len(words) and not _is_ratio(words[index - 1], words[index]):
        index = 0
        while len(text_of(words[:index])) < against.start():
            index += 1
        return _predicate(words[:index])
    return index


def _says_how(words: Sequence[Tag], index: int) -> bool:
    """Tell whether a word is of the predicate, where all behind it are, and not of the name."""
    word = words[index]
    after = words[index + 1] if index + 1 < len(words) else None
    if after and _is_ratio(word, after):
        return False
    if word.label in ("d", "c", "r", "vd", "ad", "xc") and word.word not in ("人均", "户均"):
        return True
    if has_role(word, ("adverb", "reach")) and word.word not in {"占比", *"中上下内"}:
        return True
    if has_role(word, ("rise", "fall")) and word.label != "n":
        return True
    if after and _leads_to(word, after):
        return True
    return word.label in ("p", "u", "w") and word.word not in "”》）"


def _is_ratio(word: Tag, following: Tag) -> bool:
    """Tell the noun 比 of 城乡收入比降至2.9 from that of 涨幅比上月收窄, whose time is left out."""
    touches = word.end == following.start
    return touches and word.word == "比" and has_role(following, ("rise", "fall", "reach"))


def _leads_to(word: Tag, following: Tag) -> bool:
    """Tell the verb of 由66户整合至12户, 控制在5.5%, 压减11% from a noun."""
    if following.word in ("至", "到", "在", "为", "成"):
        return word.label == "v" or word.word in _HOLDING
    return len(word.word) == 1 and word.label == "v" and has_role(following, ("fall", "rise"))


def _rate(name: str, predicate: str) -> tuple[str, str]:
    """Move 增速 and 涨幅 from the name to the predicate: the growth is that of what they follow."""
    name = _OF_AIM.sub("", name)
    match = _RATE.search(name)
    if not match:
        return name, predicate
    if name[: match.start()] in _OF_RATE:
        return "", name + predicate
    return clean(name[: match.start()]), match.group() + predicate


def _ends_subject(word: Tag) -> bool:
    if word.label == "p":
        return word.word not in ("对", "与", "和", "跨")
    if word.label == "d":
        return True
    if word.word.startswith("翻") and word.label == "v":
        return True
    verb = has_role(word, ("reach", "rise", "fall", "adverb", "make")) or word.word in (
        "呈现",
        "呈",
        "走",
        "创",
    )
    return word.label in ("v", "vd", "ad") and verb
