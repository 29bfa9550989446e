"""Known limits of a release: how often fields are right on text never seen, and what is read worst.

The figures are those of `schemas/accuracy.csv`, which the quality gate writes, and stand nowhere else; the
words are those of `schemas/dataset.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows import contract
from flows.publish.charts import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ALL = "all"
"""The row over all kinds of text."""

WEAK = 0.05
"""How far below the figure over all texts a kind lies that is called weak."""

FEW = 30
"""Numbers below which a kind says too little to be called anything."""


@dataclass(frozen=True, slots=True)
class Row:
    """How well one kind of text is read."""

    kind: Words
    documents: int
    numbers: int
    shares: Sequence[float]
    """Shares of right ones, in the order of `heads`."""
    weak: bool


def heads() -> list[Words]:
    """Return what the shares are of, in their order."""
    return [Words(each["zh"], each["en"]) for each in _said()["figures"].values()]


def rows() -> list[Row]:
    """Return the figures over all texts, then by kind."""
    found = contract.accuracy()
    overall = next(float(row["statement"]) for row in found if row["kind"] == ALL)
    return [_row(row, overall) for row in found]


def _row(row: Mapping[str, str], overall: float) -> Row:
    kind = _said()["kinds"].get(row["kind"], {"zh": row["kind"], "en": row["kind"]})
    return Row(
        Words(kind["zh"], kind["en"]),
        int(row["documents"]),
        int(row["numbers"]),
        [float(row[name]) for name in _said()["figures"]],
        int(row["numbers"]) >= FEW and float(row["statement"]) < overall - WEAK,
    )


def weak_kinds() -> Words:
    """Return the kinds of text that are read worst, in one line."""
    weak = [row.kind for row in rows() if row.weak]
    return Words("、".join(kind.zh for kind in weak) or "无", ", ".join(kind.en for kind in weak) or "none")


def weak_fields() -> list[Words]:
    """Return what is known to be read badly, whatever the text."""
    return [Words(each["zh"], each["en"]) for each in _said()["weak"]]


def note() -> Words:
    """Return what was measured and how to read it."""
    return Words(_said()["note_zh"].strip(), _said()["note"].strip())


def markdown() -> str:
    """Return the limits for the dataset card."""
    names = ["kind of text", "numbers", *(head.en for head in heads())]
    lines = ["| " + " | ".join(names) + " |", "|---|" + "---:|" * (len(names) - 1)]
    for row in rows():
        shares = (f"{share:.0%}" for share in row.shares)
        lines.append(f"| {row.kind.en} | {row.numbers:,} | " + " | ".join(shares) + " |")
    weak = "\n".join(f"- {each.en}" for each in weak_fields())
    return f"{note().en}\n\n" + "\n".join(lines) + f"\n\nRead worst: {weak_kinds().en}. Weak at:\n\n{weak}"


def _said() -> Mapping[str, Any]:
    found: Mapping[str, Any] = contract.dataset()["limits"]
    return found
