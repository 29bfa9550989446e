"""Words by what they do in a text, from schemas/codelists/cues.csv."""

from __future__ import annotations

import functools
import re

from flows import contract
from flows.language import scan


@functools.cache
def words(*roles: str) -> frozenset[str]:
    """Return the words of some roles: rise, fall, reach, lead, make, keep, target, …"""
    return frozenset(row["cue"] for row in contract.codelist("cues") if row["role"] in roles)


@functools.cache
def pattern(*roles: str) -> re.Pattern[str]:
    """Return a pattern that finds the words of `roles`, the longest first."""
    return re.compile(scan.any_of(words(*roles)))
