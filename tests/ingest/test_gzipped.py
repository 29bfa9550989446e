"""What gzip holds comes out whole, in time that grows with its bytes, or is told to be broken."""

from __future__ import annotations

import gzip
import io
import time
from gzip import BadGzipFile

import pytest

from flows.ingest.gzipped import Unpacked

TEXT = "全市出口增长5%。".encode() * 5000
PACKED = gzip.compress(TEXT)


def unpacked(data: bytes, size: int = 4096) -> bytes:
    stream = Unpacked(io.BytesIO(data))
    pieces = list(iter(lambda: stream.read(size), b""))
    assert all(len(piece) <= size for piece in pieces)
    return b"".join(pieces)


@pytest.mark.parametrize("between", [b"", b"\0" * 3, b"\0" * 200_000])
def test_one_member_follows_another(between: bytes) -> None:
    empty = gzip.compress(b"")
    assert unpacked(PACKED + between + empty + between + PACKED + between) == TEXT * 2


@pytest.mark.parametrize(
    "data", [PACKED[:-9], PACKED[:-1], PACKED[:5], PACKED[:-6] + b"zzzzzz", PACKED + b"more"]
)
def test_what_is_cut_off_or_changed_is_broken(data: bytes) -> None:
    with pytest.raises(BadGzipFile):
        unpacked(data)


def test_a_name_without_end_in_the_head_is_passed_over_at_once() -> None:
    named = b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * 20_000_000 + b"\0" + PACKED[10:]
    begin = time.process_time()
    assert unpacked(named) == TEXT
    assert time.process_time() - begin < 2
