"""A file of state that is damaged is as if it were not there, and is told of in one line."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from flows.machine import state


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"7", b"null", b"\xff\xfe\xfd", b"[" * 100_000, b"{'a': 1}", b"\0"]
)
def test_damage_is_told_of(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert state.read(path, dict) is None
    [record] = caplog.records
    assert str(path) in record.getMessage()
    assert record.getMessage().isprintable()


def test_what_is_whole_is_read_and_what_is_not_there_is_no_damage(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "state.json"
    assert state.read(path, dict) is None
    path.write_text('{"a": 1}')
    assert state.read(path, dict) == {"a": 1}
    assert caplog.records == []
