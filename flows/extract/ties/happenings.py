"""What a sentence says to have happened, before it becomes an event: who, where, what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.extract.reading import Reading
from flows.language.sentences import Span
from flows.records import EventType, Mention, Role

_UNREAL = re.compile(
    r"(?:将|拟|计划|预计|有望|如果|若|准备|即将|筹备|定于|邀请|应邀|愿|希望|力争|争取)[^，。]{0,12}$"
)
_SAID = re.compile(r"(?:表示|指出|强调|介绍|认为|称|说)[，：]|赞赏|高度评价|祝贺|感谢|回顾")
_AT = re.compile(r"(?:在|到|赴|抵达|前往|来到|走进|深入|位于)$")
_JOINED = re.compile(r"[、，\s]|和|以及|与|同|及|分别|等|[（(]|[）)]")


@dataclass(slots=True)
class Scene:
    """A sentence with the names in it."""

    reading: Reading
    sentence: Span
    mentions: Sequence[Mention]

    @property
    def text(self) -> str:
        """The sentence."""
        return self.reading.text[self.sentence.start : self.sentence.end]

    def before(self, position: int, *types: str) -> list[Mention]:
        """Return the names of these types that end before `position`, in order."""
        return [item for item in self.mentions if item.end <= position and item.type in types]

    def after(self, position: int, *types: str) -> list[Mention]:
        """Return the names of these types that begin at or after `position`, in order."""
        return [item for item in self.mentions if item.start >= position and item.type in types]

    def mentions_of(self, *types: str) -> list[Mention]:
        """Return the names of these types, in order."""
        return self.after(0, *types)

    def happened(self, start: int) -> bool:
        """Whether the text tells of it as done, not as planned, wished or said by someone."""
        lead = self.reading.text[self.sentence.start : start]
        return not _UNREAL.search(lead) and not _SAID.search(lead)

    def place(self, near: int) -> Mention | None:
        """Return the most specific place that 在 or the like puts nearest to `near`."""
        places = [item for item in self.mentions if item.type in ("PLACE", "ORG")]
        best: Mention | None = None
        for index, item in enumerate(places):
            if not _AT.search(self.reading.text[max(self.sentence.start, item.start - 3) : item.start]):
                continue
            last = item
            for following in places[index + 1 :]:
                if self.reading.text[last.end : following.start] not in ("", "的"):
                    break
                last = following
            if best is None or abs(last.start - near) < abs(best.start - near):
                best = last
        return best


@dataclass(slots=True)
class Happening:
    """An event as the rules see it."""

    type: EventType
    scene: Scene
    actors: list[tuple[Mention, Role]]
    place: Mention | None = None
    object: str | None = None
    party_end: int | None = None
    """Where the text of one ends that a sentence reports among several; None for the sentence."""


def acting(mentions: Iterable[Mention], role: Role) -> list[tuple[Mention, Role]]:
    """Return each name with the role that all of them have."""
    return [(item, role) for item in mentions]


def group(text: str, items: Sequence[Mention]) -> list[Mention]:
    """Return the last names of `items` that stand in one list: A、B和C, each with or without a title."""
    chosen: list[Mention] = []
    for item in reversed(items):
        if chosen:
            gap = text[item.end : chosen[-1].start]
            title = chosen[-1].position or ""
            if "。" in gap or not _JOINED.match(gap) or len(gap) > len(title) + 4:
                break
        chosen.append(item)
    return chosen[::-1]


def unique(items: Iterable[Mention]) -> list[Mention]:
    """Return the first mention of each entity."""
    return list({(item.type, item.name): item for item in reversed(list(items))}.values())[::-1]
