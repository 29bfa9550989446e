"""Gzip, unpacked as it is read, in time that grows with the bytes alone.

The module gzip of Python reads the name and the comment in the head of a file byte by byte, for as long
as they last: a minute for 60 MB of them. zlib reads the same head as fast as what follows it.
"""

from __future__ import annotations

import zlib
from gzip import BadGzipFile
from typing import BinaryIO

_PIECE = 1 << 16
_WITH_HEAD = 16 + zlib.MAX_WBITS


class Unpacked:
    """The bytes that a gzip file holds, of one member after the other."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._member = zlib.decompressobj(_WITH_HEAD)
        self._packed = b""

    def read(self, size: int) -> bytes:
        """Return some bytes, at most `size`, and none at the end; BadGzipFile where that cannot be."""
        while self._begin() and not self._member.eof:
            packed = self._packed or self._file.read(_PIECE)
            try:
                data = self._member.decompress(packed, size)
            except zlib.error as error:
                raise BadGzipFile(str(error)) from None
            self._packed = self._member.unconsumed_tail
            if data:
                return data
            if not packed:
                raise BadGzipFile("it ends within the packed bytes")
        return b""

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _begin(self) -> bool:
        """Go to the next member where one is over; say whether there is one. Zeros may stand between them."""
        if not self._member.eof:
            return True
        rest = self._member.unused_data.lstrip(b"\0")
        while not rest and (more := self._file.read(_PIECE)):
            rest = more.lstrip(b"\0")
        if rest:
            self._member, self._packed = zlib.decompressobj(_WITH_HEAD), rest
        return bool(rest)
