"""A Dask cluster on loopback: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.running import ROOT


@contextlib.contextmanager
def start(folder: Path, workers: int = 2) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Yield the address of a cluster and its workers; they write below `folder`, and end with the block."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{one.getsockname()[1]}"
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        "PREFECT_HOME": str(folder / "w"),
    }
    environment.pop("PREFECT_API_URL", None)

    def run(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:], "--no-dashboard"]
        with (folder / "cluster.log").open("ab") as log:
            return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)

    scheduler = run("dask_scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2])
    worker = ("dask_worker", address, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
    started = [run(*worker) for _ in range(workers)]
    try:
        yield address, started
    finally:
        for process in (*started, scheduler):
            process.kill()
            process.wait()
