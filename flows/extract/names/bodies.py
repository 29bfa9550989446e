"""Bodies: organs, companies, institutes and the like, from the tagger, lists and how their names end."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from flows import contract
from flows.extract.names.grammar import (
    FORMAL,
    LEAD,
    LETTERS,
    LOC,
    NOUNS,
    ORG,
    draw_out,
    is_body,
    trim,
)
from flows.extract.names.spans import LISTED, RULED, TAGGED, Candidate, ending, parts
from flows.language import gazetteer, scan
from flows.language.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.extract.reading import Reading
    from flows.language.tagger import Tag

_ABROAD = re.compile(
    rf"[{LETTERS}](?:政府|议会|国会|海军|空军|陆军|外交部|国防部|财政部|商务部|总统府|联邦政府|国务院|最高法院)"
)
_CHANNEL = re.compile(
    r"(?:中央广播电视总台|总台)?(?:央视|中央电视台)?(?:新闻|综合|少儿|财经|体育|科教|农业农村|纪录|综艺|社会与法|国防军事|戏曲|音乐|电影|电视剧|中文国际)频道"
)
_CHANNEL_CUE = re.compile("频道")
_MINISTRY = re.compile(r"(?:(?<=的)|(?<=[、，。\n]))[一-龥]{2,8}?(?:[与和及][一-龥]{2,6})?部(?=部长|副部长)")
_MINISTRY_CUE = re.compile("部(?=部长|副部长)")
_OF_REGION = re.compile(
    r"(?:(?<=[省市区县州])|自治区|省|市|区|县)?(?:(?<=[省市区县州])委(?![员托派])|(?:人民)?政府(?:新闻办公室|新闻办|办公厅|办公室)?(?!工作报告)|人大常委会|纪委监委|高级人民法院|日报|晚报)"
)
# 市委, 省政府, 市工信局: which one is meant, the document's place says.
_LOCAL = re.compile(
    r"(?:自治区|[省市州盟区县旗])(?:委(?![员托派任])(?:常委会|宣传部|组织部|统战部|政法委|办公厅|办公室)?|党委(?:常委会)?"
    r"|(?:人民)?政府(?:新闻办公室|新闻办|办公厅|办公室)?|人大常委会|人大|政协|纪委监委|纪委|监委"
    r"|[一-龥]{2,10}?(?:局|厅|发展改革委|发改委|卫健委|卫生健康委|国资委|工信委|住建委|委员会|新闻办))(?!长|部)"
)
_COMPANY = ("有限公司", "有限责任公司")
_BRACKETED = re.compile(
    r"[（(][一-龥]{2,6}[）)][一-龥]{0,8}?(?:有限责任公司|股份有限公司|有限公司|公司|集团)"
)
_SPLIT = re.compile(r"(?:依托|会见|访问|出席|参观|贵国|[愿拟将请][同与]|在|把|致|对)")
_ANCHORS = re.compile(r"^(?:世界|国际|全国|中国|全球|国家|中央|亚洲|欧洲|非洲|联合国|中华)")


@functools.cache
def organs() -> dict[str, str]:
    """Return the full name of every name in the code list organs."""
    return {row["name"]: row["full_name"] for row in contract.codelist("organs")}


@functools.cache
def _listed() -> Lexicon[str]:
    return Lexicon(organs().items())


def find(reading: Reading, edges: frozenset[int]) -> Iterator[Candidate]:
    """Return candidates for bodies in the document."""
    yield from _by_pattern(reading, edges)
    heads = parts("org_head")
    for words in reading.words:
        for index, (_, _, word, label) in enumerate(words):
            if label in ORG:
                yield from _tagged(reading.text, words, index)
            elif label in ("n", "nz") and word in heads:
                yield from _headed(reading.text, words, index)
            if word[-1] == "司" and word.endswith(_COMPANY):
                yield from _company(reading.text, words, index)


def _by_pattern(reading: Reading, edges: frozenset[int]) -> Iterator[Candidate]:
    text = reading.text
    for start, end, full in _listed().find(text):
        # A short name counts between words only: 人民进行 holds 民进.
        if end - start > 4 or (start in edges and (end in edges or text[start:end] == "中共")):
            yield Candidate(start, end, "ORG", LISTED, full)
    channels = scan.near(_CHANNEL_CUE, _CHANNEL, text, scan.is_chinese)
    for match in (*channels, *scan.near(_MINISTRY_CUE, _MINISTRY, text, scan.is_chinese)):
        yield Candidate(*match.span(), "ORG", RULED)
    for found in (*_ABROAD.finditer(text), *_LOCAL.finditer(text)):
        if found.start() in edges and found.end() in edges and not ending(found[0], "not_org"):
            yield Candidate(*found.span(), "ORG", RULED)
    yield from _bracketed(reading)
    for place in reading.regions:
        if rest := _OF_REGION.match(text, place.end):
            yield Candidate(place.start, rest.end(), "ORG", RULED)


def _bracketed(reading: Reading) -> Iterator[Candidate]:
    """Return companies with a place in brackets: 某某（中国）投资有限公司."""
    if not _BRACKETED.search(reading.text):
        return
    for words in reading.words:
        for match in _BRACKETED.finditer(reading.text, words[0].start, words[-1].end) if words else ():
            first = next((i for i, word in enumerate(words) if word.start >= match.start()), len(words))
            start = match.start()
            while (
                first
                and words[first - 1].label in (*NOUNS, *ORG, *LOC, "nr", "PER")
                and match.start() - start < 12
            ):
                first -= 1
                start = words[first].start
            if start < match.start():
                yield Candidate(start, match.end(), "ORG", RULED)


def _tagged(text: str, words: Sequence[Tag], index: int) -> Iterator[Candidate]:
    """Return the body that the tagger saw, cut or drawn out to where its name ends."""
    word = words[index]
    start, end = trim(text, word)
    if match := LEAD.match(text[start:end]):
        start += match.end()
    if match := _SPLIT.search(text[start:end]):
        yield from _pieces(text, (start, start + match.start()), (start + match.end(), end))
        return
    zone = draw_out(words, index, "place_suffix")
    if zone and ending(text[end:zone], "zone_suffix"):
        yield Candidate(start, zone, "PLACE", RULED)
        return
    end = draw_out(words, index, "org_suffix") or end
    while title := ending(text[start:end], "post"):
        end -= len(title)
    if index and words[index - 1].end == start:
        start = _with_place(text, words, index, start, end)
    yield from _pieces(text, (start, end))


def _with_place(text: str, words: Sequence[Tag], index: int, start: int, end: int) -> int:
    """Return the start of the name with the place before it, where that belongs to the name."""
    before, name = words[index - 1], text[start:end]
    if before.label in ORG and ending(name, "within_suffix") and before.word in organs():
        return before.start
    if before.label not in LOC or (name in organs() and name != "海关"):
        return start
    return before.start if FORMAL.search(name) or len(name) <= 3 else start


def _pieces(text: str, *spans: tuple[int, int]) -> Iterator[Candidate]:
    for start, end in spans:
        name = text[start:end]
        head = gazetteer.leading(name)
        rest = name[head.end :] if head else ""
        if name in organs():
            yield Candidate(start, end, "ORG", LISTED, organs()[name])
        elif rest in organs() and not FORMAL.search(rest):
            yield Candidate(end - len(rest), end, "ORG", LISTED, organs()[rest])
        elif rest in parts("industry_like") or rest in parts("place_tail") or _holds_two(name):
            continue
        elif len(ending(name, "place_suffix")) > 1 and not ending(name, "org_suffix"):
            if name not in parts("place_generic"):
                yield Candidate(start, end, "PLACE", TAGGED)
        elif is_body(name):
            yield Candidate(start, end, "ORG", TAGGED)


def _holds_two(name: str) -> bool:
    """Whether `name` begins and ends with a listed body: the tagger took a sentence for a name."""
    inner = [item for item in _listed().find(name) if 2 < item.end - item.start < len(name)]
    return len(inner) > 1 and inner[0].start == 0 and inner[-1].end == len(name)


def _company(text: str, words: Sequence[Tag], index: int) -> Iterator[Candidate]:
    """Return a company by its full name, whose own word the tagger rarely knows: 某省某某新能源有限公司."""
    first = index
    while first and words[first - 1].label in (*NOUNS, *ORG, *LOC, "PER", "nr", "a", "xc", "j"):
        first -= 1
        if index - first > 5 or words[first].word in parts("policy_break"):
            return
    start, end = words[first].start, words[index].end
    if end - start > len("股份有限公司") + 1:
        yield Candidate(start, end, "ORG", RULED)


def _headed(text: str, words: Sequence[Tag], index: int) -> Iterator[Candidate]:
    """Return the body whose last word is a common noun: 世界大型企业研究会."""
    first = index
    while first and words[first - 1].label in (*NOUNS, "ORG", "LOC", "a", "v") and index - first < 5:
        first -= 1
        if words[first].label in (*ORG, *LOC) or _ANCHORS.match(words[first].word):
            name = text[words[first].start : words[index].end]
            if is_body(name):
                yield Candidate(words[first].start, words[index].end, "ORG", RULED)
            return
