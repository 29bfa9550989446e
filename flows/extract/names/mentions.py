"""Names in documents: persons, bodies, places, policies, industries."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flows.extract.names import bodies, industries, persons, places, policies
from flows.extract.names.identity import identify
from flows.extract.names.posts import posts as find_posts
from flows.extract.names.spans import REPEATED, TAGGED, Candidate, settle
from flows.records import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.extract.reading import Reading
    from flows.records import EntityType


def find(contents: Sequence[Reading]) -> list[list[Mention]]:
    """Return the names in each document, sorted by start, none overlapping another."""
    return [_find(reading) for reading in contents]


def _find(reading: Reading) -> list[Mention]:
    starts = {word.start for words in reading.words for word in words}
    edges = frozenset(starts.union(sentence.end for sentence in reading.sentences))
    candidates = [
        *bodies.find(reading, edges),
        *places.find(reading, edges),
        *persons.persons(reading),
        *policies.find(reading, edges),
        *industries.find(reading, edges),
    ]
    candidates = _of_one_kind(reading.text, candidates)
    candidates = [item for item in candidates if item.type != "PERSON"] + persons.known(
        reading.text, candidates
    )
    chosen = settle([*candidates, *_repeated(reading.text, settle(candidates))])
    chosen = list(_in_full(reading.text, chosen))
    posts = find_posts(reading, [item for item in chosen if item.type == "PERSON"])
    return [_mention(reading, item, item.type, posts.get(item.start)) for item in chosen if item.type]


def _mention(reading: Reading, item: Candidate, kind: EntityType, post: str | None) -> Mention:
    identity = identify(reading, item)
    return Mention(
        document_id=reading.document.document_id,
        type=kind,
        quote=reading.content[item.start : item.end],
        start=item.start,
        end=item.end,
        name=identity.name,
        position=post,
        region_code=identity.region_code,
        identifier_scheme=identity.scheme,
        identifier=identity.code,
    )


def _of_one_kind(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Make the tagger's persons and places of one name what it holds most of them for."""
    votes: dict[str, Counter[EntityType]] = {}
    for item in candidates:
        if item.weight == TAGGED and item.type in ("PERSON", "PLACE"):
            votes.setdefault(text[item.start : item.end], Counter())[item.type] += 1
    return [
        item._replace(type=kinds.most_common(1)[0][0])
        if item.weight == TAGGED and (kinds := votes.get(text[item.start : item.end])) and len(kinds) > 1
        else item
        for item in candidates
    ]


def _in_full(text: str, chosen: Sequence[Candidate]) -> Iterator[Candidate]:
    """Give a person called by the last part of a foreign name the whole name that the document has."""
    whole = {
        name.rsplit("·", 1)[1]: name
        for item in chosen
        if item.type == "PERSON" and "·" in (name := text[item.start : item.end])
    }
    for item in chosen:
        full = whole.get(text[item.start : item.end]) if item.type == "PERSON" else None
        yield item._replace(name=full) if full else item


def _repeated(text: str, chosen: Sequence[Candidate]) -> Iterator[Candidate]:
    """Return the other places where a person or body of the document is named in the same words."""
    names = {
        text[item.start : item.end]: item
        for item in chosen
        if item.type == "PERSON" or (item.type in ("ORG", "PLACE") and item.end - item.start > 3)
    }
    for name, item in list(names.items()):
        if item.type == "PERSON" and "·" in name:
            names.setdefault(name.rsplit("·", 1)[1], item._replace(name=name))
    for name, item in names.items():
        start = text.find(name)
        while start >= 0:
            yield Candidate(start, start + len(name), item.type, REPEATED, item.name)
            start = text.find(name, start + len(name))
