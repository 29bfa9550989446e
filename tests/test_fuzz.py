"""Whatever records, sources, settings and notes of earlier runs hold, a run goes on.

`python -m tests.fuzz SECONDS` tries more of them.
"""

from __future__ import annotations

import pytest

from tests import fuzz


@pytest.mark.parametrize(
    ("kind", "turns"), [("records", 1), ("sources", 40), ("environment", 60), ("state", 3)]
)
def test_what_is_broken_stops_no_run(kind: str, turns: int) -> None:
    tally = fuzz.fuzz(kind, turns=turns)
    assert tally.tried >= turns
    assert len(tally.outcomes) > 1
