"""What a command prints, on a standard output that lacks characters, or room, or a reader."""

from __future__ import annotations

import codecs
import io
import os
import sys
from typing import Any

from flows.records import Explained

REMEDY = "make room there or lead it elsewhere; all else is done"


class NotPrinted(Explained):
    """Standard output did not take what a command had to say."""


class _Output(io.FileIO):
    """Standard output, which fails once: what comes after that, as Python's own last flush, goes nowhere."""

    _failed = False

    def write(self, data: Any, /) -> int:
        """Write as files do.

        Raises:
            BrokenPipeError: who read it is gone.
            NotPrinted: it takes nothing more, as on a disk that is full.
        """
        if self._failed:
            return memoryview(data).nbytes
        try:
            return super().write(data)
        except BrokenPipeError:
            self._failed = True
            raise
        except OSError as error:
            self._failed = True
            raise NotPrinted(f"standard output takes nothing more: {error.strerror}", REMEDY) from error


def prepare() -> None:
    """Let standard output stand for characters that it lacks, and say in one line where it takes nothing."""
    codecs.register_error("escape", _escaped)
    out = sys.stdout
    if not isinstance(out, io.TextIOWrapper):
        return
    out.reconfigure(errors="escape")
    raw = getattr(out.buffer, "raw", out.buffer)  # without a buffer where PYTHONUNBUFFERED says so
    if os.name != "posix" or type(raw) is not io.FileIO or raw.fileno() != 1:
        return
    output = _Output(1, "w", closefd=False)
    sys.stdout = io.TextIOWrapper(
        output if raw is out.buffer else io.BufferedWriter(output),
        encoding=out.encoding,
        errors="escape",
        newline="\n",
        line_buffering=out.line_buffering,
        write_through=out.write_through,
    )


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for characters that a stream lacks, as JSON escapes them."""
    assert isinstance(error, UnicodeEncodeError)
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end
