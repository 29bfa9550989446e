"""What could be the subject and the period of each number: all of them, with what can be told of each.

A candidate is proposed by simple means; which one holds, `heads` decides. For each number up to `MOST`
candidates are kept, the nearest ones first, each with some small whole numbers that tell of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract import cues
from flows.extract.reading import Reading
from flows.language import gazetteer
from flows.language.quantities import Quantity
from flows.records import Mention, Metric, Period

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

MOST = 12
"""Candidates of each number."""
UNLISTED = MOST
"""Place of the choice that the subject is no candidate, but what words of the text spell."""
SUBJECT_SIZES = (6, 2, 10, 16, 6, 2, 5, 2, 2, 2)
PERIOD_SIZES = (9, 8, 2, 10, 16, 6, 2, 7, 5, 2)
"""How many values each feature of a subject or period has."""
_NOWHERE = 9
_FAR = 10**6
_HARD = re.compile("[，；。！？：\n]")
_OPENS = frozenset("，；。！？：\n 、")


class Value(NamedTuple):
    """A subject with its region code, or the first and last day of a period; None where there is none."""

    first: object
    second: object


class Candidates(NamedTuple):
    """Of N numbers: `features` (N, MOST, F), `spans` (N, MOST, 2), `values` (N, MOST).

    Values are places in `choices`, -1 for none. A span is where the candidate is read, -1 where it stands
    nowhere.
    """

    features: Ints
    spans: Ints
    values: Ints
    choices: list[Value]


class Numbers(NamedTuple):
    """Where the numbers stand: start, end, sentence, and the mark before their clause."""

    starts: Longs
    ends: Longs
    sentences: Longs
    clauses: Longs
    edges: Longs
    """Where the sentences of the document start."""


class _Seen(NamedTuple):
    """From each of N numbers, each of C candidates at the place where it is read (N, C)."""

    at: Longs
    """Which occurrence that is, -1 for none."""
    starts: Longs
    ends: Longs
    sentences: Longs
    """How many sentences it lies before; negative for behind."""
    characters: Longs
    """How many characters it lies before; negative for behind."""


def numbers_of(reading: Reading, quantities: Sequence[Quantity]) -> Numbers:
    """Return where `quantities` stand in `reading`."""
    starts = np.array([quantity.start for quantity in quantities], np.int64)
    ends = np.array([quantity.end for quantity in quantities], np.int64)
    edges = np.array([span.start for span in reading.sentences], np.int64)
    marks = np.array([-1, *(mark.start() for mark in _HARD.finditer(reading.text))], np.int64)
    clauses = marks[np.searchsorted(marks, starts) - 1]
    return Numbers(starts, ends, np.searchsorted(edges, starts, "right") - 1, clauses, edges)


def _see(numbers: Numbers, owners: Longs, starts: Longs, ends: Longs, count: int) -> _Seen:
    """Return where each candidate is read from each number.

    Occurrences come in order; `owners` says of which candidate each is. The last one before the number is
    read, but the next one where that stands in the number's own sentence and the last one does not.
    """
    size = len(numbers.starts)
    last, following = np.full((size, count), -1), np.full((size, count), -1)
    current, place = np.full(count, -1), 0
    for row, here in enumerate(numbers.starts.tolist()):
        while place < len(starts) and starts[place] < here:
            current[owners[place]] = place
            place += 1
        last[row] = current
    current, place = np.full(count, -1), len(starts) - 1
    for row in range(size - 1, -1, -1):
        while place >= 0 and starts[place] >= numbers.starts[row]:
            current[owners[place]] = place
            place -= 1
        following[row] = current
    if not len(starts):
        nothing = np.zeros((size, count), np.int64)
        return _Seen(last, nothing, nothing, nothing, nothing)
    sentences = np.searchsorted(numbers.edges, starts, "right") - 1
    own = numbers.sentences[:, None]
    near = (following >= 0) & (sentences[following] == own) & (starts[following] >= numbers.ends[:, None])
    # The next one counts where the last one stands in another sentence, or nowhere.
    behind = near & ((last < 0) | (sentences[last] != own))
    at = np.where(behind | (last < 0), following, last)
    before = at == last
    characters = np.where(before, numbers.starts[:, None] - ends[at], numbers.ends[:, None] - starts[at] - 1)
    return _Seen(at, starts[at], ends[at], own - sentences[at], characters)


def _common(numbers: Numbers, seen: _Seen) -> tuple[Ints, Ints, Ints, Ints]:
    """Return by number and candidate: bucket of sentences, of characters, numbers between, same clause.

    Sentences: 0 to 6 before, 7 behind in the same, 8 in a later one, 9 nowhere.
    """
    there = seen.at >= 0
    bucket = np.clip(seen.sentences, 0, 6)
    bucket = np.where((seen.sentences == 0) & (seen.characters < 0), 7, bucket)
    bucket = np.where(seen.sentences < 0, 8, bucket)
    steps = (np.log2(np.abs(seen.characters) + 1) * 1.6).astype(np.int32)
    here = np.searchsorted(numbers.starts, numbers.starts)[:, None]
    between = np.minimum(np.abs(here - np.searchsorted(numbers.starts, seen.starts)), 5)
    same = (seen.starts > numbers.clauses[:, None]) & (seen.characters >= 0)
    return (
        np.where(there, bucket, _NOWHERE).astype(np.int32),
        np.where(there, np.minimum(steps, 15), 0).astype(np.int32),
        np.where(there, between, 0).astype(np.int32),
        (there & same).astype(np.int32),
    )


def _nearness(seen: _Seen) -> Longs:
    """Return how far each candidate is; behind counts three times, a later sentence comes last."""
    rank = np.where(seen.characters >= 0, seen.characters, -seen.characters * 3)
    rank = np.where(seen.sentences < 0, _FAR // 2, rank)
    return np.where(seen.at >= 0, rank, _FAR)


def _table(features: Ints, rank: Longs, seen: _Seen, choices: list[Value]) -> Candidates:
    """Keep the MOST candidates with the lowest ranks for each number."""
    count, there, width = features.shape
    kept = min(MOST, there)
    order = np.argsort(rank, axis=1, kind="stable")[:, :kept]
    rows = np.arange(count)[:, None]
    found = np.zeros((count, MOST, width), np.int32)
    spans = np.full((count, MOST, 2), -1, np.int32)
    values = np.full((count, MOST), -1, np.int32)
    found[:, :kept] = features[rows, order]
    stands = (seen.at >= 0)[rows, order]
    spans[:, :kept, 0] = np.where(stands, seen.starts[rows, order], -1)
    spans[:, :kept, 1] = np.where(stands, seen.ends[rows, order], -1)
    values[:, :kept] = order
    return Candidates(found, spans, values, choices)


class _Listing(NamedTuple):
    """The candidates of a document: what each is, and where it stands (start, end, place among them)."""

    choices: list[Value]
    kinds: list[int]
    details: list[list[int]]
    """Of each candidate, its further features, which are the same for all numbers."""
    occurrences: list[tuple[int, int, int]]

    def add(self, value: Value, kind: int, details: list[int], spans: Iterable[tuple[int, int]]) -> None:
        """Add a candidate that stands at `spans`."""
        place = len(self.choices)
        self.choices.append(value)
        self.kinds.append(kind)
        self.details.append(details)
        self.occurrences.extend((start, end, place) for start, end in spans)


def subjects(
    reading: Reading, numbers: Numbers, mentions: Sequence[Mention], proposed: Sequence[Metric | None]
) -> Candidates:
    """Return the candidates for each number's subject: names in the text, the document's region, none."""
    listing = _subjects(reading, mentions, proposed)
    starts, ends, owners = _columns(listing.occurrences)
    seen = _see(numbers, owners, starts, ends, len(listing.choices))
    opened = np.array([start == 0 or reading.text[start - 1] in _OPENS for start in starts.tolist()], bool)
    places = {value.first: place for place, value in enumerate(listing.choices)}
    chosen = _chosen([places[one.subject or None] if one else None for one in proposed], len(places))
    features = np.zeros((*chosen.shape, len(SUBJECT_SIZES)), np.int32)
    features[..., 0] = listing.kinds
    features[..., 1] = chosen
    features[..., 2], features[..., 3], features[..., 4], features[..., 5] = _common(numbers, seen)
    features[..., 6], features[..., 7], features[..., 9] = np.array(listing.details).T
    features[..., 8] = (seen.at >= 0) & (opened[seen.at] if len(starts) else False)
    rank = np.where(chosen, -2, _nearness(seen))
    rank[:, [place for place, kind in enumerate(listing.kinds) if kind in (_HOME, _CHINA)]] = -1
    rank[:, 0] = -3
    return _table(features, rank, seen, listing.choices)


_NONE, _HOME, _CHINA, _PLACE, _BODY, _PROPOSED = range(6)
_SAID_OF = ("PLACE", "ORG", "PERSON")
"""Types of mentions that a number can be said of; a person is taken as a body is."""
_WORLD = "全球"


def _subjects(reading: Reading, mentions: Sequence[Mention], proposed: Sequence[Metric | None]) -> _Listing:
    """List the subjects; further features: how often named, in the title, within the document's region."""
    here = reading.document.region_code
    home = gazetteer.regions()[here].name if here else None
    named: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.type in _SAID_OF:
            named.setdefault(_full_name(mention, here), []).append(mention)
    codes = {metric.subject: metric.region_code for metric in proposed if metric and metric.subject}
    for name in filter(None, (*codes, home, "中国")):
        named.setdefault(name, [])
    listing = _Listing([Value(None, None)], [_NONE], [[0, 0, 0]], [])
    for name, found in named.items():
        code = next((mention.region_code for mention in found if mention.region_code), codes.get(name))
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
    if not found:
        return _PROPOSED
    return _PLACE if found[0].type == "PLACE" else _BODY


def _chosen(proposals: Sequence[int | None], count: int) -> NDArray[np.bool_]:
    """Return by number and candidate whether the rules propose it."""
    chosen = np.zeros((len(proposals), count), bool)
    for row, place in enumerate(proposals):
        if place is not None:
            chosen[row, place] = True
    return chosen


def _columns(occurrences: list[tuple[int, int, int]]) -> tuple[Longs, Longs, Longs]:
    ordered = np.array(sorted(occurrences), np.int64).reshape(-1, 3)
    return ordered[:, 0], ordered[:, 1], ordered[:, 2]


def _full_name(mention: Mention, here: str | None) -> str:
    if mention.type != "PLACE":
        return mention.name
    code = gazetteer.resolve_region(mention.name, mention.region_code or here)
    region = gazetteer.regions()[code] if code else None
    return region.name if region else mention.name


Days = tuple[dt.date, dt.date]
_LENGTHS = ((1, 1), (2, 2), (32, 3), (185, 4), (367, 5))
_KINDS = ("period", "deadline", "since", "as_of", "duration", "named")
_SAID, _PAIR, _LAST_YEAR, _YEAR_TO_DATE, _THE_DAY, _THE_YEAR, _YEAR_BEFORE, _WHOLE_YEAR = range(1, 9)
_CLOSE = 12


def periods(reading: Reading, numbers: Numbers, proposed: Sequence[Metric | None]) -> Candidates:
    """Return the candidates for each number's period: times in the text, what follows from them, none."""
    days = [_days(metric) for metric in proposed]
    listing, told = _periods(reading, filter(None, days))
    starts, ends, owners = _columns(listing.occurrences)
    seen = _see(numbers, owners, starts, ends, len(listing.choices))
    there = seen.at >= 0
    # Nowhere is the last of all occurrences, which is of no kind.
    kinds = np.array([*(told[one] for one in sorted(listing.occurrences)), (0, 0)], np.int32)
    places = {tuple(value): place for place, value in enumerate(listing.choices)}
    pairs = zip(proposed, days, strict=True)
    chosen = _chosen([places[own or (None, None)] if one else None for one, own in pairs], len(places))
    features = np.zeros((*chosen.shape, len(PERIOD_SIZES)), np.int32)
    features[..., 0] = np.where(there, kinds[seen.at, 0], listing.kinds)
    features[..., 1] = np.where(there, kinds[seen.at, 1], 0)
    features[..., 2] = chosen
    features[..., 3], features[..., 4], features[..., 5], features[..., 6] = _common(numbers, seen)
    features[..., 7], features[..., 8], features[..., 9] = np.array(listing.details).T
    # What only follows from a time comes after the times themselves.
    rank = _nearness(seen) + np.where(there & (features[..., 0] != _SAID), 40, 0)
    rank[:, [place for place, kind in enumerate(listing.kinds) if kind]] = -1
    rank = np.where(chosen, -2, rank)
    rank[:, 0] = -3
    return _table(features, rank, seen, listing.choices)


def _days(metric: Metric | None) -> Days | None:
    if metric and metric.period_start and metric.period_end:
        return metric.period_start, metric.period_end
    return None


def _periods(
    reading: Reading, proposed: Iterable[Days]
) -> tuple[_Listing, dict[tuple[int, int, int], tuple[int, int]]]:
    """List the periods, with the kind of each place; features: length, relation to the day, in the title."""
    published = reading.document.published_on
    said, derived = _said(reading.periods), _derived(published)
    for days in (*proposed, *derived):
        said.setdefault(days, [])
    listing = _Listing([Value(None, None)], [_NONE], [[0, 0, 0]], [])
    told: dict[tuple[int, int, int], tuple[int, int]] = {}
    for place, (days, found) in enumerate(said.items(), 1):
        for kind, period in found:
            told.setdefault((period.start, period.end, place), (kind, _KINDS.index(period.kind) + 1))
        listing.choices.append(Value(*days))
        listing.kinds.append(derived.get(days, 0))
        length = next((at for most, at in _LENGTHS if (days[1] - days[0]).days < most), 6)
        titled = bool(found) and found[0][1].start < len(reading.document.title)
        listing.details.append([length, _relation(days, published), titled])
    listing.occurrences.extend(told)
    return listing, told


def _said(periods: Sequence[Period]) -> dict[Days, list[tuple[int, Period]]]:
    """Return the times of a text with where they are said, and those that can be meant by them.

    A span of years can mean its last one, a month the year up to it or the whole of it, two times that stand
    close together all from the first to the last.
    """
    said: dict[Days, list[tuple[int, Period]]] = {}
    dated = [
        (one.period_start, one.period_end, one) for one in periods if one.period_start and one.period_end
    ]
    for start, end, one in dated:
        if start and end:
            said.setdefault((start, end), []).append((_SAID, one))
    for start, end, one in dated:
        if not (start and end):
            continue
        if end.year > start.year:
            said.setdefault((dt.date(end.year, 1, 1), end), []).append((_LAST_YEAR, one))
        elif (end - start).days < 32:
            said.setdefault((dt.date(start.year, 1, 1), end), []).append((_YEAR_TO_DATE, one))
            whole = dt.date(start.year, 1, 1), dt.date(start.year, 12, 31)
            said.setdefault(whole, []).append((_WHOLE_YEAR, one))
    for (first, _, before), (_, last, after) in pairwise(dated):
        if first and last and after.start - before.end < _CLOSE and first < last:
            said.setdefault((first, last), []).append((_PAIR, after))
    return said


def _derived(published: dt.date | None) -> dict[Days, int]:
    """Return what the day of publication suggests: the day, its year, the year before."""
    if published is None:
        return {}
    years = {_THE_YEAR: published.year, _YEAR_BEFORE: published.year - 1}
    found: dict[Days, int] = {(published, published): _THE_DAY}
    for kind, year in years.items():
        if year >= dt.MINYEAR:
            found[dt.date(year, 1, 1), dt.date(year, 12, 31)] = kind
    return found


def _relation(days: Days, published: dt.date | None) -> int:
    """Tell a period that ended before publication (1), begins after it (2), is that day (3), holds it (4)."""
    start, end = days
    if published is None:
        return 0
    if end < published:
        return 1
    if start > published:
        return 2
    return 3 if start == end else 4
