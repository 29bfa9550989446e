"""Which documents of gold are kept apart: by source, so that texts of one source stand on one side.

Validation documents give figures and nothing else: nobody reads their misses, nothing is tuned to them.
Calibration documents fit the few weights behind `confidence` and say which fields the rules decide, which
has to be judged on what the networks were not trained on.
"""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path
from typing import Literal, get_args

Part = Literal["training", "calibration", "validation"]
PARTS: tuple[Part, ...] = get_args(Part)
_SHARE = 10
_EXCERPT = re.compile(r"(\.(?:md|txt))#.*$")


def source_of(address: str) -> str:
    """Return the source of a document's address: a file that is one text, or one item of a collection."""
    return _EXCERPT.sub(r"\1", address)


def is_validation(address: str) -> bool:
    """Tell whether the document at `address` is kept for validation: one source in ten, by its hash."""
    return part_of(address) == "validation"


def part_of(address: str) -> Part:
    """Return what the document at `address` serves; a tenth each of the sources is kept apart, by hash."""
    place = number_of(source_of(address)) % _SHARE
    return "validation" if place == 0 else "calibration" if place == 1 else "training"


def validation_documents(folder: Path) -> set[str] | None:
    """Return the documents of a gold that are kept for validation, None where it says nothing of sources."""
    path = folder / "sources.csv"
    if not path.exists():
        return None
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if "source" in row]
    return {row["document_id"] for row in rows if is_validation(row["source"])}


def number_of(name: str) -> int:
    """Return a number that is always the same for a name, and else at random."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16)
