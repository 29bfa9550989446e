"""On which days a document can have been published."""

from __future__ import annotations

import datetime as dt

FIRST, LAST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
"""What lies outside is a slip of the pen, and would leave no room for 去年 and 明年 beside it."""


def possible(day: dt.date) -> bool:
    """Return whether a document can be of that day."""
    return FIRST <= day <= LAST


def span() -> str:
    """Return the years in words, for a message."""
    return f"{FIRST.year} to {LAST.year}"
