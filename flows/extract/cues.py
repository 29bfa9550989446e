"""The words that tell what a number means, from schemas/codelists/cues.csv."""

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


@functools.cache
def ending(*roles: str) -> re.Pattern[str]:
    """Return a pattern that finds one word of `roles` at the end of a text."""
    return re.compile(f"(?:{pattern(*roles).pattern})$")


@functools.cache
def opening(*roles: str) -> re.Pattern[str]:
    """Return a pattern that finds one word of `roles` at the start of a text."""
    return re.compile(f"(?:{pattern(*roles).pattern})")


@functools.cache
def reporting(*more: str) -> re.Pattern[str]:
    """Return a pattern of an opening that says who tells: 市统计局发布; with verbs of `more` roles, too."""
    verbs = pattern("publish", "tell", *more).pattern
    return re.compile(rf"^[^，。；]{{0,12}}?(?:{verbs}|举行(?=[^，。]{{0,8}}(?:发布会|吹风会|会议)))")
