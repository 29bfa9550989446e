"""The door of publishing: stage a release, check it, and let `latest` point to it.

A kill at any moment leaves the last release whole: everything is written beside the releases and
moved to its place in one step. The same rows give the same bytes in every data file; a run whose
rows are those of the newest release publishes nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from flows import contract
from flows.machine import beside, disk
from flows.machine.secrets import hidden
from flows.publish import (
    archive,
    catalogue,
    changes,
    csv,
    databases,
    datasette,
    evidence,
    metadata,
    parquet,
    superset,
    wide,
    xlsx,
)
from flows.tables.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from flows.records import Run
    from flows.settings import Settings


ASIDE_ROWS = 50_000
"""Rows from which a second process pays for the workbook, which takes as long as the databases."""


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
        OSError: the output folder cannot be written, or is full; the last release stays as it was.
    """
    everywhere, licences = not settings.evidence, settings.evidence_withheld
    previous = archive.newest(output)
    if previous and not archive.is_readable(previous):
        previous = None
    with disk.writing(output), archive.staging(output) as folder:
        tables = Dataset(folder, checked=True)
        parquet.write(checked, tables)
        evidence.leave_out(checked, tables, everywhere=everywhere, licences=licences)
        wide.write(tables, folder)
        csv.write(tables, folder)
        checksums = archive.Checksums(folder)
        rows = {definition.name: tables.num_rows(definition.name) for definition in contract.tables()}
        digest = data_digest(checksums)
        if previous and archive.describe(previous)["data_sha256"] == digest:
            archive.write_index(output)
            archive.point_latest(output, previous)
            return Release(previous.name, previous, published=False, rows=rows)
        if previous:
            changes.check_schema(previous, archive.describe(previous)["schema_version"])
        version = archive.next_version(output, run.started_at.date())
        described = _describe(version, tables, rows, digest, run, previous) | _publisher(version, settings)
        with _aside(_write_workbook, folder, described, rows=sum(rows.values())):
            databases.write_duckdb(tables, folder / "zhibiao.duckdb")
            databases.write_sqlite(tables, folder / "zhibiao.sqlite")
            changes.write(previous, folder, version, clauses=not (everywhere or licences))
            _write_validation(findings, run, folder)
        described["changes"] = changes.summary(folder / changes.FILE)
        archive.write_json(folder / "release.json", described)
        metadata.write(checksums, described)
        superset.write(folder)
        datasette.write(folder)
        catalogue.write(checksums, described)
        archive.write_checksums(checksums)
        return Release(version, archive.put(folder, output, version), published=True, rows=rows)


def check(output: Path, run_started_at: dt.datetime) -> None:
    """Find out before a run whether it can publish; archive.Misplaced says why not."""
    archive.check(output, run_started_at.date())


def record_failure(output: Path, run_started_at: dt.datetime, error: Exception) -> None:
    """Note in `index.json` that a run published nothing, and why."""
    output.mkdir(parents=True, exist_ok=True)
    failure = {
        "started_at": _iso(run_started_at),
        "error": type(error).__name__,
        "message": hidden(str(error)),
    }
    archive.write_index(output, failure)


def data_digest(checksums: archive.Checksums) -> str:
    """Return a digest of all rows and of the schemas that they follow."""
    digest = hashlib.sha256()
    for definition in contract.files():
        for field in definition.fields:
            digest.update(f"{definition.name}.{field.name}: {field.type}, {field.required}\n".encode())
        digest.update(checksums[f"{definition.name}.csv"].encode())
    return digest.hexdigest()


@contextlib.contextmanager
def _aside(
    write: Callable[[Path, Mapping[str, Any]], None], folder: Path, described: Mapping[str, Any], *, rows: int
) -> Iterator[None]:
    """Write a slow format in a process of its own while the others are written, if rows are many."""
    if rows < ASIDE_ROWS:
        write(folder, described)
        yield
        return
    with beside.processes() as pool:
        job = pool.submit(write, folder, described)
        yield
        job.result()


def _write_workbook(folder: Path, described: Mapping[str, Any]) -> None:
    """Write the workbook, for a process of its own."""
    xlsx.write(Dataset(folder, checked=True), folder / "zhibiao.xlsx", described)


def _write_validation(findings: Findings, run: Run, folder: Path) -> None:
    (folder / "validation").mkdir()
    archive.write_json(folder / "validation" / "results.json", list(findings.results))
    refusals = [
        {"raw_path": item.raw_path, "record": item.record, "cause": item.cause, "remedy": item.remedy}
        for item in run.refusals
    ]
    archive.write_json(folder / "validation" / "refusals.json", refusals)


def _describe(
    version: str, tables: Dataset, rows: Mapping[str, int], digest: str, run: Run, previous: Path | None
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
        "rows": dict(rows),
        "inputs": _inputs(tables),
    }


def _publisher(version: str, settings: Settings) -> dict[str, Any]:
    """Return who publishes the release, and the address of its folder, where the settings give one."""
    base = settings.base_url.rstrip("/") if settings.base_url else None
    return {
        "publisher": settings.publisher,
        "homepage": settings.homepage,
        "contact": settings.contact,
        "address": f"{base}/releases/{version}" if base else None,
    }


def _inputs(tables: Dataset) -> list[dict[str, str]]:
    """Return each raw file with a digest of the texts that were read from it."""
    digests: dict[str, Any] = {}
    documents = tables.read("documents", ["raw_path", "document_id", "text_sha256"])
    in_order = documents.sort_by([("raw_path", "ascending"), ("document_id", "ascending")])
    for path, text in zip(in_order["raw_path"].to_pylist(), in_order["text_sha256"].to_pylist(), strict=True):
        digests.setdefault(path, hashlib.sha256()).update(text.encode())
    return [{"raw_path": path, "texts_sha256": digest.hexdigest()} for path, digest in digests.items()]


def _iso(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
