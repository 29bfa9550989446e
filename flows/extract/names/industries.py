"""Industries: sectors, technologies and groups of products, by the code list and by how names are built."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from flows import contract
from flows.extract.names.spans import LISTED, RULED, Candidate
from flows.language.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.extract.reading import Reading

_TAIL = re.compile(
    r"(?:产业|行业|工业|制造业|服务业)(?!链|园|化|集群|基地|基金|互联网|和信息化|体系|大会|母机|软件|设计|增加值|企业$)"
)
_HEAD = re.compile(
    r"(?:现代|传统|绿色|智能|智慧|高端|先进|新型|海洋|数字|特色|农村|跨境|民生|新兴|未来|生态|高效|低碳|国产|商业|工业|农业|民用|深海|航空|车用|家用|医用|专用)+$"
)
_WEAK_AFTER = re.compile(
    r"(?:等)?(?:[0-9一二三四五六七八九十两多几]+[个大类项])?(?:重点|传统|优势|特色|新兴|主导|支柱|不同|相关|关键)*(?:产业|行业|领域|企业|市场|装备|供应|通道|管网|订单|板块|业态|赛道|集群|龙头|投资|固定资产|产品)"
)
_WEAK_BEFORE = re.compile(r"(?:产业|行业|领域|产品|赋能|布局)[:：]?$")
_NOT_AFTER = re.compile(
    r"化(?!工|纤|肥|学)|站|圈|技术改造|设备|厂|渣|大奖|大镇|大国|大省|额|总额|机关|院校|类院|系$|法院|检察|出行|乡村|度假|景区"
)
# 甲、乙、丙等6个高潜力赛道 names industries, those too that no list has.
_COUNTED = re.compile(
    r"(?P<items>[^，。；：！？\n]{6,80}?)(?:等)?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[个大类]"
    r"[^，。；：、！？\n]{0,6}?(?:产业|赛道|领域)"
)
_ITEM = re.compile(r"[一-龥]{3,6}")
_GLUE = ("、", "和", "与", "及", "以及")


class Industry(NamedTuple):
    """One name of the code list: the class it falls in, and whether it needs a context to count."""

    class_name: str
    scheme: str
    code: str
    weak: bool


@functools.cache
def industries() -> dict[str, Industry]:
    """Return the code list industries by name."""
    return {
        row["name"]: Industry(row["class_name"], row["scheme"], row["code"], row["use"] == "weak")
        for row in contract.codelist("industries")
    }


@functools.cache
def _listed() -> Lexicon[Industry]:
    return Lexicon(industries().items())


def find(reading: Reading, edges: frozenset[int]) -> Iterator[Candidate]:
    """Return candidates for industries in the document."""
    text = reading.text
    found = [item for item in _listed().find(text) if item.start in edges or item.end in edges]
    spans: list[tuple[int, int, bool]] = []
    for start, end, entry in found:
        if start not in edges and end not in edges:
            continue
        if _NOT_AFTER.match(text, end) or (text[start:end] == "工业" and text[start - 1 : start] == "加"):
            continue
        if spans and spans[-1][1] == start and text[start:end] not in _NOT_JOINED and not entry.weak:
            spans[-1] = (spans[-1][0], end, spans[-1][2] and entry.weak)
        else:
            spans.append((start, end, entry.weak))
    spans = _completed(text, edges, [_drawn(text, edges, *item) for item in spans])
    for chain in _chains(text, spans):
        named = any(not weak or _in_context(text, start, end) for start, end, weak in chain)
        for start, end, weak in chain:
            if not weak or named:
                yield Candidate(start, end, "INDUSTRY", LISTED if text[start:end] in industries() else RULED)


def _completed(
    text: str, edges: frozenset[int], spans: list[tuple[int, int, bool]]
) -> list[tuple[int, int, bool]]:
    """Add the parts of a counted enumeration of industries that no list has, where it has most of them."""
    for match in _COUNTED.finditer(text):
        pieces = [
            (match.start() + piece.start(), match.start() + piece.end())
            for piece in re.finditer(r"[^、]+", match["items"])
        ]
        known = [any(a < last and first < b for a, b, _ in spans) for first, last in pieces]
        if len(pieces) < 3 or sum(known) < 0.6 * len(pieces):
            continue
        for first, last in pieces[1:]:
            if _ITEM.fullmatch(text, first, last) and {first, last} <= edges:
                spans = [span for span in spans if span[1] <= first or last <= span[0]]
                spans.append((first, last, False))
    return sorted(spans)


def _chains(text: str, spans: list[tuple[int, int, bool]]) -> Iterator[list[tuple[int, int, bool]]]:
    """Group what an enumeration joins: 教育、医疗等行业 names two industries or none."""
    chain: list[tuple[int, int, bool]] = []
    for span in spans:
        if chain and text[chain[-1][1] : span[0]] not in _GLUE:
            yield chain
            chain = []
        chain.append(span)
    if chain:
        yield chain


_NOT_JOINED = frozenset(("卫星", "储能", "工业"))


def _drawn(text: str, edges: frozenset[int], start: int, end: int, weak: bool) -> tuple[int, int, bool]:
    if match := _TAIL.match(text, end):
        end, weak = match.end(), False
    elif text[end : end + 1] == "业" and text[end - 2 : end] in (
        "制造",
        "服务",
        "养殖",
        "加工",
        "种植",
        "运输",
    ):
        end, weak = end + 1, False
    if (match := _HEAD.search(text, max(0, start - 6), start)) and match.start() in edges:
        start = match.start()
    return start, end, weak


def _in_context(text: str, start: int, end: int) -> bool:
    """Whether the text around a word that is not always an industry says that it is one here."""
    return bool(_WEAK_AFTER.match(text, end) or _WEAK_BEFORE.search(text[max(0, start - 4) : start]))
