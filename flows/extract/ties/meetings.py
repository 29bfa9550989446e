"""Meetings: talks between persons, and conferences that persons attend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.extract.ties.happenings import Happening, Scene, acting, group, unique
from flows.records import Mention

_TALKS = re.compile(
    r"会见(?!厅|时)|会谈(?!时|后|前|纪要)|会晤(?!时|后|前|机制)|会面(?!时)|座谈(?!会)|共进(?:早|午|晚)餐|通电话"
)
_WITH = re.compile(r"[同与和]")
_CONFERENCE = re.compile(
    r"(?:会议(?!员)|大会(?!堂)|座谈会|全会|仪式|年会|论坛|峰会|推进会|动员会|调度会|研讨会|茶话会|团拜会|招待会|联欢会|对接会"
    r"|博览会|交易会|开幕式|闭幕式)"
    r"(?:第[一二三四五六七八九十]+次(?:全体)?会议)?[^，。；]{0,24}?(?:举行|召开|开幕(?!式)|闭幕(?!式))"
)
_HOLDS = re.compile(
    r"(?:主持召开|出席|主持)[^，。；]{0,40}?(?:会议|大会|座谈会|全会|仪式|年会|论坛|峰会|推进会|动员会)"
)
_ATTENDS = re.compile(r"(?:出席|参加|主持|陪同|列席|宣读|致辞|讲话(?<!重要..)(?!精神)|发言|颁发|晋升|军官是)")
_JOINS = re.compile(r"(?:参加|出席|陪同)(?:了)?(?:上述)?(?:会见|会谈|会晤|座谈|活动|调研|考察|会议)")
_SEVERALLY = re.compile(r"分别(?:同|与|和|会见|会晤|举行)")


def find(scenes: Sequence[Scene]) -> list[Happening]:
    """Return the meetings that the sentences report, with those who joined them."""
    found: list[Happening] = []
    for scene in scenes:
        talks = list(_talks(scene))
        found += [item for item in talks if not _told(found, item)]
        if not talks:
            found += _conferences(scene, found)
        _join(scene, found)
    return found


def _talks(scene: Scene) -> Iterator[Happening]:
    text = scene.reading.text
    for match in _TALKS.finditer(text, scene.sentence.start, scene.sentence.end):
        if not scene.happened(match.start()):
            continue
        hosts, guests = _parties(scene, match.start(), match.end())
        if not hosts or not (guests or match[0] == "会见"):
            continue
        place = scene.place(match.start())
        apart = _SEVERALLY.search(text, scene.sentence.start, match.end()) is not None
        for party in [[guest] for guest in guests] if apart and guests else [guests]:
            actors = acting(hosts, "host") + acting(party, "guest")
            end = party[-1].end if apart and party else None
            yield Happening("meeting", scene, actors, place, party_end=end)
        return


def _parties(scene: Scene, start: int, end: int) -> tuple[list[Mention], list[Mention]]:
    """Return who receives and who is received: A会见B, or A同B举行会谈."""
    text = scene.reading.text
    ahead, behind = scene.before(start, "PERSON"), scene.after(end, "PERSON")
    first = unique(behind)
    if text[start:end] == "会见" or (text[start:end] == "会晤" and first):
        return group(text, ahead)[:3], first
    for index, item in enumerate(ahead[:-1]):
        following = ahead[index + 1]
        gap = text[item.end : following.start].removesuffix(following.position or "")
        if _WITH.search(gap):
            return group(text, ahead[: index + 1]), group(text, ahead[index + 1 :])
    return [], []


def _told(found: Sequence[Happening], item: Happening) -> bool:
    """Whether the same persons were already said to have met."""
    names = {mention.name for mention, _ in item.actors}
    return any(
        names <= {mention.name for mention, _ in other.actors}
        for other in found
        if other.type == item.type and other.scene.sentence.start > 0
    )


def _conferences(scene: Scene, found: Sequence[Happening]) -> Iterator[Happening]:
    text = scene.reading.text
    for pattern in (_CONFERENCE, _HOLDS):
        match = pattern.search(text, scene.sentence.start, scene.sentence.end)
        if match is None or not scene.happened(match.start() if pattern is _HOLDS else match.end() - 2):
            continue
        persons = unique(scene.mentions_of("PERSON"))
        bodies = group(text, scene.before(match.end(), "ORG")) if not persons else []
        place = scene.place(match.end())
        told = next((item for item in found if item.type == "meeting" and item.object), None)
        if told:
            # The text tells again, with place and day, what its headline told.
            told.place = told.place or place
            if told.scene.sentence.start == 0:
                told.scene = scene
                told.actors += acting(persons, "participant")
            return
        present = persons or bodies
        actors = [*acting(present[:1], "host"), *acting(present[1:], "participant")]
        yield Happening("meeting", scene, actors, place, match[0])
        return


def _join(scene: Scene, found: Sequence[Happening]) -> None:
    """Add those whom the sentence says to have joined what was told before."""
    text = scene.text
    joint = _ATTENDS.search(text)
    if joint is None or not scene.happened(scene.sentence.start + joint.start()):
        return
    listed = "军官是" in text or text.startswith("出席")
    last = [match.end() for match in _ATTENDS.finditer(text)][-1] + scene.sentence.start
    persons = unique(item for item in scene.mentions_of("PERSON") if listed or item.end <= last)
    if not persons:
        return
    talks = [item for item in found if item.scene is not scene and item.type == "meeting"]
    if _JOINS.search(text):
        chosen = [item for item in talks if not item.object] or talks[-1:]
    else:
        chosen = [item for item in talks if item.object][-1:]
    for happening in chosen:
        happening.actors += acting(persons, "participant")
