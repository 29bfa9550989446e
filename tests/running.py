"""Runs the real `zhibiao` command as a user would, cut off from the network."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent

# Python runs a module of this name at its start, in every process that inherits the path to it. What it
# hooks into is below every library that speaks by Python's sockets, whatever it makes of them.
GUARD = textwrap.dedent(
    """
    import ipaddress, os, socket, sys

    _LOG = os.environ["NETWORK_LOG"]
    _NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
    _CALLS = ("socket.connect", "socket.sendto", "socket.sendmsg")
    _HERE = (None, "", "localhost", "0.0.0.0", "::", socket.gethostname())

    def _tell(kind, what):
        with open(f"{_LOG}.{kind}", "a") as log:
            log.write(f"{what}\\n")

    def _leaves(host):
        host = host.decode() if isinstance(host, bytes) else host
        if host in _HERE:
            return False
        try:
            return not ipaddress.ip_address(host.partition("%")[0]).is_loopback
        except ValueError:
            return True

    def _watch(event, said):
        if event in _CALLS:
            host = said[1][0] if isinstance(said[1], tuple) else None
        elif event in _NAMES:
            host = said[0]
        else:
            if event == "subprocess.Popen":
                _tell("programs", said[0] if isinstance(said[0], str) else os.fsdecode(said[0]))
            return
        if _leaves(host):
            _tell("hosts", host)
            raise OSError(101, f"the test is cut off from the network: {host}")

    def _begin():
        _tell("guarded", os.getpid())

    _begin()
    os.register_at_fork(after_in_child=_begin)
    sys.addaudithook(_watch)
    """
)


@dataclass(frozen=True)
class Ran:
    """What a command printed and left."""

    status: int
    out: str
    err: str
    left_the_machine: list[str]
    """Hosts that any of its processes tried to reach, besides this machine."""
    left_running: list[str]
    """Command lines of processes that outlived it."""
    guarded: int
    """Processes that could not have reached any other host without being told of."""
    unguarded: list[str]
    """Programs that it started and that are not Python, and processes of its own without the guard."""


def interrupt(process: subprocess.Popen[Any]) -> None:
    """End a process as from the keyboard, and kill it where that does not help."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@functools.cache
def prefect_home() -> str:
    """Return a folder with Prefect's database, made once for all tests."""
    folder = tempfile.mkdtemp(prefix="zhibiao-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.cache
def prefect_api() -> str:
    """Return the address of one Prefect server for all tests that are not about servers."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    environment = os.environ | {"PREFECT_HOME": prefect_home(), "DO_NOT_TRACK": "1", "PYTHONPATH": str(ROOT)}
    # It ends with this process, as its standard input does.
    subprocess.Popen(
        [sys.executable, "-m", "flows.machine.server", str(port)],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
    )
    address = f"http://127.0.0.1:{port}/api"
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return address
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("Prefect's server did not start")


def zhibiao(
    *arguments: str | Path, folder: Path, terminal: bool = False, own_server: bool = False, **variables: str
) -> Ran:
    """Run the command with its guard below `folder`; standard error is a terminal if asked for."""
    guard = folder / "guard"
    guard.mkdir(parents=True, exist_ok=True)
    (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    log = guard / f"network-{os.urandom(4).hex()}"
    mark = f"{folder}-{os.urandom(4).hex()}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {
        "PYTHONPATH": os.pathsep.join([str(guard), str(ROOT)]),
        "NETWORK_LOG": str(log),
        "PREFECT_HOME": prefect_home(),
        **({} if own_server else {"PREFECT_API_URL": prefect_api()}),
        "ZHIBIAO_TEST_MARK": mark,
        **variables,
    }
    environment.pop("DO_NOT_TRACK", None)
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    with _seen(mark) as seen:
        status, out, err = _on_terminal(command, environment) if terminal else _piped(command, environment)
    guarded = set(map(int, _told(log, "guarded")))
    unguarded = [line for process, line in seen.items() if process not in guarded]
    unguarded += [program for program in _told(log, "programs") if program != sys.executable]
    return Ran(status, out, err, _told(log, "hosts"), _running(mark), len(guarded), unguarded)


def _told(log: Path, kind: str) -> list[str]:
    path = log.with_name(f"{log.name}.{kind}")
    return path.read_text().splitlines() if path.exists() else []


@contextlib.contextmanager
def _seen(mark: str) -> Iterator[dict[int, str]]:
    """Yield the names of all processes with the mark that were met within the block."""
    seen: dict[int, str] = {}
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            for process in psutil.process_iter():
                with contextlib.suppress(psutil.Error, OSError):
                    if process.pid not in seen and process.environ().get("ZHIBIAO_TEST_MARK") == mark:
                        seen[process.pid] = process.name()

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        watching.join()


def _piped(command: list[str], environment: dict[str, str]) -> tuple[int, str, str]:
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=280)
    return done.returncode, done.stdout, done.stderr


def _on_terminal(command: list[str], environment: dict[str, str]) -> tuple[int, str, str]:
    ours, theirs = pty.openpty()
    chunks: list[bytes] = []

    def read() -> None:
        try:
            while chunk := os.read(ours, 1 << 16):
                chunks.append(chunk)
        except OSError:
            pass  # Linux says EIO where the other end is closed

    reader = threading.Thread(target=read)
    reader.start()
    done = subprocess.run(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, text=True, timeout=280
    )
    os.close(theirs)
    reader.join(timeout=10)
    os.close(ours)
    return done.returncode, done.stdout, b"".join(chunks).decode(errors="replace")


def _running(mark: str) -> list[str]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("ZHIBIAO_TEST_MARK") == mark:
                process.wait(timeout=5)
        except psutil.TimeoutExpired:
            found.append(" ".join(process.cmdline()))
        except (psutil.Error, OSError):
            continue
    return found
