"""Lists that several numbers share: A、B产量分别增长4%、5%, 北京、上海分别完成投资3亿元和5亿元."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.extract.indicator.heads import LISTING, PLACE_LABELS, VISITORS, clean, text_of
from flows.language.tagger import Tag

# Measures, by which a name of a list is complete: 货运量 needs no 周转量 of its neighbour.
_COMPLETE = re.compile(
    r"(?:产值|增加值|零售额|投资额|总额|余额|[率额量值数]|收入|支出|投资|产能|规模|面积|里程|比重|占比|价格"
    r"|出口|进口|进出口|利润|营收|人数|企业|项目|算力|标准)$"
)
_SCOPE = re.compile(
    r"(?:规模以上|规上|限额以上|限上|城乡|城镇|农村|全社会|海上|海洋|每[^、，]{1,4}人|每百户|新增|海外|境外|境内|国内"
    r"|高技术)"
)
_ORDINALS = re.compile(r"[一二三四五六七八九十]+")
_COUNTED = re.compile(r"[两三四五六七八九十\d]+(?:大|个|家|种|类|项|市|州|县|区|省|地|国|条)")
_OWNERS = ("企业", "公司", "银行", "高校", "大学", "医院", "口岸", "港口", "景区", "滑雪场", "车企")
_DIVISIONS = tuple("市州县区省地国")
_AND_THE_LIKE = re.compile(r"等(?:产品|商品|领域|行业|地区|省份|城市|国家)?(?=.)|等$")


def members(words: Sequence[Tag]) -> tuple[str, ...]:
    """Return the names of a list, each with the words that it shares with the others."""
    parts = _parts(words)
    if len(parts) < 2:
        return tuple(clean(text_of(part)) for part in parts)
    first, last = text_of(parts[0]), parts[-1]
    rest = [text_of(part).removeprefix("第") for part in parts[1:]]
    if first.startswith("第") and all(_ORDINALS.fullmatch(name) for name in rest[:-1]):
        return _numbered(first, rest)
    names, tail = _cut_count(parts)
    stem = len(names[-2]) if len(names[-2]) < len(last) else 1
    tail = tail or text_of(last[stem:])
    filled = [_with_tail(clean(text_of(part)), tail, last) for part in names[:-1]]
    filled.append(clean(text_of(last)) if names[-1] is last else clean(text_of(names[-1]) + tail))
    return _with_opening([_AND_THE_LIKE.sub("", name) for name in filled], parts)


def owners(words: Sequence[Tag]) -> tuple[tuple[str, ...], int]:
    """Return the places or bodies that open `words` as a list, and how many words they take.

    西宁、海东两市, 蔚来、江淮三家企业, 果园港、新田港: the numbers that follow are theirs, one each.
    """
    end = next((index for index, word in enumerate(words) if word.word == "分别"), len(words))
    parts = _parts(words[:end])
    if len(parts) < 2:
        return (), 0
    names, _ = _cut_count(parts)
    counted = parts[-1][len(names[-1]) :]
    length = _length_of_count(counted)
    if length:
        last: Sequence[Tag] = names[-1]
    elif text_of(parts[-1][1:2]) in VISITORS:
        return (), 0
    elif all(_is_place(part) for part in (*parts[:-1], parts[-1][:1])):
        last = parts[-1][:1]
    else:
        return (), 0
    used = sum(word.start < last[-1].end for word in words) + length
    return (*(text_of(part) for part in parts[:-1]), text_of(last)), used


def _length_of_count(counted: Sequence[Tag]) -> int:
    """Return how many words 两市 or 三家企业 takes; 0 where `counted` counts no places and no bodies."""
    kind = text_of(counted)
    match = _COUNTED.match(kind)
    if not match:
        return 0
    owner = next((owner for owner in _OWNERS if kind.startswith(owner, match.end())), "")
    if not owner and match.group()[-1] not in _DIVISIONS:
        return 0
    end = match.end() + len(owner)
    return next((size for size in range(len(counted)) if len(text_of(counted[:size])) >= end), len(counted))


def _is_place(words: Sequence[Tag]) -> bool:
    return bool(words) and all(word.label in PLACE_LABELS for word in words)


def _parts(words: Sequence[Tag]) -> list[list[Tag]]:
    """Cut words at 、 and 和, outside quotation marks."""
    parts: list[list[Tag]] = [[]]
    quoted = False
    for word in words:
        quoted = (quoted or word.word == "“") and word.word != "”"
        if not quoted and word.word in LISTING:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _cut_count(parts: Sequence[Sequence[Tag]]) -> tuple[list[Sequence[Tag]], str]:
    """Cut 三个行业增加值 from 医药三个行业增加值: the last name, and the tail that all share."""
    last = parts[-1]
    for index in range(1, len(last)):
        if match := _COUNTED.match(text_of(last[index:])):
            rest = text_of(last[index:])[match.end() :]
            rest = re.sub(r"^(?:行业|产业|领域|" + "|".join(_OWNERS) + ")", "", rest)
            return [*parts[:-1], last[:index]], rest
    return list(parts), ""


def _numbered(first: str, rest: Sequence[str]) -> tuple[str, ...]:
    """Read 第一、二、三产业增加值 as 第一产业增加值, 第二产业增加值, 第三产业增加值."""
    match = _ORDINALS.match(rest[-1])
    tail = rest[-1][match.end() :] if match else ""
    return (first + tail, *(f"第{name}{tail}" for name in rest[:-1]), f"第{rest[-1]}")


def _with_tail(name: str, tail: str, last: Sequence[Tag]) -> str:
    """Give a name the noun that only the last of the list says."""
    whole = text_of(last)
    kind = whole.find(name[-2:])
    if len(name) > 2 and 0 <= kind < len(whole) - 2:
        return name + whole[kind + 2 :]  # 民营企业 beside 国有企业进出口
    if _COMPLETE.search(name):
        return name
    return name + tail if tail and not name.endswith(tail[-2:]) else name


def _with_opening(names: list[str], parts: Sequence[Sequence[Tag]]) -> tuple[str, ...]:
    """Give the later names what only the first one says before its noun."""
    if scope := _SCOPE.match(names[0]):
        names[1:] = [name if _SCOPE.match(name) else scope.group() + name for name in names[1:]]
        return tuple(names)
    opening = parts[0][: -len(parts[-1])] if len(parts[0]) >= len(parts[-1]) + 2 else ()
    if opening and _COMPLETE.search(text_of(parts[0])):
        names[1:] = [text_of(opening) + name for name in names[1:]]
    return tuple(names)
