"""Date, region and publisher of a document where nobody stated them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

from flows.ingest.articles import Facts

_DAY = re.compile(r"(20\d\d|19\d\d)\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})(?!\d)")
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")


def fill(facts: Facts, content: str, raw_path: str) -> Facts:
    """Return `facts` with a date inferred where none is given."""
    if facts.published_on is None and (day := _in_name(raw_path)):
        facts = dataclasses.replace(facts, published_on=day, published_on_basis="inferred")
    return facts


def _in_name(raw_path: str) -> dt.date | None:
    for match in reversed(list(_IN_NAME.finditer(raw_path))):
        if day := date(*match.groups()):
            return day
    return None


def written(text: str) -> dt.date | None:
    """Return the first full date written in `text`."""
    return next((day for match in _DAY.finditer(text) if (day := date(*match.groups()))), None)


def date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
