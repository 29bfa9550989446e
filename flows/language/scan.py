"""Patterns that are tried only where they can match.

A pattern that opens with something optional or with any run of characters is tried at each character of a
text, at up to half a microsecond a character. Most of them hold a word or mark that few places have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def any_of(words: Iterable[str]) -> str:
    """Return the alternatives of a pattern that finds any of `words`, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


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
