"""Texts that stand in others, too: what is kept apart is learned from under no other name.

One report is printed by many papers, and texts that were annotated beside gold come from where much of gold
comes from. A text that has a run of characters in common with one that is kept apart is that text again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from flows.extract.reader.train.data import Example
from flows.extract.reader.train.split import PARTS, Part

RUN = 32
"""So many characters are shared by no chance: two texts that share fewer share a law's name or a saying."""
_BLANK = re.compile(r"\s+")


class Texts:
    """Texts by the runs of characters that they have."""

    def __init__(self, *runs: set[int]) -> None:
        self.runs: set[int] = set().union(*runs)

    def add(self, text: str) -> None:
        """Take a text in."""
        self.runs.update(_runs(text))

    def have(self, text: str) -> bool:
        """Tell whether one of them shares a run of characters with a text."""
        return not self.runs.isdisjoint(_runs(text))


def _runs(text: str) -> Iterator[int]:
    tight = _BLANK.sub("", text)
    return (hash(tight[at : at + RUN]) for at in range(max(1, len(tight) - RUN + 1)))


def distinct(groups: Iterable[Sequence[Example]]) -> tuple[list[list[Example]], Texts]:
    """Return groups of examples without those that a text of another part before them has, too.

    Within a group those that are kept apart come before those for training. The texts of all that is kept
    apart are returned, too.
    """
    taken: dict[Part, Texts] = {part: Texts() for part in PARTS}
    left = []
    for group in groups:
        kept = set()
        for part in reversed(PARTS):
            others = [texts for name, texts in taken.items() if name != part]
            for place, one in enumerate(group):
                text = one.reading.text
                if one.part == part and not any(texts.have(text) for texts in others):
                    kept.add(place)
                    taken[part].add(text)
        left.append([one for place, one in enumerate(group) if place in kept])
    return left, Texts(taken["validation"].runs, taken["calibration"].runs)
