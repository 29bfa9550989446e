"""Where batches are extracted: in this process, in several, or on a Dask cluster."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prefect.task_runners import TaskRunner

    from flows.settings import Settings


@contextmanager
def start(settings: Settings, characters: int) -> Iterator[TaskRunner[Any] | None]:
    """Yield a task runner that has started, or None where this process alone is quicker."""
    if settings.engine == "dask":
        with _dask(settings) as runner:
            yield runner
        return
    if settings.workers == 1 or characters < settings.process_characters:
        yield None
        return
    from prefect.task_runners import ProcessPoolTaskRunner

    with ProcessPoolTaskRunner(
        max_workers=settings.workers, initializer=_end_with, initargs=(os.getpid(),)
    ) as runner:
        yield runner


def _dask(settings: Settings) -> TaskRunner[Any]:
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise OSError(
            "the engine dask needs the packages of the extra dask; pip install 'zhibiao[dask]'"
        ) from error
    if settings.address:
        return DaskTaskRunner(address=settings.address)
    return DaskTaskRunner(cluster_kwargs={"n_workers": settings.workers, "threads_per_worker": 1})


def _end_with(parent: int) -> None:
    """End this process when its parent is gone, even when that was killed without a chance to say so."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()
