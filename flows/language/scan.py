"""Patterns that are tried only where they can match.

A pattern that opens with something optional or with any run of characters is tried at each character of a
text, at up to half a microsecond a character. Most of them hold a word or mark that few places have.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Iterator, Sequence


def any_of(words: Iterable[str]) -> str:
    """Return the alternatives of a pattern that finds any of `words`, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a span overlaps one of `taken`, which are in order and do not overlap each other."""
    place = bisect.bisect_left(taken, (end, end))
    return place > 0 and start < taken[place - 1][1]


def near(
    cue: re.Pattern[str], pattern: re.Pattern[str], text: str, leads: Callable[[str], bool] | None = None
) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer(text)` yields, where each match holds a `cue`.

    `leads` tells the characters that can stand in a match before its cue, or more than those; without
    it a match begins with its cue.
    """
    position = 0
    found = cue.search(text)
    while found:
        at = start = found.start()
        while leads and start > position and leads(text[start - 1]):
            start -= 1
        position = at + 1
        for begin in range(start, position):
            if match := pattern.match(text, begin):
                yield match
                position = max(position, match.end())
                break
        found = cue.search(text, position)
