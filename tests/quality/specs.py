"""Cases of other projects' own suites, where they lie beside the repository (`../shared/specs`).

A case passes when the values of its numbers, or the days of its times, are exactly those expected.
`known_differences.csv` lists cases whose convention contradicts the rules of this project's gold.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows.language import periods, quantities
from flows.language.normalise import normalise

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "specs"
_KNOWN = Path(__file__).parent / "known_differences.csv"


def known_differences() -> dict[str, str]:
    """Return the reason by case."""
    with _KNOWN.open(encoding="utf-8", newline="") as file:
        return {row["case"]: row["reason"] for row in csv.DictReader(file)}


def failures(kind: str) -> tuple[int, list[str]]:
    """Return the number of cases of `kind` (numbers or times), and those that fail."""
    lines = (FOLDER / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    return len(cases), [case["id"] for case in cases if not _PASSES[kind](case)]


def _times(case: dict[str, Any]) -> bool:
    found = periods.find(normalise(case["text"]), dt.date.fromisoformat(case["published_on"]))
    days = Counter((str(one.period_start), str(one.period_end)) for one in found if one.kind != "duration")
    return days == Counter((one["period_start"], one["period_end"]) for one in case["expect"])


def _numbers(case: dict[str, Any]) -> bool:
    found = Counter(round(one.value, 6) for one in quantities.numbers(normalise(case["text"])))
    return found == Counter(round(float(one["value"]), 6) for one in case["expect"])


_PASSES: dict[str, Callable[[dict[str, Any]], bool]] = {"times": _times, "numbers": _numbers}
KINDS = tuple(_PASSES)
