"""Whether a release is what it says: checksums, schemas, keys, exports, and every quote in its text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows import contract
from flows.publish import archive, csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

QUOTED = ("mentions", "metrics", "relations", "events")
"""Tables whose rows quote a document at `start` to `end`."""


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
        FileNotFoundError: the folder holds no release.
    """
    report = Report()
    if not (release / "SHA256SUMS").is_file():
        raise FileNotFoundError(
            f"{release} holds no release; name a folder with SHA256SUMS, or run `zhibiao run`"
        )
    report.problems += _checksums(release, report)
    if report.problems:
        return report
    tables = {}
    for definition in contract.tables():
        table = pq.read_table(release / f"{definition.name}.parquet")
        problem = _schema(definition, table)
        if problem:
            report.problems.append(problem)
            continue
        tables[definition.name] = table
        report.rows += table.num_rows
        if not csv.read(release / f"{definition.name}.csv", table.schema).equals(table):
            report.problems.append(f"{definition.name}.csv and {definition.name}.parquet hold different rows")
    if not report.problems:
        report.problems += _keys(tables)
        report.problems += _quotes(tables, texts or (), report)
    return report


def _checksums(release: Path, report: Report) -> Iterator[str]:
    stated = archive.read_checksums(release)
    found = {path.relative_to(release).as_posix(): path for path in archive.files(release)}
    report.files = len(found)
    for name in sorted(stated.keys() | found.keys()):
        if name not in found:
            yield f"{name} is missing; SHA256SUMS names it"
        elif name not in stated:
            yield f"{name} is not in SHA256SUMS; it was added after the release"
        elif archive.sha256(found[name]) != stated[name]:
            yield f"{name} is not what was released; its checksum differs"


def _schema(definition: contract.Table, table: pa.Table) -> str | None:
    expected = contract.arrow_schema(definition.name)
    if table.schema.equals(expected):
        return None
    return (
        f"{definition.name}.parquet does not follow schemas/tables/{definition.name}.yaml; "
        "the release was written by another version of the code"
    )


def _keys(tables: dict[str, pa.Table]) -> Iterator[str]:
    for definition in contract.tables():
        table = tables[definition.name]
        key = table.select(list(definition.primary_key))
        if key.group_by(key.column_names).aggregate([]).num_rows != table.num_rows:
            yield f"{definition.name}: the key {', '.join(definition.primary_key)} is not unique"
        for link in definition.foreign_keys:
            values = table.column(link.field).drop_null()
            known = tables[link.table].column(link.reference)
            lost = values.filter(pc.invert(pc.is_in(values, value_set=known.combine_chunks())))
            if len(lost):
                yield f"{definition.name}.{link.field}: {lost[0]} is not in {link.table}.{link.reference}"


def _quotes(tables: dict[str, pa.Table], texts: Iterable[tuple[str, str]], report: Report) -> Iterator[str]:
    documents = tables["documents"].select(["document_id", "text_sha256"]).to_pylist()
    waiting = {row["document_id"]: row["text_sha256"] for row in documents}
    quoted = {name: _by_document(name, tables[name]) for name in QUOTED}
    for document, content in texts:
        digest = waiting.pop(document, None)
        if digest is None:
            continue
        if hashlib.sha256(content.encode()).hexdigest() != digest:
            yield f"document {document}: the raw text has changed since the release"
            continue
        for name, rows in quoted.items():
            for row in rows.get(document, ()):
                report.quotes += 1
                problem = _quote(content, row)
                if problem:
                    yield f"{name} in document {document}: {problem}"
    report.documents_missing = len(waiting)


def _quote(content: str, row: Mapping[str, Any]) -> str | None:
    found = content[row["start"] : row["end"]]
    if found != row["quote"]:
        return f"{row['quote']!r} is {found!r} at {row['start']}"
    if row.get("evidence") and row["evidence"] not in content:
        return f"the evidence {row['evidence']!r} is not in the text"
    return None


def _by_document(name: str, table: pa.Table) -> dict[str, list[dict[str, Any]]]:
    columns = ["document_id", "quote", "start", "end", *(["evidence"] if name == "metrics" else [])]
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.select(columns).to_pylist():
        found.setdefault(row["document_id"], []).append(row)
    return found
