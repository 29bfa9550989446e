"""Fits the weights behind `confidence`, and says who decides which field, on documents not trained on.

Logistic regression on the log odds of the reader's choices, with a ridge. What is printed comes from
cross-validation by document: no row is judged by weights that saw its document.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader import calibration, judging, reader
from flows.extract.reader.inputs import Inputs
from flows.extract.reader.train import figures
from flows.extract.reader.train.data import Example
from flows.records import Metric

_RIDGE = 10.0
"""By cross-validation: of 3, 10, 30 and 100 what costs least in log odds on documents not seen."""
_FOLDS = 8
_HIGH = 0.9
_CONTESTED = ("status", "measure", "comparator", "subject", "period")
_EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, _HIGH, 1.01)

Floats = NDArray[np.float64]


class Case(NamedTuple):
    """A row that was found, with what tells how sure it is, and whether its statement is right."""

    document: str
    signs: dict[str, float]
    right: bool


def cases(examples: Sequence[Example]) -> list[Case]:
    """Return the rows that are found in calibration documents; optional ones are left out."""
    found = []
    for example in examples:
        if example.part != "calibration":
            continue
        name, reading = example.reading.document.document_id, example.reading
        built = gated(example)
        read = set()
        for judged in judging.judgements(reading, built, example.proposed):
            read.add(judged.row)
            metric, answer = reader.settle(reading, built, judged), example.gold[judged.row]
            if metric and not (answer and answer["optional"]):
                right = answer is not None and _right(metric, answer)
                found.append(Case(name, calibration.signs(judged), right))
        for row, (metric, answer) in enumerate(zip(example.proposed, example.gold, strict=True)):
            if metric and row not in read and not (answer and answer["optional"]):
                right = answer is not None and _right(metric, answer)
                found.append(Case(name, calibration.unread_signs(metric.confidence), right))
    return found


def gated(example: Example) -> Inputs:
    """Return a document's inputs with the windows that a run reads."""
    reading, counted = example.reading, example.inputs.quantities
    return example.inputs._replace(windows=reader.windows_read(reading, counted, example.proposed))


def _right(metric: Metric, answer: dict[str, list[str]]) -> bool:
    """Tell whether a row states what gold states; value and unit are taken as read."""
    found = figures.right(metric, answer)
    return all(found[field] for field in figures.STATEMENT)


def fit(signs: Floats, right: Floats, ridge_weight: float = _RIDGE) -> Floats:
    """Return the weights of logistic regression with a ridge, by Newton's method; the first is free."""
    weights = np.zeros(signs.shape[1])
    ridge = ridge_weight * np.eye(signs.shape[1])
    ridge[0, 0] = 0.0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (chance - right) + ridge @ weights
        curve = (signs * (chance * (1 - chance))[:, None]).T @ signs + ridge
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def calibrate(examples: Sequence[Example], path: Path) -> str:
    """Write the weights over all calibration documents to `path`; return the table of cross-validation."""
    known = cases(examples)
    names = list(dict.fromkeys(sign for case in known for sign in case.signs))
    signs = np.array([[case.signs.get(name, 0.0) for name in names] for case in known])
    right = np.array([case.right for case in known], float)
    documents = sorted({case.document for case in known})
    fold = np.array([documents.index(case.document) % _FOLDS for case in known])
    chance = np.zeros(len(known))
    for number in range(_FOLDS):
        weights = fit(signs[fold != number], right[fold != number])
        chance[fold == number] = 1 / (1 + np.exp(-signs[fold == number] @ weights))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["sign", "weight"])
        weights = fit(signs, right)
        writer.writerows([name, f"{weight:.3f}"] for name, weight in zip(names, weights, strict=True))
    return _told(np.round(chance, 2), right)


def deciders(examples: Sequence[Example], path: Path) -> str:
    """Write who decides each field on metrics that both find: who is right more often where they differ."""
    right = {field: Counter[str]() for field in _CONTESTED}
    for example in examples:
        if example.part == "calibration":
            for judged in judging.judgements(example.reading, gated(example), example.proposed):
                _contest(example, judged, right)
    lines = ["| field | contests | reader right | rules right |", "|---|---|---|---|"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["field", "decider"])
        for field, found in right.items():
            writer.writerow([field, "rules" if found["rules"] > found["reader"] else "reader"])
            lines.append(f"| {field} | {found.total()} | {found['reader']} | {found['rules']} |")
    return "\n".join(lines)


def _contest(example: Example, judged: judging.Judged, right: Mapping[str, Counter[str]]) -> None:
    """Count by field who alone says of a number what gold says."""
    answer = example.gold[judged.row]
    own = reader.settle(example.reading, example.inputs, judged, by_rules=())
    if own and judged.proposed and answer and not answer["optional"]:
        of_reader, of_rules = (figures.right(metric, answer) for metric in (own, judged.proposed))
        for field, found in right.items():
            if of_reader[field] != of_rules[field]:
                found["reader" if of_reader[field] else "rules"] += 1


def _told(chance: Floats, right: Floats) -> str:
    lines = ["| confidence | rows | mean claim | right |", "|---|---|---|---|"]
    for low, high in pairwise(_EDGES):
        inside = (chance >= low) & (chance < high)
        if inside.any():
            claim, share = chance[inside].mean(), right[inside].mean()
            lines.append(f"| {low:.1f}-{min(high, 1):.1f} | {inside.sum()} | {claim:.2f} | {share:.2f} |")
    sure = chance >= _HIGH
    if sure.any():
        lines.append(f"\nAt {_HIGH} or above: {sure.mean():.0%} of the rows, {right[sure].mean():.1%} right.")
    return "\n".join(lines)
