"""Fits to gold how sure the rules are of what they propose: `python -m tests.quality.calibrate [--write]`.

Logistic regression on the signs of each row, with a ridge that keeps rare signs near nothing. The
table that is printed comes from cross-validation by document: no row is judged by weights that
saw its document. With `--write` the weights over all gold go to schemas/codelists/confidence.csv.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.contract import SCHEMAS
from flows.extract import reading
from flows.extract.names import mentions
from flows.extract.numbers import confidence
from flows.extract.numbers import metrics as room
from flows.extract.reader.train.calibrate import fit
from flows.language import quantities
from flows.records import Metric
from tests.quality import measure, scoring

RIDGE = 1.0
FOLDS = 10
HIGH = 0.9
MARGIN = 0.4
"""Taken off the log odds: the rules were written with this gold in view, and read new texts less well."""
EDGES = (0.0, 0.5, 0.7, 0.8, HIGH, 0.95, 1.01)

Floats = NDArray[np.float64]


class Case(NamedTuple):
    """A row found in a document of gold, and whether its statement is right."""

    document: str
    metric: Metric
    right: bool


def proposed(folder: Path) -> dict[str, list[Metric]]:
    """Return what the rules propose in the documents of a gold, by document."""
    readings = reading.read(measure.documents(folder))
    return {
        one.document.document_id: room.propose(one, names, quantities.find(one.text))
        for one, names in zip(readings, mentions.find(readings), strict=True)
    }


def cases(names: Sequence[str]) -> list[Case]:
    """Return the rows found in the golds `names`; those matched to an optional answer are left out."""
    found = []
    for name in names:
        metrics = proposed(measure.FOLDERS[name])
        for gold in measure.answers(measure.FOLDERS[name]):
            rows = metrics.get(gold["document_id"], [])
            answer_of = {row: index for index, row in scoring.match(gold["metrics"], rows).items()}
            for place, metric in enumerate(rows):
                answer = gold["metrics"][answer_of[place]] if place in answer_of else None
                if answer is None:
                    found.append(Case(gold["document_id"], metric, False))
                elif not answer["optional"]:
                    wrong = scoring.wrong_fields(answer, metric) - {"subject", "period"}
                    found.append(Case(gold["document_id"], metric, not wrong))
    return found


def _taught() -> list[str]:
    """Return the golds that may be learned from: not those kept for validation."""
    return [name for name in measure.present() if name != "validation"]


def main() -> None:
    """Print how well confidence holds on documents that the weights did not see."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights over all gold")
    arguments = parser.parse_args()
    known = cases(_taught())
    vocabulary = list(dict.fromkeys(sign for case in known for sign in confidence.signs(case.metric)))
    signs = np.array(
        [[sign in confidence.signs(case.metric) for sign in vocabulary] for case in known], float
    )
    right = np.array([case.right for case in known], float)
    documents = sorted({case.document for case in known})
    fold = np.array([documents.index(case.document) % FOLDS for case in known])
    chance = np.zeros(len(known))
    for number in range(FOLDS):
        weights = fit(signs[fold != number], right[fold != number], RIDGE)
        chance[fold == number] = 1 / (1 + np.exp(MARGIN - signs[fold == number] @ weights))
    chance = np.round(chance, 2)
    print(f"{len(known)} rows of {', '.join(_taught())}; {right.mean():.1%} of the statements are right")
    for low, high in pairwise(EDGES):
        inside = (chance >= low) & (chance < high)
        if inside.any():
            share = right[inside].mean()
            print(f"  confidence {low:.2f}-{min(high, 1):.2f}  {inside.sum():5} rows  {share:.1%} right")
    sure = chance >= HIGH
    print(f"  at {HIGH} or above: {sure.mean():.1%} of the rows, {right[sure].mean():.1%} of them right")
    if arguments.write:
        weights = fit(signs, right, RIDGE)
        weights[0] -= MARGIN
        with (SCHEMAS / "codelists" / "confidence.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["sign", "weight"])
            writer.writerows(
                [sign, f"{weight:.3f}"] for sign, weight in zip(vocabulary, weights, strict=True)
            )


if __name__ == "__main__":
    main()
