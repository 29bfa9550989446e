"""One clear line where a disk is full, whichever library found out."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

from flows.records import Explained

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says where nothing more can be written: no room, no quota, no larger file."""

WORDS = (
    "no space left",
    "disk quota exceeded",
    "file too large",
    "disk is full",
    "disk i/o error",
    "could not write",
)
"""What libraries say of it, in small letters, that keep the system's number to themselves."""


class DiskFull(Explained):
    """Nothing more can be written; names the folder, the cause and the remedy."""


class writing:  # noqa: N801 - it reads as the statement that it is part of
    """Say of errors on the way that the disk of a folder is full, if that is what they mean.

    Raises:
        DiskFull: in place of an error of the system, DuckDB, SQLite or Arrow.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        import duckdb

        # Whoever keeps the error must not keep the database that met it, which its traceback holds.
        del traceback
        if isinstance(error, OSError | duckdb.Error | sqlite3.Error) and _is_full(error):
            cause = f"{self.folder} cannot hold more: {_line(error)}"
            raise DiskFull(cause, "make room there, or name another folder") from error.with_traceback(None)


def _is_full(error: Exception) -> bool:
    said = str(error).lower()
    return getattr(error, "errno", None) in FULL or any(word in said for word in WORDS)


def _line(error: Exception) -> str:
    """Return the first line of what a library says, which gives the cause."""
    return str(error).splitlines()[0].rstrip(".")
