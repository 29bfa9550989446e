"""How likely a row is right, from the reader's own doubts.

The chance that all of its statement is right at once, as the reader has it, in log odds. How far to believe
that is fitted to documents that the reader was not trained on (`flows.extract.reader.train.calibrate`) and
kept in weights/calibration.csv.
"""

from __future__ import annotations

import csv
import functools
import math
from pathlib import Path

from flows.extract.reader.judging import Judgement

WEIGHTS = Path(__file__).parent / "weights" / "calibration.csv"
_MOST = math.log(99)
"""Log odds of .99."""
ALWAYS = "always"
_PARTS = ("name", "kept", "status", "measure", "comparator")


def signs(judged: Judgement) -> dict[str, float]:
    """Return what tells how sure the reader is: the log odds that all parts of the statement are right.

    Parts with a weight each told less on documents that were kept apart.
    """
    chances = (judged.choices[part].chance for part in _PARTS)
    return {ALWAYS: 1.0, "statement": _odds(judged.overlap * math.prod(chances))}


def _odds(chance: float) -> float:
    """Return the log odds of a chance, kept within what a float tells apart."""
    chance = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(chance / (1 - chance))


@functools.cache
def _weights() -> dict[str, float]:
    with WEIGHTS.open(encoding="utf-8", newline="") as lines:
        return {row["sign"]: float(row["weight"]) for row in csv.DictReader(lines)}


def confidence(judged: Judgement) -> float:
    """Return the chance, in hundredths from .01 to .99, that the statement is right: nothing is certain."""
    weights = _weights()
    odds = sum([weights.get(sign, 0.0) * value for sign, value in signs(judged).items()])
    return round(1 / (1 + math.exp(-max(-_MOST, min(_MOST, odds)))), 2)
