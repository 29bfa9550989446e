"""What a name stands for: its full name, its region, and its code in an official list."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from flows import contract
from flows.extract.names.labels import Name
from flows.extract.names.lists import full_names, industries, listed
from flows.extract.reading import Reading
from flows.language import gazetteer

_LOCAL = re.compile(
    r"(?P<level>自治区|[省州区县]|市(?!场)|盟(?!军)|旗(?![手舰]))(?P<body>(?:委|党委|政府|人大|政协|纪委|[一-龥]{2,14}).*)"
)
_NTH = "第?[一二三四五六七八九十]{1,3}届"
_RANK = re.compile(rf"^(?:(?:[省县区州]|市(?!场))(?=.))?(?:{_NTH}(?=人大|人民代表大会|政协))?")
"""What stands between a region and the name of a body: the grade of the one, the term of the other."""
_FIVE_YEARS = re.compile(r"[“\"‘']?(十[一二三四五六七八九]五)[”\"’']?(?:规划)?")
_ORGAN = re.compile(
    r"(?:局|厅|委|委员会|政府|人大|人民代表大会|政协|办公室|办公厅|新闻办|常委会|部|办|法院|检察院|联|工会)$|^委"
)
_PARTY = re.compile(r"(?P<whole>委|党委)(?!员会)(?P<part>.+)")
_LED = re.compile(
    r"(?P<party>中国共产党|中共)|(?P<league>中国共产主义青年团|共青团)|(?:中国人民政治协商会议|政协)"
)
"""What stands before the region in the name of a committee: 中共天津市委."""
_OF_COMMITTEE = re.compile(
    rf"[省市州盟区县旗]?(?:{_NTH})?(?P<kind>纪律检查委员会|委员会|纪委|党委|委)(?P<part>.*)"
)
_SHORT = {"纪律检查委员会": "纪委", "委员会": "委"}
_LEAGUE = re.compile(r"团([省市州盟区县旗])委")
_COMMITTEE = re.compile(r"(?<=[一-龥]{2})(?<![党纪常工监团村居政管])委$")
_PART = re.compile(r"[一-龥]{0,12}(?:司|局|部|处|支行|分行|办公厅|办公室|管理部|总部|中心|研究院|研究所)")
"""The name of a part behind that of its body: 人民银行长沙中心支行."""
_STATE = re.compile(r"(.+?)(?:伊斯兰|社会主义|人民民主|民主)*(?:共和国|王国|地区)")
_GAP = re.compile(r"\s+(?=[一-龥])|(?<=[一-龥])\s+")
"""Space beside a Chinese character, which is no part of a name: Rust 基金会 is the Rust基金会 of others."""
_OF_THE_STATE = ("party", "congress", "state", "military", "people")
_SECTOR = re.compile(r"(?:产业|行业)$")
_KINDS = {row["name"]: row["kind"] for row in contract.codelist("organs")}
_DEPARTMENTS = {row["short"]: row["full"] for row in contract.codelist("departments")}
_ALIASES = contract.codelist("region_aliases")
_LETTERS = {row["alias"]: row["region_code"] for row in _ALIASES if row["kind"] == "letter"}


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
    here = reading.document.region_code
    if item.kind == "ORG" and (match := _LOCAL.match(quote)) and not _own(here, match["level"]):
        # What was named last of that level, or in it, is meant.
        named = (place.region_code for place in reversed(reading.regions) if place.end <= item.start)
        here = next((code for code in named if _own(code, match["level"])), here)
    return _identity(item.kind, quote, text[before : item.start], here)


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
    code = _LETTERS.get(quote) if len(quote) == 1 else None
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
        return Identity(full, gazetteer.ROOT if _KINDS.get(quote) in _OF_THE_STATE else None)
    plain = quote.removeprefix("中华人民共和国").removeprefix("中国")
    if _KINDS.get(plain) in _OF_THE_STATE:
        return Identity(listed("ORG", plain), gazetteer.ROOT)
    if led := _LED.match(quote):
        return _led(quote, led, here)
    if whole := _part_of_listed(quote):
        head = gazetteer.leading(whole, here)
        return Identity(whole, head.region_code if head else gazetteer.ROOT)
    if head := gazetteer.leading(quote, here):
        rest, level = quote[head.end :], gazetteer.regions()[head.region_code].name[-1]
        # 温州海事局 is called so; only of a region's own organs the name leaves out 市.
        own = quote[head.end - 1] == level or _RANK.sub("", rest) in _DEPARTMENTS
        return Identity(_formal(head.region_code, rest, quote) if own else quote, head.region_code)
    if match := _LOCAL.fullmatch(_LEAGUE.sub(r"\1团委", quote)):
        code = _own(here, match["level"])
        if code:
            return Identity(_formal(code, match["body"], quote), code)
    return Identity(quote)


def _led(quote: str, led: re.Match[str], here: str | None) -> Identity:
    """Return what a committee is of the party, its league or the consultative conference in a region."""
    head = gazetteer.leading(quote[led.end() :], here)
    match = _OF_COMMITTEE.fullmatch(quote, led.end() + head.end) if head else None
    if head is None or match is None or (match["part"] and not led["party"]):
        return Identity(quote, head.region_code if head else None)
    short = _SHORT.get(match["kind"], match["kind"]) + match["part"]
    short = short if led["party"] else "团委" if led["league"] else "政协"
    return Identity(_formal(head.region_code, short, quote), head.region_code)


def _part_of_listed(quote: str) -> str:
    """Return the full name of a part of a listed body, or nothing: 央行上海总部 is 中国人民银行上海总部."""
    for cut in range(len(quote) - 2, 1, -1):
        if _KINDS.get(quote[:cut]) == "state" and _PART.fullmatch(quote, cut):
            return listed("ORG", quote[:cut]) + quote[cut:]
    return ""


def _formal(code: str, rest: str, quote: str) -> str:
    """Return the full name of the body `rest` of the region: 工信局 is 工业和信息化局."""
    region = gazetteer.regions()[code]
    name = region.name if region.level == "province" else gazetteer.full_name(code)
    rest = _RANK.sub("", rest)
    full = _DEPARTMENTS.get(rest, "")
    if region.level == "country" or not (full or _ORGAN.search(rest)):
        return quote
    if not full and (match := _PARTY.fullmatch(rest)):
        return f"中共{name}{'委员会' if match['whole'] == '党委' else '委'}{match['part']}"
    full = full or _COMMITTEE.sub("委员会", rest)
    return full.format(name) if "{}" in full else name + full


def _own(here: str | None, level: str) -> str | None:
    """Return the division of `level` that the document's region is or lies in: what 市 stands for."""
    for code in gazetteer.ancestors(here) if here else ():
        name = gazetteer.regions()[code].name
        if name.endswith(level) and not (level == "区" and name.endswith("自治区")):
            return code
    return None


def _policy(quote: str, full: str) -> Identity:
    if match := _FIVE_YEARS.fullmatch(quote):
        return Identity(f"“{match[1]}”规划", gazetteer.ROOT)
    name = full or quote
    return Identity(name[1:-1] if re.fullmatch(r"“[^“”]+”", name) else name)


def _industry(quote: str) -> Identity:
    known, core = industries(), _SECTOR.sub("", quote)
    if core in known and not known[core].weak:
        quote = core
    # 海洋旅游业 falls where the listed name that it ends with falls.
    ends = (quote[cut:] for cut in range(max(1, len(quote) - 1)))
    entry = next((known[end] for end in ends if end in known), None)
    if entry is None or not entry.code:
        return Identity(quote)
    return Identity(quote, None, entry.scheme, entry.code)
