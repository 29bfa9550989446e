"""Times as tests write them: what `periods` finds in a text, whole days, both ends included."""

from __future__ import annotations

import datetime as dt

from flows.language.normalise import normalise
from flows.language.periods import find
from flows.records import Period


def read(text: str, day: str | None) -> list[Period]:
    return find(normalise(text), dt.date.fromisoformat(day) if day else None)


def days(text: str, day: str | None) -> list[str]:
    """Return the times of `text` as `first/last`, a single day once."""
    found = []
    for period in read(text, day):
        first, last = period.period_start, period.period_end
        found.append("none" if first is None else f"{first}" if first == last else f"{first}/{last}")
    return found


def only(text: str, day: str) -> Period:
    (period,) = read(text, day)
    return period
