"""Which documents earlier runs read from which files, so that a file is read once.

    <work>/read/<version>.json    one entry a file: what was read from it, or refused

An entry stands under a hash of all that reading depends on: the bytes of the file, its place and
what its source says of it, the settings; the version is that of the code that reads. Documents are
kept by their keys alone, so an entry helps only while their records are staged.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from flows import ingest, language
from flows.ingest import files
from flows.machine import state
from flows.records import Refusal
from flows.run import staging, version

if TYPE_CHECKING:
    from flows.ingest.documents import RawFile
    from flows.settings import Settings


class Kept(NamedTuple):
    """What is kept of a document."""

    key: str
    length: int
    """In code points."""
    text: str
    """Hash of title and text."""
    day: str
    """Day of publication in ISO 8601, empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one file holds."""

    documents: dict[str, Kept]
    """By document_id."""
    refusals: list[Refusal]


class Ledger:
    """The entries of earlier runs, and those that this run adds."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.work / "read"
        self._path = self._folder / f"{_version()}.json"
        self._of_run, self._settings = settings, settings.of_reading()
        self._earlier: dict[str, Any] = state.read(self._path, dict) or {}
        self._now: dict[str, Any] = {}

    def key(self, file: RawFile) -> str | None:
        """Return the key of a file's entry; None where the file cannot be read, or is too large for that."""
        if file.size > files.most_bytes(file, self._of_run):
            return None
        about = [file.relative, file.format, file.source.model_dump_json(), self._settings]
        try:
            with file.path.open("rb") as stream:
                digest = hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16))
        except OSError:
            return None
        digest.update("\0".join(about).encode())
        return digest.hexdigest()

    def find(self, key: str | None) -> Entry | None:
        """Return what an earlier run read from the file of this key."""
        found = self._earlier.get(key) if key else None
        if found is None:
            return None
        try:
            return Entry(
                {str(identifier): _kept(*kept) for identifier, *kept in found["documents"]},
                [_refusal(*values) for values in found["refusals"]],
            )
        except (KeyError, TypeError, ValueError) as error:
            state.damaged(self._path, type(error).__name__)
            return None

    def add(self, key: str | None, entry: Entry) -> None:
        """Keep what was read from the file of this key."""
        if key:
            self._now[key] = {
                "documents": [[identifier, *kept] for identifier, kept in entry.documents.items()],
                "refusals": [list(dataclasses.astuple(refusal)) for refusal in entry.refusals],
            }

    def write(self) -> None:
        """Write the entries of this run's files, and drop all others."""
        if self._folder.is_dir():
            for other in self._folder.iterdir():
                if other != self._path:
                    other.unlink(missing_ok=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        staging.put(self._path, json.dumps(self._now, ensure_ascii=False).encode())


def _kept(key: Any, length: Any, text: Any, day: Any) -> Kept:
    """Return what was kept of a document; ValueError where somebody wrote something else there."""
    if not (isinstance(key, str) and isinstance(length, int) and isinstance(text, str)):
        raise ValueError
    return Kept(key, length, text, str(day and dt.date.fromisoformat(day)))


def _refusal(*values: Any) -> Refusal:
    if not all(value is None or isinstance(value, str) for value in values):
        raise ValueError
    return Refusal(*values)


def forget(settings: Settings) -> None:
    """Drop all that earlier runs staged and noted, so that the next run starts over."""
    for name in ("read", "batches"):
        shutil.rmtree(settings.work / name, ignore_errors=True)


@functools.cache
def _version() -> str:
    return version.of(
        ("records.py", "language", "ingest"),
        (*language.CODELISTS, *ingest.CODELISTS),
        ("lxml", "pypdfium2", "python-docx"),
    )
