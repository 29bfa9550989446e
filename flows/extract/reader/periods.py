"""What could be the period of each number: times in the text, what follows from them, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from flows.extract.reader import candidates
from flows.extract.reader.candidates import Candidates, Numbers, Value
from flows.extract.reading import Reading
from flows.language.calendar import month_of
from flows.records import Period

SIZES = (11, 8, 10, 16, 6, 2, 7, 5, 2)
"""How many values each feature has."""
Days = tuple[dt.date, dt.date]
_LENGTHS = ((1, 1), (2, 2), (32, 3), (185, 4), (367, 5))
_KINDS = ("period", "deadline", "since", "as_of", "duration", "named")
_SAID, _PAIR, _LAST_YEAR, _YEAR_TO_DATE, _THE_DAY, _THE_YEAR, _YEAR_BEFORE, _WHOLE_YEAR = range(1, 9)
_LAST_MONTH, _SINCE = 9, 10
_ONE_MONTH, _TWO_MONTHS, _HALF_A_YEAR = 32, 63, 185
"""Days that these have at most."""
_CLOSE = 12


def find(reading: Reading, numbers: Numbers) -> Candidates:
    """Return the candidates for each number's period: times in the text, what follows from them, none."""
    listing, told = _periods(reading)
    starts, ends, owners = np.array(sorted(listing.occurrences), np.int64).reshape(-1, 3).T
    # Nowhere is the last of all occurrences, which is of no kind.
    kinds = np.array([*(told[one] for one in sorted(listing.occurrences)), (0, 0)], np.int32)

    def some(part: Numbers) -> Candidates:
        seen = candidates.see(part, starts, ends, owners, len(listing.choices))
        there = seen.at >= 0
        features = np.zeros((*there.shape, len(SIZES)), np.int32)
        features[..., 0] = np.where(there, kinds[seen.at, 0], listing.kinds)
        features[..., 1] = kinds[seen.at, 1]
        features[..., 2], features[..., 3], features[..., 4], features[..., 5] = candidates.common(part, seen)
        features[..., 6], features[..., 7], features[..., 8] = np.array(listing.details).T
        # What only follows from a time comes after the times themselves.
        rank = candidates.nearness(seen) + np.where(there & (features[..., 0] != _SAID), 40, 0)
        rank[:, [place for place, kind in enumerate(listing.kinds) if kind]] = -1
        rank[:, 0] = -3
        return candidates.table(features, SIZES, rank, seen, listing.choices)

    return candidates.in_blocks(numbers, some)


def _periods(
    reading: Reading,
) -> tuple[candidates.Listing, dict[tuple[int, int, int], tuple[int, int]]]:
    """List the periods, with the kind of each place; features: length, relation to the day, in the title."""
    published = reading.document.published_on
    said, derived = _said(reading.periods, published), _derived(reading)
    for days in derived:
        said.setdefault(days, [])
    listing = candidates.Listing([Value(None, None)], [0], [[0, 0, 0]], [])
    told: dict[tuple[int, int, int], tuple[int, int]] = {}
    for place, (days, found) in enumerate(said.items(), 1):
        for kind, period in found:
            told.setdefault((period.start, period.end, place), (kind, _KINDS.index(period.kind) + 1))
        length = next((at for most, at in _LENGTHS if (days[1] - days[0]).days < most), 6)
        titled = bool(found) and found[0][1].start < len(reading.document.title)
        details = [length, _relation(days, published), titled]
        listing.add(Value(*days), derived.get(days, 0), details, ())
    listing.occurrences.extend(told)
    return listing, told


def _said(periods: Sequence[Period], published: dt.date | None) -> dict[Days, list[tuple[int, Period]]]:
    """Return the times of a text with where they are said, and those that can be meant by them."""
    said: dict[Days, list[tuple[int, Period]]] = {}
    dated = [
        (one.period_start, one.period_end, one) for one in periods if one.period_start and one.period_end
    ]
    for start, end, one in dated:
        said.setdefault((start, end), []).append((_SAID, one))
    for start, end, one in dated:
        for kind, days in _meant(start, end):
            said.setdefault(days, []).append((kind, one))
        if one.kind == "since" and published and start < published:
            for last in (published, month_of(published).last):
                said.setdefault((start, last), []).append((_SINCE, one))
    for (first, _, before), (_, last, after) in pairwise(dated):
        if after.start - before.end < _CLOSE and first < last:
            said.setdefault((first, last), []).append((_PAIR, after))
    return said


def _meant(start: dt.date, end: dt.date) -> Iterator[tuple[int, Days]]:
    """Yield what else can be meant by a time: by years their last one, by the end of a quarter a month.

    A month or the end of a year can mean the year up to it, or the whole of it.
    """
    length = (end - start).days
    if end.year > start.year:
        yield _LAST_YEAR, (dt.date(end.year, 1, 1), end)
        return
    if length < _TWO_MONTHS:
        yield _YEAR_TO_DATE, (dt.date(start.year, 1, 1), end)
        yield _WHOLE_YEAR, (dt.date(start.year, 1, 1), dt.date(start.year, 12, 31))
    if _ONE_MONTH < length < _HALF_A_YEAR:
        yield _LAST_MONTH, (end.replace(day=1), end)


def _derived(reading: Reading) -> dict[Days, int]:
    """Return what the day of publication suggests: the day, its year, the year before.

    Without such a day the first year of the title stands for its year.
    """
    published, titled = reading.document.published_on, len(reading.document.title)
    found: dict[Days, int] = {(published, published): _THE_DAY} if published else {}
    ends = (one.period_end for one in reading.periods if one.end <= titled)
    day = published or next(filter(None, ends), None)
    for kind, year in ((_THE_YEAR, day.year), (_YEAR_BEFORE, day.year - 1)) if day else ():
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
