"""The figures on gold do not fall below their floors.

Floors rise with the extraction: `python -m tests.quality.measure --raise` writes what is reached, and
never lowers one. They belong to one state of a gold, whose hash stands beside them.
"""

from __future__ import annotations

import json

import pytest

from tests.quality import measure

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
    figures = measure.measure(measure.FOLDERS[name]).figures()
    fallen = {key: (figures[key], floor) for key, floor in held["floors"].items() if figures[key] < floor}
    assert not fallen, f"below the floor (figure, floor): {fallen}"
