"""The figures on gold do not fall below their floors.

Floors rise with the extraction: `python -m tests.quality.measure --raise` writes what is reached, and
never lowers one. They belong to one state of a gold, whose hash stands beside them.
"""

from __future__ import annotations

import json

import pytest

from flows import contract
from tests.quality import accuracy, measure, specs

FLOORS = json.loads(measure.FLOORS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", measure.FOLDERS)
def test_figures_stay_above_their_floors(name: str) -> None:
    if name not in measure.present():
        print(
            f"no gold in {measure.FOLDERS[name].name} beside the repository: its floors are not checked here"
        )
        assert name != "own", "the project's own gold belongs to the repository"
        return
    held = FLOORS[name]
    assert held["gold"] == measure.digest(measure.FOLDERS[name]), (
        "the gold changed: run `make quality` and look"
    )
    score = measure.measure(name)
    figures = score.figures() | score.shares()
    fallen = {key: (figures[key], floor) for key, floor in held["floors"].items() if figures[key] < floor}
    if name == accuracy.GOLD:
        claimed = next(row for row in contract.accuracy() if row["kind"] == "all")
        shared = figures.keys() & claimed.keys()
        above = {key: claimed[key] for key in shared if float(claimed[key]) > figures[key] + 0.01}
        assert not above, f"releases claim more than this: run python -m tests.quality.accuracy ({above})"
    assert not fallen, f"below the floor (figure, floor): {fallen}"


@pytest.mark.parametrize(("kind", "floor"), [("times", 0.92), ("numbers", 0.96)])
def test_cases_of_other_suites_pass(kind: str, floor: float) -> None:
    if not specs.FOLDER.exists():
        print("no cases of other suites beside the repository: not checked here")
        return
    count, failed = specs.failures(kind)
    assert (count - len(failed)) / count >= floor, failed


def test_every_known_difference_has_its_reason() -> None:
    assert all(len(reason) > 20 for reason in specs.known_differences().values())
    if specs.FOLDER.exists():
        failed = set(specs.failures("times")[1])
        assert set(specs.known_differences()) <= failed, "a case that passes is no difference: take it out"


def test_floors_rise_and_never_fall() -> None:
    assert measure.raised(
        {"quantity": 0.97, "statement": 0.8}, {"quantity": 0.9, "statement": 0.8879, "names": 0.5}
    ) == {
        "quantity": 0.97,
        "statement": 0.88,
        "names": 0.5,
    }
