"""The door of publishing: stage a release, check it, and let `latest` point to it.

A kill at any moment leaves the last release whole: everything is written beside the releases and
moved to its place in one step. The same rows give the same bytes in every data file; a run whose
rows are those of the newest release publishes nothing. What files there are, `exporters` lists.
"""

from __future__ import annotations

import contextlib
import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows import contract
from flows.machine import beside, disk
from flows.machine.secrets import hidden
from flows.publish import archive, changes, described, exporters
from flows.publish.checksums import Checksums
from flows.publish.exporter import Stage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from flows.publish.exporter import Exporter, Findings
    from flows.records import Run
    from flows.settings import Settings
    from flows.tables.dataset import Dataset


ASIDE_ROWS = 50_000
"""Rows from which a second process pays for a slow exporter."""


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
    previous = archive.newest(output)
    if previous and not archive.is_readable(previous):
        previous = None
    with disk.writing(output), archive.staging(output) as folder:
        checksums = Checksums(folder)
        stage = Stage(checked, findings, run, settings, previous, checksums, exporters.EXPORTERS)
        for exporter in exporters.of("table"):
            exporter.write(stage)
        rows = {definition.name: stage.tables.num_rows(definition.name) for definition in contract.tables()}
        digest = described.data_digest(checksums)
        if previous and archive.describe(previous)["data_sha256"] == digest:
            archive.write_index(output)
            archive.point_latest(output, previous)
            return Release(previous.name, previous, published=False, rows=rows)
        if previous:
            changes.check_schema(previous, archive.describe(previous)["schema_version"])
        version = archive.next_version(output, run.started_at.date())
        stage = dataclasses.replace(stage, release=described.release(version, stage, rows, digest))
        with contextlib.ExitStack() as running:
            for exporter in exporters.of("dataset"):
                running.enter_context(_writing(exporter, stage))
        for exporter in (*exporters.of("description"), *exporters.of("closing")):
            exporter.write(stage)
        return Release(version, archive.put(folder, output, version), published=True, rows=rows)


def check(output: Path, run_started_at: dt.datetime) -> None:
    """Find out before a run whether it can publish; archive.Misplaced says why not."""
    archive.check(output, run_started_at.date())


def record_failure(output: Path, run_started_at: dt.datetime, error: Exception) -> None:
    """Note in `index.json` that a run published nothing, and why."""
    output.mkdir(parents=True, exist_ok=True)
    failure = {
        "started_at": described.moment(run_started_at),
        "error": type(error).__name__,
        "message": hidden(str(error)),
    }
    archive.write_index(output, failure)


@contextlib.contextmanager
def _writing(exporter: Exporter, stage: Stage) -> Iterator[None]:
    """Write a file; a slow one, where rows are many, in a process of its own while others are written."""
    if not exporter.slow or sum(stage.release["rows"].values()) < ASIDE_ROWS:
        exporter.write(stage)
        yield
        return
    with beside.processes() as pool:
        job = pool.submit(exporter.write, stage)
        yield
        job.result()
