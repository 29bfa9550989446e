"""Fits the weights behind `confidence` on documents not trained on.

Logistic regression on what the reader says of itself (`calibration.signs`), with a ridge. What is printed
comes from cross-validation by document: no row is judged by weights that saw its document.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader import calibration
from flows.extract.reader.train import figures
from flows.extract.reader.train.data import Example
from flows.records import Metric

_RIDGE = 10.0
"""By cross-validation: of 3, 10, 30 and 100 what costs least in log odds on documents not seen."""
_FOLDS = 8
_HIGH = 0.9
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
        for judged, metric in figures.stated(example):
            answer = example.gold[judged.row]
            if metric and not (answer and answer["optional"]):
                right = answer is not None and _right(metric, answer)
                found.append(Case(example.reading.document.document_id, calibration.signs(judged), right))
    return found


def _right(metric: Metric, answer: dict[str, list[str]]) -> bool:
    """Tell whether a row states what gold states; the unit is taken as read."""
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
