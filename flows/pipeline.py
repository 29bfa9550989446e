"""The Prefect flow: ingest, extract, resolve, validate, publish.

Tasks work on batches of documents or on folders of tables, and hand on paths and counts.
Nothing is cached or counted by Prefect: what was extracted is known by its content, in staging.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.machine import environment
from flows.machine.secrets import hidden

environment.prepare()

from prefect import flow, get_run_logger, task  # noqa: E402
from prefect.assets import materialize  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402

from flows.machine import beside, disk, lock, notify, progress, state  # noqa: E402
from flows.publish import release  # noqa: E402
from flows.records import Document, Explained, Run  # noqa: E402
from flows.run import (  # noqa: E402
    artifacts,
    batches,
    engines,
    failures,
    finished,
    ledger,
    remote,
    staging,
    version,
)
from flows.run.intake import Intake  # noqa: E402
from flows.settings import Settings  # noqa: E402
from flows.tables import dataset  # noqa: E402
from flows.validate import quarantine  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from flows.publish.release import Release
    from flows.run.intake import Batch, Files
    from flows.tables.dataset import Dataset
    from flows.validate.quarantine import Validation


# Prefect logs a traceback for every error; one that names cause and remedy needs none.
for _name in ("prefect.flow_runs", "prefect.task_runs"):
    logging.getLogger(_name).addFilter(lambda record: _without_traceback(record))


class NothingToPublish(Explained):
    """No document could be read."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did, for its last lines."""

    run: Run
    release: Release
    extracted: int
    """Documents that were extracted now, and not taken from an earlier run."""
    seconds: float
    stages: Mapping[str, float]
    """Seconds that each stage took; stages that a run did without are not in it."""
    results: Sequence[Mapping[str, Any]]
    """What validation found: one dict a table."""


@flow(name="zhibiao")
def run(
    raw: tuple[str, ...] = ("raw",),
    settings: Settings | None = None,
    full: bool = False,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Outcome:
    """Publish a release of what the raw files below `raw`, paths or addresses, say.

    `full` extracts all anew, and nothing is taken from earlier runs; `since` and `until` do so for
    what was published from the one day to the other, both included.

    Raises:
        NothingToPublish: not one document could be read.
        BrokenTable: a table is not fit to be released.
        Held: another run works on the same output, and did not end in time.
        DiskFull: there is no room for what it would write.
    """
    settings = settings or Settings()
    finished.code()
    webhook = settings.webhook.get_secret_value() if settings.webhook else None
    started_at = dt.datetime.now(dt.UTC)
    try:
        with (
            lock.hold(settings.work / "lock", settings.wait_seconds, get_run_logger().warning),
            disk.writing(settings.output),
        ):
            state.settle(settings.work)
            remote.pull(settings)
            release.check(settings.output, started_at)
            if full:
                ledger.forget(settings)
            here = [remote.fetch(place) if remote.is_remote(place) else Path(place) for place in raw]
            outcome = _run(Intake(settings, since, until), here, settings, started_at)
            remote.push(settings)
    except Exception as error:
        with contextlib.suppress(OSError):  # an output folder that cannot be written may be the error
            release.record_failure(settings.output, started_at, error)
        notify.post(
            webhook, {"event": "failure", "error": type(error).__name__, "message": hidden(str(error))}
        )
        raise
    if outcome.release.published:
        news = {"version": outcome.release.version, "rows": outcome.release.rows}
        notify.post(webhook, {"event": "release", **news})
    return outcome


@flow(name="zhibiao")
def served(full: bool = False, since: dt.date | None = None, until: dt.date | None = None) -> Outcome:
    """Do what `run` does, for whoever asks `zhibiao serve`: what is read and written is not theirs to say.

    Both come from the environment, where `serve` put them, and so stand in no database of the server.
    It ends with what serves it, which may have been killed: nobody would be left to hear how it went.
    """
    beside.watch(os.getppid())
    settings = Settings()
    return run.fn(settings.served, settings, full, since, until)


def _run(intake: Intake, raw: Sequence[Path], settings: Settings, started_at: dt.datetime) -> Outcome:
    dataset.remove(settings.work / "tables")  # a run that was killed may have left some
    seconds: dict[str, float] = {}
    with progress.timed(seconds, "ingest"):
        for files in intake.list(raw):
            ingest(intake, files)
        intake.close()
    _tell_intake(intake)
    if intake.batches:
        with progress.timed(seconds, "extract"):
            extract_all(intake.batches, settings)
        intake.refuse(one for batch in intake.batches for one in staging.failed(batch.folder))
    _tell_failures(intake, settings)
    if not intake.documents:
        raise NothingToPublish(
            f"no document was read, {len(intake.refusals)} refused; nothing was published",
            "put text files below the folders named, or name others",
        )
    done = Run(
        started_at=started_at,
        files=intake.files,
        documents=intake.documents,
        characters=intake.characters,
        refusals=tuple(intake.refusals),
        code_version=version.of_extraction(),
    )
    before = finished.fingerprint(intake.keys, intake.copies, settings)
    made = None if intake.batches else finished.recall(before, settings)
    if made is None:
        made = _make(intake, done, settings, seconds)
        finished.note(before, made, settings)
    artifacts.tell(made.results, made.release.rows, made.release.folder)
    return Outcome(
        run=done,
        release=made.release,
        extracted=sum(batch.documents for batch in intake.batches),
        seconds=(dt.datetime.now(dt.UTC) - started_at).total_seconds(),
        stages=seconds,
        results=made.results,
    )


def _make(intake: Intake, done: Run, settings: Settings, seconds: dict[str, float]) -> finished.Finished:
    """Make a release of what was taken in and extracted; add to `seconds` what each stage took."""
    pays = settings.workers > 1 and done.characters >= settings.process_characters
    with beside.caller(quarantine.prepare, pays=pays) as call:
        with progress.timed(seconds, "resolve"):
            resolve_sources = resolve.with_options(asset_deps=artifacts.sources(intake.sources))
            resolved = resolve_sources(intake.parts, intake.copies, settings)
        with progress.timed(seconds, "validate"):
            checked = validate(resolved, settings, call)
    with progress.timed(seconds, "publish"):
        published = publish(checked, done, settings)
    staging.sweep(settings.work)
    dataset.remove(settings.work / "tables")
    return finished.Finished(published, checked.results)


@task(cache_policy=NO_CACHE)
def ingest(intake: Intake, files: Files) -> int:
    """Read some raw files and stage their documents."""
    return intake.take(files)


@task(cache_policy=NO_CACHE)
def extract(folder: Path, processes: Executor | None = None) -> dict[str, int]:
    """Extract one staged batch, in one of `processes` or in this one, and return its rows by table."""
    counts: dict[str, int] = (
        beside.ask(processes, batches.extract, folder) if processes else batches.extract(folder)
    )
    return counts


@task(cache_policy=NO_CACHE)
def extract_away(documents: bytes, code_version: str) -> dict[str, bytes]:
    """Extract a batch on another machine, which gets the documents and returns the records."""
    return batches.extract_away(documents, code_version)


@materialize(*artifacts.TABLES, cache_policy=NO_CACHE)
def resolve(parts: Mapping[Path, frozenset[str]], copies: Sequence[Document], settings: Settings) -> Dataset:
    """Tie what the documents say together; `copies` are other sources of some of them."""
    from flows.resolve import tables
    from flows.tables import database

    folder = settings.work / "tables"
    with database.connect(folder / "database", settings) as opened:
        staging.attach(opened, parts)
        return tables.build(opened, folder / "resolved", map(dataclasses.asdict, copies))


@task(cache_policy=NO_CACHE)
def validate(resolved: Dataset, settings: Settings, call: Callable[..., Validation]) -> Validation:
    """Take out the rows that fail; stop at a broken table; `call` knows in which process."""
    return call(quarantine.validate, resolved, settings)


@materialize(artifacts.RELEASE, asset_deps=list(artifacts.TABLES), cache_policy=NO_CACHE)
def publish(checked: Validation, done: Run, settings: Settings) -> Release:
    """Write the release and make it the latest."""
    return release.publish(checked.dataset, checked, done, settings.output, settings)


def extract_all(waiting: Sequence[Batch], settings: Settings) -> None:
    """Extract the batches: in this process when they are few, else in several or on a cluster."""
    documents = sum(batch.documents for batch in waiting)
    characters = sum(batch.characters for batch in waiting)
    with (
        progress.bar("extract", documents, characters) as draw,
        artifacts.progress(characters) as tell,
        engines.start(settings, characters) as engine,
    ):
        done = (
            engines.hand_out(waiting, engine, settings, extract, extract_away) if engine else _each(waiting)
        )
        for batch in done:
            draw(batch.documents, batch.characters)
            tell(batch.characters)


def _each(waiting: Iterable[Batch]) -> Iterator[Batch]:
    for batch in waiting:
        extract(batch.folder)
        yield batch


def _without_traceback(record: logging.LogRecord) -> bool:
    if record.exc_info and isinstance(record.exc_info[1], Explained):
        record.exc_info = record.exc_text = None
    return True


def _tell_failures(intake: Intake, settings: Settings) -> None:
    for refusal in failures.write(settings.work, intake.refusals):
        get_run_logger().error("refused %s", refusal)


def _tell_intake(intake: Intake) -> None:
    logger = get_run_logger()
    for refusal in intake.refusals:
        logger.warning("refused %s", refusal)
    logger.info(
        "%d files, %d documents, %d characters; %d refused; to extract: %d documents, batches: %d",
        intake.files,
        intake.documents,
        intake.characters,
        len(intake.refusals),
        sum(batch.documents for batch in intake.batches),
        len(intake.batches),
    )
