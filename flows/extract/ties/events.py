"""Events that a document reports as having happened: who, where, when, with whom."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, replace

from flows.extract import cues
from flows.extract.reading import Reading
from flows.extract.ties import meetings, reported
from flows.extract.ties.happenings import Happening, Scene, acting, group, unique
from flows.records import Actor, Event, Mention

_VISIT = re.compile(
    r"(?:调研|考察|走访|视察|慰问|看望|检查指导|暗访|参观)(?!组|团|报告|显示|发现|数据|活动|工作|机构|队|中心|时?的|并重)"
    r"|前往(?=[^，。]{1,20}(?:，|敬献|献花|参观))|进行(?<!来华..)(?:国事|正式|工作)?访问(?!的|期间)"
)
_CAME_ALONG = re.compile(r"(?:参加|陪同)(?:了)?(?:上述)?(?:调研|考察|走访|视察|检查|访问|活动)")
_CONFERENCE = "[^，。]{0,40}?(?:发布会|吹风会|记者会|通气会)"
_PRESS = re.compile(f"(?:举行|召开|举办){_CONFERENCE}")
_AT_PRESS = re.compile(f"在{_CONFERENCE}[上中]")
_SPEAKS = re.compile(rf"(?:\d+日)?(?:在[^，。]{{0,40}}[上中])?(?:{cues.pattern('tell').pattern}|：)")
# Optional words are written with and without: a pattern that opens with one is tried at each character.
_MADE_KNOWN = cues.pattern("publish", "decree").pattern
_PUBLISH = re.compile(rf"(?:联合(?:{_MADE_KNOWN})|{_MADE_KNOWN})(?:了|的)?")
_PUBLISHED = re.compile(
    r"[^，。；]{0,24}?(?:名单|报告|白皮书|蓝皮书|规划|方案|目录|标准|清单|意见|办法|条例|指南|通知)"
)
_STANDS = re.compile(r"[》”，。；、（）\n]|$|并|显示")
_LAUNCHED = "启动|开工|投产|投运|揭牌|上线|开通|启用|发射成功|成功发射"
_LAUNCH = re.compile(rf"(?:正式(?:{_LAUNCHED})|{_LAUNCHED})(?!仪式|资金|时间|率|区)")
_SIGN = re.compile(r"(?:签署|签订|签约)(?!仪式|国|地|率|方)")
_BOTH = re.compile(r"(?:中[一-龥])?双方|两国|[一-龥]中双方")
_REPORTERS = ("记者", "通讯员")
"""Who tells of an event has no part in it."""
_HOME = "中国"


def find(reading: Reading, mentions: Sequence[Mention]) -> list[Event]:
    """Return the events that the document reports, sorted by start, each with its actors."""
    others = [item for item in mentions if not (item.position or "").endswith(_REPORTERS)]
    scenes = reported.scenes(reading, others)
    found = by_rules(scenes)
    found += reported.find(scenes, found)
    _add_speakers(scenes, found)
    return _merged([_event(reading, item) for item in found])


def by_rules(scenes: Sequence[Scene]) -> list[Happening]:
    """Return what rules see to have happened, with the parts that they tell apart: place, object, roles."""
    found = meetings.find(scenes)
    for scene in scenes:
        _join_visit(scene, found)
        found += [*_visits(scene), *_press(scene), *_publications(scene), *_launches(scene)]
        if not any(item.type == "press_conference" for item in found):
            found += _spoken(scene)
        found += _signings(scene, found)
    return found


def _visits(scene: Scene) -> Iterator[Happening]:
    for match in _VISIT.finditer(scene.reading.text, scene.sentence.start, scene.sentence.end):
        visitors = group(scene.reading.text, scene.before(match.start(), "PERSON"))
        if not visitors or not scene.happened(match.start()):
            continue
        if re.search(r"[，。].*[，。]", scene.reading.text[visitors[-1].end : match.start()]):
            continue
        behind = next(iter(scene.after(match.end(), "PLACE", "ORG")), None)
        near = behind and (match[0] == "前往" or behind.start - match.end() <= 2)
        if place := scene.place(match.start()) or (behind if near else None):
            yield Happening("visit", scene, acting(visitors, "guest"), place)
            return


def _join_visit(scene: Scene, found: Iterable[Happening]) -> None:
    """Add those whom the sentence says to have come along: 某某、某某参加调研."""
    if _CAME_ALONG.search(scene.text) and (persons := scene.mentions_of("PERSON")):
        for visit in [item for item in found if item.type == "visit"]:
            visit.actors += acting(persons, "participant")


def _press(scene: Scene) -> Iterator[Happening]:
    match = _PRESS.search(scene.reading.text, scene.sentence.start, scene.sentence.end)
    if match is None or not scene.happened(match.start()):
        return
    hosts = group(scene.reading.text, scene.before(match.start(), "ORG"))
    speakers = list(scene.after(match.end(), "PERSON", "ORG"))
    if hosts:
        actors = acting(hosts, "host") + acting(speakers, "participant")
        yield Happening("press_conference", scene, actors, scene.place(match.start()), match[0])


def _spoken(scene: Scene) -> Iterator[Happening]:
    """Yield a press conference that is told by who speaks there: 局长某某在新闻发布会上介绍."""
    match = _AT_PRESS.search(scene.reading.text, scene.sentence.start, scene.sentence.end)
    if match and scene.happened(match.start()) and (speakers := _speaking(scene)):
        yield Happening("press_conference", scene, acting(speakers, "participant"))


def _add_speakers(scenes: Iterable[Scene], found: Iterable[Happening]) -> None:
    """Add to the first press conference the persons who speak in what follows."""
    told = next((item for item in found if item.type == "press_conference"), None)
    if told is not None:
        for scene in scenes:
            if scene.sentence.start >= told.scene.sentence.start:
                told.actors += acting(_speaking(scene), "participant")


def _speaking(scene: Scene) -> list[Mention]:
    """Return the persons who speak in a sentence: 局长某某介绍, 某某：."""
    return [item for item in scene.mentions_of("PERSON") if _SPEAKS.match(scene.reading.text, item.end)]


def _publications(scene: Scene) -> Iterator[Happening]:
    for match in _PUBLISH.finditer(scene.reading.text, scene.sentence.start, scene.sentence.end):
        bodies = group(scene.reading.text, scene.before(match.start(), "ORG"))
        if not bodies or match.start() - bodies[-1].end > 16 or not scene.happened(match.start()):
            continue
        document = next(iter(scene.after(match.end(), "POLICY")), None)
        if document and (
            re.search(r"[，。；]", scene.reading.text[match.end() : document.start])
            or not _STANDS.match(scene.reading.text[document.end : document.end + 2])
        ):
            document = None
        what = _PUBLISHED.match(scene.reading.text, match.end())
        if document or what:
            named = document.name if document else what[0] if what else None
            yield Happening("publication", scene, acting(bodies, "host"), None, named)
            return


def _launches(scene: Scene) -> Iterator[Happening]:
    for match in _LAUNCH.finditer(scene.reading.text, scene.sentence.start, scene.sentence.end):
        actors = group(scene.reading.text, scene.before(match.start(), "ORG", "PERSON"))
        kinds = ("POLICY",) if "启动" in match[0] else ("POLICY", "PLACE")
        what = next((item for item in reversed(scene.before(match.start(), *kinds))), None)
        what = what or next(iter(scene.after(match.end(), "POLICY")), None)
        if what is None or what.name.endswith("”规划") or "响应" in scene.reading.text[match.end() :][:12]:
            continue
        if actors and match.start() - actors[-1].end <= 30 and scene.happened(match.start()):
            roles = acting(actors, "host")
            yield Happening("launch", scene, roles, scene.place(match.start()), what.name)
            return


def _signings(scene: Scene, found: Iterable[Happening]) -> Iterator[Happening]:
    match = _SIGN.search(scene.reading.text, scene.sentence.start, scene.sentence.end)
    if match is None or not scene.happened(match.start()):
        return
    actors = group(scene.reading.text, scene.before(match.start(), "ORG", "PLACE", "PERSON"))
    lead = scene.reading.text[scene.sentence.start : match.start()]
    if _BOTH.search(lead):
        actors = _sides(scene, found)
    elif not re.search(r"[与同和、]", lead):
        return
    if len(actors) > 1:
        yield Happening("signing", scene, acting(actors, "participant"))


def _sides(scene: Scene, found: Iterable[Happening]) -> list[Mention]:
    """Return the two countries whose leaders the document shows to have met."""
    met = max(
        (item.actors for item in found if item.type == "meeting" and not item.object), key=len, default=[]
    )
    countries = unique(
        item
        for happening in found
        for item in happening.scene.mentions
        if item.identifier_scheme == "ISO 3166-1"
    )
    sides = []
    for person, _ in met:
        post = person.position or ""
        abroad = next((item for item in countries if post.startswith(item.quote)), None)
        sides.append(abroad or replace(person, name=_HOME, type="PLACE", position=None))
    return unique(sides)[:2]


def _event(reading: Reading, item: Happening) -> Event:
    start, end = item.scene.sentence.start, item.party_end or item.scene.sentence.end
    first, last = _day(reading, item.scene)
    actors = {(mention.type, mention.name): role for mention, role in reversed(item.actors)}
    return Event(
        document_id=reading.document.document_id,
        type=item.type,
        quote=reading.content[start:end],
        start=start,
        end=end,
        place=item.place.name if item.place else None,
        object=item.object,
        date_start=first,
        date_end=last,
        actors=tuple(sorted((Actor(*key, role) for key, role in actors.items()), key=astuple)),
    )


def _day(reading: Reading, scene: Scene) -> tuple[dt.date | None, dt.date | None]:
    """Return the day that the sentence states, or else the last one stated before it."""
    last: tuple[dt.date | None, dt.date | None] = (None, None)
    for period in reading.periods:
        if period.start >= scene.sentence.end:
            break
        first, final = period.period_start, period.period_end
        if first is None or final is None or (final - first).days > 1:
            continue
        if period.start >= scene.sentence.start:
            return first, final
        last = (first, final)
    return last


def _merged(events: Iterable[Event]) -> list[Event]:
    """Leave out what a headline told before the text told it with more actors, and what was found twice."""
    kept: dict[tuple[str, int, int], Event] = {}
    for event in events:
        if event.actors:
            key = event.type, event.start, event.end
            if key in kept:
                event = replace(event, actors=tuple(sorted({*kept[key].actors, *event.actors}, key=astuple)))
            kept[key] = event
    found = sorted(kept.values(), key=lambda item: (item.start, item.type))
    return [item for item in found if not any(_repeats(item, other) for other in found)]


def _repeats(item: Event, other: Event) -> bool:
    if item is other or item.type != other.type:
        return False
    mine, theirs = {actor.name for actor in item.actors}, {actor.name for actor in other.actors}
    if mine == theirs:
        # The one with its day tells more than a headline; of two alike the first stands.
        return (other.date_start is None, other.start) < (item.date_start is None, item.start)
    return mine < theirs
