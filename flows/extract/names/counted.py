"""Industries that a counted list names, those too that the network does not know: 甲、乙、丙等6个赛道."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.extract.names.labels import Name

_COUNTED = re.compile(
    r"(?P<items>[^，。；：！？\n]{6,80}?)(?:等)?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[个大类]"
    r"[^，。；：、！？\n]{0,6}?(?:产业|赛道|领域)"
)
_COUNT = re.compile(r"[0-9一二三四五六七八九十][个大类][^，。；：、！？\n]{0,6}?(?:产业|赛道|领域)")
"""What each counted list has; to look for that first takes a tenth of the time."""
_ITEM = re.compile(r"[一-龥]{3,6}")
_MOST = 0.6


def find(text: str, found: Sequence[Name]) -> Iterator[Name]:
    """Yield the parts of counted lists of industries, where most parts were found to be industries."""
    industries = [item for item in found if item.kind == "INDUSTRY"]
    for match in _COUNTED.finditer(text) if len(industries) > 1 and _COUNT.search(text) else ():
        pieces = [
            (match.start() + piece.start(), match.start() + piece.end())
            for piece in re.finditer(r"[^、]+", match["items"])
        ]
        known = [any(one.start < last and first < one.end for one in industries) for first, last in pieces]
        if len(pieces) > 2 and sum(known) >= _MOST * len(pieces):
            for first, last in pieces[1:]:
                if _ITEM.fullmatch(text, first, last):
                    yield Name(first, last, "INDUSTRY")
