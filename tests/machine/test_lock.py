"""One run at a time on one output; a killed run does not keep others out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from flows.machine import lock

HOLDER = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from flows.machine import lock
    with lock.hold(Path(sys.argv[1]), 0, print):
        print("held", flush=True)
        time.sleep(60)
    """
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "output" / ".work" / "lock"


@pytest.fixture
def holder(path: Path):  # type: ignore[no-untyped-def]
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_run_is_told_who_works_on_the_output(path: Path, holder: subprocess.Popen[str]) -> None:
    with (
        pytest.raises(lock.Held, match=f"process {holder.pid}.*name another --output"),
        lock.hold(path, 0, print),
    ):
        pass


def test_a_second_run_waits_for_the_first(path: Path, holder: subprocess.Popen[str]) -> None:
    said: list[str] = []

    def tell(line: str) -> None:
        said.append(line)
        holder.send_signal(signal.SIGINT)

    with lock.hold(path, 120, tell):
        assert said == [line for line in said if str(holder.pid) in line]
        assert said[0].startswith("waiting for")


def test_the_lock_of_a_killed_run_is_no_lock(path: Path, holder: subprocess.Popen[str]) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    said: list[str] = []
    with lock.hold(path, 0, said.append):
        pass
    assert len(said) == 1
    assert "ended without a word" in said[0]


def test_a_run_that_ended_well_leaves_nothing_to_say(path: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        with lock.hold(path, 0, said.append):
            pass
    assert said == []
