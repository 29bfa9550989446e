"""The words and signs that bound a number: 超过1.2万亿元, ≥5%, 300家以上, 60万人左右."""

from __future__ import annotations

import re
from typing import get_args

from flows.records import Comparator

_BEFORE = (
    ("ge", r"不少于|不低于|不小于|不下于|不亚于|至少有?|起码|最少|最低|上|≥"),
    ("le", r"不得?超过|不得?高于|不大于|不多于|不超|最多|至多|最高(?:可达?)?|不突破|≤"),
    ("lt", r"低于|少于|不到|不足|不满|未满|小于|未达|未到|不及|跌破了?|失守|<"),
    (
        "gt",
        r"超过了?|超出|超|突破了?|大于|高于|多于|逾|破|迈过|跨过|首破|>|(?<=[值额量入数模均已首次双润收产资税率])过",
    ),
    ("approx", r"大约为?|大约有?|约为|约合|约占|约有|约达|约|接近|将近|近|大概|差不多|≈"),
)
_AFTER = (
    ("ge", r"及?以上|之上|起步|起(?=[，。；、）]|售|价|$)"),
    ("le", r"及?以下|以内|之内|封顶|为限"),
    ("lt", r"之下|不到(?=[，。；、）]|$)"),
    ("gt", r"出头|开外|有余"),
    ("approx", r"左右|上下|前后|光景"),
)
# A group of the patterns is named as the comparator that its words say.
_NAMED: dict[str, Comparator] = {name: name for name in get_args(Comparator)}
_PREFIX = re.compile("(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE) + r")\s?$")
_SUFFIX = re.compile(r"\s?(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _AFTER) + ")")
_LONGEST = 6
# 突破100项关键核心技术 breaks through, and no bound.
_ACHIEVED = re.compile(r"[“]?(?:一批|关键|核心|共性|前沿|重大|卡脖子|[”])*(?:技术|瓶颈|难题|难关)")
# 以上 and 海上 end in 上 as 上百 begins with it; 附近, 节约, 爆破 and 赶超 bound nothing.
_PARTS_OF_WORDS = {
    "上": tuple("以海网线路陆地市早晚之"),
    "近": tuple("附临邻靠最远"),
    "约": tuple("节公合条契大"),
    "破": tuple("爆打"),
    "超": tuple("赶高反"),
    "最高": tuple("创史新"),
    "最低": tuple("创史新"),
}
_MIRRORED: dict[Comparator, Comparator] = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt"}


def around(text: str, start: int, end: int) -> tuple[int, int, Comparator]:
    """Return the span of a quantity with the words that bound it, and the comparator."""
    before, after = _PREFIX.search(text, max(0, start - _LONGEST), start), _SUFFIX.match(text, end)
    comparator: Comparator = "eq"
    if after and after.lastgroup and not _announces(text, after.end()):
        comparator, end = _NAMED[after.lastgroup], after.end()
    achieved = before and before[0].startswith("突破") and _ACHIEVED.match(text, end)
    if before and before.lastgroup and not achieved and not _part_of_word(text, before):
        start = before.start()
        if comparator == "eq" or before.lastgroup in ("gt", "lt"):
            comparator = _NAMED[before.lastgroup]
    return start, end, comparator


def mirrored(comparator: Comparator) -> Comparator:
    """Return what a comparator is of the number with its sign turned: a fall of 10 or more is -10 or less."""
    return _MIRRORED.get(comparator, comparator)


def _announces(text: str, end: int) -> bool:
    """Tell 以下：, which announces what follows, from 以下, which bounds."""
    return text[end : end + 1] in ("：", ":") and text[end - 2 : end] == "以下"


def _part_of_word(text: str, match: re.Match[str]) -> bool:
    """Tell 上 of 以上 and 海上, 近 of 附近, 破 of 爆破 from words that bound a number."""
    word, before = match.group().strip(), text[match.start() - 1 : match.start()]
    if word == "上" and text[match.end() : match.end() + 1] not in tuple("百千万亿"):
        return True
    return before in _PARTS_OF_WORDS.get(word, ())
