"""The door of publishing: stage a release, check it, and let `latest` point to it.

A kill at any moment leaves the last release whole: everything is written beside the releases and
moved to its place in one step. The same rows give the same bytes in every data file; a run whose
rows are those of the newest release publishes nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa

from flows import contract
from flows.publish import (
    archive,
    catalogue,
    changes,
    csv,
    databases,
    evidence,
    metadata,
    parquet,
    superset,
    xlsx,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from flows.dataset import Dataset
    from flows.records import Run
    from flows.settings import Settings


ASIDE_ROWS = 50_000
"""Rows from which a second process pays for the workbook, which takes longer than all else."""


class Findings(Protocol):
    """What validation found: a dict a table with its rows, rejects and expectations."""

    @property
    def results(self) -> Sequence[Mapping[str, Any]]:
        """Return one dict a table."""
        ...


@dataclass(frozen=True, slots=True)
class Release:
    """A release, and whether this run published it."""

    version: str
    folder: Path
    published: bool
    """False where the rows are those of the newest release, so that nothing was written."""
    rows: dict[str, int]


def publish(checked: Dataset, findings: Findings, run: Run, output: Path, settings: Settings) -> Release:
    """Write a release of the tables and make it the latest; return the newest one if nothing is new.

    Raises:
        SchemaBreak: readers of the newest release could not read this one.
        OSError: the output folder cannot be written; the last release stays as it was.
    """
    tables = {definition.name: checked.read(definition.name) for definition in contract.tables()}
    everywhere, licences = not settings.evidence, settings.evidence_withheld
    tables = evidence.leave_out(tables, everywhere=everywhere, licences=licences)
    rows = {name: table.num_rows for name, table in tables.items()}
    previous = archive.newest(output)
    with archive.staging(output) as folder:
        csv.write(tables, folder)
        digest = data_digest(folder)
        if previous and archive.describe(previous)["data_sha256"] == digest:
            archive.write_index(output)
            archive.point_latest(output, previous)
            return Release(previous.name, previous, published=False, rows=rows)
        if previous:
            changes.check_schema(previous, archive.describe(previous)["schema_version"])
        version = archive.next_version(output, run.started_at.date())
        parquet.write(tables, folder)
        with _aside(xlsx.write_beside, folder, rows=sum(rows.values())):
            databases.write(tables, folder)
            _write_changes(previous, folder, version, clauses=not (everywhere or licences))
            _write_validation(findings, run, folder)
        described = _describe(version, tables, digest, run, previous)
        archive.write_json(folder / "release.json", described)
        metadata.write(folder, described)
        superset.write(folder)
        catalogue.write(folder, described)
        archive.write_checksums(folder)
        return Release(version, archive.put(folder, output, version), published=True, rows=rows)


def record_failure(output: Path, run_started_at: dt.datetime, error: Exception) -> None:
    """Note in `index.json` that a run published nothing, and why."""
    output.mkdir(parents=True, exist_ok=True)
    failure = {"started_at": _iso(run_started_at), "error": type(error).__name__, "message": str(error)}
    archive.write_index(output, failure)


def data_digest(folder: Path) -> str:
    """Return a digest of all rows and of the schemas that they follow."""
    digest = hashlib.sha256()
    for definition in contract.tables():
        for field in definition.fields:
            digest.update(f"{definition.name}.{field.name}: {field.type}, {field.required}\n".encode())
        digest.update(archive.sha256(folder / f"{definition.name}.csv").encode())
    return digest.hexdigest()


@contextlib.contextmanager
def _aside(write: Callable[[Path], None], folder: Path, *, rows: int) -> Iterator[None]:
    """Write a slow format in a process of its own while the others are written, if rows are many."""
    if rows < ASIDE_ROWS:
        write(folder)
        yield
        return
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        job = pool.submit(write, folder)
        yield
        job.result()


def _write_changes(previous: Path | None, folder: Path, version: str, *, clauses: bool) -> None:
    found = changes.compare(previous, folder)
    if not clauses:
        found = changes.without_evidence(found)
    changes.write(found, previous, folder, version)


def _write_validation(findings: Findings, run: Run, folder: Path) -> None:
    (folder / "validation").mkdir()
    archive.write_json(folder / "validation" / "results.json", list(findings.results))
    refusals = [
        {"raw_path": item.raw_path, "record": item.record, "cause": item.cause, "remedy": item.remedy}
        for item in run.refusals
    ]
    archive.write_json(folder / "validation" / "refusals.json", refusals)


def _describe(
    version: str, tables: Mapping[str, pa.Table], digest: str, run: Run, previous: Path | None
) -> dict[str, Any]:
    return {
        "version": version,
        "created_at": _iso(run.started_at),
        "code_version": run.code_version,
        "schema_version": contract.dataset()["schema_version"],
        "previous": previous.name if previous else None,
        "data_sha256": digest,
        "files": run.files,
        "documents": run.documents,
        "characters": run.characters,
        "refused": len(run.refusals),
        "rows": {name: table.num_rows for name, table in tables.items()},
        "inputs": _inputs(tables["documents"]),
    }


def _inputs(documents: pa.Table) -> list[dict[str, str]]:
    """Return each raw file with a digest of the texts that were read from it."""
    digests: dict[str, Any] = {}
    columns = documents.select(["raw_path", "document_id", "text_sha256"]).to_pylist()
    for row in sorted(columns, key=lambda row: (row["raw_path"], row["document_id"])):
        digests.setdefault(row["raw_path"], hashlib.sha256()).update(row["text_sha256"].encode())
    return [{"raw_path": path, "texts_sha256": digest.hexdigest()} for path, digest in digests.items()]


def _iso(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
