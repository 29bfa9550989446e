"""Names in documents: persons, bodies, places, policies, industries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.records import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.extract.reading import Reading

_TYPES = {"PER": "PERSON", "ORG": "ORG", "nt": "ORG", "LOC": "PLACE", "ns": "PLACE"}


def find(contents: Sequence[Reading]) -> list[list[Mention]]:
    """Return the names in each document, sorted by start, none overlapping another."""
    return [
        [
            Mention(reading.document.document_id, _TYPES[tag.label], tag.word, tag.start, tag.end, tag.word)
            for words in reading.words
            for tag in words
            if tag.label in _TYPES
        ]
        for reading in contents
    ]
