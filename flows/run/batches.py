"""What is done with one batch, wherever that is done.

Neither Prefect nor anything of publishing is imported: a process that only extracts starts in a
quarter of the time and holds a hundred megabytes less (two processes, 20 batches).
"""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING

from flows.extract import document
from flows.records import Explained
from flows.run import staging

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 3600
"""Time limit of one batch, which takes seconds. A thread of a cluster's worker could not be ended."""


class OtherVersion(Explained):
    """A worker has other code than the run that it works for."""


class Endless(Explained):
    """A batch was not extracted in the time that it has."""


def extract(folder: Path) -> dict[str, int]:
    """Extract one staged batch, write what was found, and return its rows by table.

    Raises:
        TimeoutError: the batch took longer than SECONDS.
    """
    with _limit(SECONDS, folder):
        documents = staging.staged(folder)
        return staging.write(folder, staging.encode(documents, document.extract(documents)))


def extract_away(documents: bytes, code_version: str) -> dict[str, bytes]:
    """Extract the documents that `staging.waiting` gave, and return what `staging.write` takes.

    Raises:
        OtherVersion: the code here is not that of `code_version`.
    """
    if staging.code_version() != code_version:
        raise OtherVersion(
            f"a worker has version {staging.code_version()} of the code, this run {code_version}",
            "install the same version of zhibiao on all workers",
        )
    batch = staging.decode(documents)
    return staging.encode(batch, document.extract(batch))


@contextlib.contextmanager
def _limit(seconds: int, folder: Path) -> Iterator[None]:
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise Endless(
            f"{folder} was not extracted in {seconds} s",
            "look at its documents.jsonl, and take out the text that does not end",
        )

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
