"""Names of indicators in one form, so that ways of writing the same name meet."""

from __future__ import annotations

import functools
import re

from flows import contract

_WRITTEN = (
    (re.compile(r"[\s“”\"'‘’《》「」『』〈〉·•的]"), ""),
    (re.compile(r"[（(](?:GDP|CPI|PPI|PMI|R&D|M[0-2]|LPR|CTSI|PM2\.5|PM10|不含农户)[)）]"), ""),
    (re.compile(r"国内生产总值|地区生产总值|(?<!业)生产总值"), "GDP"),
    (re.compile(r"(?<!占)占?GDP(?:总量)?(?:比重|比例|比率|占比)$"), "占GDP比重"),
    (re.compile(r"研究与试验发展|研究与开发|R&D|研究和试验发展"), "研发"),
    (re.compile(r"规上"), "规模以上"),
    (re.compile(r"限上"), "限额以上"),
    (re.compile(r"战新产业"), "战略性新兴产业"),
    (re.compile(r"小微型"), "小微"),
    (re.compile(r"比例$|占比率$"), "比重"),
    (re.compile(r"PM_?2\.5"), "PM2.5"),
    (re.compile(r"平均(?:值|水平)$"), ""),
    # All from the lowest grade up are all: 基础级及以上级智能工厂.
    (re.compile(r"^(?:基础|初|入门|最低)级(?:及|和)?以上(?:级别?|的)?"), ""),
    (re.compile(r"[、，,和]|(?<!新增)全(?=社会)"), ""),
    (re.compile(r"[（）()]"), ""),
)
"""Ways of writing, and the one that is kept. The first pattern drops marks and 的, which define nothing."""

_HERE = ("here", "here_too", "nation")
"""Roles of the words that stand for the place of a text: 全国, 本市."""

_OPENING = re.compile(
    r"^(?:累计|共计|共|已|计划|预计|目前|当年|全年|年度|各类|各级|各|总计|合计|完成|实现|建成|建设|开展|组织|举办|培育|认定|"
    r"打造|推进|实施|拥有|力争|确保|持续|超额|其中|总共|达到|成功|创建|形成|突破|举行|首次)"
)
"""Words before a name that say how a number was counted or come about, not what was counted."""

_GROWTH = re.compile(
    r"(?:同比|环比)?(?:实际|名义)?(?:年均|平均)?(?:增速|增长率|增长速度|增长幅度|增幅|涨幅|降幅|升幅|跌幅|增长|增长水平)$"
)
"""Words after a name that say that its growth is meant."""

_COMPARING = re.compile(r"^(?:高于|低于|快于|慢于|好于|优于|拉动|多于|少于|相当于|领先)")
"""Words before a name that make the number one about the distance to it, not about itself."""

MEASURED = re.compile(
    r"(?:量|面积|里程|长度|价格|价|率|数|次|额|值|装机|收入|指数|效率|比重|浓度|容量|容积|强度|水平|单产|速率)$"
    r"|^(?:接待|发送|出入境|运送|新增|新设|新登记|开行|进出境)|(?:交易|开行|出入境人员|出入境旅客|游客|客流)$"
)
"""Names that can grow by themselves; of other nouns (工厂) only a number that is not named can."""

_SCOPE = re.compile(
    r"日均|月均|年均|人均|户均|亩均|平均|单日|单月|当月|新增|净增|新建|在建|新开工|国家级|省级|市级|县级|自治区级|同口径|实际|名义|"
    r"规模以上|限额以上|社会|最高|最低|最大|首批|新一轮|公办|普惠|民营|私营|国有|外资|外贸|内贸|国际|国内|城镇|农村|乡村|城市"
)
"""Words that narrow what an indicator covers, or that set an average or a flow apart."""

_AMOUNT = re.compile(r"(?:总数量|总数|总量|总额|总规模|总值|数量|个数|家数|规模|数|量|额|值)$")
"""Words after a name that say that its amount is meant."""


@functools.lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """Return `name` without marks and 的, its frequent variants written one way."""
    for pattern, replacement in _WRITTEN:
        name = pattern.sub(replacement, name)
    return name


@functools.cache
def _places() -> tuple[tuple[int, frozenset[str]], ...]:
    """Return the names of places, and the words that stand for one, by their length, the longest first."""
    names = {row["name"] for row in contract.codelist("regions")} | {"中国"}
    names |= {row["cue"] for row in contract.codelist("cues") if row["role"] in _HERE}
    # Short names of counties are words as well: 新建, 和平, 长安.
    names |= {row["name_short"] for row in contract.codelist("regions") if row["level"] != "county"}
    lengths = sorted({len(name) for name in names} - {0, 1}, reverse=True)
    return tuple((length, frozenset(name for name in names if len(name) == length)) for length in lengths)


def _placeless(name: str) -> str:
    """Return `name` without the place that it begins with."""
    for length, places in _places():
        if name[:length] in places:
            return name[length:]
    return name


@functools.lru_cache(maxsize=65536)
def variants(indicator: str, growth: bool) -> tuple[str, ...]:
    """Return the forms under which `indicator` may stand in the code list, the nearest first.

    Dropped are the place (another column says it), words that tell how a number was counted and,
    where `growth`, words that say that the growth is meant. Modifiers that define are never dropped.
    """
    found = dict.fromkeys([plain(indicator)])
    for name in list(found):
        if growth and (shorter := _GROWTH.sub("", name)):
            found[shorter] = None
    for name in list(found):
        found.update(dict.fromkeys(_opened(name)))
    return tuple(found)


def _opened(name: str) -> list[str]:
    """Return `name` without its place and its opening words, one after the other."""
    found: list[str] = []
    while True:
        shorter = _placeless(name)
        if shorter == name:
            shorter = plain(_OPENING.sub("", name, count=1))
        if shorter == name or len(shorter) < 2:
            return found
        found.append(shorter)
        name = shorter


def scope(name: str, indicator: str) -> frozenset[str]:
    """Return the words in `name` that narrow `indicator`, which lacks them."""
    return frozenset(_SCOPE.findall(name)) - frozenset(_SCOPE.findall(plain(indicator)))


def compares(name: str) -> bool:
    """Tell whether a number is the distance to what `name` names (`高于全国`), not its value."""
    return bool(_COMPARING.match(name))


def amountless(name: str) -> tuple[str, str]:
    """Return `name` without a closing word for an amount (`数量`, `总额`), and that word; it may be empty."""
    found = _AMOUNT.search(name)
    if found is None or found.start() < 2:
        return name, ""
    return name[: found.start()], found[0]
