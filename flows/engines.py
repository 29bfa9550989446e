"""Where batches are extracted: in this process, or in several."""

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
    if settings.workers == 1 or characters < settings.process_characters:
        yield None
        return
    from prefect.task_runners import ProcessPoolTaskRunner

    with ProcessPoolTaskRunner(
        max_workers=settings.workers, initializer=_end_with, initargs=(os.getpid(),)
    ) as runner:
        yield runner


def _end_with(parent: int) -> None:
    """End this process when its parent is gone, even when that was killed without a chance to say so."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()
