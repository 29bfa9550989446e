"""What is done with one batch, wherever that is done.

Neither Prefect nor anything of publishing is imported: a process that only extracts starts in a
quarter of the time and holds a hundred megabytes less (two processes, 20 batches).
"""

from __future__ import annotations

import contextlib
import dataclasses
import signal
import threading
from typing import TYPE_CHECKING

from flows.extract import document
from flows.machine import memory
from flows.records import Explained, Extraction
from flows.run import staging, version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from flows.records import Document

SECONDS = 3600
"""Time limit of one batch, which takes seconds. A thread of a cluster's worker could not be ended."""
SECONDS_ALONE = 600
"""Time limit of one document, where its batch did not come to an end."""
MEMORY = 4_000_000_000
"""Bytes that a batch, or a document alone, may take beside what its process has; a batch takes a tenth."""


class OtherVersion(Explained):
    """A worker has other code than the run that it works for."""


class Endless(Explained):
    """What was to be extracted was not in the time that it has."""


def extract(folder: Path) -> dict[str, int]:
    """Extract one staged batch, write what was found, and return its rows by table."""
    return staging.write(folder, _extract(staging.staged(folder)))


def extract_away(documents: bytes, code_version: str) -> dict[str, bytes]:
    """Extract the documents that `staging.waiting` gave, and return what `staging.write` takes.

    Raises:
        OtherVersion: the code here is not that of `code_version`.
    """
    if version.of_extraction() != code_version:
        raise OtherVersion(
            f"a worker has version {version.of_extraction()} of the code, this run {code_version}",
            "install the same version of zhibiao on all workers",
        )
    return _extract(staging.decode(documents))


def _extract(documents: Sequence[Document]) -> dict[str, bytes]:
    """Return the records of a batch; an error that nobody foresaw costs the document that it is about."""
    try:
        with _limit(SECONDS):
            return staging.encode(documents, document.extract(documents))
    except Exception as error:
        if _is_of_the_machine(error):
            raise
        return _extract_each(documents)


def _extract_each(documents: Sequence[Document]) -> dict[str, bytes]:
    sound: list[Document] = []
    found = Extraction()
    failed: list[staging.Failed] = []
    for one in documents:
        try:
            with _limit(SECONDS_ALONE):
                alone = document.extract([one])
                staging.encode([one], alone)
        except Exception as error:
            if _is_of_the_machine(error):
                raise
            failed.append(staging.Failed.of(one, error))
        else:
            sound.append(one)
            for field in dataclasses.fields(found):
                getattr(found, field.name).extend(getattr(alone, field.name))
    return staging.encode(sound, found, failed)


def _is_of_the_machine(error: Exception) -> bool:
    """Tell an error that would cost every document from one that is about a document."""
    return isinstance(error, (Explained, OSError)) and not isinstance(error, Endless)


@contextlib.contextmanager
def _limit(seconds: int) -> Iterator[None]:
    """Bound what is done within the block in time and memory; both are bounds of the whole process."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise Endless(f"not over after {seconds} s", "take out the text that does not end")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        with memory.bounded(MEMORY):
            yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
