"""Where this project reads a number otherwise than other recognisers, on purpose.

Each row of known_differences.csv has a text that shows it, the values that `quantities.find` reads
in that text (a range as its two ends), those that the other convention gives, and the reason for ours.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from flows.language import quantities
from flows.language.normalise import normalise

with Path(__file__).with_name("known_differences.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))


def values(cell: str) -> list[float]:
    return [float(value) for value in cell.split("|") if value]


@pytest.mark.parametrize("row", ROWS, ids=[row["difference"] for row in ROWS])
def test_our_reading_of_what_others_read_otherwise(row: dict[str, str]) -> None:
    read = quantities.find(normalise(row["text"]))
    found = [value for one in read for value in (one.value, one.value_high) if value is not None]
    assert found == pytest.approx(values(row["ours"]))
    assert found != pytest.approx(values(row["theirs"]))


def test_each_difference_has_a_reason() -> None:
    assert all(len(row["reason"]) > 20 for row in ROWS)
    assert len({row["difference"] for row in ROWS}) == len(ROWS)
