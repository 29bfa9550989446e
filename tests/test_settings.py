"""Which settings make what was read stale."""

from __future__ import annotations

import json

from flows.settings import Settings


def test_only_the_limits_of_a_file_make_what_was_read_stale() -> None:
    bearing = json.loads(Settings().of_reading())
    assert bearing
    assert all(name.startswith("max_") for name in bearing)
    assert "max_fetched" not in bearing, "what a feed brings is read like any other file"
