"""Which result may stand beside a target, by the times of both: what resolve keeps to, validation checks."""

from __future__ import annotations

import datetime as dt

MONTH = 28
"""Least days of a time that is more than some days."""

YEAR = 364
"""Least days of one that is a year."""

SLACK = 3
"""Days by which times of one length differ: those of months and quarters do."""

Time = tuple[dt.date, dt.date]
"""From its first day to its last, both included."""


def days(time: Time) -> int:
    """Return how many days a time has."""
    return (time[1] - time[0]).days + 1


def is_under_way(result: Time, target: Time) -> bool:
    """Tell a result of the target's own time, or of more than some days from its first day on."""
    return result[0] == target[0] and (result[1] == target[1] or days(result) >= MONTH)


def shows_state(result: Time, target: Time) -> bool:
    """Tell a time whose state can be that of the target's: a day, a year or more, or one as long."""
    length = days(result)
    return length == 1 or length >= YEAR or abs(length - days(target)) <= SLACK
