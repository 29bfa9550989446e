"""Texts that stand in others, too: what is kept apart is learned from under no other name.

One report is printed by many papers, and texts that were annotated beside gold come from where much of gold
comes from. A text that has a run of characters in common with one that is kept apart is that text again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flows.extract.reader.train.data import Example
from flows.extract.reader.train.split import PARTS, Part

RUN = 32
"""So many characters are shared by no chance: two texts that share fewer share a law's name or a saying."""


def runs(text: str) -> set[int]:
    """Return the runs of characters that a text has, by their hashes; blanks do not count."""
    tight = "".join(text.split())
    return {hash(tight[at : at + RUN]) for at in range(max(1, len(tight) - RUN + 1))}


def distinct(groups: Iterable[Sequence[Example]]) -> tuple[list[list[Example]], set[int]]:
    """Return groups of examples without those that a text of another part before them has, too.

    Within a group those that are kept apart come before those for training. The runs of all that is kept
    apart are returned, too.
    """
    taken: dict[Part, set[int]] = {part: set() for part in PARTS}
    left = []
    for group in groups:
        kept = set()
        for part in reversed(PARTS):
            others = [taken[name] for name in PARTS if name != part]
            for place, one in enumerate(group):
                if one.part != part:
                    continue
                own = runs(one.reading.text)
                if all(own.isdisjoint(other) for other in others):
                    kept.add(place)
                    taken[part] |= own
        left.append([one for place, one in enumerate(group) if place in kept])
    return left, taken["validation"] | taken["calibration"]
