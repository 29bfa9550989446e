"""Writes `schemas/accuracy.csv`, from which releases tell their limits: `python -m tests.quality.accuracy`.

The figures are those of the gate on `unread`, texts that nothing was trained on, over all of them and by kind
of text. `python -m tests.quality.measure --raise` writes the file as well.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flows import contract
from flows.records import Mention, Metric
from tests.quality import measure, scoring

FILE = contract.SCHEMAS / "accuracy.csv"
GOLD, ALL = "unread", "all"


def rows(
    metrics: Mapping[str, Sequence[Metric]], mentions: Mapping[str, Sequence[Mention]]
) -> list[dict[str, Any]]:
    """Return the figures over all documents of `GOLD`, and of each kind of text that has numbers."""
    with (measure.FOLDERS[GOLD] / "sources.csv").open(encoding="utf-8", newline="") as lines:
        kinds = {row["document_id"]: row["genre"] for row in csv.DictReader(lines)}
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for answer in measure.answers(GOLD):
        groups[ALL].append(answer)
        groups[kinds[answer["document_id"]]].append(answer)
    ordered = sorted(groups, key=lambda kind: (kind != ALL, kind))
    found = (_row(kind, groups[kind], scoring.score(groups[kind], metrics, mentions)) for kind in ordered)
    return [row for row in found if row["numbers"]]


def _row(kind: str, answers: Sequence[Mapping[str, Any]], score: scoring.Score) -> dict[str, Any]:
    numbers = sum(not gold["optional"] for answer in answers for gold in answer["metrics"])
    figures = {level: score.levels[level].f1 for level in scoring.LEVELS} | score.shares()
    told = {name: f"{figure:.3f}" for name, figure in figures.items()}
    return {"kind": kind, "documents": len(answers), "numbers": numbers} | told


def write(found: Sequence[Mapping[str, Any]]) -> None:
    """Write the file anew."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    write(rows(*measure.extracted(GOLD)))
