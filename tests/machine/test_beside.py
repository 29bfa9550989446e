"""Work beside this process gives what it gives in it, and no process outlives the one that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from flows.machine import beside
from flows.machine.disk import DiskFull
from flows.validate.quarantine import BrokenTable

PARENT = """
import os, time
from flows.machine import beside

if __name__ == "__main__":
    with beside.processes() as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        pool.submit(time.sleep, 60)
        time.sleep(60)
"""


AT_ONCE = """
import os, signal, time
from flows.machine import beside

if __name__ == "__main__":
    try:
        with beside.processes(2) as pool:
            pool.submit(int)
            time.sleep(0.03)  # they are importing now
            os.killpg(0, signal.SIGINT)
            time.sleep(30)
    except KeyboardInterrupt:
        print("ended", flush=True)
"""


def ready() -> None: ...


def broken() -> None:
    raise BrokenTable("table metrics, column unit: the column is missing", "let both agree")


def full() -> None:
    raise DiskFull("here cannot hold more", "make room there")


@pytest.fixture(scope="module")
def call():  # type: ignore[no-untyped-def]
    with beside.caller(ready, pays=True) as call:
        yield call


def test_work_runs_beside_where_it_pays_and_else_here(call) -> None:  # type: ignore[no-untyped-def]
    assert call(os.getpid) != os.getpid()
    assert call(max, 1, 2) == 2
    with beside.caller(broken, pays=False) as here:
        assert here(os.getpid) == os.getpid()


def test_an_error_comes_back_as_what_it_was(call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(
        BrokenTable, match="table metrics, column unit: the column is missing; let both agree"
    ):
        call(broken)
    with pytest.raises(DiskFull, match=r"^here cannot hold more; make room there$"):
        call(full)


def test_a_process_that_was_killed_is_an_error_that_says_what_to_do() -> None:
    with beside.processes() as pool, pytest.raises(beside.Killed, match=r"killed.*run again"):
        beside.ask(pool, os._exit, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
def test_an_interrupt_from_the_keyboard_is_told_by_the_parent_alone(tmp_path) -> None:  # type: ignore[no-untyped-def]
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    assert parent.stdout
    parent.stdout.readline()
    os.killpg(parent.pid, signal.SIGINT)
    _, said = parent.communicate(timeout=30)
    assert said.count("KeyboardInterrupt") == 1
    assert "SpawnProcess" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_process_ends_with_the_one_that_started_it(tmp_path) -> None:  # type: ignore[no-untyped-def]
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment)
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not child.is_running() or child.status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.1)
    child.kill()
    pytest.fail("the process outlived its parent")


def test_an_interrupt_while_processes_start_is_told_by_none_of_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE], capture_output=True, text=True, timeout=60, start_new_session=True
    )
    assert (done.stdout, done.stderr) == ("ended\n", "")
