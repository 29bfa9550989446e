"""Candidates for names, and which of them stand."""

from __future__ import annotations

import bisect
import functools
from typing import TYPE_CHECKING, Literal, NamedTuple

from flows import contract
from flows.language.lexicon import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.records import EntityType

# How sure a candidate is. What lies in the marks of a title beats everything, a listed name or a rule with
# its own evidence beats the tagger, and the tagger beats what was only seen elsewhere in the document.
MARKED, LISTED, RULED, TAGGED, REPEATED = 5, 4, 3, 2, 1


class Candidate(NamedTuple):
    """A run of characters that may be a name; an empty type blocks others without being a name itself."""

    start: int
    end: int
    type: EntityType | Literal[""]
    weight: int
    name: str = ""
    """Full name where a list knows it."""


def settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates that stand, in order, none overlapping another.

    The longest wins, whatever found it, but for titles in marks, which win always.
    """
    order = sorted(
        set(candidates), key=lambda item: (item.weight != MARKED, item.start - item.end, -item.weight, item)
    )
    starts: list[int] = []
    chosen: list[Candidate] = []
    for item in order:
        place = bisect.bisect_left(starts, item.start)
        before_ends = place == 0 or chosen[place - 1].end <= item.start
        after_begins = place == len(starts) or item.end <= starts[place]
        if before_ends and after_begins and item.start < item.end:
            starts.insert(place, item.start)
            chosen.insert(place, item)
    return [item for item in chosen if item.type]


@functools.cache
def parts(role: str) -> frozenset[str]:
    """Return the parts of names that have `role` in the code list name_parts."""
    return frozenset(row["part"] for row in contract.codelist("name_parts") if row["role"] == role)


@functools.cache
def endings(role: str) -> Words:
    """Return the parts with `role`, to be looked up at the end of a text."""
    return Words(parts(role))


def ending(text: str, role: str) -> str:
    """Return the longest part with `role` that `text` ends with, an empty string where there is none."""
    return endings(role).ending(text)
