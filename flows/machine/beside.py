"""Processes beside this one, for work that would hold it up or fill its memory.

They end with this one, even when that is killed: nobody else may write what they have in hand.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any

from flows.records import Explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor


class Killed(Explained):
    """A process that had work of ours in hand is gone."""


@contextlib.contextmanager
def processes(count: int = 1) -> Iterator[ProcessPoolExecutor]:
    """Yield processes that wait for work."""
    with ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), end_with, (os.getpid(),)) as pool:
        with _interrupts_held_back():
            for _ in range(count):
                pool.submit(int)  # each starts one process
        yield pool


@contextlib.contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let an interrupt from the keyboard wait: processes that start meanwhile get it when they are ready."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # What keeps the books of such processes lets interrupts in again when it starts: it has to run before.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def caller(prepare: Callable[[], None], *, pays: bool) -> Iterator[Callable[..., Any]]:
    """Yield what calls a function with its arguments: in this process, or in another one if that pays.

    The other one gets ready by `prepare` at once, while this one does what comes before the call.
    """
    if not pays:
        yield lambda function, *arguments: function(*arguments)
        return
    with processes() as started:
        started.submit(prepare)
        yield lambda function, *arguments: ask(started, function, *arguments)


def ask(pool: Executor, function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a function gives in one of the processes.

    Raises:
        Killed: the process is gone; the kernel kills one where memory is short.
    """
    try:
        return pool.submit(function, *arguments).result()
    except BrokenExecutor as error:
        raise Killed(
            "a process of this run was interrupted, or killed, as happens where memory is short",
            "run again, which goes on from what is done, if need be with fewer --workers",
        ) from error


def end_with(parent: int) -> None:
    """End this process when its parent is gone, even when that was killed without a chance to say so.

    It ends without a word, too, when someone interrupts both from the keyboard: the parent has the word.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    watch(parent)


def watch(parent: int) -> None:
    """End this process when its parent is gone."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=look, name="end-with-parent", daemon=True).start()
