"""Names in documents: persons, bodies, places, policies, industries, and the posts of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from flows.extract.names import (
    appointments,
    bodies,
    bylines,
    counted,
    divisions,
    edges,
    features,
    labels,
    network,
)
from flows.extract.names.identity import identify
from flows.extract.names.labels import Name
from flows.extract.names.posts import posts as find_posts
from flows.extract.names.posts import with_bodies
from flows.extract.reading import Reading
from flows.records import EntityType, Mention

_TOGETHER = 32_768
"""How many characters are looked at at once, for the sake of memory."""


def find(contents: Sequence[Reading]) -> list[list[Mention]]:
    """Return the names in each document, sorted by start, none overlapping another."""
    found = []
    for group in _groups(contents):
        seen = features.look(group)
        scores = network.scores(network.load(), seen)
        for reading, start in zip(group, seen.starts, strict=True):
            found.append(_mentions(reading, scores[start : start + len(reading.text)]))
    return found


def _groups(contents: Sequence[Reading]) -> Iterator[Sequence[Reading]]:
    group: list[Reading] = []
    size = 0
    for reading in contents:
        group.append(reading)
        size += len(reading.text)
        if size >= _TOGETHER:
            yield group
            group, size = [], 0
    if group:
        yield group


def _mentions(reading: Reading, scores: NDArray[np.float32]) -> list[Mention]:
    split = labels.NAMES.size
    found = list(divisions.of_rows(reading))
    found += _apart(labels.names(scores[:, :split], reading.sentences, labels.NAMES), found)
    found += _apart(bylines.find(reading.text), found)
    found += _apart(counted.find(reading.text, found), found)
    found += _apart(divisions.in_full(reading), found)
    found.sort()
    found = list(edges.mended(reading.text, found))
    persons = [item for item in found if item.kind == "PERSON"]
    stated: dict[int, str] = {}
    if persons:
        titles = list(appointments.find(reading.text, persons))
        titles += _apart(labels.names(scores[:, split:], reading.sentences, labels.POSTS), titles)
        titles.sort()
        stated = find_posts(reading, persons, with_bodies(titles, found))
    whole = _in_full(reading.text, persons)
    named = bodies.in_full(reading.text, found)
    return [_mention(reading, item, stated.get(item.start), whole, named) for item in found]


def _apart(names: Iterator[Name], found: Sequence[Name]) -> list[Name]:
    """Return those of `names` that share no character with what was found."""
    taken = bytearray(max((other.end for other in found), default=0))
    for other in found:
        taken[other.start : other.end] = b"\1" * (other.end - other.start)
    return [name for name in names if taken.find(1, name.start, name.end) < 0]


def _mention(
    reading: Reading, item: Name, post: str | None, whole: dict[str, str], named: Mapping[str, Name]
) -> Mention:
    meant = named.get(reading.text[item.start : item.end], item) if item.kind == "ORG" else item
    identity = identify(reading, meant)
    quote = reading.content[item.start : item.end]
    return Mention(
        document_id=reading.document.document_id,
        type=cast("EntityType", item.kind),
        quote=quote,
        start=item.start,
        end=item.end,
        name=whole.get(identity.name, identity.name) if item.kind == "PERSON" else identity.name,
        position=post,
        region_code=identity.region_code,
        identifier_scheme=identity.scheme,
        identifier=identity.code,
    )


def _in_full(text: str, persons: Sequence[Name]) -> dict[str, str]:
    """Return the whole name of each foreign person that the document also calls by its last part."""
    names = (re.sub(r"\s", "", text[item.start : item.end]) for item in persons)
    return {re.split("[·•]", name)[-1]: name for name in names if "·" in name or "•" in name}
