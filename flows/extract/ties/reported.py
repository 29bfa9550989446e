"""Which events a sentence reports, and who takes part, as learned from gold by `train.events`.

Two scorers, each a sum of weights: one over the words of a sentence, its place in the document and what
the rules found, one over what stands around a name. The weights are whole numbers, so that their sum is
the same in any order.
"""

from __future__ import annotations

import functools
import itertools
import math
import zlib
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from flows.extract.reading import Reading, by_sentence
from flows.extract.ties.happenings import Happening, Scene, acting
from flows.records import EventType, Mention, Role

TYPES: tuple[EventType, ...] = get_args(EventType)
BUCKETS = 1 << 14
ACTING = ("PERSON", "ORG", "PLACE")
_NUMBERS = frozenset({"TIME", "m", "t"})
_FIRST, _FURTHER, _ACTS = 0.4, 0.6, 0.4
"""How likely the first event of a kind in a document has to be, a further one, and an actor."""
_ROLES: dict[str, Role] = {
    "publication": "host",
    "press_conference": "host",
    "launch": "host",
    "visit": "guest",
}


class Scorer(NamedTuple):
    """Whole weights by bucket and answer, and what one of them is worth."""

    weights: NDArray[np.int32]
    bias: NDArray[np.int32]
    step: float

    def odds(self, marks: Iterable[int]) -> list[float]:
        """Return for each answer the probability that it is right where these marks, hashed, are seen."""
        total = self.weights[[mark % BUCKETS for mark in marks]].sum(axis=0) + self.bias
        return [1 / (1 + math.exp(-min(30.0, max(-30.0, value * self.step)))) for value in total.tolist()]


class _Word(NamedTuple):
    """The hashes of what begins with a word, and the word, which goes on with what another has begun."""

    alone: int
    pair: int
    apart: int
    written: bytes


@functools.lru_cache(1 << 16)
def hashed(mark: str) -> int:
    """Return the number of a mark; its remainder by `BUCKETS` is its row of the weights."""
    return zlib.crc32(mark.encode())


@functools.lru_cache(1 << 16)
def _word(word: str) -> _Word:
    return _Word(hashed(f"word {word}"), hashed(f"pair {word} "), hashed(f"apart {word} "), word.encode())


@functools.cache
def scorers() -> tuple[Scorer, Scorer]:
    """Return the scorer of events and that of actors."""
    file = resources.files("flows.extract.reader") / "weights" / "events.npz"
    with file.open("rb") as opened, np.load(opened) as arrays:
        events, actors = (
            Scorer(
                arrays[f"{name}_weights"].astype(np.int32),
                arrays[f"{name}_bias"].astype(np.int32),
                arrays[f"{name}_step"].item(),
            )
            for name in ("events", "actors")
        )
    return events, actors


def find(scenes: Sequence[Scene], found: Sequence[Happening]) -> Iterator[Happening]:
    """Yield what the scenes report beside what was `found`: of each kind the likeliest first."""
    judge, acts = scorers()
    scenes = [scene for scene in scenes if scene.mentions_of(*ACTING)]
    likely = [judge.odds(marks) for marks in all_marks(scenes, found)]
    for number, kind in enumerate(TYPES):
        told = [{item.name for item, _ in one.actors} for one in found if one.type == kind]
        for index in sorted(range(len(scenes)), key=lambda at: -likely[at][number]):
            if likely[index][number] < (_FURTHER if told else _FIRST):
                break
            scene = scenes[index]
            if not scene.happened(scene.sentence.end):
                continue
            actors = _actors(scene, kind, acts)
            names = {item.name for item in actors}
            if actors and not any(names & others for others in told):
                told.append(names)
                policies = scene.mentions_of("POLICY") if kind in ("publication", "launch") else []
                roles = acting(actors, _ROLES.get(kind, "participant"))
                place, named = scene.place(scene.sentence.start), policies[0].name if policies else None
                yield Happening(kind, scene, roles, place, named)


def _actors(scene: Scene, kind: EventType, acts: Scorer) -> list[Mention]:
    candidates = [
        (acts.odds(map(hashed, actor_marks(scene, item, kind)))[0], item)
        for item in scene.mentions_of(*ACTING)
    ]
    best = max((odds for odds, _ in candidates), default=0.0)
    return [item for odds, item in candidates if odds >= min(_ACTS, best)]


def all_marks(scenes: Sequence[Scene], found: Sequence[Happening]) -> Iterator[set[int]]:
    """Yield for each scene the marks by which its events are told, hashed."""
    if not scenes:
        return
    reading = scenes[0].reading
    somewhere = {hashed(f"document reports {one.type}") for one in found}
    here: dict[int, set[int]] = {}
    for one in found:
        here.setdefault(one.scene.sentence.start, set()).add(hashed(f"reports {one.type}"))
    for scene in scenes:
        start = scene.sentence.start
        yield _marks(scene, reading.sentence_at(start)) | somewhere | here.get(start, set())


def _marks(scene: Scene, number: int) -> set[int]:
    words = [_word(word) for word in _words(scene, number)]
    place = str(number) if number < 3 else "3-5" if number < 6 else "later"
    kinds = {item.type for item in scene.mentions}
    reading = scene.reading
    told = [
        f"at {place}",
        f"of {min(len(reading.sentences), 30) // 5}",
        f"heading {reading.is_heading(number)}",
        f"titled {bool(reading.document.title)}",
        *(f"names {kind}" for kind in kinds),
        *(f"names {kind} at {place}" for kind in kinds),
    ]
    marks = {word.alone for word in words}
    # A hash goes on from that of its first words: no text of two words is put together for it.
    marks |= {zlib.crc32(two.written, one.pair) for one, two in itertools.pairwise(words)}
    marks |= {zlib.crc32(two.written, one.apart) for one, two in zip(words, words[2:], strict=False)}
    return marks.union(map(hashed, told))


def _words(scene: Scene, number: int) -> Iterator[str]:
    """Yield the words of the sentence, with each name and number as what it is."""
    mentions, at = scene.mentions, 0
    for start, _, word, label in scene.reading.words[number]:
        while at < len(mentions) and mentions[at].end <= start:
            at += 1
        if at < len(mentions) and mentions[at].start <= start:
            if start == mentions[at].start:
                yield mentions[at].type
        elif not word.isspace():
            yield "NUMBER" if label in _NUMBERS else word


def actor_marks(scene: Scene, item: Mention, kind: EventType) -> set[str]:
    """Return the marks by which it is told whether `item` takes part in an event of a kind."""
    text, start, end = scene.reading.text, item.start, item.end
    acting = scene.mentions_of(*ACTING)
    before = [other for other in acting if other.type == item.type and other.start < start]
    marks = {
        f"is {item.type}",
        f"nth {item.type} {min(len(before), 3)}",
        f"before {text[max(0, start - 1) : start]}",
        f"before {text[max(0, start - 2) : start]}",
        *(f"behind {text[end : end + size]}" for size in (1, 2, 3)),
        f"ends {text[max(start, end - 2) : end]}",
        f"opens {item is acting[0]}",
        f"begins {start == scene.sentence.start}",
        f"away {min(4, (start - scene.sentence.start) // 15)}",
        f"{item.type} where {sorted({other.type for other in acting})}",
        *(f"touches {other.type}" for other in acting if other.start == end or other.end == start),
    }
    return marks | {f"{kind}: {mark}" for mark in marks}


def scenes(reading: Reading, mentions: Sequence[Mention]) -> list[Scene]:
    """Return the sentences with names."""
    return [Scene(reading, sentence, inside) for sentence, inside in by_sentence(reading, mentions)]
