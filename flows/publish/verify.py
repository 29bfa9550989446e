"""Whether a release is what it says: checksums, schemas, keys, exports, and every quote in its text."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from flows import contract
from flows.publish import archive, checksums, csv, sql
from flows.tables.database import parquet
from flows.tables.dataset import ROW_GROUP_ROWS, Dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from duckdb import DuckDBPyConnection

QUOTED = ("mentions", "metrics", "relations", "events")
"""Tables whose rows quote a document at `start` to `end`."""


CHARACTERS = 10_000_000
"""Characters of text that are in memory at a time while quotes are compared with them."""


@dataclass(slots=True)
class Report:
    """What was checked, and what is wrong."""

    problems: list[str] = field(default_factory=list)
    files: int = 0
    rows: int = 0
    quotes: int = 0
    """Quotes that were compared with their text."""
    documents_missing: int = 0
    """Documents of the release whose raw text was not there to be compared."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(release: Path, texts: Iterable[tuple[str, str]] | None = None) -> Report:
    """Check a release; `texts` gives (document_id, title and text) of what can be read again.

    Without `texts` the quotes are not compared, and `documents_missing` counts all documents.

    Raises:
        NoRelease: the folder holds no release.
    """
    report = Report()
    if not (release / checksums.FILE).is_file():
        raise archive.NoRelease(
            f"{release} holds no release", "name a folder with SHA256SUMS, or run `zhibiao run`"
        )
    release = release.resolve()  # `latest` may come to point to another one meanwhile
    report.problems += _checksums(release, report)
    if report.problems:
        return report
    tables = Dataset(release, checked=True)
    for definition in contract.files():
        report.problems += _table(definition, tables, report)
    if not report.problems:
        with sql.connect(Path(tempfile.gettempdir())) as database:
            for definition in contract.tables():
                source = parquet(tables.path(definition.name))
                database.execute(f"CREATE VIEW {sql.name(definition.name)} AS FROM {source}")
            report.problems += _keys(database)
            if not report.problems:
                report.problems += _wide(tables, database)
            report.problems += _quotes(database, texts or (), report)
    return report


def _checksums(release: Path, report: Report) -> Iterator[str]:
    stated = checksums.read(release)
    found = {path.relative_to(release).as_posix(): path for path in checksums.files(release)}
    report.files = len(found)
    for name in sorted(stated.keys() | found.keys()):
        if name not in found:
            yield f"{name} is missing; SHA256SUMS names it"
        elif name not in stated:
            yield f"{name} is not in SHA256SUMS; it was added after the release"
        elif checksums.sha256(found[name]) != stated[name]:
            yield f"{name} is not what was released; its checksum differs"


def _table(definition: contract.Table, tables: Dataset, report: Report) -> Iterator[str]:
    """Yield what is wrong with a table's schema, or with its CSV file."""
    name = definition.name
    schema = tables.schema(name)
    if not schema.equals(contract.arrow_schema(name)):
        yield (
            f"{name}.parquet does not follow schemas/{'wide' if definition.view else 'tables'}/{name}.yaml; "
            "the release was written by another version of the code"
        )
        return
    if not definition.view:
        report.rows += tables.num_rows(name)
    numbers = [field.name for field in definition.fields if field.type == "number"]
    for column in _not_finite(tables.pieces(name), numbers):
        yield f"{name}.{column} holds what is no number (inf or nan)"
    try:
        same = _same(tables.pieces(name), csv.pieces(tables.folder / f"{name}.csv", schema))
    except ValueError:  # a cell that is no value of its column, or a column that is not there
        same = False
    if not same:
        yield f"{name}.csv and {name}.parquet hold different rows"


def _not_finite(pieces: Iterable[pa.RecordBatch], columns: list[str]) -> list[str]:
    """Return those of `columns` that hold inf or nan anywhere."""
    found = set()
    for piece in pieces if columns else ():
        for column in columns:
            if not pc.all(pc.is_finite(piece.column(column)).fill_null(True), min_count=0).as_py():
                found.add(column)
    return sorted(found)


def _same(some: Iterator[pa.RecordBatch], others: Iterator[pa.RecordBatch]) -> bool:
    """Return whether two tables hold the same rows, whatever pieces they come in."""
    one = other = None
    while True:
        one = one or next(filter(len, some), None)
        other = other or next(filter(len, others), None)
        if not one or not other:
            return not one and not other
        rows = min(len(one), len(other))
        if not one.slice(0, rows).equals(other.slice(0, rows)):
            return False
        one, other = one.slice(rows), other.slice(rows)


def _keys(database: DuckDBPyConnection) -> Iterator[str]:
    for definition in contract.tables():
        table = sql.name(definition.name)
        key = ", ".join(map(sql.name, definition.primary_key))
        repeated = f"SELECT {key} FROM {table} GROUP BY ALL HAVING count(*) > 1 LIMIT 1"
        if database.execute(repeated).fetchall():
            yield f"{definition.name}: the key {', '.join(definition.primary_key)} is not unique"
        for link in definition.foreign_keys:
            field, reference = sql.name(link.field), sql.name(link.reference)
            [(lost,)] = database.execute(
                f"SELECT min({field}) FROM {table} AS here "
                f"ANTI JOIN {sql.name(link.table)} AS there ON here.{field} = there.{reference}"
            ).fetchall()
            if lost is not None:
                yield f"{definition.name}.{link.field}: {lost} is not in {link.table}.{link.reference}"


def _wide(tables: Dataset, database: DuckDBPyConnection) -> Iterator[str]:
    """Yield each wide table whose rows are not those of its view."""
    for definition in contract.wide_tables():
        columns = ", ".join(map(sql.name, definition.columns))
        view = f"SELECT {columns} FROM ({sql.views()[definition.view or '']})"
        file = f"SELECT {columns} FROM {parquet(tables.path(definition.name))}"
        [(differ,)] = database.execute(
            f"SELECT count(*) FROM (({view} EXCEPT ALL {file}) UNION ALL ({file} EXCEPT ALL {view}))"
        ).fetchall()
        if differ:
            yield f"{definition.name}.parquet does not hold the rows of {definition.view}"


def _quotes(database: DuckDBPyConnection, texts: Iterable[tuple[str, str]], report: Report) -> Iterator[str]:
    """Compare quotes with the texts, of which some are in memory at a time."""
    waiting: dict[str, list[str]] = {}
    for document, digest in database.execute("SELECT document_id, text_sha256 FROM documents").fetchall():
        waiting.setdefault(digest, []).append(document)
    some: dict[str, str] = {}
    read: set[str] = set()
    held = 0
    for document, content in texts:
        read.add(document)
        # By its text, since the one of two that have one place bears another identifier in the release.
        for known in waiting.pop(hashlib.sha256(content.encode()).hexdigest(), ()):
            some[known] = content
            held += len(content)
        if held >= CHARACTERS:
            yield from _quotes_in(some, database, report)
            some, held = {}, 0
    yield from _quotes_in(some, database, report)
    missing = {document for documents in waiting.values() for document in documents}
    for document in sorted(missing & read):
        yield f"document {document}: the raw text has changed since the release"
    report.documents_missing = len(missing - read)


def _quotes_in(texts: Mapping[str, str], database: DuckDBPyConnection, report: Report) -> Iterator[str]:
    database.register("texts", pa.table({"document_id": pa.array(list(texts), pa.string())}))
    for name in QUOTED:
        evidence = "evidence" if name == "metrics" else "NULL AS evidence"
        columns = f'document_id, quote, "start", "end", {evidence}'
        found = database.sql(f"SELECT {columns} FROM {name} SEMI JOIN texts USING (document_id)")
        for piece in found.to_arrow_reader(ROW_GROUP_ROWS):
            for row in piece.to_pylist():
                report.quotes += 1
                problem = _quote(texts[row["document_id"]], row)
                if problem:
                    yield f"{name} in document {row['document_id']}: {problem}"
    database.unregister("texts")


def _quote(content: str, row: Mapping[str, Any]) -> str | None:
    found = content[row["start"] : row["end"]]
    if found != row["quote"]:
        return f"{row['quote']!r} is {found!r} at {row['start']}"
    if row["evidence"] and row["evidence"] not in content:
        return f"the evidence {row['evidence']!r} is not in the text"
    return None
