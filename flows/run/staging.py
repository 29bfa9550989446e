"""What a run keeps between its stages: batches of documents and what was extracted from them.

    <work>/batches/<version>/<key>/documents.jsonl    the texts, from ingest to extract; then gone
    <work>/batches/<version>/<key>/<table>.parquet    the records, one file for each of TABLES
    <work>/batches/<version>/<key>/done.json          written last; without it nothing counts

A batch is content-addressed: its key depends on its documents alone, and the folder above it is
named after the version of the code that extracts. So whatever stands under a key is what any run
would put there, and a run that was killed goes on from the batches that are done.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.machine import state, unforeseen
from flows.records import Document, Refusal, Segment
from flows.run import columns, version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.records import Extraction
    from flows.tables.database import Database

TABLES = ("documents", "mentions", "metrics", "relations", "events", "actors")
FAILED = "failed"
"""What stands beside the tables of a batch where documents of it could not be extracted."""


def folder(work: Path) -> Path:
    """Return the folder of the batches that this version of the code extracts."""
    return work / "batches" / version.of_extraction()


def key(document: Document) -> str:
    """Return what tells a document from all others: a hash of all its fields."""
    return hashlib.blake2b(_to_line(document).encode(), digest_size=16).hexdigest()


def stage(batches: Path, documents: Sequence[Document]) -> Path:
    """Write the documents of a batch for extraction, and return the batch's folder."""
    digest = hashlib.blake2b("".join(map(key, documents)).encode(), digest_size=16)
    folder = batches / digest.hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{_to_line(document)}\n" for document in documents)
    put(folder / "documents.jsonl", lines.encode())
    return folder


def waiting(folder: Path) -> bytes:
    """Return the documents of a batch as `stage` wrote them."""
    return (folder / "documents.jsonl").read_bytes()


def decode(documents: bytes) -> list[Document]:
    """Return the documents that `waiting` gave."""
    return [_from_line(line) for line in documents.decode().split("\n") if line]


def staged(folder: Path) -> list[Document]:
    """Return the documents that `stage` wrote."""
    return decode(waiting(folder))


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that could not be extracted."""

    key: str
    document_id: str
    length: int
    """In code points."""
    refusal: Refusal

    @classmethod
    def of(cls, document: Document, error: Exception) -> Failed:
        """Return what is kept of a document that `error` cost."""
        cause, way = unforeseen.line(error), unforeseen.whole(error)
        record = f"document {document.document_id}"
        refusal = Refusal(document.raw_path, record, cause, unforeseen.REMEDY, way)
        return cls(key(document), document.document_id, len(document.content), refusal)


def failed(folder: Path) -> list[Failed]:
    """Return the documents of a batch that could not be extracted."""
    path = folder / f"{FAILED}.json"
    found = json.loads(path.read_bytes()) if path.is_file() else []
    return [Failed(**values | {"refusal": Refusal(**values["refusal"])}) for values in found]


def encode(
    documents: Sequence[Document], extraction: Extraction, failed: Sequence[Failed] = ()
) -> dict[str, bytes]:
    """Return the records of a batch as Parquet, by table; the same records give the same bytes.

    Under FAILED stand the documents that could not be extracted, if there are any.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    keys = {document.document_id: key(document) for document in documents}
    found = columns.of(documents, extraction, keys)
    files = {}
    for name, schema in columns.schemas().items():
        sink = pa.BufferOutputStream()
        pq.write_table(pa.table(found[name], schema=schema), sink, compression="zstd")
        files[name] = sink.getvalue().to_pybytes()
    if failed:
        files[FAILED] = json.dumps([dataclasses.asdict(one) for one in failed]).encode()
    return files


def write(folder: Path, files: Mapping[str, bytes]) -> dict[str, int]:
    """Write what `encode` gave, then the mark; return the number of rows of each table."""
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        put(folder / (f"{name}.json" if name == FAILED else f"{name}.parquet"), content)
    if FAILED not in files:
        (folder / f"{FAILED}.json").unlink(missing_ok=True)  # of a run before, whose error is mended
    counts = {name: pq.read_metadata(folder / f"{name}.parquet").num_rows for name in TABLES}
    written = {name: _digest(content) for name, content in files.items()}
    put(folder / "done.json", json.dumps(written).encode())
    (folder / "documents.jsonl").unlink(missing_ok=True)
    return counts


def index(batches: Path) -> dict[str, Path]:
    """Return the folder that holds the records of each document key; drop batches left half-way."""
    found: dict[str, Path] = {}
    for folder in sorted(batches.iterdir()) if batches.is_dir() else []:
        if folder.name.startswith("."):
            shutil.rmtree(folder, ignore_errors=True)
            continue
        if not _is_whole(folder):
            discard(folder)
            continue
        found.update(dict.fromkeys(_keys(folder), folder))
    return found


def _is_whole(folder: Path) -> bool:
    """Return whether a batch is done, and its tables are the ones that were written, to the byte.

    What stands at the end of a table tells how it is made up, and nothing of what was changed in its midst.
    """
    written = state.read(folder / "done.json", dict)
    if written is None:
        return False
    for name in columns.schemas():
        path = folder / f"{name}.parquet"
        try:
            same = _digest(path.read_bytes()) == written.get(name)
        except OSError:
            same = False
        if not same:
            state.damaged(path, "it is not what was written")
            return False
    return True


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def discard(folder: Path) -> None:
    """Remove a folder so that a process that still writes into it can leave nothing half-way there."""
    gone = folder.with_name(f".gone-{folder.name}-{os.getpid()}")
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def sweep(work: Path) -> None:
    """Drop the batches that other versions of the code extracted."""
    current = folder(work)
    for other in current.parent.iterdir() if current.parent.is_dir() else []:
        if other != current:
            discard(other)


def attach(database: Database, parts: Mapping[Path, frozenset[str] | None]) -> None:
    """Make the records of some batches readable in `database`: of each the documents with these keys, or all.

    They are the views `staged.documents`, `staged.mentions` and so on, with the columns of `columns.schemas`.
    `ordinal` numbers the rows of each in an order that depends on the documents alone, whatever batches
    they were extracted in, so that what follows is the same after a full run and after many small ones.
    """
    import pyarrow as pa

    from flows.tables.database import parquet, text

    database.execute("CREATE SCHEMA staged")
    fields = [("ordinal", pa.int64()), ("document_key", pa.string()), ("folder", pa.string())]
    wanted = sorted(
        (key, folder) for folder, keys in parts.items() for key in (_keys(folder) if keys is None else keys)
    )
    rows = (
        {"ordinal": ordinal << 32, "document_key": key, "folder": str(folder)}
        for ordinal, (key, folder) in enumerate(wanted)
    )
    database.create("staged.wanted", pa.schema(fields), rows)
    for name, schema in columns.schemas().items():
        if parts:
            files = (folder / f"{name}.parquet" for folder in sorted(parts))
            source = parquet(*files, filename=True, file_row_number=True)
        else:
            database.create(f"staged.no_{name}", schema)
            source = f"(SELECT *, '' AS filename, 0 AS file_row_number FROM staged.no_{name})"
        database.execute(
            f"CREATE VIEW staged.{name} AS "
            "SELECT * EXCLUDE (ordinal, file_row_number, filename, folder), "
            "ordinal + file_row_number AS ordinal "
            f"FROM {source} AS record JOIN staged.wanted AS wanted USING (document_key) "
            f"WHERE filename = folder || {text(os.sep + name + '.parquet')}"
        )


def _keys(folder: Path) -> list[str]:
    import pyarrow.parquet as pq

    column = pq.read_table(folder / "documents.parquet", columns=["document_key"]).column(0)
    return list(column.to_pylist())


def _to_line(document: Document) -> str:
    values = {name: getattr(document, name) for name in Document.__dataclass_fields__}
    values["published_on"] = document.published_on.isoformat() if document.published_on else None
    values["segments"] = [dataclasses.asdict(segment) for segment in document.segments]
    return json.dumps(values, ensure_ascii=False)


def _from_line(line: str) -> Document:
    values = json.loads(line)
    if values["published_on"]:
        values["published_on"] = dt.date.fromisoformat(values["published_on"])
    values["authors"] = tuple(values["authors"])
    values["segments"] = tuple(Segment(**segment) for segment in values["segments"])
    return Document(**values)


def put(path: Path, content: Any) -> None:
    """Write a file so that a kill at any moment leaves the whole file or none."""
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
