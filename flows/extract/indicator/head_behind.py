"""The name behind a number: 10个集群, 89.4%的公园实现24小时开放, 13人死亡."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.extract import cues
from flows.extract.indicator.heads import LINKS, NOUN, PHRASE, QUOTES, clean, has_role, name_of, text_of
from flows.extract.nouns import Head, Slot
from flows.language import units
from flows.language.tagger import Tag

_NAMING_TIMES = frozenset({"未来"})
_CAUSING = ("造成", "导致", "致", "致使")
# 1.65万公里油气管道建设目标: the number measures what the aim is about.
_GOAL = re.compile(r"(?<=..)(?:建设|改造|治理|种植|播种|销售|生产)(?:目标|任务|计划)$")
_DEED_OPENING = re.compile(r"^(?:已经?|正在?|将|还|分别|全部|先后|陆续)+")
_EVERYWHERE = re.compile(rf"(?:{cues.pattern('here', 'nation').pattern}|全球|世界)$")
_LONGEST_DEED = 14


def is_followed(slot: Slot, head: Head) -> bool:
    """Tell whether the words behind the number, and not those before it (`head`), name what it counts."""
    if not slot.right_words:
        return False
    counts = slot.quantity.kind in ("classifier", "noun") or slot.quantity.unit in units.marked("deed")
    first = slot.right_words[0]
    second = slot.right_words[1].label if len(slot.right_words) > 1 else ""
    if counts and slot.left_words and slot.left_words[-1].word in _CAUSING:
        return True
    if counts and second in NOUN and (first.label == "a" or first.word in _NAMING_TIMES):
        return True  # 6个高潜力赛道, 6个未来产业
    if has_role(first, ("rise", "fall", "reach")):
        return False
    if (
        slot.quantity.unit in units.marked("deed")
        and first.label in ("p", "d", "v")
        and first.word not in ("以上", "左右")
    ):
        return first.word.startswith("被") or not head.name or first.label == "v" or _ends_in_verb(slot)
    if first.word in ("的", "之") and second:
        return _attributed(slot, head, second, counts=counts)
    if first.label in ("c", "u", "w", "p", "d", "r", "xc"):
        return first.word in ("“", "《") and counts
    if counts:
        return first.label in PHRASE - {"f"} or (first.label == "v" and not head.name)
    return first.label in PHRASE - {"f"} and _measures_next(slot, head)


def _attributed(slot: Slot, head: Head, second: str, *, counts: bool) -> bool:
    """Decide for a number with 的 behind it: 25%的关税, 350亿千瓦时的清洁电能."""
    quantity = slot.quantity
    named = head.name not in ("", "价值") and not _ends_in_verb(slot)
    if not counts and quantity.dimension != "share" and named:
        return False
    return quantity.kind != "" and second in PHRASE | {"v"}


def _measures_next(slot: Slot, head: Head) -> bool:
    """Decide for a measure with a noun right behind it: 提供60.9亿度清洁电力, 投资3亿元."""
    if not head.name:
        return True
    if slot.left_words and slot.left_words[-1].label in ("m", "q"):
        return True
    share = slot.quantity.dimension == "share"
    return _ends_in_verb(slot) and not (
        share and has_role(slot.left_words[-1], ("rise", "fall", "reach", "adverb"))
    )


def _ends_in_verb(slot: Slot) -> bool:
    return bool(slot.left_words) and slot.left_words[-1].label in ("v", "p", "d", "u", "c", "vd")


def read(slot: Slot) -> str:
    """Return the noun phrase that opens the text right of the number, or what counted people do."""
    words = list(slot.right_words)
    if words and words[0].word in ("的", "之"):
        words = words[1:]
    if words and slot.quantity.unit in units.marked("deed") and words[0].label in ("p", "d", "v"):
        return _deed(words)
    while words and (words[0].label == "r" or words[0].word in ("全部", "部分", "左右", "以内")):
        words.pop(0)
    if words and words[0].label == "v" and not (len(words) > 1 and words[1].label in NOUN):
        return ""
    taken = _phrase(words, slot)
    while taken and (taken[-1].word in LINKS - {"”", "》"} or taken[-1].label in ("m", "f")):
        taken.pop()
    return _GOAL.sub("", name_of(taken))


def _phrase(words: Sequence[Tag], slot: Slot) -> list[Tag]:
    """Return the words from the first on that make one noun phrase."""
    taken: list[Tag] = []
    for index, word in enumerate(words):
        if not (_joins(words, index, slot) if taken else _opens(word)):
            break
        taken.append(word)
    return taken


def _opens(word: Tag) -> bool:
    return word.label == "v" or word.label in PHRASE or word.word in QUOTES or word.word in _NAMING_TIMES


def _joins(words: Sequence[Tag], index: int, slot: Slot) -> bool:
    """Tell whether a word goes on with the noun phrase that the words before it open."""
    word = words[index]
    if word.label in PHRASE or word.word in QUOTES:
        after = words[index + 1].word[0] if index + 1 < len(words) else ""
        graded = after.isascii() and after.isalpha()  # 5A级景区
        counted = word.label == "m" and any(mark.isdigit() for mark in word.word) and not graded
        return word.label != "f" and not counted
    if word.word in LINKS:
        return _links(words, index, slot)
    if word.word in _NAMING_TIMES:  # 10个市级未来产业集聚区
        return index + 1 < len(words) and words[index + 1].label in NOUN
    return word.label == "v" and _is_inside_name(words[index:])


def _links(words: Sequence[Tag], index: int, slot: Slot) -> bool:
    """Tell a mark or 和 that joins two words of one name from one that ends it."""
    word, rest = words[index].word, words[index + 1 :]
    if not rest or not (rest[0].label in NOUN | {"a"} or rest[0].word == "“"):
        return False
    if word == "、":
        # 255家模型企业、大模型34个: what follows belongs to the next number.
        counted = slot.right.end < slot.clause.end
        return not (counted and all(w.label in PHRASE or w.word in ("的", "达", "超", "超过") for w in rest))
    return not (word in ("和", "与", "及", "以及", "或") and any(w.label == "v" for w in rest))


def _is_inside_name(rest: Sequence[Tag]) -> bool:
    """Tell a verb inside a name (深度融合发展案例) from the predicate of the sentence."""
    if any(word.label == "v" and word.word not in cues.words("compound") for word in rest):
        return False
    nominal = all(word.label in NOUN | {"v", "a"} for word in rest)
    return nominal and rest[-1].label in ("n", "nz", "vn") and len(rest) <= 5


def _deed(words: Sequence[Tag]) -> str:
    """Return what counted people do or suffer: 13人死亡, 3.38万人到岗见习, 1400人被迫疏散."""
    deed = _DEED_OPENING.sub("", text_of(words).replace("了", ""))
    return clean(deed) if len(deed) <= _LONGEST_DEED else name_of(words[:3])


def join(slot: Slot, head: Head, behind: str) -> Head:
    """Put the name behind the number together with what before it defines it: 新增4个示范区."""

    def named(name: str) -> Head:
        return Head(name, head.predicate, slot.right.start, behind=True)

    left = _EVERYWHERE.sub("", text_of(slot.left_words))
    if left.endswith("的") and len(slot.left_words) > 1 and slot.left_words[-2].label == "v":
        return named(f"{slot.left_words[-2].word}的{behind}")
    return named(behind)
