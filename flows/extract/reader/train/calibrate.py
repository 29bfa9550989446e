"""Fits the weights behind `confidence`, on documents that the reader was not trained on.

Logistic regression on the log odds of the reader's choices, with a ridge. What is printed comes from
cross-validation by document: no row is judged by weights that saw its document.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader import calibration, judging, reader
from flows.extract.reader.inputs import COMPARATORS, MEASURES, STATUSES, Inputs
from flows.extract.reader.train import figures
from flows.extract.reader.train.data import Example, period_of, subject_name
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


class Contest(NamedTuple):
    """A field of a number for which reader and rules say different things."""

    gap: float
    reader: bool
    """Whether the reader's choice is right."""
    rules: bool


_LENIENT = 0.0003
"""Share of numbers that may be lost for the rules, which a person can follow, to hold."""
_MARGINS = (0.01, 29.0)
"""Either the reader decides a field or, wherever they propose something, the rules. What lay between won less
than one contest in twenty more, on some documents, and lost as much on others."""


def contests(examples: Sequence[Example]) -> dict[str, list[Contest]]:
    """Return by field where reader and rules differ on metrics of calibration documents, and who is right."""
    found: dict[str, list[Contest]] = {name: [] for name in _CONTESTED}
    for example in examples:
        if example.part != "calibration":
            continue
        for judged in judging.judgements(example.reading, gated(example), example.proposed):
            answer, proposed = example.gold[judged.row], judged.proposed
            if proposed is None or (answer and answer["optional"]):
                continue
            best = {name: choice.best for name, choice in judged.judgement.choices.items()}
            _contest(
                found["kept"],
                judged.judgement.choices["kept"].gap,
                (best["kept"] == 1) == bool(answer),
                bool(answer),
            )
            if not answer:
                continue
            for name, values in (("status", STATUSES), ("measure", MEASURES), ("comparator", COMPARATORS)):
                own = values[best[name]] in answer[name]
                _contest(
                    found[name],
                    judged.judgement.choices[name].gap,
                    own,
                    getattr(proposed, name) in answer[name],
                )
            names = {subject_name(name) for name in answer["subject"]}
            days = {period_of(text) for text in answer["period"]}
            if names:
                own = subject_name(reader.subject_of(example.reading, example.inputs, judged)[0]) in names
                rule = subject_name(proposed.subject) in names
                _contest(found["subject"], judged.judgement.choices["subject"].gap, own, rule)
            if days:
                own = bool(example.period_right[judged.row, best["period"]])
                rule = (proposed.period_start, proposed.period_end) in days
                _contest(found["period"], judged.judgement.choices["period"].gap, own, rule)
    return found


_CONTESTED = ("kept", "status", "measure", "comparator", "subject", "period")


def _contest(found: list[Contest], gap: float, own: bool, rule: bool) -> None:
    if own != rule:
        found.append(Contest(gap, own, rule))


def margins(examples: Sequence[Example], path: Path) -> str:
    """Write by field the widest margin at which nearly most contests are won by who is right."""
    lines = ["| field | contests | reader right | margin | right with it |", "|---|---|---|---|---|"]
    own = [example for example in examples if example.part == "calibration"]
    numbers = sum(answer is not None for example in own for answer in example.gold)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["field", "margin"])
        for name, found in contests(own).items():
            won = {
                margin: sum(one.reader if one.gap > margin else one.rules for one in found)
                for margin in _MARGINS
            }
            enough = max(won.values()) - _LENIENT * numbers
            best = max(margin for margin in _MARGINS if won[margin] >= enough)
            writer.writerow([name, best])
            reader_right = sum(one.reader for one in found)
            lines.append(f"| {name} | {len(found)} | {reader_right} | {best} | {won[best]} |")
    return "\n".join(lines)


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
