"""Places: divisions, countries, named regions, zones, waters, roads and sites."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from flows import contract
from flows.extract.names.grammar import FORMAL, LEAD, LETTERS, LOC, NOT_NAMED, draw_out, is_body, trim
from flows.extract.names.spans import LISTED, RULED, TAGGED, Candidate, ending, parts
from flows.language import gazetteer
from flows.language.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.extract.reading import Reading
    from flows.language.tagger import Tag

_RAIL = frozenset(("高铁", "铁路", "高速公路", "高速", "城际铁路"))
_NAME_LABELS = frozenset(("PER", "LOC", "ORG", "nz", "nr", "ns", "nw"))
_PAIR_TAIL = re.compile(
    r"关系|两国|两党|双方|友好|合作|经贸|贸易|命运|峰会|人文|友谊|战略|交往|自贸|班列|论坛|领导人|高层|建交|全天候|全面|元首|双边|三国"
)
_LETTER = frozenset(
    "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔云滇藏陕秦甘陇青宁新蒙港澳台华美俄英法德日韩印巴越朝欧澳伊以乌叙柬缅泰埃"
)
_ABROAD = frozenset(LETTERS)
_ABROAD_OR_CHINA = frozenset(LETTERS + "中")
_PAIRED = frozenset(LETTERS + "中蒙")
_NOT_AFTER_LETTER = frozenset("方军媒元式语文籍裔商资企侨货币衔升级菜剧酒茶队警舰机中")
_IN_CAPITAL = re.compile(r"(?<=[驻在抵离赴])京(?![津沪张哈广杭九藏唐郊城剧都东冀])")
_CHINA_NOT = re.compile(
    r"特色社会主义|化时代化|化|式|梦|人民抗日|话|画|工业大奖|文明乡风|女排|女足|男篮|好声音|方案|智慧|精神|红"
)
_STATE = re.compile(r"(?:伊斯兰|社会主义|人民民主|民主|阿拉伯|多民族)*(?:共和国|王国)")
_NESTED = re.compile(r"(.{2,}?[州省县])(.{2,}[市县区镇村河湖岛港])")
# 团泊健康城、天开团泊园: a site behind a verb of building or going, and those listed with it.
_SITE_KIND = (
    r"(?:(?:健康|医药|大学|科学|科技|生态|航空|会展|智造|教育|影视|康养)城|(?:科技|产业|创新|生态)谷)"
)
_SITE = re.compile(
    r"(?:建好|建成|建设|打造|来到|走进|前往|位于|落户|依托|入驻|用好|[、在])"
    rf"(?P<site>[一-龥]{{2,4}}{_SITE_KIND})(?=[、，。；和与及等建的])"
)
_SITE_BESIDE = re.compile(r"、(?P<site>[一-龥]{3,6}[园城谷港])(?=[、，。；和与及等])")
_BETWEEN = re.compile(r"([一-龥]{2,4})至[一-龥]{2,4}(?:国家)?(?:高速公路|高速铁路|高铁|铁路|高速)")
_SIDE = re.compile(r"(.{2,}?)(?:[东西南北]|东南|西南|东北|西北|中)部(?:地区|沿海)?")


@functools.cache
def places() -> dict[str, str]:
    """Return the full name of every name in the code list places."""
    return {row["name"]: row["full_name"] for row in contract.codelist("places")}


@functools.cache
def _listed() -> Lexicon[str]:
    return Lexicon(places().items())


def find(reading: Reading, edges: frozenset[int]) -> Iterator[Candidate]:
    """Return candidates for places in the document."""
    yield from _by_pattern(reading, edges)
    for words in reading.words:
        for index, (start, _, word, label) in enumerate(words):
            if label in LOC:
                yield from _tagged(reading.text, words, index)
            elif label == "PER" and "中" not in word and is_pair(reading.text, words[index]):
                yield from _pair(start)
            if index and word in _RAIL:
                yield from _railway(words[index - 1], words[index])


def _by_pattern(reading: Reading, edges: frozenset[int]) -> Iterator[Candidate]:
    text, here = reading.text, reading.document.region_code
    for start, end, full in _listed().find(text):
        if (end - start > 4 or (start in edges and end in edges)) and not _is_side(text, start, end):
            yield Candidate(start, end, "PLACE", LISTED, full)
    for match in _BETWEEN.finditer(text):
        if match.start() in edges and gazetteer.resolve_region(match[1], here):
            yield Candidate(*match.span(), "PLACE", RULED)
    yield from _sites(text, edges)
    for match in _IN_CAPITAL.finditer(text):
        yield Candidate(*match.span(), "PLACE", RULED)
    for place in reading.regions:
        if place.start in edges:
            yield from _divisions(text, place.start, place.end)


def _sites(text: str, edges: frozenset[int]) -> Iterator[Candidate]:
    """Return named towns and parks that the tagger takes for words, and those listed behind them."""
    for match in _SITE.finditer(text):
        if not _OF_ALL.match(match["site"]) and match.start("site") in edges:
            yield Candidate(*match.span("site"), "PLACE", RULED)
            end = match.end()
            while (beside := _SITE_BESIDE.match(text, end)) and not _OF_ALL.match(beside["site"]):
                yield Candidate(*beside.span("site"), "PLACE", RULED)
                end = beside.end()


_OF_ALL = re.compile(r"(?:一[批座个流]|多[个座]|现代|新型|国家级|世界|高水平|特色|智慧|绿色|综合|未来|数字)")


def _is_side(text: str, start: int, end: int) -> bool:
    """Whether 东部, 西部, 中部 is a side of something else: 加沙东部."""
    if text[start:end] not in ("东部", "西部", "中部"):
        return False
    if text[start - 2 : start] in ("部和", "部、", "部及"):
        return True
    return text[start - 1 : start] not in "，。、“于在和与及全至国\n 我居对" and text[end : end + 2] != "地区"


def is_pair(text: str, word: Tag) -> bool:
    """Whether the tagger took the letters of two countries for a person: 伊俄双方."""
    return len(word.word) == 2 and _PAIRED.issuperset(word.word) and bool(_PAIR_TAIL.match(text, word.end))


def _pair(start: int) -> Iterator[Candidate]:
    yield Candidate(start, start + 1, "PLACE", RULED)
    yield Candidate(start + 1, start + 2, "PLACE", RULED)


def _divisions(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Give each division of 浙江嘉兴 its own candidate."""
    position = start
    for first, last, entry in gazetteer.parts(text[start:end]):
        if first == position - start and entry.codes:
            position = start + last
            if not _is_other(text, start + first, position):
                formal = _STATE.match(text, position)
                yield Candidate(start + first, formal.end() if formal else position, "PLACE", RULED)


def _is_other(text: str, start: int, end: int) -> bool:
    """Whether the name of a region is used for something else: 中国式, 中巴新关系, 巴新方."""
    name = text[start:end]
    if name == "中国":
        return bool(_CHINA_NOT.match(text, end)) or (
            text[end : end + 1] == "】" and text[start - 1] not in "【、"
        )
    if _ABROAD_OR_CHINA.issuperset(name):
        return (
            text[end : end + 1] == "方"
            or text[start - 1 : start] == "中"
            or bool(_PAIR_TAIL.match(text, end) and "中" in name)
        )
    return False


def _tagged(text: str, words: Sequence[Tag], index: int) -> Iterator[Candidate]:
    """Return the place that the tagger saw, or the body or project where its ending says so."""
    word = words[index]
    start, end = trim(text, word)
    if match := LEAD.match(text[start:end]):
        start += match.end()
    if match := re.search(r"[0-9]+号$", text[start:end]):
        end = start + match.start()
    name = text[start:end]
    if name.endswith(("工程", "项目")) and len(name) > 4:
        yield Candidate(start, end, "POLICY", TAGGED)
        return
    if ending(name, "site_suffix"):
        while index and words[index - 1].label in ("ORG", "LOC") and words[index - 1].end == start:
            index -= 1
            start = words[index].start
        yield Candidate(start, end, "PLACE", RULED)
        return
    drawn = draw_out(words, index, "org_suffix")
    if drawn and is_body(text[start:drawn]) and gazetteer.resolve_region(text[start:drawn]) is None:
        yield Candidate(start, drawn, "ORG", RULED)
    elif len(name) > 2 and (
        FORMAL.search(name) or (ending(name, "hall_suffix") and name not in parts("org_generic"))
    ):
        yield Candidate(start, end, "ORG", RULED)
    else:
        yield from _drawn(text, words, index, start, end)


def _drawn(text: str, words: Sequence[Tag], index: int, start: int, end: int) -> Iterator[Candidate]:
    drawn = draw_out(words, index, "place_suffix")
    if drawn and (ending(text[start:drawn], "zone_suffix") or text[end:drawn] not in parts("place_generic")):
        end = drawn
    yield from _named(text, start, end)


def _named(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Return the places in a run of characters that the tagger, or a rule, holds for one."""
    if text[start:end].endswith("地区") and text.startswith("生产总值", end):
        end -= 2
    name = text[start:end]
    if name in places():
        if not _is_side(text, start, end):
            yield Candidate(start, end, "PLACE", LISTED, places()[name])
    elif len(name) == 1:
        if _is_letter(text, start):
            yield Candidate(start, end, "PLACE", TAGGED)
    elif gazetteer.resolve_region(name):
        yield from _divisions(text, start, end)
    elif len(name) == 2 and _ABROAD.issuperset(name):
        yield from _pair(start)
    elif not _is_generic(name):
        yield from _split(text, start, end)


def _is_letter(text: str, start: int) -> bool:
    """Whether the character is the letter of a province or country, and not part of 中美, 俄方, 涉港."""
    before, after = text[start - 1 : start], text[start + 1 : start + 2]
    return text[start] in _LETTER and after not in _NOT_AFTER_LETTER and before not in ("“", "中", "涉")


def _is_generic(name: str) -> bool:
    return (
        name in parts("place_generic")
        or bool(NOT_NAMED.match(name))
        or name.endswith(("国家", "主席国", "两国"))
        or any(char in "，,;；的等" for char in name)
        or "新时代" in name
        or (len(name) == 2 and "中" in name)
        or _ABROAD_OR_CHINA.issuperset(name)
        or name.startswith("涉")
        or (len(name) == 2 and name[1] == "方")
        or name.endswith("号")
        or name.endswith(("股市", "市场", "大厅"))
    )


def _split(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Part 北京八一大楼 and 南亚东南亚 into their places; keep a zone's name whole."""
    if match := re.search(r"一[栋座处家条名个]$", text[start:end]):
        end = start + match.start()
    name = text[start:end]
    pieces = _pieces(name)
    if pieces and pieces[-1][1] == len(name):
        for first, last in pieces:
            yield Candidate(start + first, start + last, "PLACE", LISTED, places().get(name[first:last], ""))
    elif cut := _cut(name, pieces[0][1] if pieces else 0):
        yield Candidate(start, start + cut[0], "PLACE", RULED)
        if cut[1] < len(name):
            yield Candidate(start + cut[1], end, "PLACE", TAGGED, places().get(name[cut[1] :], ""))
    elif match := _SIDE.fullmatch(name):
        if not set(match[1]) & set("度网居率比量占"):
            yield Candidate(start, start + match.end(1), "PLACE", TAGGED)
    else:
        yield Candidate(start, end, "PLACE", TAGGED)


def _cut(name: str, head: int) -> tuple[int, int] | None:
    """Return where the first place in `name` ends and where a second begins, None where it is one name.

    `head` is the end of the listed place that the name begins with, 0 where there is none; a second
    place that begins at the end of the name is none.
    """
    if name[0] in _ABROAD and (name[1:] in places() or (name.endswith("州") and len(name) > 3)):
        return 1, 1
    rest = name[head:]
    if head and (rest in "东西南北" or rest in parts("place_tail") or any(char.isascii() for char in name)):
        return head, len(name)
    abroad = head and len(gazetteer.resolve_region(name[:head]) or "") == len("CN")
    if abroad and len(rest) > 2 and not _SIDE.fullmatch("一一" + rest):
        return head, head
    if not head and (match := _NESTED.fullmatch(name)):
        return match.end(1), match.end(1)
    return None


def _pieces(name: str) -> list[tuple[int, int]]:
    """Return the listed places that `name` begins with, one right behind the other."""
    found: list[tuple[int, int]] = []
    position = 0
    while position < len(name):
        size = next(
            (
                size
                for size in range(len(name) - position, 1, -1)
                if (
                    (position == 0 or name[position : position + size] not in ("东部", "西部", "中部"))
                    and name[position : position + size] in places()
                )
                or _is_division(name[position : position + size])
            ),
            0,
        )
        if not size:
            break
        found.append((position, position + size))
        position += size
    return found


def _is_division(name: str) -> bool:
    entry = gazetteer.names().get(name)
    return entry is not None and bool(entry.codes) and name[-1:] != "部"


def _railway(first: Tag, second: Tag) -> Iterator[Candidate]:
    """Return a railway or road named by two letters of places: 康渝高铁."""
    named = first.end == second.start and 2 <= len(first.word) <= 4 and first.label in _NAME_LABELS
    if named and first.word not in parts("not_rail"):
        yield Candidate(first.start, second.end, "PLACE", RULED)
