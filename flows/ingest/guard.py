"""Readers of formats that can hide anything, in a process of their own, bounded in time and memory.

A PDF that loops or an archive that unpacks without end then costs one Refusal and not the run. The
process is started at the first such file, reads one file after the other, and ends with its parent,
whose end closes the pipe between them.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

from flows import contract
from flows.ingest.articles import Page
from flows.ingest.files import Refused
from flows.records import Explained
from flows.settings import Settings

READERS = ("html", "pdf", "docx")
"""Formats that are read so; each is a module with a function `page`."""
_FEED = "feed"
_REPAIR = "open it and save it again, or give its text"


def read(format: str, data: bytes, settings: Settings) -> Page:
    """Return the page of a file of `format`; Refused where its reader fails, hangs or takes too much."""
    page: Page = _ask(format, data, settings)
    return page


def links(data: bytes, settings: Settings) -> tuple[str, ...]:
    """Return the addresses that a feed lists; Refused as a file is."""
    found: tuple[str, ...] = _ask(_FEED, data, settings)
    return found


def _ask(format: str, data: bytes, settings: Settings) -> Any:
    global _worker
    with _lock:
        if _worker is None or _worker.owner != os.getpid() or _worker.process.poll() is not None:
            _worker = _Worker()
        answer = _worker.ask(format, data, settings)
        if answer is None:
            _worker.stop()
            timed_out = _worker.timed_out
            _worker = None
            if timed_out:
                limit = f"{settings.max_file_seconds:g} seconds"
                raise Refused(f"took longer than {limit}", f"{_REPAIR}, or raise ZHIBIAO_MAX_FILE_SECONDS")
            raise Refused(
                f"the {format} reader broke down on it", f"{_REPAIR}, or raise ZHIBIAO_MAX_FILE_MEMORY"
            )
    if isinstance(answer, Refused):
        raise answer
    return answer


class _Worker:
    """The process, as its parent sees it."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        """A forked child has the pipes of its parent, and must not talk into them."""
        self.timed_out = False
        home = str(contract.PACKAGE.parent)
        path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flows.ingest.guard"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )

    def ask(self, format: str, data: bytes, settings: Settings) -> Any:
        """Return what the reader answers; None where it died or was stopped."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        timer = threading.Timer(settings.max_file_seconds + _STARTING_SECONDS, self._out_of_time)
        timer.daemon = True
        timer.start()
        try:
            _send(self.process.stdin, (format, data, settings.model_dump()))
            return _receive(self.process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            return None
        finally:
            timer.cancel()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _out_of_time(self) -> None:
        self.timed_out = True
        self.process.kill()


_STARTING_SECONDS = 2.0
"""What starting the process and importing its libraries may take beside the limit."""
_lock = threading.Lock()
_worker: _Worker | None = None


def _send(pipe: IO[bytes], message: object) -> None:
    data = pickle.dumps(message)
    pipe.write(len(data).to_bytes(8, "big") + data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    head = pipe.read(8)
    if len(head) < 8:
        raise EOFError
    return pickle.loads(pipe.read(int.from_bytes(head, "big")))


_Reader = Callable[[bytes, Settings], Page | tuple[str, ...]]


@functools.cache
def _readers() -> dict[str, _Reader]:
    """Return what reads each format, for the process apart: others never load what it reads with."""
    modules = {name: importlib.import_module(f"flows.ingest.{name}") for name in (*READERS, _FEED)}
    return {name: module.links if name == _FEED else module.page for name, module in modules.items()}


def _answer(format: str, data: bytes, settings: Settings) -> Page | tuple[str, ...] | Refused:
    try:
        return _readers()[format](data, settings)
    except Explained as error:
        return Refused(error.cause, error.remedy)
    except MemoryError:
        return Refused(f"the {format} reader needs more memory than it may take", _REPAIR)
    except Exception as error:
        cause = f"the {format} reader failed ({type(error).__name__}: {error!s:.120})"
        return Refused(cause, _REPAIR)


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))


def main() -> None:
    """Answer requests on standard input until it is closed."""
    # Whatever a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    _readers()  # before memory is bounded
    with contextlib.suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            request = _receive(sys.stdin.buffer)
            assert isinstance(request, tuple)
            format, data, values = request
            settings = Settings(**values)
            _limit_memory(settings.max_file_memory)
            _send(answers, _answer(format, data, settings))


if __name__ == "__main__":
    main()
