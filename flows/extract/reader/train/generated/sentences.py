"""The kinds of sentences that the grammar has; each says something of a scene and adds it to a text."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flows.language import bounds
from flows.records import Comparator, MeasureKind, StatusKind

_AHEAD = 6
"""Years that an aim lies ahead at most."""
_MUCH = 0.35
"""How often a number is bounded."""
_BOUNDS: tuple[Comparator, ...] = ("ge", "gt", "le", "lt", "approx")
_SET: tuple[Comparator, ...] = ("le", "ge")
"""Bounds at random, and those that somebody sets."""
_LARGE = {"元": ("亿元", "万元", "万亿元"), "吨": ("万吨", "吨"), "人": ("万人", "人"), "人次": ("万人次",)}
_COUNTED = ("个", "家", "项", "所", "座", "条", "台", "套", "件")
_SHARES = ("%", "‰")
_POINTS = "个百分点"


class Text:
    """A text that grows, with the metrics in it as gold has them."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.metrics: list[dict[str, Any]] = []

    def say(self, words: str) -> None:
        """Add words."""
        self.text += words

    def figure(self, quote: str, said: Said) -> None:
        """Add a number with its bounds, and what it says."""
        start = len(self.text)
        self.text += quote
        self.metrics.append(
            {
                "start": start, "end": len(self.text), "quote": quote, "value": -1.0 if said.falls else 1.0,
                "value_high": None, "unit": [], "comparator": [said.comparator], "measure": [said.measure],
                "status": [said.status], "indicator": [said.name], "subject": [said.subject],
                "period": [said.period], "optional": False,
            }
        )  # fmt: skip


@dataclass
class Said:
    """What one number says."""

    name: str
    subject: str
    period: str
    status: StatusKind = "actual"
    measure: MeasureKind = "level"
    comparator: Comparator = "eq"
    falls: bool = False


@dataclass
class Scene:
    """Where and when a document speaks, and the words that it has."""

    draw: random.Random
    words: Mapping[str, Sequence[str]]
    names: Sequence[tuple[str, str]]
    place: str
    parts: Sequence[str]
    year: int

    def word(self, role: str) -> str:
        """Return a word of a role."""
        return self.draw.choice(self.words[role])

    def measured(self) -> tuple[str, str]:
        """Return a name with a unit."""
        name, unit = self.draw.choice(self.names)
        return name, self.draw.choice(_LARGE.get(unit, (unit,)))

    def number(self, unit: str) -> str:
        """Return a number with a unit."""
        size = self.draw.choice((10, 100, 1000, 10000)) if unit not in _SHARES else 100
        value = self.draw.random() * size
        if self.draw.random() < 0.6:
            return f"{value:.{self.draw.choice((1, 2))}f}{unit}"
        return f"{1 + value:.0f}{unit}"

    def bounded(self, quote: str, *, falls: bool = False) -> tuple[str, Comparator]:
        """Return a number as it may be bounded, with the comparator; that of a fall goes with its sign."""
        if self.draw.random() > _MUCH:
            return quote, "eq"
        comparator = self.draw.choice(_BOUNDS)
        quote = self.word(comparator).format(quote)
        return quote, bounds.mirrored(comparator) if falls else comparator

    def opening(self) -> tuple[str, Said]:
        """Return what opens a sentence, with what it says of all numbers of it: a year, a place, an aim."""
        where = self.draw.choice(("", self.place, self.word("place")))
        if self.draw.random() < 0.3:
            year = self.year + self.draw.randint(1, _AHEAD)
            said = Said("", self.place, str(year), "target")
            return f"到{year}年，{where}{self.word('aim')}", said
        year = self.year - self.draw.choice((0, 0, 0, 1, 2))
        return f"{year}年，{where}{self.word('done')}", Said("", self.place, str(year))

    def several(self, of: Sequence[str]) -> list[str]:
        """Return two to four of some names."""
        return self.draw.sample(list(of), self.draw.randint(2, min(4, len(of))))


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:-1]) + "和" + names[-1] if len(names) > 1 else names[0]


def _moved(scene: Scene, text: Text, said: Said, unit: str) -> None:
    """Add a growth or change of what was named: 同比下降5.2%, 提高2个百分点, 增加30家."""
    falls = scene.draw.random() < 0.5
    measure: MeasureKind = "change"
    if unit in _SHARES:
        quote = scene.number(_POINTS)
    elif scene.draw.random() < 0.7:
        quote, measure = scene.number("%"), "growth"
    else:
        quote = scene.number(unit)
    quote, comparator = scene.bounded(quote, falls=falls)
    text.say(scene.word("year_on_year") + scene.word("fall" if falls else "rise"))
    text.figure(quote, replace(said, measure=measure, comparator=comparator, falls=falls))


def _moved_too(scene: Scene, text: Text, said: Said, unit: str, often: float) -> None:
    """Add, as often as told, how what was said has moved, in a clause of its own."""
    if scene.draw.random() < often:
        text.say("，")
        _moved(scene, text, said, unit)


def level(scene: Scene, text: Text) -> None:
    """产值达到12亿元，同比增长5%。"""
    opening, said = scene.opening()
    said.name, unit = scene.measured()
    quote, said.comparator = scene.bounded(scene.number(unit))
    text.say(f"{opening}{said.name}{scene.word('reach')}")
    text.figure(quote, said)
    _moved_too(scene, text, said, unit, 0.6)


def series(scene: Scene, text: Text) -> None:
    """户籍人口310万人，面积5200平方公里，建成公园12个。"""
    opening, said = scene.opening()
    text.say(opening)
    for place in range(scene.draw.randint(2, 5)):
        name, unit = scene.word("standing").split("/") if scene.draw.random() < 0.5 else scene.measured()
        quote, comparator = scene.bounded(scene.number(unit))
        text.say("，" if place else "")
        if unit in _COUNTED and scene.draw.random() < 0.5:
            text.say(scene.word("make") + name)
        else:
            text.say(name + (scene.word("reach") if scene.draw.random() < 0.5 else ""))
        one = Said(name, said.subject, said.period, said.status, comparator=comparator)
        text.figure(quote, one)
        _moved_too(scene, text, one, unit, 0.25)


def labelled(scene: Scene, text: Text) -> None:
    """陶瓷：产量300万件，增长4%；茶叶：产量30万吨。"""
    text.say(f"{scene.year}年{scene.draw.choice(('，', '主要产品情况。', '主要产品产销情况如下：'))}")
    for place, product in enumerate(scene.several(scene.words["product"])):
        noun, unit = scene.word("quantity"), scene.draw.choice(("万吨", "亿元", "万件", "吨"))
        one = Said(product + noun, scene.place, str(scene.year))
        text.say(("；" if place else "") + product + scene.draw.choice(("：", "：", "")) + noun)
        text.say(scene.draw.choice(("", "达")))
        text.figure(scene.number(unit), one)
        _moved_too(scene, text, one, unit, 0.6)


def bounded_apart(scene: Scene, text: Text) -> None:
    """能耗总量不超过省下达的1200万吨。"""
    _, said = scene.opening()
    said.name, unit = scene.measured()
    said.comparator, said.status = scene.draw.choice(_SET), "target"
    said.period = str(scene.year + 1)
    of = scene.draw.choice(("省下达的", "国家规定的", "上级下达的", "上年的", "省定的", "国家要求的"))
    bound = scene.draw.choice(("不超过", "不高于") if said.comparator == "le" else ("不低于", "不少于"))
    text.say(f"{scene.year + 1}年，{said.name}{scene.draw.choice(('', '控制在', '要'))}{bound}{of}")
    text.figure(scene.number(unit), said)


def moved(scene: Scene, text: Text) -> None:
    """单位产值水耗下降8%以上。"""
    opening, said = scene.opening()
    said.name, unit = scene.measured()
    text.say(f"{opening}{said.name}")
    _moved(scene, text, said, unit)


def by_noun(scene: Scene, text: Text) -> None:
    """价格降幅不超过8%。"""
    opening, said = scene.opening()
    said.name, _ = scene.measured()
    said.falls = scene.draw.random() < 0.5
    noun = scene.word("fall_noun" if said.falls else "rise_noun")
    quote, said.comparator = scene.bounded(scene.number("%"), falls=said.falls)
    said.measure = "growth"
    text.say(f"{opening}{said.name}{noun}{scene.draw.choice(('为', '达到', '达', ''))}")
    text.figure(quote, said)


def from_to(scene: Scene, text: Text) -> None:
    """产值由12亿元增加到15亿元。"""
    _, said = scene.opening()
    said.name, unit = scene.measured()
    first, last = scene.year - scene.draw.randint(1, 5), scene.year
    role = scene.draw.choice(("up_to", "down_to"))
    text.say(f"{said.name}{scene.draw.choice('由从')}{first}年的")
    text.figure(scene.number(unit), Said(said.name, said.subject, str(first)))
    text.say(f"{scene.word(role)}{last}年的")
    text.figure(scene.number(unit), Said(said.name, said.subject, str(last)))


def respective(scene: Scene, text: Text) -> None:
    """武清区、宝坻区税收分别增长5%和4%; also with years, and with several names."""
    opening, said = scene.opening()
    kind = scene.draw.choice(("places", "years", "names"))
    said.name, unit = scene.measured()
    many = scene.several(scene.parts)
    each = [replace(said) for _ in many]
    if kind == "places":
        for one, name in zip(each, many, strict=True):
            one.subject = name
        before = f"{opening}{_listed(many)}{said.name}"
    elif kind == "years":
        first = scene.year - len(many)
        for place, one in enumerate(each):
            one.period, one.status = str(first + place), "actual"
        before = _listed([f"{one.period}年" for one in each]) + f"，{said.name}"
    else:
        names = [name for name, of in scene.names if of == "%"]
        chosen = scene.draw.sample(names, len(many))
        for one, name in zip(each, chosen, strict=True):
            one.name = name
        before, unit = opening + _listed(chosen), "%"
    text.say(f"{before}分别")
    grows, falls = scene.draw.random() < 0.5 and unit not in _SHARES, scene.draw.random() < 0.5
    text.say(scene.word("fall" if falls else "rise") if grows else scene.draw.choice(("为", "达到", "达")))
    for place, one in enumerate(each):
        text.say("" if not place else "和" if place == len(each) - 1 else "、")
        if grows:
            one.measure, one.falls = "growth", falls
        text.figure(scene.number("%" if grows else unit), one)


def row(scene: Scene, text: Text) -> None:
    """税收收入：武清区60亿元，宝坻区55亿元。"""
    _, said = scene.opening()
    said.name, unit = scene.measured()
    aim = said.status == "target"
    text.say(f"{'到' if aim else ''}{said.period}年{said.name}{'目标' if aim else ''}：")
    for place, part in enumerate(scene.several(scene.parts)):
        text.say(f"{'，' if place else ''}{part}")
        text.figure(scene.number(unit), Said(said.name, part, said.period, said.status))


def of_a_table(scene: Scene, text: Text) -> None:
    """2025年武清区的投资增长6.6%。 2025年森林覆盖率13.1%；到2030年，森林覆盖率达到13.5%以上。"""
    part, ahead = scene.draw.choice(scene.parts), scene.year + scene.draw.randint(1, _AHEAD)
    name, unit = scene.measured()
    said = Said(name, part if scene.draw.random() < 0.5 else scene.place, str(scene.year))
    text.say(f"{scene.year}年{f'{part}的' if said.subject == part else ''}{name}")
    if scene.draw.random() < 0.3:
        return _moved(scene, text, said, unit)
    text.figure(scene.number(unit), said)
    if scene.draw.random() < 0.5:
        text.say(f"；到{ahead}年，{name}达到")
        quote, comparator = scene.bounded(scene.number(unit))
        text.figure(quote, replace(said, period=str(ahead), status="target", comparator=comparator))


KINDS: tuple[Callable[[Scene, Text], None], ...] = (
    level, moved, moved, by_noun, from_to, respective, respective, row, of_a_table, series, series, series,
    labelled, labelled, bounded_apart,
)  # fmt: skip
