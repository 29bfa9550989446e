"""Which documents of gold are kept apart: by source, so that texts of one source stand on one side.

Validation documents give figures and nothing else: nobody reads their misses, nothing is tuned to them.
Calibration documents fit the few weights behind `confidence` and the margins between reader and rules, which
have to be judged on what the networks were not trained on.
"""

from __future__ import annotations

import hashlib
import re
from typing import Literal

Part = Literal["training", "calibration", "validation"]
_SHARE = 10
_EXCERPT = re.compile(r"(\.(?:md|txt))#.*$")


def source_of(address: str) -> str:
    """Return the source of a document's address: a file that is one text, or one item of a collection."""
    return _EXCERPT.sub(r"\1", address)


def is_validation(address: str) -> bool:
    """Tell whether the document at `address` is kept for validation: one source in ten, by its hash."""
    return number_of(source_of(address)) % _SHARE == 0


def part_of(address: str) -> Part:
    """Return what the document at `address` serves; a tenth each of the sources is kept apart, by hash."""
    place = number_of(source_of(address)) % _SHARE
    return "validation" if place == 0 else "calibration" if place == 1 else "training"


def number_of(name: str) -> int:
    """Return a number that is always the same for a name, and else at random."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16)
