"""What opens a clause before the name of a number, and is no part of it: connectors, verbs, places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.extract import cues
from flows.extract.indicator.heads import (
    LINKS,
    LISTING,
    NOUN,
    PLACE_LABELS,
    VISITORS,
    has_role,
    place_at,
    text_of,
)
from flows.language.tagger import Tag
from flows.records import Mention

_SHARE = re.compile(r"(?:比例|比重|占比|比率)$")
_HERE = re.compile(rf"{cues.pattern('here', 'nation').pattern}|其中|该|其(?!他)|各地")
# Adverbs of the tagger that are part of a name: 人均可支配收入, 净流入, 最高气温.
_INNER = frozenset("净 最高 最低 最大 最终 单 人均 户均 可 总 非 不 未 全 均 新 一般 每 再 最".split())
_PREPOSITIONS = frozenset("使 让 据 从 由 按 通过 为 向".split())
_TRADE = re.compile(r"出口|进口|贸易|投资|贡献|依存|拉动|援助|关税|融资|贷款|服务|占")
_NAMING_PREPOSITIONS = frozenset("对 与 和 随 跨 沿 经".split())


def leave_out(words: Sequence[Tag], places: Sequence[Mention]) -> list[Tag]:
    """Drop what opens the clause before the noun phrase: connectors, verbs of making, places."""
    start = 0
    for index in range(len(words) - 1):
        if cues.opening("keep").match(text_of(words[index : index + 2])):
            break
        if _cuts(words, index) and any(each.label in NOUN for each in words[index + 1 :]):
            start = index + 1
    kept = list(_without_adverbs(words[start:]))
    while kept and _drops(kept, places):
        kept.pop(0)
    return _without_building(kept)


def _without_adverbs(words: Sequence[Tag]) -> Iterator[Tag]:
    for index, word in enumerate(words):
        following = words[index + 1].label if index + 1 < len(words) else ""
        named = word.word == "基本" and following in ("n", "nz", "vn")  # 基本养老保险
        if named or not _is_adverb(word):
            yield word


def _is_adverb(word: Tag) -> bool:
    if word.word in _INNER or word.word in cues.words("keep"):
        return False
    if word.label in ("d", "vd") and (len(word.word) == 1 or has_role(word, ("adverb", "lead"))):
        return True
    return (
        len(word.word) > 1 and word.word in cues.words("adverb") and word.label in ("ad", "a", "v", "c", "m")
    )


def _cuts(words: Sequence[Tag], index: int) -> bool:
    """Tell a word that ends what comes before the noun phrase."""
    word = words[index]
    if word.label not in ("v", "c", "p") and word.word not in ("把", "将"):
        return False
    rest = text_of(words[index + 1 :])
    if word.label == "v" and (len(rest) < 2 or words[0].word[0] == "每"):
        return False
    if rest.startswith("占") and _SHARE.search(rest):
        return False  # 研发投入占营业收入的比重
    if word.label == "v":
        if index and words[index + 1].word in LISTING[:3]:
            return False
        if word.word in cues.words("bind"):
            return len(rest) >= 6 and not _SHARE.search(rest)
        # 国考断面达到或优于Ⅲ类水体比例: the verb is inside the name of a share.
        inside = index > 0 and words[index - 1].label in NOUN and _SHARE.search(rest) is not None
        if has_role(word, ("make", "lead")):
            return not inside
    if word.label == "c" and word.word not in LINKS | {"同", "并"}:
        return True
    return word.word in ("把", "将") or (word.label == "p" and word.word in _PREPOSITIONS)


def _without_building(words: list[Tag]) -> list[Tag]:
    """Leave out two verbs of building before a noun: 更新改造燃气管道, 新建和改造高标准农田."""
    index = 0
    while index < len(words) and (
        words[index].word in cues.words("build") or (index and words[index].word in LISTING[:4])
    ):
        index += 1
    return words[index:] if len(text_of(words[:index])) >= 4 and index < len(words) else words


def _drops(words: Sequence[Tag], places: Sequence[Mention]) -> bool:
    """Tell whether the first of `words` stands before the name and is no part of it."""
    first, rest = words[0], text_of(words[1:])
    if (first.label == "m" and re.fullmatch(r"一[批个项家种座条]", first.word)) or (
        first.label == "v" and rest in cues.words("attribute")
    ):
        return True
    if _HERE.match(first.word + rest) or (first.word in ("国", "省", "市") and rest):
        return True
    if first.label in ("c", "r", "u", "w"):
        return first.word not in ("“", "《", "每", "和")
    if first.label == "p":
        plain = first.word == "对" and len(words) > 1 and words[1].label not in (*PLACE_LABELS, "w")
        return first.word not in _NAMING_PREPOSITIONS or (plain and not _TRADE.search(rest))
    if first.word in ("计划", "预计", "规划", "力争") and len(words) > 2:
        return True
    place = place_at(first, places)
    if place and not _belongs(words):
        return True
    return first.word in cues.words("lead") and first.label in ("v", "d", "f")


def _belongs(words: Sequence[Tag]) -> bool:
    """中国 of 中国物流业景气指数 belongs to the name; so does a place joined to the next word by 与."""
    second = words[1].word if len(words) > 1 else ""
    if second in LISTING[:3] and len(words) > 2 and words[2].label in PLACE_LABELS:
        listed = (word.word for word in words if word.label not in PLACE_LABELS and word.word not in LISTING)
        return next(listed, "") in VISITORS
    return text_of(words).endswith("指数") or second in ("与", "和", "、", "对", "至", "—")
