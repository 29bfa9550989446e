"""How sure the rules are of what they propose, by signs that the row itself shows.

The reader reads where they are not (`AT_HOME` there); what is published is its own confidence.

`python -m tests.quality.calibrate` fits the weights of the signs to gold and writes them to
schemas/codelists/confidence.csv; a weight is the change of the log odds that value, unit,
comparator, measure, status and indicator are all right.
"""

from __future__ import annotations

import functools
import math
import re

from flows import contract
from flows.records import Metric

INTERCEPT = "always"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def signs(metric: Metric) -> tuple[str, ...]:
    """Return the signs that `metric` shows, in a fixed order; the first is always there."""
    name, evidence = metric.indicator, metric.evidence
    at, quote_at = evidence.find(name), evidence.find(metric.quote)
    numbers = len(_NUMBER.findall(evidence))
    shown = {
        INTERCEPT: True,
        "unnamed": name.startswith("（"),
        "name of one or two characters": len(name) <= 2,
        "name of three characters": len(name) == 3,
        "name above twelve characters": 12 < len(name) <= 18,
        "name above eighteen characters": len(name) > 18,
        "name not in the clause": at < 0 and not set(name) <= set(evidence),
        "name put together from the clause": at < 0 and set(name) <= set(evidence),
        "name behind the number": at > quote_at >= 0,
        "name far before the number": 0 <= at < quote_at - len(name) - 6,
        "name with 的": "的" in name,
        "name with a mark": bool(re.search(r"[、“”（）]", name)),
        "three numbers in the clause": numbers == 3,
        "more numbers in the clause": numbers > 3,
        "clause above thirty characters": len(evidence) > 30,
        "number spelled out": not any(mark.isdigit() for mark in metric.quote),
        "count below ten": metric.unit not in ("%", "") and abs(metric.value) < 10 and metric.value % 1 == 0,
        "no unit": metric.unit == "",
        "growth": metric.measure == "growth",
        "change": metric.measure == "change",
        "target": metric.status == "target",
        "target without a word for it": metric.status == "target" and metric.hedge is None,
        "condition": metric.status == "condition",
        "bounded": metric.comparator in ("ge", "le", "lt"),
        "no time": metric.period_start is None,
    }
    return tuple([sign for sign, there in shown.items() if there])


@functools.cache
def _weights() -> dict[str, float]:
    return {row["sign"]: float(row["weight"]) for row in contract.codelist("confidence")}


def score(metric: Metric) -> float:
    """Return the chance, of 0 to 1 and in hundredths, that the statement of `metric` is right."""
    weights = _weights()
    odds = sum([weights.get(sign, 0.0) for sign in signs(metric)])
    return round(1 / (1 + math.exp(-odds)), 2)
