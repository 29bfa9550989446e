"""From raw files to batches: what is new is staged for extraction, what is known is counted.

A document whose records are staged already is not staged again. One that was seen before in this
run, letter for letter, is noted as another source of it; another text under an identifier that its
source gave is refused, so that an identifier stands for one text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flows.ingest import documents
from flows.records import Refusal
from flows.run import staging
from flows.run.ledger import Entry, Kept, Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView, Sequence
    from pathlib import Path

    from flows.ingest.documents import RawFile
    from flows.records import Document
    from flows.settings import Settings

    Files = Sequence[RawFile]
    """Raw files that are read together."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that wait for extraction in one folder."""

    folder: Path
    documents: int
    characters: int


class Intake:
    """What a run has read so far.

    What was published from `since` to `until` is taken for new; nothing is if both are None.
    """

    def __init__(
        self, settings: Settings, since: dt.date | None = None, until: dt.date | None = None
    ) -> None:
        self.batches: list[Batch] = []
        """What is to be extracted."""
        self.refusals: list[Refusal] = []
        self.copies: list[Document] = []
        """Documents that stand in another place as well, letter for letter; without their texts."""
        self.sources: set[str] = set()
        self.files = 0
        self.characters = 0
        self._anew = (since or dt.date.min, until or dt.date.max) if since or until else None
        self._settings = settings
        self._folder = staging.folder(settings.work)
        self._known = staging.index(self._folder)
        self._ledger = Ledger(settings)
        self._first: dict[str, tuple[str, str]] = {}
        self._originals: dict[str, str] = {}
        self._crowded = False
        """Whether the file at hand holds a document whose id depends on other files."""
        self._keys: dict[str, Path] = {}

    @property
    def documents(self) -> int:
        """Documents of this run, whether they are new or known."""
        return len(self._keys)

    @property
    def keys(self) -> KeysView[str]:
        """Keys of the documents of this run."""
        return self._keys.keys()

    @property
    def parts(self) -> dict[Path, frozenset[str]]:
        """Folders of all batches that hold documents of this run, with the keys of those."""
        parts: dict[Path, set[str]] = {}
        for key, folder in self._keys.items():
            parts.setdefault(folder, set()).add(key)
        return {folder: frozenset(keys) for folder, keys in parts.items()}

    def list(self, raw: Sequence[Path]) -> list[list[RawFile]]:
        """Return the files below `raw` in groups of about a batch; keep what is refused."""
        found = []
        for item in documents.discover(raw, self._settings):
            if isinstance(item, Refusal):
                self.refusals.append(item)
            else:
                found.append(item)
                self.sources.add(item.source.source_id)
        self.files += len(found)
        return list(_grouped(found, self._settings.batch_bytes))

    def take(self, files: Iterable[RawFile]) -> int:
        """Read some files and stage their new documents; return how many documents were read."""
        before = self.documents
        waiting: list[Document] = []
        size = 0
        for document in self._new(files):
            waiting.append(document)
            size += len(document.content.encode())
            if size >= self._settings.batch_bytes:
                self._stage(waiting)
                waiting, size = [], 0
        if waiting:
            self._stage(waiting)
        return self.documents - before

    def refuse(self, failed: Iterable[staging.Failed]) -> None:
        """Take out documents that could not be extracted, and keep why."""
        gone = set()
        for one in failed:
            if self._keys.pop(one.key, None):
                self.characters -= one.length
                self.refusals.append(one.refusal)
                gone.add(one.document_id)
        self.copies = [copy for copy in self.copies if copy.document_id not in gone]

    def close(self) -> None:
        """Keep what was read for the next run."""
        self._ledger.write()

    def _new(self, files: Iterable[RawFile]) -> Iterator[Document]:
        """Yield the new documents; count those whose records are staged already."""
        for file in files:
            key = self._ledger.key(file)
            entry = self._ledger.find(key)
            if entry and all(self._settled(*document) for document in entry.documents.items()):
                self.refusals += entry.refusals
                for identifier, kept in entry.documents.items():
                    self._note(identifier, kept, file.relative)
                    self._count(kept)
            else:
                entry, self._crowded = Entry({}, []), False
                yield from self._read(file, entry)
                if self._crowded or self._ledger.key(file) != key:
                    continue  # in the second case somebody wrote into it meanwhile
            self._ledger.add(key, entry)

    def _read(self, file: RawFile, entry: Entry) -> Iterator[Document]:
        for item in documents.read(file, self._settings):
            if isinstance(item, Refusal):
                self.refusals.append(item)
                entry.refusals.append(item)
                continue
            text = _text_hash(item)
            if documents.is_derived(item.document_id):
                item = self._told_apart(item, text)
            kept = Kept(staging.key(item), len(item.content), text, str(item.published_on or ""))
            entry.documents[item.document_id] = kept
            if first := self._first.get(item.document_id):
                self._again(item, kept, *first)
                continue
            self._note(item.document_id, kept, item.raw_path)
            if not self._count(kept):
                yield item

    def _note(self, identifier: str, kept: Kept, path: str) -> None:
        """Note where an identifier, and a text, stand for the first time."""
        self._first[identifier] = path, kept.text
        if documents.is_derived(identifier):
            self._originals.setdefault(kept.text, identifier)

    def _told_apart(self, document: Document, text: str) -> Document:
        """Return a document with the id that its text has already, else with one that is not taken."""
        if original := self._originals.get(text):
            return replace(document, document_id=original)
        number, found = 1, document
        while found.document_id in self._first:
            number += 1
            found = documents.again(document, number)
            self._crowded = True
        return found

    def _again(self, document: Document, kept: Kept, path: str, text: str) -> None:
        if kept.text == text:
            self.copies.append(replace(document, text="", segments=(), signature=""))
        else:
            self.refusals.append(_repeated(document, path))

    def _settled(self, identifier: str, kept: Kept) -> bool:
        copied = documents.is_derived(identifier) and kept.text in self._originals
        return self._is_known(kept) and identifier not in self._first and not copied

    def _is_known(self, kept: Kept) -> bool:
        if self._anew and kept.day and self._anew[0] <= dt.date.fromisoformat(kept.day) <= self._anew[1]:
            return False
        return kept.key in self._known

    def _count(self, kept: Kept) -> bool:
        """Count a document in; return whether its records are staged already."""
        self.characters += kept.length
        known = self._is_known(kept)
        if known:
            self._keys[kept.key] = self._known[kept.key]
        return known

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


def _text_hash(document: Document) -> str:
    return hashlib.blake2b(document.content.encode(), digest_size=16).hexdigest()


def _repeated(document: Document, first: str) -> Refusal:
    return Refusal(
        document.raw_path,
        f"document {document.document_id}",
        f"its identifier was taken by another text in {first}",
        "remove one of the two, or give it a document_id of its own",
    )
