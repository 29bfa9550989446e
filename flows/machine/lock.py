"""One run at a time on one output.

The kernel holds the lock and lets go of it when the process ends, however that ends: what a killed
run leaves is a file that says who it was, and no lock.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import sys
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from flows.records import Explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SECONDS_BETWEEN_TRIES = 0.5


class Held(Explained):
    """Another run works on this output, and did not end in time."""


class Unwritable(Explained):
    """Nothing can be written into the folder of the output."""


@contextmanager
def hold(path: Path, wait_seconds: float, tell: Callable[[str], object]) -> Iterator[None]:
    """Hold the lock at `path` within the block, after waiting for whoever holds it.

    `tell` is called with one line when another run is waited for, and when one was killed before.

    Raises:
        Held: another run still holds the lock after `wait_seconds`.
        Unwritable: the folder of the output takes no file.
    """
    with _open(path) as file:
        deadline = time.monotonic() + wait_seconds
        told = False
        while not _try(file):
            holder = _holder(file) or "another run"
            if time.monotonic() >= deadline:
                raise Held(f"{holder} works on {path.parent.parent}", "wait for it, or name another --output")
            if not told:
                tell(f"waiting for {holder}, which works on {path.parent.parent}")
                told = True
            time.sleep(SECONDS_BETWEEN_TRIES)
        if left := _holder(file):
            tell(f"{left} ended without a word; going on from what it finished")
        _write(file, json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": _now()}))
        try:
            yield
        finally:
            _write(file, "")


def _open(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path.open("a+", encoding="utf-8")
    except OSError as error:
        cause = f"{path.parent.parent} takes no file ({error.strerror})"
        raise Unwritable(cause, "give the right to write there, or name another --output") from error


def _try(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            # A byte far behind the text, which others must be able to read.
            file.seek(1 << 20)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(file: IO[str]) -> str | None:
    file.seek(0)
    try:
        about = json.loads(file.read())
        return f"the run of process {about['pid']} on {about['host']} since {about['since']}"
    except (ValueError, KeyError, TypeError):
        return None


def _write(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
