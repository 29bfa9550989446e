"""The post that a document says of each person: the network finds posts, here they find their persons."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from operator import attrgetter

from flows.extract.names.labels import Name
from flows.extract.reading import Reading

_LISTED = re.compile(r"[\s、，,/和与及等]*(?:以及)?\s*")
_OWN = re.compile("^本[报网台刊](?=.)")
"""What a paper calls itself is no part of a reporter's post; who publishes it is known."""
_TOUCHING = re.compile(r"[\s：:、“”]{0,3}")


_begin = attrgetter("start")


def posts(reading: Reading, persons: Sequence[Name], titles: Sequence[Name]) -> dict[int, str]:
    """Return the post of each person of `persons`, by the start of the mention, where the document says one.

    A person keeps the fullest post that the document gives anywhere, and one called by the last part of a
    foreign name is the person with the whole name.
    """
    stated = {
        person.start: _OWN.sub("", reading.content[post.start : post.end])
        for person, post in _stated(reading, persons, titles)
    }
    called = {item.start: re.sub(r"\s", "", reading.text[item.start : item.end]) for item in persons}
    fullest: dict[str, str] = {}
    for start, title in stated.items():
        if len(title) > len(fullest.get(called[start], "")):
            fullest[called[start]] = title
    for whole, title in list(fullest.items()):
        fullest.setdefault(re.split("[·•]", whole)[-1], title)
    return {start: fullest[name] for start, name in called.items() if name in fullest}


def _stated(reading: Reading, persons: Sequence[Name], titles: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield each person with the post that the sentence says of it."""
    shared: dict[int, Name] = {}
    for person, before, behind, last in _surroundings(reading, persons, titles):
        ties = []  # how near a post and the person are, the nearest first, and the post
        if before:
            gap = reading.text[before.end : person.start]
            ties.append((0 if _TOUCHING.fullmatch(gap) else 3, len(gap), before))
        if last and last.start in shared and _LISTED.fullmatch(reading.text, last.end, person.start):
            ties.append((1, 0, shared[last.start]))
        if behind:
            gap = reading.text[person.end : behind.start]
            ties.append((3 if gap else 2, len(gap), behind))
        if ties:
            shared[person.start] = min(ties)[2]
            yield person, shared[person.start]


def _surroundings(
    reading: Reading, persons: Sequence[Name], titles: Sequence[Name]
) -> Iterator[tuple[Name, Name | None, Name | None, Name | None]]:
    """Yield each person with the post before it, the one behind it, and the person before it.

    Nothing reaches over a sentence, nor a post over another person.
    """
    persons_in, titles_in = _by_sentence(reading, persons), _by_sentence(reading, titles)
    for place, sentence in enumerate(reading.sentences):
        inside, said = persons_in.get(place, ()), titles_in.get(place, ())
        last = None
        for number, person in enumerate(inside):
            following = inside[number + 1].start if number + 1 < len(inside) else sentence.end
            since = last.end if last else sentence.start
            before = [item for item in said if since <= item.start and item.end <= person.start]
            behind = [item for item in said if person.end <= item.start and item.end <= following]
            if behind and following < sentence.end:
                # What stands right before the next person is that one's post.
                gap = reading.text[behind[-1].end : following]
                behind = behind[:-1] if _TOUCHING.fullmatch(gap) else behind
            yield person, next(reversed(before), None), next(iter(behind), None), last
            last = person


def _by_sentence(reading: Reading, names: Sequence[Name]) -> dict[int, list[Name]]:
    """Return the names that begin in each sentence, by its number; a document may hold thousands of both."""
    found: dict[int, list[Name]] = {}
    for name in names:
        number = bisect.bisect_right(reading.sentences, name.start, key=_begin) - 1
        if number >= 0 and name.start < reading.sentences[number].end:
            found.setdefault(number, []).append(name)
    return found


def with_bodies(titles: Sequence[Name], found: Sequence[Name]) -> list[Name]:
    """Return the posts with the body or place that they begin in or right behind: 市工信局局长."""
    begins = {item.end: item.start for item in found if item.kind in ("ORG", "PLACE")}
    inside = [item for item in found if item.kind == "ORG"]
    drawn = []
    for title in titles:
        start = begins.get(title.start, title.start)
        around = bisect.bisect_left(inside, start, key=_begin) - 1
        if around >= 0 and start < inside[around].end:
            start = inside[around].start
        drawn.append(title._replace(start=start))
    return drawn
