"""Work that takes too much memory fails by itself, and the process that did it goes on."""

from __future__ import annotations

import sys

import pytest

from flows.machine import memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone counts what a process holds")


def test_what_takes_more_than_it_may_fails_and_what_follows_does_not() -> None:
    with pytest.raises(MemoryError), memory.bounded(100_000_000):
        bytearray(300_000_000)
    assert len(bytearray(300_000_000)) == 300_000_000


def test_what_takes_less_is_left_alone_and_a_bound_in_a_bound_is_no_wider() -> None:
    with memory.bounded(200_000_000):
        assert len(bytearray(100_000_000)) == 100_000_000
        with pytest.raises(MemoryError), memory.bounded(900_000_000):
            bytearray(500_000_000)
