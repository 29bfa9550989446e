"""A scheduled run that is killed, and whoever serves it: the schedule goes on, and the next run publishes.

It takes minutes, so only `make faults` runs it.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from flows.publish import verify
from tests import plain
from tests.commands.test_schedule import Server

pytestmark = [pytest.mark.timeout(900), pytest.mark.faults]

TEXTS = {f"d{i}": f"全市生产总值增长{i}%，其中工业增长{i}.5%。" * 40 for i in range(300)}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    one = Server(tmp_path, cron="0 0 1 1 *")
    plain.write(one.raw, TEXTS, "more.jsonl")
    yield one
    one.stop()


def ask(server: Server) -> None:
    """Ask for a run, as the schedule would."""
    [one] = server.until(lambda: server.ask("deployments/filter"))
    server.ask(f"deployments/{one['id']}/create_flow_run", state={"type": "SCHEDULED"})


def at_work(server: Server) -> int | None:
    """Return the process of the run that works on the output."""
    try:
        process = int(json.loads((server.home / "output" / ".work" / "lock").read_text())["pid"])
    except (OSError, ValueError):
        return None
    return process if psutil.pid_exists(process) else None


def latest(server: Server) -> Path:
    return server.home / "output" / "latest"


def test_a_scheduled_run_that_is_killed_is_followed_by_one_that_publishes(server: Server) -> None:
    ask(server)
    os.kill(server.until(lambda: at_work(server)), signal.SIGKILL)
    server.until(lambda: server.runs("CRASHED"), 60)
    ask(server)
    server.until(lambda: server.runs() and latest(server).exists())
    assert verify.verify(latest(server)).problems == []


def test_where_all_that_serves_is_killed_serving_anew_goes_on(server: Server) -> None:
    ask(server)
    run = server.until(lambda: at_work(server))
    server.process.kill()
    server.process.wait()
    deadline = time.monotonic() + 20
    while psutil.pid_exists(run) and psutil.Process(run).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline, "the run stays behind"
        time.sleep(0.5)
    server.start()
    ask(server)
    server.until(lambda: server.runs() and latest(server).exists(), 600)
    assert verify.verify(latest(server)).problems == []
