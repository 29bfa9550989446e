"""How two passages hang together: by the pairs of characters that both have, rare ones above all."""

from __future__ import annotations

import functools
import math
from itertools import pairwise

from flows import contract

RARE = 7.0
"""What it says of two passages that they share a pair that the list does not know."""
_STEPS = (0.0, 0.03, 0.06, 0.1, 0.15, 0.22, 0.32, 0.5, 0.75)


def of(words: str) -> frozenset[str]:
    """Return the pairs of Chinese characters that stand side by side."""
    return frozenset(
        a + b for a, b in pairwise(words) if "\u4e00" <= a <= "\u9fff" and "\u4e00" <= b <= "\u9fff"
    )


def weight(pair: str) -> float:
    """Return what it says of two passages that they share a pair; a rare pair says more."""
    return _weights().get(pair, RARE)


def share(mine: frozenset[str], other: frozenset[str]) -> str:
    """Return how much of `mine` stands in `other`, in steps, and a question mark where none can be told."""
    whole = math.fsum(map(weight, mine))  # the same in any order
    if not whole or not other:
        return "?"
    part = math.fsum(map(weight, mine & other)) / whole
    return next((str(step) for step, most in enumerate(_STEPS) if part <= most), str(len(_STEPS)))


def rare(mine: frozenset[str], other: frozenset[str]) -> int:
    """Return how many rare pairs two passages share, up to six."""
    return min(sum(pair not in _weights() for pair in mine & other), 6)


@functools.cache
def _weights() -> dict[str, float]:
    return {row["pair"]: float(row["weight"]) for row in contract.codelist("character_pairs")}
