"""Which documents of gold are kept apart: by source, so that texts of one source stand on one side.

Validation documents give figures and nothing else: nobody reads their misses, nothing is tuned to them.
Calibration documents fit the few weights behind `confidence`: to what the networks were not trained on.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import re
from pathlib import Path
from typing import Literal, get_args

Part = Literal["training", "calibration", "validation"]
PARTS: tuple[Part, ...] = get_args(Part)
_SHARE = 10
LEARNED_FROM = Path(__file__).with_name("learned_from.csv")
"""Addresses that are kept apart and share a run of characters (`overlap`) with a text that the weights have
learned from, before `overlap` kept them apart. Weights that are trained from nothing need no such list."""
_EXCERPT = re.compile(r"(\.(?:md|txt))#.*$")


def source_of(address: str) -> str:
    """Return the source of a document's address: a file that is one text, or one item of a collection."""
    return _EXCERPT.sub(r"\1", address)


def is_validation(address: str) -> bool:
    """Tell whether the document at `address` is kept for validation: one source in ten, by its hash."""
    return part_of(address) == "validation"


def part_of(address: str) -> Part:
    """Return what the document at `address` serves; by hash, a tenth of the sources each is kept apart.

    Those for calibration that were learned from all the same serve for training.
    """
    place = number_of(source_of(address)) % _SHARE
    calibrates = place == 1 and source_of(address) not in learned_from()
    return "validation" if place == 0 else "calibration" if calibrates else "training"


@functools.cache
def learned_from() -> frozenset[str]:
    """Return the sources that were kept apart, and whose texts were learned from under other names."""
    with LEARNED_FROM.open(encoding="utf-8", newline="") as lines:
        return frozenset(source_of(row["source"]) for row in csv.DictReader(lines))


def validation_documents(folder: Path) -> set[str] | None:
    """Return the documents of a gold that are kept for validation, None where it says nothing of sources."""
    return documents_of(folder, "validation")


def unread_documents(folder: Path) -> set[str] | None:
    """Return those of them alone that the weights learned from under no other name."""
    return documents_of(folder, "validation", apart_from=learned_from())


def documents_of(folder: Path, part: Part, *, apart_from: frozenset[str] = frozenset()) -> set[str] | None:
    """Return the documents of a gold that serve as `part`, but for those of some sources.

    None where the gold says nothing of sources.
    """
    path = folder / "sources.csv"
    if not path.exists():
        return None
    with path.open(encoding="utf-8", newline="") as lines:
        told = {row["document_id"]: row["source"] for row in csv.DictReader(lines) if "source" in row}
    return {
        name
        for name, address in told.items()
        if part_of(address) == part and source_of(address) not in apart_from
    }


def number_of(name: str) -> int:
    """Return a number that is always the same for a name, and else at random."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16)
