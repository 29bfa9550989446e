"""A full disk is one line that names the folder and the remedy, whichever library met it."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from flows.machine import disk

FULL = "/dev/full"
PUBLISH = """
import resource, signal, sys
from pathlib import Path
from flows.machine.disk import DiskFull
from tests.publish.conftest import prepared, publish_checked, tables

ready = prepared(tables(200), Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    publish_checked(*ready)
except DiskFull as error:
    print(error)
    sys.exit(3)
"""
"""Publishes where no file may grow beyond a limit, which the system treats as a full disk."""


def system() -> None:
    with Path(FULL).open("w", buffering=1) as file:
        file.write("一行\n")


def arrow() -> None:
    with pa.OSFile(FULL, "w") as file:
        file.write(b"x" * 1_000_000)


def lite() -> None:
    raise sqlite3.OperationalError("database or disk is full")


def duck() -> None:
    raise duckdb.IOException('IO Error: Could not write all bytes to file "x"\nPossible solutions: …')


@pytest.mark.skipif(not Path(FULL).exists(), reason="there is no device that is full")
@pytest.mark.parametrize("write", [system, arrow, lite, duck])
def test_a_full_disk_is_named_with_its_remedy(write: Callable[[], None]) -> None:
    with pytest.raises(disk.DiskFull) as caught, disk.writing(Path("here")):
        write()
    message = str(caught.value)
    assert message.startswith("here cannot hold more: ")
    assert message.endswith("make room there, or name another folder")
    assert "\n" not in message


@pytest.mark.parametrize(
    "error",
    [
        PermissionError(errno.EACCES, os.strerror(errno.EACCES), "x"),
        duckdb.BinderException("no column"),
        ValueError("x"),
    ],
)
def test_other_errors_stay_what_they_are(error: Exception) -> None:
    with pytest.raises(type(error)) as caught, disk.writing(Path("here")):
        raise error
    assert caught.value is error


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="there is no limit of files")
@pytest.mark.parametrize("largest", [20_000, 60_000, 300_000, 700_000])
def test_publishing_on_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path, largest: int) -> None:
    command = [sys.executable, "-c", PUBLISH, str(tmp_path), str(largest)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode == 0:
        pytest.fail(f"every file of the release is smaller than {largest}")
    assert done.returncode == 3, done.stderr
    assert done.stdout.count("\n") == 1
    assert str(tmp_path) in done.stdout
    assert not list(tmp_path.glob(".staging-*"))
    assert not (tmp_path / "releases").exists()
