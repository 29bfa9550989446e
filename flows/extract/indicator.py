"""What a number is a number of: the noun phrase before it (智能工厂1000家) or behind it (10个集群)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.extract import cues
from flows.extract.slots import Slot
from flows.language.tagger import Tag
from flows.records import Mention, Period

_NOUN = frozenset({"n", "nz", "nw", "nr", "ns", "nt", "vn", "an", "s", "ORG", "LOC", "PER"})
_PHRASE = _NOUN | {"a", "f", "m", "q", "b"}
_LINKS = frozenset("的 、 和 与 及 以及 或 “ ” · 《 》 - — / （ ） 暨 等 ‘ ’".split())
_CLEAN = re.compile(r"^[\s、，的“”和与及：:·了]+(?!.*”)|[\s、，的和与及：:了]+$")
_AGAINST = re.compile(r"(?:比|较|相较|相比|同比(?=去年|上年))(?!例|重|率|值|为|强|高|大|好|快)[^，。；]{0,14}$")
_RATE = re.compile(r"(?:同比|环比|累计|年均|平均|名义|实际|复合)*(?:增速|增幅|涨幅|降幅|跌幅|升幅|增长率|增长速度|增长)$")


@dataclass(frozen=True, slots=True)
class Head:
    """The indicator of a quantity.

    `name` is empty where the clause leaves it out; `predicate` is what stands between it and
    the number (同比增长, 达到), `behind` tells that it stands behind the number.
    """

    name: str
    predicate: str
    start: int
    behind: bool = False
    members: tuple[str, ...] = field(default=())
    """The single names where one list shares the clause (公路、水运投资分别完成 …)."""
    places: tuple[str, ...] = field(default=())
    """The places where nothing but places stands before the number (北京、上海分别增长 …)."""


def find(slot: Slot, periods: Sequence[Period], places: Sequence[Mention]) -> Head:
    """Return the head of `slot` as its own clause gives it."""
    head = _before(slot, periods, places)
    if _is_followed(slot, head):
        behind = _behind(slot)
        if behind:
            return _join(slot, head, behind)
    return head


def _is_followed(slot: Slot, head: Head) -> bool:
    """Tell whether the words behind the number are what it counts."""
    words, quantity = slot.right_words, slot.quantity
    if not words:
        return False
    counts = quantity.kind in ("classifier", "noun") or quantity.unit in ("人", "人次", "户")
    first = words[0]
    if counts and slot.left_words and slot.left_words[-1].word in ("造成", "导致", "致", "致使"):
        return True
    if quantity.unit in _PEOPLE and first.label in ("p", "d", "v") and first.word not in ("以上", "左右"):
        return first.word.startswith("被") or not head.name or first.label == "v" or _ends_in_verb(slot)
    if counts and first.label == "d" and len(words) > 1 and words[1].label in _NOUN:
        return True
    if first.word in cues.words("rise") | cues.words("fall"):
        return False
    if first.word in cues.words("reach") and not (len(words) > 1 and words[1].label in _NOUN and quantity.unit in _PEOPLE):
        return False
    if first.word in ("的", "之") and len(words) > 1:
        if not quantity.kind and not head.name and words[1].label in _NOUN:
            return True
        if not counts and quantity.dimension != "share" and head.name not in ("", "价值") and not _ends_in_verb(slot):
            return False
        return quantity.kind != "" and words[1].label in _PHRASE | {"v"}
    if first.label in ("c", "u", "w", "p", "d", "r", "xc"):
        return first.word in ("“", "《") and counts
    if counts:
        if first.label in _PHRASE:
            return first.label != "f"
        return first.label == "v" and (not head.name or quantity.unit in _PEOPLE)
    if first.label not in _PHRASE or first.label == "f":
        return False
    if not head.name:
        return True
    last = slot.left_words[-1].word if slot.left_words else ""
    if slot.left_words and slot.left_words[-1].label in ("m", "q"):
        return True
    return _ends_in_verb(slot) and (
        quantity.dimension != "share" or not any(last in cues.words(role) for role in ("rise", "fall", "reach", "adverb")))


def _ends_in_verb(slot: Slot) -> bool:
    return bool(slot.left_words) and slot.left_words[-1].label in ("v", "p", "d", "u", "c", "vd")


_OBJECT_VERBS = ("实现", "完成", "达到", "开展", "进行", "参与", "使用", "采用", "配备", "建立", "建成", "接入", "享受")
_PEOPLE = frozenset({"人", "人次", "名", "位", "例", "户", "户次"})
_QUOTES = frozenset({"“", "”", "《", "》", "·", "‘", "’"})


def _behind(slot: Slot) -> str:
    """Return the noun phrase that opens the text right of the number."""
    taken: list[Tag] = []
    words = slot.right_words
    if words and words[0].word in ("的", "之"):
        words = words[1:]
    if words and slot.quantity.unit in _PEOPLE and words[0].label in ("p", "d", "v"):
        return _deed(words)
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else None
        if not taken and word.label == "r":
            continue
        if word.word in ("全部", "部分", "左右", "以内") and not taken:
            continue
        if word.word in ("以上", "以下") and taken and taken[-1].word in ("规模", "限额"):
            taken.append(word)
        elif word.label in _PHRASE or word.word in _QUOTES:
            if taken and (word.label == "f" or (word.label == "m" and any(mark.isdigit() for mark in word.word))):
                break
            taken.append(word)
        elif word.word == "的" and taken and slot.quantity.kind in ("unit", "currency"):
            break
        elif word.word in _LINKS and taken and following and (following.label in _NOUN | {"a"} or following.word == "“"):
            if word.word == "、" and _leads_to_number(slot, words[index + 1 :]):
                break
            if word.word in ("和", "与", "及", "以及", "或") and _has_verb(words[index + 1 :]):
                break
            taken.append(word)
        elif word.label == "v" and not taken and following and following.label in _NOUN:
            taken.append(word)
        elif word.label == "v" and not taken:
            return _short(words)
        elif word.label == "v" and taken and _names_it(words, index):
            taken.append(word)
        else:
            break
    while taken and (taken[-1].word in _LINKS - {"”", "》"} or taken[-1].label in ("m", "f")):
        taken.pop()
    name = clean("".join(word.word for word in taken))
    return _with_predicate(name, [word for word in words if taken and word.start >= taken[-1].end], slot)


def _with_predicate(name: str, rest: Sequence[Tag], slot: Slot) -> str:
    """Add what the counted things do or became: 6个项目获评典型案例, 456个小区完成用电治理."""
    verbs = [index for index, word in enumerate(rest[:3]) if word.label == "v"]
    if not name or not verbs or any(word.label not in ("v", "d", "ad", "vd", "p") for word in rest[: verbs[0]]):
        return name
    opens = all(word.label in ("u", "c", "w") for word in slot.left_words[-1:]) or slot.quantity.dimension == "share"
    joined = "".join(word.word for word in rest[verbs[0] : verbs[0] + 2])
    honour = cues.opening("honour").match(joined)
    begin = rest[verbs[0]].start + (honour.end() if honour else len(rest[verbs[0]].word))
    phrase = []
    for word in rest:
        if word.start >= begin:
            if word.label in ("d", "p", "u", "c", "r") and word.word not in ("的", "和"):
                return name
            if word.word in ("、", "，"):
                break
            phrase.append(word)
    result = clean("".join(word.word for word in phrase))
    if not opens or len(result) < 3 or len(result) > 16:
        return name
    if honour and (_CLASS.search(result) or result.endswith("”")):
        return result + name if re.search(r"(?:计划|名单|榜单?|目录|清单|工程|[”》])$", result) else result
    if honour or rest[verbs[0]].word in _OBJECT_VERBS:
        return name + ("获" if honour else "") + result
    return name


_CLASS = re.compile(r"(?:试点|示范\S{0,3}|基地|集群|企业|园区?|城市|名录|名单|案例|实验室|中心|遗产|计划|项目|平台|工厂|区|县|镇|村)$")
_PREDICATES = frozenset({"make", "lead", "cover", "reach", "rise", "fall"})


def _names_it(words: Sequence[Tag], index: int) -> bool:
    """Tell a verb inside a name (深度融合发展案例) from the predicate of the sentence."""
    rest = words[index:]
    if any(word.label == "v" and word.word not in cues.words("compound") for word in rest):
        return False
    return rest[-1].label in ("n", "nz", "vn") and all(word.label in _NOUN | {"v", "a"} for word in rest) and len(rest) <= 5


def _deed(words: Sequence[Tag]) -> str:
    """Return what counted people do or suffer: 13人死亡, 3.38万人到岗见习, 1400人被迫疏散."""
    deed = "".join(word.word for word in words)
    deed = re.sub(r"^(?:已经?|正在?|将|还|分别|全部|先后|陆续)+", "", deed.replace("了", ""))
    return clean(deed) if len(deed) <= 14 else clean("".join(word.word for word in words[:3]))


def _short(words: Sequence[Tag]) -> str:
    """Return what stands before the next mark where the tagger sees a verb in a name (100个赏秋点位)."""
    taken = []
    for word in words:
        if word.label == "w" or word.word == "的":
            break
        if word.label in ("u", "p", "d", "r", "c", "m") or word.word in cues.words("make") | cues.words("honour"):
            return ""
        taken.append(word)
    name = "".join(word.word for word in taken)
    return name if len(taken) > 1 and taken[-1].label in ("n", "nz", "vn") and len(name) <= 10 else ""


def _leads_to_number(slot: Slot, rest: Sequence[Tag]) -> bool:
    """Tell 255家模型企业、大模型34个 from 200名播音员、主持人."""
    following = slot.right.end < slot.clause.end
    return following and all(word.label in _PHRASE or word.word in ("的", "达", "超", "超过") for word in rest)


def _has_verb(rest: Sequence[Tag]) -> bool:
    return any(word.label == "v" for word in rest)


def _join(slot: Slot, head: Head, behind: str) -> Head:
    """Put the name behind the number together with what before it defines it."""
    left = "".join(word.word for word in slot.left_words)
    left = re.sub(r"(?:全国|全球|全省|全市|世界)$", "", left)
    stripped = cues.ending("adverb", "reach").sub("", left.rstrip("了过"))
    relative = re.search(r"([\u4e00-\u9fff]{2})的$", left)
    if relative and len(slot.left_words) > 1 and slot.left_words[-2].label == "v":
        return Head(slot.left_words[-2].word + "的" + behind, head.predicate, slot.right.start, behind=True)
    for word in sorted(cues.words("keep"), key=len, reverse=True):
        if stripped.endswith(word) or left.endswith(word):
            return Head(word + behind, head.predicate, slot.right.start, behind=True)
    listed = re.search(rf"({cues.pattern('cover').pattern})[^，。；]{{1,20}}等(?:全部)?$", left)
    if listed and 2 <= listed.start() and not behind.startswith(listed[1]):
        return Head(clean(left[: listed.start()].replace("已", "")) + listed[1] + behind, head.predicate, slot.right.start, behind=True)
    for word in sorted(cues.words("cover"), key=len, reverse=True):
        if (stripped.endswith(word) or left.endswith(word)) and len(head.name) >= 3:
            name = head.name if head.name.endswith(word) else head.name + word
            return Head(name + behind, head.predicate, slot.right.start, behind=True)
    return Head(behind, head.predicate, slot.right.start, behind=True)


def _before(slot: Slot, periods: Sequence[Period], places: Sequence[Mention]) -> Head:
    """Return the noun phrase left of the number, without what stands between the two."""
    words = _without_times(slot.left_words, periods)
    if slot.quantity.dimension == "percentage_point":
        words = _before_comparison(words)
    cut = _predicate(words)
    predicate = "".join(word.word for word in words[cut:])
    kept = _opened(words[:cut], places)
    if (not any(word.label in _NOUN for word in kept) and not _nominal(kept)) or all(_is_name_of_place(word) for word in kept):
        return Head("", predicate, slot.quantity.start, places=tuple(word.word for word in kept if word.label in ("LOC", "ns", "ORG")))
    name = clean("".join(word.word for word in kept))
    relative = re.search(r"(?<=.{8}的)[^的]{3,}$", name)
    if relative and kept[0].label == "v" and kept[0].word not in cues.words("keep"):
        name = relative.group()
    name = re.sub(r"^“[^”]*\d[^”]*”、", "", name)
    name, predicate = _rate(name, predicate)
    return Head(name, predicate, kept[0].start if kept else slot.quantity.start, members=_members(kept))


def _before_comparison(words: list[Tag]) -> list[Tag]:
    """Leave out what a difference compares with: 增幅高于全国0.2个百分点, 快于全部投资7.3个百分点."""
    text = "".join(word.word for word in words)
    match = re.search(r"(?:高|低|快|慢|优|好|大|小|多|少)于|超过|超|领先|高出|落后", text)
    if not match:
        return words
    kept, place = [], 0
    for word in words:
        if place + len(word.word) <= match.start():
            kept.append(word)
        place += len(word.word)
    return kept


def _without_times(words: Sequence[Tag], periods: Sequence[Period]) -> list[Tag]:
    """Leave out the words of a time."""
    return [
        word for word in words
        if not any(p.start < word.end and word.start < p.end and not _is_class(p, words) for p in periods)
        and not (word.label == "TIME" and word.word[0] != "每" and not any(mark.isdigit() for mark in word.word))
    ]  # fmt: skip


def _is_name_of_place(word: Tag) -> bool:
    return word.label in ("LOC", "ns") or word.word in ("、", "和", "与", "及")


def _nominal(words: Sequence[Tag]) -> bool:
    """Tell verbs that name what is counted (造林绿化19万亩, 转移转化4.6万项) from predicates."""
    text = "".join(word.word for word in words)
    if cues.opening("keep").match(text) or text in cues.words("nominal"):
        return True
    return len(text) >= 4 and not any(word.word in cues.words(role) for word in words for role in _PREDICATES | {"adverb"})


def _is_class(period: Period, words: Sequence[Tag]) -> bool:
    """Tell 3年 of 3年期利率, which names a class, from a time."""
    return period.kind == "duration" and any(word.start == period.end and word.word[0] in "期级" for word in words)


_INNER = frozenset({"净", "最高", "最低", "最大", "最终", "单", "人均", "户均", "可", "总", "非", "不", "未", "全", "均", "新", "一般", "每", "再", "最"})


def _predicate(words: Sequence[Tag]) -> int:
    """Return the index in `words` from which they only say how the number relates to its head."""
    index = len(words)
    while index:
        word = words[index - 1]
        if word.label in ("d", "c", "r", "vd", "ad", "xc") and word.word not in ("人均", "户均"):
            index -= 1
        elif word.word in cues.words("adverb") | cues.words("reach") and word.word not in ("占比", "中", "上", "下", "内"):
            index -= 1
        elif word.word in cues.words("rise") | cues.words("fall") and word.label != "n":
            index -= 1
        elif _leads_to(word, words[index:]):
            index -= 1
        elif word.label in ("p", "u", "w") and word.word not in "”》）":
            index -= 1
        elif word.label in ("q", "r") and index > 1 and words[index - 2].word == "每":
            index -= 2
        elif re.match(r"每.", word.word) and word.label in ("r", "m", "q") and index == len(words):
            index -= 1
        elif word.label == "f" and word.word in ("中", "上", "下", "内", "里", "以来", "后", "前", "时", "间"):
            index -= 1
        else:
            break
    against = _AGAINST.search("".join(word.word for word in words[:index]))
    if against and index < len(words):
        rest, index = against.start(), 0
        while rest > 0:
            rest -= len(words[index].word)
            index += 1
        return _predicate(words[:index])
    return index


def _leads_to(word: Tag, rest: Sequence[Tag]) -> bool:
    """Tell the verb of 由66户整合至12户, 控制在5.5%, 压减11% from a noun."""
    if not rest:
        return False
    if rest[0].word in ("至", "到", "在", "为", "成") and (word.label == "v" or word.word in _HOLDING):
        return True
    return len(word.word) == 1 and word.label == "v" and rest[0].word in cues.words("fall") | cues.words("rise")


_HOLDING = frozenset({"控制", "保持", "稳定", "维持", "提升", "提高", "调整", "扩容", "扩大", "缩减"})


def _opened(words: Sequence[Tag], places: Sequence[Mention]) -> list[Tag]:
    """Drop what opens the clause before the noun phrase: connectors, verbs of making, places."""
    start = 0
    for index, word in enumerate(words[:-1]):
        if cues.opening("keep").match("".join(each.word for each in words[index : index + 2])):
            break
        if _cuts(word, words, index) and _is_name(words[index + 1 :]):
            start = index + 1
    kept = [word for word in words[start:] if not _is_adverb(word)]
    kept = _without_setting(kept, places)
    while kept and _drops(kept, places):
        kept.pop(0)
        if len(kept) > 1 and kept[0].word in ("和", "、", "及") and kept[1].label in ("LOC", "ns", "ORG"):
            kept.pop(0)
    return _without_verbs(kept)


def _is_adverb(word: Tag) -> bool:
    if word.word in _INNER or word.word in cues.words("keep"):
        return False
    if word.label in ("d", "vd") and (len(word.word) == 1 or word.word in cues.words("adverb") | cues.words("lead")):
        return True
    return len(word.word) > 1 and word.word in cues.words("adverb") and word.label in ("ad", "a", "v", "c", "m")


def _cuts(word: Tag, words: Sequence[Tag], index: int) -> bool:
    """Tell a word that ends what comes before the noun phrase."""
    rest = "".join(each.word for each in words[index + 1 :])
    if word.label == "v" and index and words[index + 1].word in ("和", "、", "及"):
        return False
    if word.label == "c" and word.word not in _LINKS and word.word not in ("同", "并"):
        return True
    if word.label == "v" and word.word in cues.words("bind"):
        return len(rest) >= 6 and not _SHARE.search(rest)
    if word.label == "v" and word.word in cues.words("make") | cues.words("lead"):
        if _SHARE.search(rest) and index and words[index - 1].label in _NOUN:
            return False
        return True
    return word.word in ("把", "将") or (word.label == "p" and word.word in ("使", "让", "据", "从", "由", "按", "通过", "为", "向"))


_SHARE = re.compile(r"(?:比例|比重|占比|比率)$")


def _is_name(words: Sequence[Tag]) -> bool:
    return any(word.label in _NOUN for word in words)


def _without_setting(words: list[Tag], places: Sequence[Mention]) -> list[Tag]:
    """Leave out 在新疆 from 央企在新疆投资."""
    for index, word in enumerate(words[:-1]):
        if word.word in ("在", "于") and word.label == "p" and _is_place(words[index + 1], places):
            return words[:index] + words[index + 2 :]
    return words


def _without_verbs(words: list[Tag]) -> list[Tag]:
    """Leave out two verbs of building before a noun: 更新改造燃气管道, 新建和改造高标准农田."""
    index = 0
    while index < len(words) and (words[index].word in cues.words("build") or (index and words[index].word in ("和", "及", "、", "与"))):
        index += 1
    if len("".join(word.word for word in words[:index])) >= 4 and index < len(words):
        return words[index:]
    return words


def _is_place(word: Tag, places: Sequence[Mention]) -> bool:
    return any(place.start <= word.start and word.end <= place.end and place.type in ("PLACE", "ORG") for place in places)


_HERE = re.compile(r"其中|全国|我国|全省|全市|全区|全县|我省|我市|我区|本市|本省|该|其(?!他)|各地")
_DIVISION = re.compile(r"(?:[省市县州盟旗镇乡洲岛湾圈]|地区|新区|油田|矿区|街道|开发区|示范区|自贸区|试验区|高新区|经济带|大湾区|三角洲|(?<![小社园景库片])区)$")


def _drops(words: Sequence[Tag], places: Sequence[Mention]) -> bool:
    first = words[0]
    if first.label == "m" and re.fullmatch(r"一[批个项家种座条]", first.word):
        return True
    if first.label == "v" and "".join(word.word for word in words[1:]) in cues.words("attribute"):
        return True
    if _HERE.match("".join(word.word for word in words)) or (first.word in ("国", "省", "市") and len(words) > 1):
        return True
    if first.label in ("c", "r", "u", "w") and first.word not in ("“", "《", "每", "和"):
        return True
    if first.label == "p" and first.word not in ("对", "与", "和", "随", "跨", "沿", "经"):
        return True
    if first.word in ("计划", "预计", "规划", "力争") and len(words) > 2:
        return True
    if not _belongs(words) and (place := next((p for p in places if p.start <= first.start and first.end <= p.end), None)):
        rest = "".join(word.word for word in words if word.start >= place.end)
        return _is_known(place) or rest in cues.words("generic") | cues.words("relational")
    return first.word in cues.words("lead") and first.label in ("v", "c", "d", "p", "f", "r", "u")


def _is_known(place: Mention) -> bool:
    if place.type == "PLACE":
        return bool(place.region_code) or place.name != place.quote or _DIVISION.search(place.quote) is not None
    return len(place.quote) >= 4 or place.name != place.quote


def _belongs(words: Sequence[Tag]) -> bool:
    """中国 of 中国物流业景气指数 belongs to the name; so does a place joined to the next word by 与."""
    rest = "".join(word.word for word in words)
    if len(words) > 2 and words[1].word in ("和", "、", "及") and words[2].label in ("LOC", "ns", "ORG"):
        return False
    return rest.endswith("指数") or (len(words) > 1 and words[1].word in ("与", "和", "、", "对", "至", "—"))


def _rate(name: str, predicate: str) -> tuple[str, str]:
    """Move 增速 and 涨幅 from the name to the predicate: the growth is that of what they follow."""
    match = _RATE.search(name)
    if match and name[: match.start()] in ("最高", "最大", "最低", "平均", "单日", "单月", "整体", "总体"):
        return "", name + predicate
    if match and match.start() > 0:
        return clean(name[: match.start()]), match.group() + predicate
    if match:
        return "", match.group() + predicate
    return name, predicate


def _members(words: Sequence[Tag]) -> tuple[str, ...]:
    """Cut a list of names at 、 and 和, outside quotation marks."""
    parts: list[list[str]] = [[]]
    quoted = False
    for word in words:
        quoted = (quoted or word.word == "“") and word.word != "”"
        if not quoted and word.word in ("、", "和", "与", "及", "以及"):
            parts.append([])
        else:
            parts[-1].append(word.word)
    names = [clean("".join(part)) for part in parts if part]
    return tuple(re.sub(r"等(?:产品|商品|领域|行业|地区|省份|城市|国家)?(?=.)|等$", "", name) for name in names)


def preceding(slot: Slot, periods: Sequence[Period], places: Sequence[Mention]) -> Head | None:
    """Return the head that a clause before names: 全行业交易达到峰值，增长4.61%."""
    for words in slot.preceding:
        words = tuple(word for word in _without_times(words, periods) if word.word not in "，；：。！？")
        cut = next((index for index, word in enumerate(words) if index and _ends_subject(word)), len(words))
        kept = _opened(words[:cut], places)
        name = clean("".join(word.word for word in kept))
        if len(name) >= 2 and kept[-1].label in _NOUN and kept[0].label != "v" and kept[-1].label not in ("LOC", "ORG", "PER"):
            return Head(name, "", kept[0].start, members=_members(kept))
    return None


def _ends_subject(word: Tag) -> bool:
    if word.label == "p" and word.word not in ("对", "与", "和", "跨"):
        return True
    return word.label in ("v", "d", "vd", "ad") and (
        word.label == "d" or any(word.word in cues.words(role) for role in ("reach", "rise", "fall", "adverb", "make")) or word.word in ("呈现", "呈", "走", "创"))


def clean(name: str) -> str:
    """Return `name` without marks and particles at its ends."""
    name = name.replace("\x00", "").strip()
    while True:
        shorter = re.sub(r"^[\s、，的和与及：:·了）)—]+|[\s、，的和与及：:了（(]+$", "", name)
        if shorter.count("“") != shorter.count("”") and (shorter.startswith("”") or shorter.endswith("“")):
            shorter = shorter.strip("“”")
        if shorter == name:
            return name
        name = shorter
