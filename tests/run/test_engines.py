"""A cluster gives the bytes that one machine gives, even when it loses a worker."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import cluster, plain
from tests.running import zhibiao

pytest.importorskip("distributed")
pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    with cluster.start(tmp_path) as started:
        yield started


def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_one_machine(
    running: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    address, workers = running
    raw = plain.write(
        tmp_path / "raw",
        {f"d{i}": f"全市生产总值增长{i}%。某市市长张某某会见来宾。" * 60 for i in range(24)},
    )
    away, here = tmp_path / "away", tmp_path / "here"

    def kill_one() -> None:
        deadline = time.monotonic() + 200
        while time.monotonic() < deadline and len(list(away.glob(".work/batches/*/*/done.json"))) < 3:
            time.sleep(0.02)
        workers[0].send_signal(signal.SIGKILL)
        lost.append(len(list(away.glob(".work/batches/*/*/done.json"))))

    lost: list[int] = []
    killer = threading.Thread(target=kill_one)
    killer.start()
    ran = zhibiao(
        "run", raw, "--output", away, "--engine", "dask", "--address", address, "--workers", "2",
        folder=tmp_path, ZHIBIAO_BATCH_BYTES="1",
    )  # fmt: skip
    killer.join()
    assert ran.status == 0, ran.err
    assert lost[0] < 24, "the worker was killed too late to matter"
    assert zhibiao("run", raw, "--output", here, folder=tmp_path).status == 0
    assert plain.data(away / "latest") == plain.data(here / "latest")


def test_a_cluster_that_is_not_there_is_named(tmp_path: Path) -> None:
    raw = plain.write(tmp_path / "raw", {"d": "全市生产总值增长5%。"})
    ran = zhibiao(
        "run", raw, "--output", tmp_path / "output", "--engine", "dask", "--address", "tcp://127.0.0.1:9",
        folder=tmp_path, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="2s",
    )  # fmt: skip
    assert ran.status == 1
    assert "127.0.0.1:9" in ran.err
