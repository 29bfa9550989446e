"""Where batches are extracted: in this process, in several, or on a Dask cluster."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.machine import beside
from flows.records import Explained
from flows.run import staging, version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor

    from prefect import Task
    from prefect.task_runners import TaskRunner

    from flows.run.intake import Batch
    from flows.settings import Settings

BATCHES_A_WORKER = 3
"""Batches that are handed out for each worker, so that none waits for work."""


class NotInstalled(Explained):
    """An engine whose packages are not there."""


class Engine(NamedTuple):
    """What batches are handed to."""

    runner: TaskRunner[Any]
    """Takes a task for each batch."""
    processes: Executor | None
    """Where a task has its work done; None where it does that itself, on a cluster."""


@contextmanager
def start(settings: Settings, characters: int) -> Iterator[Engine | None]:
    """Yield an engine that has started, or None where this process alone is quicker."""
    if settings.engine == "dask":
        with _dask(settings) as runner:
            yield Engine(runner, None)
        return
    if settings.workers == 1 or characters < settings.process_characters:
        yield None
        return
    from prefect.task_runners import ThreadPoolTaskRunner

    # Prefect's tasks stay in threads of this process, and wait: a process with Prefect in it starts slowly.
    threads: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=settings.workers * BATCHES_A_WORKER)
    with beside.processes(settings.workers) as pool, threads as runner:
        yield Engine(runner, pool)


def hand_out(
    waiting: Iterable[Batch], engine: Engine, settings: Settings, near: Task[..., Any], away: Task[..., Any]
) -> Iterator[Batch]:
    """Keep the workers busy without handing out all batches at once; yield each as it is done.

    `near` is the task that extracts a batch on this machine, `away` the one that does on another.
    """
    from prefect.futures import as_completed

    pending: dict[Any, Batch] = {}

    def finish() -> Batch:
        future = next(as_completed(list(pending)))
        batch = pending.pop(future)
        result = future.result()
        if engine.processes is None:
            staging.write(batch.folder, result)
        return batch

    for batch in waiting:
        if len(pending) >= settings.workers * BATCHES_A_WORKER:
            yield finish()
        parameters: dict[str, Any]
        if engine.processes is None:
            parameters = {
                "documents": staging.waiting(batch.folder),
                "code_version": version.of_extraction(),
            }
            pending[engine.runner.submit(away, parameters)] = batch
        else:
            parameters = {"folder": batch.folder, "processes": engine.processes}
            pending[engine.runner.submit(near, parameters)] = batch
    while pending:
        yield finish()


def _dask(settings: Settings) -> TaskRunner[Any]:
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise NotInstalled(
            "the engine dask needs the packages of the extra dask", "pip install 'zhibiao[dask]'"
        ) from error
    if settings.address:
        return DaskTaskRunner(address=settings.address)
    return DaskTaskRunner(cluster_kwargs={"n_workers": settings.workers, "threads_per_worker": 1})
