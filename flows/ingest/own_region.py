"""The region that a document speaks of as its own: what 全省, 本市 and 全县 stand for in it."""

from __future__ import annotations

import re
from collections import Counter

from flows.ingest import furniture, regions

HELD = re.compile(
    r"[（(]?(?:——)?\s*(?P<date>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)(?:在.{4,40}(?:会议|大会|全会).{0,10}上?)?[）)]?"
)
"""A line under a headline that says when and before whom a report was given."""
_PAPER = re.compile(rf"{furniture.PAPER}$")
_NATION = re.compile(
    r"新华社|人民日报|央视|中央电视台|新闻联播|光明日报|经济日报|国务院|国家统计局|中国政府网|工业和信息化部|国家发展改革委"
)
_OURS = re.compile(
    r"[我本全](?P<level>省|市|区|县|州|盟|旗)|(?P<state>自治区)(?:人民)?(?:政府|党委)|我(?P<nation>国)"
)
_VISITED = re.compile(
    r"(?:[在到赴来前往]|前往|走进)[\u4e00-\u9fff、]{2,16}?(?:调研|考察|视察|检查|走访|慰问|督导|会见|出席|采访)"
)
"""A place that somebody goes to is none that the text speaks of as its own."""
_LONGEST_TEXT, _LONGEST_PAGE = 4_000, 20_000
"""Characters in which a document, and a page, is searched for what it calls its own."""
_LEVELS = {"省": "province", "区": "province", "市": "prefecture", "国": "country"}


def infer(publisher: str | None, title: str, text: str, around: str) -> str | None:
    """Return the code of the region that a document speaks of as its own, None where that is not clear.

    A place within the region of its page is one that an article reports from. What a county has on the
    site of its province is the county's, where it speaks of 全县.
    """
    if publisher:
        if _NATION.search(publisher):
            return "CN"
        if code := next(regions.named(publisher), None):
            return _part(publisher, code, title, text) or code
    own, whole = _of_document(title, text), _own(around[:_LONGEST_PAGE])
    return whole if whole and (own is None or regions.within(own, whole)) else own


def _part(publisher: str, code: str, title: str, text: str) -> str | None:
    """Return the part of a publisher's region that a text speaks of as its own.

    A paper reports from all of its region, so there the headline has to name the part; what an office
    issues in its own name is of its own region.
    """
    own = None if publisher in title else _own(f"{title}\n{text[:_LONGEST_TEXT]}")
    if own is None or own == code or not regions.within(own, code):
        return None
    return own if not _PAPER.search(publisher) or own in regions.named(title) else None


def _of_document(title: str, text: str) -> str | None:
    """Return the region that a headline, the place of a meeting or the body gives."""
    held = next((line for line in text.split("\n", 8)[:8] if HELD.match(line.strip())), "")
    for line in (title, held):
        places = [code for code in regions.named(_VISITED.sub("", line)) if code != "CN"]
        if places and all(regions.within(code, places[0]) for code in places):
            return places[-1]
    return _own(text[:_LONGEST_TEXT])


def _own(text: str) -> str | None:
    """Return the region that a text names most where it speaks of 全省 or 本市."""
    ours = Counter(_own_level(match) for match in _OURS.finditer(text))
    if not ours:
        return None
    level = max(
        ours, key=lambda each: (each != "country", ours[each]) if ours[each] > 1 else (False, ours[each])
    )
    if level == "country":
        return "CN"
    named = Counter(code for code in regions.named(text) if _is_of(code, level))
    top = named.most_common(2)
    clear = top and (len(top) == 1 or top[0][1] > 2 * top[1][1])
    return top[0][0] if clear else None


def _is_of(code: str, level: str) -> bool:
    """Return whether a division is of `level`; a municipality is what its papers call 本市, too."""
    own = regions.level(code)
    return own == level or (level == "prefecture" and own == "province" and regions.is_municipality(code))


def _own_level(match: re.Match[str]) -> str:
    if match["nation"]:
        return "country"
    if match["state"]:
        return "province"
    return _LEVELS.get(match["level"], "county")
