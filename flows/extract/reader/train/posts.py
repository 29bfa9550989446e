"""Where gold's posts stand in the text: gold says the post of each person, but not where it is written."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from flows.extract.reading import Reading


def spans(reading: Reading, entities: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Return where posts are written in the sentence of their person, none overlapping another."""
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(_written(reading, entities), key=lambda span: span[0] - span[1]):
        if all(end <= first or last <= start for first, last in chosen):
            chosen.append((start, end))
    return sorted(chosen)


def _written(reading: Reading, entities: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, int]]:
    starts = [span.start for span in reading.sentences]
    for entity in entities:
        if entity["type"] != "PERSON" or not entity.get("position"):
            continue
        sentence = reading.sentences[bisect.bisect_right(starts, entity["start"]) - 1]
        ways = [way for post in entity["position"] for way in _ways(reading.content, post, entity, sentence)]
        if ways:
            yield min(ways, key=lambda way: (way[0], way[1] - way[2]))[1:]


def _ways(
    text: str, post: str, entity: Mapping[str, Any], sentence: tuple[int, int]
) -> Iterator[tuple[int, int, int]]:
    """Yield where the post stands before and behind the person, with how far away."""
    before = text.rfind(post, sentence[0], entity["start"])
    if before >= 0:
        yield entity["start"] - before - len(post), before, before + len(post)
    behind = text.find(post, entity["end"], sentence[1])
    if behind >= 0:
        yield behind - entity["end"], behind, behind + len(post)
