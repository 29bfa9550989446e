"""Made-up texts, read to their metrics."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.extract.numbers import metrics as room
from flows.records import Metric
from tests.extract import texts

Find = Callable[..., list[Metric]]


@pytest.fixture(scope="session")
def metrics() -> Find:
    """Return a function from a text (and its title, region code or day) to its metrics."""

    def find(text: str, **more: str | None) -> list[Metric]:
        reading, mentions = texts.read(text, **more)
        return room.find(reading, mentions)

    return find
