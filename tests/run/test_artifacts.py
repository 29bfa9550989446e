"""What Prefect is told of a run: it takes few marks in a name, and raw folders have any."""

from __future__ import annotations

import pytest
from prefect.assets import Asset

from flows.run import artifacts

NAMES = [
    "raw",
    "天津日报",
    "长" * 80,
    "a b?<c>%#&",
    "..",
    "../../x",
    "'\"`|\\^",
    "=1+1",
    "x" * 9000,
    "",
    "\n",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_source_of_any_name_is_an_asset(name: str) -> None:
    [key] = artifacts.sources([name])
    assert isinstance(key, str)
    assert Asset(key=key).key == key


def test_sources_of_different_names_are_different_assets() -> None:
    keys = artifacts.sources([*NAMES, "a b", "a?b", "x" * 9001])
    assert len(set(keys)) == len(NAMES) + 3
    assert "zhibiao://raw/天津日报" in keys
