"""The grammar of names: what a name of a body or place is made of, where it begins and where it ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flows.extract.names.spans import ending, parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.language.tagger import Tag

ORG, LOC = ("ORG", "nt"), ("LOC", "ns")
NOUNS = ("n", "nz", "vn", "nw", "an")
# Words that the tagger takes into a name's beginning and that no name begins with.
LEAD = re.compile(
    r"^(?:会同|记者从|对|向|与|和|同|在|把|将|为|从|由|及|至|到|据|各|该|本|我国|全国各|以及|致|应对|距|居)(?=[一-龥]{2})"
)
NOT_NAMED = re.compile(
    r"^(?:各|多|某|有关|相关|地方|当地|基层|大型|民营|中小|跨国|外资|合资|国有|公办|民办|社会|社区|乡镇|农民|专业|普通"
    r"|重点|高等|私营|现代|新型|新时代|一批|一些|部分|上述|所有|其他|主要|国家级|省级|市级|县级|世界级|万亿级|千亿级|两|三|四)"
)
LETTERS = (
    "美俄英法德日韩印巴越朝欧澳加墨柬老缅泰马尼菲新伊以乌叙土沙阿埃拉匈塞波哈吉塔"
    "意西葡荷比瑞挪丹芬希智秘古委哥卡"
)
_FORMAL = (
    "政府|议会|国会|海军|空军|陆军|外交部|国防部|财政部|商务部|司法部|农业部|能源部|卫生部|内政部|央行|大使馆|总统府|军方|国务院|最高法院"
    "|人大|政协|省委|市委|区委|县委|海关|法院|检察院|代表团|省政府|市政府|区政府|县政府|党委|众议院|参议院"
)
FORMAL = re.compile(rf"(?:{_FORMAL})$")


def is_body(name: str) -> bool:
    """Return whether `name` ends as a body's name does and says which body it is."""
    if (
        len(name) < 3
        or name in parts("org_generic")
        or NOT_NAMED.match(name)
        or any(c.isdigit() for c in name[:2])
    ):
        return False
    if ending(name, "not_org") or "两国" in name or "各国" in name:
        return False
    return bool(ending(name, "org_suffix"))


def trim(text: str, word: Tag) -> tuple[int, int]:
    """Return where the word begins and ends without the white space and dashes that the tagger took in."""
    start = word.start + len(word.word) - len(word.word.lstrip(" \n—-·"))
    return start, max(start, word.end - len(word.word) + len(word.word.rstrip(" \n—-·")))


def draw_out(words: Sequence[Tag], index: int, role: str) -> int:
    """Return the end of the name that goes on from word `index` over nouns up to one that ends names."""
    best, position = 0, index
    while position + 1 < len(words) and words[position + 1].label in (*NOUNS, "ORG", "LOC"):
        position += 1
        part, label = words[position].word, words[position].label
        if position - index > 4:
            break
        if part in parts("weak_suffix") and (position - index > 2 or label not in ("ORG", "LOC")):
            continue
        if part in parts(role) or (len(part) > 2 and ending(part, role) and label in ("ORG", "LOC", "nz")):
            best = words[position].end
    return best
