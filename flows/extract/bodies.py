"""Bodies and places, from the tagger's names, listed names and what their endings say."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from flows import contract
from flows.extract.spans import LISTED, RULED, TAGGED, Candidate, ending, parts
from flows.language import gazetteer
from flows.language.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.extract.reading import Reading
    from flows.language.tagger import Tag

_ORG, _LOC = ("ORG", "nt"), ("LOC", "ns")
_NOUN = ("n", "nz", "vn", "nw", "an")
# Words that the tagger takes into a name's beginning and that no name begins with.
_LEAD = re.compile(
    r"^(?:会同|记者从|对|向|与|和|同|在|把|将|为|从|由|及|至|到|据|各|该|本|我国|全国各|以及|致|应对)(?=[一-龥]{2})"
)
_NOT_NAMED = re.compile(
    r"^(?:各|多|某|有关|相关|地方|当地|基层|大型|民营|中小|跨国|外资|合资|国有|公办|民办|社会|社区|乡镇|农民|专业|普通"
    r"|重点|高等|私营|现代|新型|新时代|一批|一些|部分|上述|所有|其他|主要|国家级|省级|市级|县级|世界级|万亿级|千亿级|两|三|四)"
)
_RAIL = re.compile(r"(?:高铁|铁路|高速公路|高速|城际铁路|城际)$")
_FORMAL = re.compile(
    r"(?:政府|议会|国会|海军|空军|陆军|外交部|国防部|财政部|商务部|央行|大使馆|人大|政协|省委|市委|区委|县委|海关|法院|检察院|代表团)$"
)
_PAIR_TAIL = re.compile(
    r"^(?:关系|两国|两党|双方|友好|合作|经贸|贸易|命运|峰会|人文|友谊|战略|交往|自贸|班列|论坛|领导人|高层|文化|教育|青年|企业|人民|建交|外交|科技|高级|联合|三国|三方|各国|之间|元首|双边)"
)
LETTERS = frozenset(
    "中美俄英法德日韩印巴越朝欧澳加墨柬老缅泰马印尼菲新伊以乌叙土沙阿埃南非拉匈塞波哈吉塔塞意西葡荷比瑞挪丹芬希智秘古委哥卡科阿"
)
_SINGLE = frozenset(
    "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔云滇藏陕秦甘陇青宁新蒙港澳台华美俄英法德日韩印巴越朝欧澳伊以乌叙柬缅泰埃"
)
_NOT_AFTER_SINGLE = frozenset("方军媒元式语文籍裔商资企侨货币衔升级菜剧酒茶队警舰机")


def bodies(reading: Reading) -> Iterator[Candidate]:
    """Return candidates for bodies and places in the document."""
    for words in reading.words:
        for index, word in enumerate(words):
            if word.label in _ORG:
                yield from _body(reading.text, words, index)
            elif word.label in _LOC:
                yield from _place(reading.text, words, index)
        yield from _railways(words)
    yield from _regions(reading)


@functools.cache
def organs() -> dict[str, str]:
    """Return the full name of every name in the code list organs."""
    return {row["name"]: row["full_name"] for row in contract.codelist("organs")}


@functools.cache
def places() -> dict[str, str]:
    """Return the full name of every name in the code list places."""
    return {row["name"]: row["full_name"] for row in contract.codelist("places")}


@functools.cache
def _listed() -> Lexicon[tuple[str, str]]:
    entries = [(name, ("PLACE", full)) for name, full in places().items()]
    return Lexicon(entries + [(name, ("ORG", full)) for name, full in organs().items()])


def listed(reading: Reading, edges: frozenset[int]) -> Iterator[Candidate]:
    """Return the bodies and named places of the code lists; short names count between words only."""
    for start, end, (kind, full) in _listed().find(reading.text):
        if end - start > 4 or (start in edges and end in edges):
            if reading.text[start:end] in ("东部", "西部", "中部") and _direction(reading.text, start, end):
                continue
            yield Candidate(start, end, kind, LISTED, full)


def _direction(text: str, start: int, end: int) -> bool:
    """Whether 东部, 西部, 中部 is a part of something else: 加沙东部."""
    return text[start - 1 : start] not in "，。、“于在和与及全至国\n 我居对" and text[end : end + 2] != "地区"


def _regions(reading: Reading) -> Iterator[Candidate]:
    for place in gazetteer.regions_in(reading.text, reading.document.region_code):
        yield from _split_region(reading.text, place.start, place.end)


def _split_region(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Give each division of 浙江嘉兴 its own candidate."""
    position = start
    for first, last, entry in gazetteer.names().find(text[start:end]):
        if first == position - start and entry.codes:
            yield Candidate(start + first, start + last, "PLACE", RULED)
            position = start + last


def _body(text: str, words: Sequence[Tag], index: int) -> Iterator[Candidate]:
    """Return the body that the tagger saw, cut or drawn out to where its name ends."""
    word = words[index]
    start, end = word.start, word.end
    if match := _LEAD.match(word.word):
        start += match.end()
    end = _draw_out(text, words, index, "org_suffix") or end
    while title := ending(text[start:end], "post"):
        end -= len(title)
    name = text[start:end]
    if index and words[index - 1].label in _LOC and words[index - 1].end == start and name not in organs():
        if _FORMAL.search(name) or len(name) <= 3:
            start = words[index - 1].start
    elif name == "海关" and index and words[index - 1].label in _LOC:
        start = words[index - 1].start
    name = text[start:end]
    if name in organs():
        yield Candidate(start, end, "ORG", LISTED, organs()[name])
    elif (
        ending(name, "place_suffix")
        and len(ending(name, "place_suffix")) > 1
        and not ending(name, "org_suffix")
    ):
        if name not in parts("place_generic"):
            yield Candidate(start, end, "PLACE", TAGGED)
    elif is_body(name):
        yield Candidate(start, end, "ORG", TAGGED)


def is_body(name: str) -> bool:
    """Return whether `name` ends as a body's name does and says which body it is."""
    if (
        len(name) < 3
        or name in parts("org_generic")
        or _NOT_NAMED.match(name)
        or any(c.isdigit() for c in name[:2])
    ):
        return False
    if name.endswith(
        (
            "大局",
            "全局",
            "格局",
            "结局",
            "布局",
            "开局",
            "困局",
            "变局",
            "新局",
            "党中央",
            "社会",
            "机会",
            "内部",
            "全部",
        )
    ):
        return False
    return bool(ending(name, "org_suffix"))


def _draw_out(text: str, words: Sequence[Tag], index: int, role: str) -> int:
    """Return the end of the name that goes on from word `index` over nouns up to one that ends names."""
    best, position = 0, index
    while position + 1 < len(words) and words[position + 1].label in (*_NOUN, "ORG", "LOC"):
        position += 1
        if position - index > 4:
            break
        part = words[position].word
        if part in parts(role) or (
            len(part) > 2 and ending(part, role) and words[position].label in ("ORG", "LOC", "nz")
        ):
            if (
                part
                in (
                    "组织",
                    "中心",
                    "党",
                    "部队",
                    "公司",
                    "集团",
                    "能源",
                    "电力",
                    "科技",
                    "航空",
                    "电子",
                    "石化",
                    "矿业",
                    "钢铁",
                    "基地",
                    "实业",
                    "企业",
                )
                and role == "org_suffix"
                and position - index > 2
            ):
                continue
            best = words[position].end
    return best


def _place(text: str, words: Sequence[Tag], index: int) -> Iterator[Candidate]:
    """Return the place that the tagger saw, or the body where its ending says so."""
    word = words[index]
    start, end = word.start, word.end
    if match := _LEAD.match(word.word):
        start += match.end()
    name = text[start:end]
    drawn = _draw_out(text, words, index, "org_suffix")
    if drawn and is_body(text[start:drawn]) and gazetteer.resolve_region(text[start:drawn]) is None:
        yield Candidate(start, drawn, "ORG", RULED)
        return
    if _FORMAL.search(name) and len(name) > 2:
        yield Candidate(start, end, "ORG", RULED)
        return
    drawn = _draw_out(text, words, index, "place_suffix")
    if drawn and text[end:drawn] not in parts("place_generic"):
        yield from _named_place(text, start, drawn)
        return
    if drawn and (zone := text[start:drawn]) and ending(zone, "place_suffix") in _ZONES:
        yield Candidate(start, drawn, "PLACE", RULED)
        return
    yield from _named_place(text, start, end)


_ZONES = frozenset(
    "自贸试验区 自由贸易试验区 自贸区 自贸港 新区 开发区 高新区 经开区 高新技术产业开发区 经济技术开发区 保税区 综合保税区 综保区"
    " 合作区 示范区 先行区 新片区 科学城 科技城 产业园 工业园 工业园区 科技园 都市圈 城市群 经济圈 双城经济圈 城市副中心".split()
)


def _named_place(text: str, start: int, end: int) -> Iterator[Candidate]:
    name = text[start:end]
    if name in places():
        yield Candidate(start, end, "PLACE", LISTED, places()[name])
        return
    if len(name) == 1:
        if (
            name in _SINGLE
            and text[end : end + 1] not in _NOT_AFTER_SINGLE
            and text[start - 1 : start] not in "“「"
        ):
            yield Candidate(start, end, "PLACE", TAGGED)
        return
    if (
        all(letter in LETTERS for letter in name)
        and gazetteer.resolve_region(name) is None
        and name not in places()
    ):
        if "中" not in name and len(name) == 2:
            yield Candidate(start, start + 1, "PLACE", TAGGED)
            yield Candidate(start + 1, end, "PLACE", TAGGED)
        return
    if gazetteer.resolve_region(name):
        yield from _split_region(text, start, end)
        return
    if name in parts("place_generic") or _NOT_NAMED.match(name):
        return
    if re.search(r"(?:国家|主席国)$", name) or any(char in "，,;；" for char in name):
        return
    head = next(iter(gazetteer.regions_in(name)), None)
    if head and head.start == 0:
        rest = name[head.end :]
        suffix = ending(rest, "place_suffix")
        if rest in places():
            yield from _split_region(text, start, start + head.end)
            yield Candidate(start + head.end, end, "PLACE", LISTED, places()[rest])
            return
        if not suffix and len(rest) <= 3 and re.search(r"[东西南北中]部?$", rest):
            yield from _split_region(text, start, start + head.end)
            return
    if match := re.fullmatch(r"(.{2,}?)(?:[东西南北]|东南|西南|东北|西北|中)部(?:地区|沿海)?", name):
        yield Candidate(start, start + match.end(1), "PLACE", TAGGED)
        return
    yield Candidate(start, end, "PLACE", TAGGED)


def _railways(words: Sequence[Tag]) -> Iterator[Candidate]:
    """Return railways and roads named by two letters of places: 康渝高铁."""
    for first, second in zip(words, words[1:], strict=False):
        if _RAIL.fullmatch(second.word) and first.end == second.start and 2 <= len(first.word) <= 4:
            if (
                first.label in ("PER", "LOC", "ORG", "nz", "nr", "ns", "nw", "n")
                and first.word not in _PLAIN_RAIL
            ):
                yield Candidate(first.start, second.end, "PLACE", RULED)


_PLAIN_RAIL = frozenset(
    "高速 普速 城际 客运 货运 跨海 全国 中国 国家 重载 干线 山区 沿江 市域 市郊 电气化 重点 本地 我国 首条 智能 普通".split()
)
