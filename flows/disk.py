"""One clear line where a disk is full, whichever library found out."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


class DiskFull(OSError):
    """Nothing more can be written; names the folder, the cause and the remedy."""


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say of errors on the way that the disk of `folder` is full, if that is what they mean.

    Raises:
        DiskFull: in place of an error of the system, DuckDB, SQLite or Arrow.
    """
    import duckdb

    try:
        yield
    except (OSError, duckdb.Error, sqlite3.Error) as error:
        if isinstance(error, DiskFull) or not _is_full(error):
            raise
        raise DiskFull(
            f"{folder} cannot hold more: {_line(error)}; make room there, or name another folder; "
            "the last release is as it was"
        ) from error


def _is_full(error: Exception) -> bool:
    said = str(error).lower()
    return getattr(error, "errno", None) in FULL or any(word in said for word in WORDS)


def _line(error: Exception) -> str:
    """Return the first line of what a library says, which gives the cause."""
    return str(error).splitlines()[0].rstrip(".")
