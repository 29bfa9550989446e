"""The name of what a number counts or measures, and the small grammar that both sides of a number share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flows.extract import cues
from flows.language.tagger import Tag
from flows.records import Mention

NOUN = frozenset({"n", "nz", "nw", "nr", "ns", "nt", "vn", "an", "s", "ORG", "LOC", "PER"})
"""Labels of the tagger for words that name something."""
PHRASE = NOUN | {"a", "f", "m", "q", "b"}
"""Labels of the words that stand inside a noun phrase."""
PLACE_LABELS = ("LOC", "ns", "ORG")
LISTING = ("和", "、", "及", "与", "以及")
QUOTES = frozenset("“”《》·‘’")
LINKS = frozenset("的 、 和 与 及 以及 或 “ ” · 《 》 - — / （ ） 暨 等 ‘ ’".split())
VISITORS = frozenset("游客 旅客 居民 客商 留学生 商品 产品 公民 选手 球员".split())
"""What a country's name before it defines: 韩国游客 are visitors from there, wherever they are counted."""
PREDICATES = ("make", "lead", "cover", "reach", "rise", "fall")
"""Roles of the words that say something of a name and are no part of it."""

_JOINING = "和与及"
_EDGES = re.compile(r"^[\s、，的和与及：:·了）)—]+|(?:[\s、，的和与：:了（(]|(?<![惠涉普])及)+$")


def text_of(words: Iterable[Tag]) -> str:
    """Return the words written together."""
    return "".join([word.word for word in words])


def clean(name: str) -> str:
    """Return `name` without marks and particles at its ends."""
    name = name.replace("\x00", "").strip()
    while True:
        shorter = _EDGES.sub("", name)
        unpaired = shorter.count("“") != shorter.count("”")
        if unpaired and (shorter.startswith("”") or shorter.endswith("“")):
            shorter = shorter.strip("“”")
        if shorter == name:
            return name
        name = shorter


def name_of(words: Iterable[Tag]) -> str:
    """Return the words as a name; 和 of 和平区 opens a word and joins nothing."""
    taken = list(words)
    opening = taken[0].word if taken else ""
    if len(opening) > 1 and opening[0] in _JOINING:
        return opening[0] + clean(opening[1:] + text_of(taken[1:]))
    return clean(text_of(taken))


def has_role(word: Tag, roles: Iterable[str]) -> bool:
    """Tell whether the word is a cue of one of `roles`."""
    return word.word in cues.words(*roles)


def place_at(word: Tag, places: Sequence[Mention]) -> Mention | None:
    """Return the place or body that `word` is part of."""
    reached = word.start  # 云南昭通 is one word of the tagger and two places
    for place in places:
        if place.start <= reached < place.end:
            reached = place.end
            if reached >= word.end:
                return place
    return None
