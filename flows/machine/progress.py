"""How far a run is, on a terminal and nowhere else, and how long its stages took."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def bar(label: str, documents: int, characters: int) -> Iterator[Callable[[int, int], None]]:
    """Yield a function to call with the documents and characters that were just done.

    On a terminal it draws documents done, characters a second and the time left, by characters.
    """
    if not sys.stderr.isatty():
        yield lambda documents, characters: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[done]:,} of {task.fields[all]:,} documents"),
        TextColumn("{task.fields[rate]:,.0f} characters/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        shown = progress.add_task(label, total=characters, done=0, all=documents, rate=0.0)

        def advance(documents: int, characters: int) -> None:
            task = progress.tasks[shown]
            seconds = task.elapsed or 0.0
            rate = (task.completed + characters) / seconds if seconds else 0.0
            progress.update(shown, advance=characters, done=task.fields["done"] + documents, rate=rate)

        yield advance


@contextmanager
def timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    """Note in `seconds` how long the block took."""
    started = time.monotonic()
    yield
    seconds[stage] = time.monotonic() - started
