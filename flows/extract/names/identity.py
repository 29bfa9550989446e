"""What a name stands for: its full name, its region, and its code in an official list."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from flows import contract
from flows.extract.names.lists import full_names, industries, listed
from flows.language import gazetteer

if TYPE_CHECKING:
    from flows.extract.names.labels import Name
    from flows.extract.reading import Reading

_LEVELS = {
    "省": "province",
    "自治区": "province",
    "市": "prefecture",
    "州": "prefecture",
    "盟": "prefecture",
    "区": "county",
    "县": "county",
    "旗": "county",
}
_LOCAL = re.compile(
    r"(?P<level>自治区|[省市州盟区县旗])(?P<body>(?:委|党委|政府|人大|政协|纪委|[一-龥]{2,14}).*)"
)
_FIVE_YEARS = re.compile(r"[“\"‘']?(十[一二三四五六七八九]五)[”\"’']?(?:规划)?")
_ORGAN = re.compile(
    r"(?:局|厅|委|委员会|政府|人大|政协|办公室|办公厅|新闻办|常委会|部|办|法院|检察院|联|工会)$|^委"
)
_PARTY = re.compile(r"(?P<whole>委|党委)(?P<part>.*)")
_STATE = re.compile(r"(.+?)(?:伊斯兰|社会主义|人民民主|民主)*(?:共和国|王国|地区)")
_GAP = re.compile(r"\s+(?=[一-龥])|(?<=[一-龥])\s+")
"""Space beside a Chinese character, which is no part of a name: Rust 基金会 is the Rust基金会 of others."""
_SECTOR = re.compile(r"(?:产业|行业)$")


class Identity(NamedTuple):
    """What a name stands for."""

    name: str
    region_code: str | None = None
    scheme: str | None = None
    code: str | None = None


def identify(reading: Reading, item: Name) -> Identity:
    """Return what the name `item` of the document stands for."""
    text, before = reading.text, item.start
    quote = text[item.start : item.end]
    if item.kind == "PLACE" and len(quote) > 1 and quote not in full_names()["PLACE"]:
        # What stands right before may say which of several divisions of one name is meant.
        before = gazetteer.begin_before(text, item.start)
    return _identity(item.kind, quote, text[before : item.start], reading.document.region_code)


@functools.lru_cache(maxsize=65536)  # four of five names stood in the texts before
def _identity(kind: str, quote: str, before: str, here: str | None) -> Identity:
    quote = _GAP.sub("", quote)
    full = listed(kind, quote)
    if kind == "PLACE":
        return _place(quote, full, before, here)
    if kind == "ORG":
        return _body(quote, full, here)
    if kind == "POLICY":
        return _policy(quote, full)
    if kind == "INDUSTRY":
        return _industry(quote)
    return Identity(re.sub(r"\s", "", quote))


def _place(quote: str, full: str, before: str, here: str | None) -> Identity:
    code = _letters().get(quote) if len(quote) == 1 else None
    if len(quote) > 1 and quote not in full_names()["PLACE"]:
        code = gazetteer.resolve_region(before + quote, here) or gazetteer.resolve_region(quote, here)
        if code is None and (match := _STATE.fullmatch(quote)):
            code = gazetteer.resolve_region(match[1], here)
    if code:
        return Identity(
            gazetteer.full_name(code), code, "ISO 3166-1" if len(code) == 2 else "GB/T 2260", code
        )
    full = full or quote
    head = gazetteer.leading(full, here)
    return Identity(full, head.region_code if head else None)


def _body(quote: str, full: str, here: str | None) -> Identity:
    if full:
        return Identity(
            full,
            gazetteer.ROOT
            if _kinds().get(quote) in ("party", "congress", "state", "military", "people")
            else None,
        )
    if head := gazetteer.leading(quote, here):
        return Identity(_formal(head.region_code, quote[head.end :], quote), head.region_code)
    if match := _LOCAL.fullmatch(quote):
        code = _own(here, match["level"])
        if code:
            return Identity(_formal(code, match["body"], quote), code)
    return Identity(quote)


def _formal(code: str, rest: str, quote: str) -> str:
    """Return the full name of the body `rest` of the region: 工信局 is 工业和信息化局."""
    region = gazetteer.regions()[code]
    name = region.name if region.level == "province" else gazetteer.full_name(code)
    if region.level == "country" or not _ORGAN.search(rest):
        return quote
    if rest[:1] in "省市县区州" and len(rest) > 1:
        rest = rest[1:]
    if match := _PARTY.fullmatch(rest):
        return f"中国共产党{name}委员会{match['part']}"
    for short, full in _departments().items():
        if rest == short:
            return name + full
    return name + rest


def _own(here: str | None, level: str) -> str | None:
    """Return the division of `level` that the document's region is or lies in: what 市 stands for."""
    if here is None:
        return None
    for code in gazetteer.ancestors(here):
        region = gazetteer.regions()[code]
        if region.level == _LEVELS[level] or (level == "市" and region.name.endswith("市")):
            return code
    return None


def _policy(quote: str, full: str) -> Identity:
    if match := _FIVE_YEARS.fullmatch(quote):
        return Identity(f"“{match[1]}”规划", gazetteer.ROOT)
    name = full or quote
    return Identity(name[1:-1] if re.fullmatch(r"“[^“”]+”", name) else name)


def _industry(quote: str) -> Identity:
    entry = industries().get(quote)
    core = _SECTOR.sub("", quote)
    if core != quote and core in industries() and not industries()[core].weak:
        quote, entry = core, industries()[core]
    if entry is None:
        # 海洋旅游业 falls where the listed name that it ends with falls.
        entry = next(
            (industries()[quote[cut:]] for cut in range(1, len(quote) - 1) if quote[cut:] in industries()),
            None,
        )
    if entry is None or not entry.code:
        return Identity(quote)
    return Identity(quote, None, entry.scheme, entry.code)


@functools.cache
def _kinds() -> dict[str, str]:
    return {row["name"]: row["kind"] for row in contract.codelist("organs")}


@functools.cache
def _departments() -> dict[str, str]:
    return {row["short"]: row["full"] for row in contract.codelist("departments")}


@functools.cache
def _letters() -> dict[str, str]:
    return {
        row["alias"]: row["region_code"]
        for row in contract.codelist("region_aliases")
        if row["kind"] == "letter"
    }
