"""From raw files to batches: what is new is staged for extraction, what is known is counted.

A document whose records are staged already is not staged again; a document whose identifier was
seen before in this run is refused, so that an identifier stands for one text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows import staging
from flows.ingest import documents
from flows.records import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from flows.ingest.documents import RawFile
    from flows.records import Document
    from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that wait for extraction in one folder."""

    folder: Path
    documents: int
    characters: int


class Intake:
    """What a run has read so far."""

    def __init__(self, settings: Settings) -> None:
        self.batches: list[Batch] = []
        """What is to be extracted."""
        self.refusals: list[Refusal] = []
        self.files = 0
        self.characters = 0
        self._settings = settings
        self._folder = settings.work / "batches" / staging.code_version()
        self._known = staging.index(self._folder)
        self._paths: dict[str, str] = {}
        self._keys: dict[str, Path] = {}

    @property
    def documents(self) -> int:
        """Documents of this run, whether they are new or known."""
        return len(self._keys)

    @property
    def folders(self) -> list[Path]:
        """Folders of all batches that hold documents of this run."""
        return sorted(set(self._keys.values()))

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the documents of this run."""
        return frozenset(self._keys)

    def list(self, raw: Sequence[Path]) -> list[list[RawFile]]:
        """Return the files below `raw` in groups of about a batch; keep what is refused."""
        found = []
        for item in documents.discover(raw, self._settings):
            if isinstance(item, Refusal):
                self.refusals.append(item)
            else:
                found.append(item)
        self.files += len(found)
        return list(_grouped(found, self._settings.batch_bytes))

    def take(self, files: Iterable[RawFile]) -> int:
        """Read some files and stage their new documents; return how many documents were read."""
        before = self.documents
        waiting: list[Document] = []
        size = 0
        for document in self._accepted(files):
            waiting.append(document)
            size += len(document.content.encode())
            if size >= self._settings.batch_bytes:
                self._stage(waiting)
                waiting, size = [], 0
        if waiting:
            self._stage(waiting)
        return self.documents - before

    def _accepted(self, files: Iterable[RawFile]) -> Iterator[Document]:
        """Yield the new documents; count the known ones and refuse the repeated ones."""
        for file in files:
            for item in documents.read(file, self._settings):
                if isinstance(item, Refusal):
                    self.refusals.append(item)
                    continue
                if item.document_id in self._paths:
                    self.refusals.append(_repeated(item, self._paths[item.document_id]))
                    continue
                self._paths[item.document_id] = item.raw_path
                self.characters += len(item.content)
                key = staging.key(item)
                if key in self._known:
                    self._keys[key] = self._known[key]
                else:
                    yield item

    def _stage(self, waiting: Sequence[Document]) -> None:
        folder = staging.stage(self._folder, waiting)
        self._keys.update((staging.key(document), folder) for document in waiting)
        characters = sum(len(document.content) for document in waiting)
        self.batches.append(Batch(folder, len(waiting), characters))


def _grouped(files: Iterable[RawFile], size: int) -> Iterator[list[RawFile]]:
    group: list[RawFile] = []
    total = 0
    for file in files:
        group.append(file)
        total += file.size
        if total >= size:
            yield group
            group, total = [], 0
    if group:
        yield group


def _repeated(document: Document, first: str) -> Refusal:
    return Refusal(
        document.raw_path,
        f"document {document.document_id}",
        f"its identifier was taken by {first}",
        "remove one of the two, or give it a document_id of its own",
    )
