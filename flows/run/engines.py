"""Where batches are extracted: in this process, in several, or on a Dask cluster."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.machine import beside
from flows.records import Explained

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from prefect.task_runners import TaskRunner

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
