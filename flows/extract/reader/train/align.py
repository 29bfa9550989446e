"""Which characters of a text make up an annotated name.

A name is written in the text's own characters, though its pieces may stand apart or in another order. The
cheapest way through the text near the number is found: going on to the next character is cheap, a jump costs,
and so does a character that is nowhere.
"""

from __future__ import annotations

import re

import numpy as np

BEFORE, AFTER = 220, 80
"""Characters before and behind a number in which its name is looked for."""
_LEFT_OUT = re.compile(r"[\s“”\"'《》（）()、，的]")
_FAR, _JUMP, _MISSED = 0.004, 1.0, 2.0


def align(name: str, text: str, center: int) -> list[int]:
    """Return the positions in `text` of the characters of `name`, near `center` where there is a choice."""
    size = len(text)
    letters = np.array(list(text))
    positions = np.arange(size)
    far = np.abs(positions - center) * _FAR
    cost, ways = None, []
    for letter in name:
        if _LEFT_OUT.match(letter):
            continue
        here = letters == letter
        if cost is None:
            cost = np.append(np.where(here, far, np.inf), _MISSED)
            ways.append(np.full(size + 1, -1))
            continue
        nearest = int(np.argmin(cost[:size])) if size else 0
        onward = np.append([np.inf], cost[: size - 1])
        jump, missed = cost[nearest] + _JUMP, cost[size] + 0.6
        best = np.minimum(np.minimum(onward, jump), missed)
        origin = np.where(onward <= best, positions - 1, np.where(jump <= best, nearest, size))
        last = int(np.argmin(cost))
        ways.append(np.append(origin, last))
        cost = np.append(np.where(here, best + far * 0.25, np.inf), cost[last] + _MISSED)
    found: set[int] = set()
    at = int(np.argmin(cost)) if cost is not None else -1
    for way in reversed(ways):
        if 0 <= at < size:
            found.add(at)
        at = int(way[at])
    return sorted(found)
