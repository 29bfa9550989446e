"""What could be the subject of each number: names in the text, the document's region, or none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from flows.extract import cues
from flows.extract.reader import candidates
from flows.extract.reader.candidates import MOST, Candidates, Numbers, Value
from flows.extract.reading import Reading
from flows.language import gazetteer
from flows.records import Mention

UNLISTED = MOST
"""Place of the choice that the subject is no candidate, but what words of the text spell."""
SIZES = (5, 10, 16, 6, 2, 5, 2, 2, 2)
"""How many values each feature has."""
_OPENS = frozenset("，；。！？：\n 、")


def find(reading: Reading, numbers: Numbers, mentions: Sequence[Mention]) -> Candidates:
    """Return the candidates for each number's subject: names in the text, the document's region, none."""
    listing = _subjects(reading, mentions)
    starts, ends, owners = np.array(sorted(listing.occurrences), np.int64).reshape(-1, 3).T
    # Nowhere is the last of all occurrences, which opens nothing.
    opens = (start == 0 or reading.text[start - 1] in _OPENS for start in starts.tolist())
    opened = np.array([*opens, False])

    def some(part: Numbers) -> Candidates:
        seen = candidates.see(part, starts, ends, owners, len(listing.choices))
        features = np.zeros((*seen.at.shape, len(SIZES)), np.int32)
        features[..., 0] = listing.kinds
        features[..., 1], features[..., 2], features[..., 3], features[..., 4] = candidates.common(part, seen)
        features[..., 5], features[..., 6], features[..., 8] = np.array(listing.details).T
        features[..., 7] = opened[seen.at]
        rank = candidates.nearness(seen)
        rank[:, [place for place, kind in enumerate(listing.kinds) if kind in (_HOME, _CHINA)]] = -1
        rank[:, 0] = -3
        return candidates.table(features, SIZES, rank, seen, listing.choices)

    return candidates.in_blocks(numbers, some)


_NONE, _HOME, _CHINA, _PLACE, _BODY = range(5)
_SAID_OF = ("PLACE", "ORG", "PERSON")
"""Types of mentions that a number can be said of; a person is taken as a body is."""
_WORLD = "全球"


def _subjects(reading: Reading, mentions: Sequence[Mention]) -> candidates.Listing:
    """List the subjects; further features: how often named, in the title, within the document's region."""
    here = reading.document.region_code
    home = gazetteer.regions()[here].name if here else None
    named: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.type in _SAID_OF:
            named.setdefault(_name(mention, here), []).append(mention)
    for name in filter(None, (home, "中国")):
        named.setdefault(name, [])
    listing = candidates.Listing([Value(None, None)], [_NONE], [[0, 0, 0]], [])
    for name, found in named.items():
        code = next((mention.region_code for mention in found if mention.region_code), None)
        code = here if name == home else code
        within = code is not None and here is not None and code[:2] == here[:2]
        spans = [(mention.start, mention.end) for mention in found]
        kind = _HOME if name == home else _kind(name, found)
        listing.add(Value(name, code), kind, [*_told(reading, spans), within], spans)
    # The whole world is no name, and has no region.
    if spans := [match.span() for match in cues.pattern("world").finditer(reading.text)]:
        listing.add(Value(_WORLD, None), _PLACE, [*_told(reading, spans), False], spans)
    return listing


def _told(reading: Reading, spans: Sequence[tuple[int, int]]) -> tuple[int, bool]:
    """Return how often a subject is named, in steps, and whether in the title."""
    titled = bool(spans) and spans[0][0] < len(reading.document.title)
    return min(4, int(np.log2(len(spans) + 1))), titled


def _kind(name: str, found: Sequence[Mention]) -> int:
    if name == "中国":
        return _CHINA
    return _PLACE if found[0].type == "PLACE" else _BODY


def _name(mention: Mention, here: str | None) -> str:
    """Return what a subject is called: a region, or a body, by its lowest division alone."""
    if mention.type != "PLACE":
        return gazetteer.shown(mention.name) if mention.type == "ORG" else mention.name
    code = gazetteer.resolve_region(mention.name, mention.region_code or here)
    region = gazetteer.regions()[code] if code else None
    return region.name if region else mention.name
