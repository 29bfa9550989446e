"""docs/extraction.md says what extraction does, step by step."""

from __future__ import annotations

import doctest
from pathlib import Path

WALK = Path(__file__).resolve().parents[1] / "docs" / "extraction.md"


def test_each_step_of_the_walk_gives_what_the_page_says() -> None:
    failed, tried = doctest.testfile(str(WALK), module_relative=False, encoding="utf-8")
    assert (failed, tried > 20) == (0, True)
