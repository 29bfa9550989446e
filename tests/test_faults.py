"""A run that is killed, at any moment: the last release stays whole, and the next run goes on.

Six moments by default; `make faults` kills at fifty.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests import plain
from tests.faulty import STATES, digest, finish, is_sound, publish
from tests.running import ROOT, prefect_home, zhibiao

# Each kill takes three runs; the limit is for a machine that has other work.
pytestmark = pytest.mark.timeout(3000)

KILLS = int(os.environ.get("ZHIBIAO_TEST_KILLS", "6"))


@pytest.fixture(scope="module")
def undisturbed(processes, tmp_path_factory):  # type: ignore[no-untyped-def]
    """The digest of each state's release, and the seconds that it takes."""
    folder = tmp_path_factory.mktemp("undisturbed")
    found = []
    for number, texts in enumerate(STATES):
        raw, output = plain.write(folder / str(number) / "raw", texts), folder / str(number) / "output"
        started = time.monotonic()
        assert finish(processes.Process(target=publish, args=(raw, output, {}))) == 0
        found.append((digest(output / "latest"), time.monotonic() - started))
    return found


def test_a_kill_at_any_moment_loses_nothing(processes, undisturbed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    moments = random.Random(20260327)
    raw, output = tmp_path / "raw", tmp_path / "output"
    plain.write(raw, STATES[0])
    assert finish(processes.Process(target=publish, args=(raw, output, {}))) == 0
    killed = 0
    for turn in range(1, KILLS + 1):
        expected, seconds = undisturbed[turn % 2]
        last = digest(output / "latest")
        plain.write(raw, STATES[turn % 2])
        if moments.random() < 0.5:
            shutil.rmtree(output / ".work" / "batches")
        settings = {"batch_bytes": moments.choice([1, 10_000, 1_000_000])}
        run = processes.Process(target=publish, args=(raw, output, settings))
        run.start()
        time.sleep(moments.uniform(0, seconds))
        if run.is_alive():
            os.kill(run.pid, signal.SIGKILL)
            killed += 1
        run.join()

        assert digest(output / "latest") in (last, expected), f"turn {turn}: no whole release"
        check = processes.Process(target=is_sound, args=(output / "latest", raw))
        state = turn % 2 if digest(output / "latest") == expected else 1 - turn % 2
        plain.write(raw, STATES[state])
        assert finish(check) == 0, f"turn {turn}: the last release is not sound"
        plain.write(raw, STATES[turn % 2])
        assert finish(processes.Process(target=publish, args=(raw, output, {}))) == 0
        assert digest(output / "latest") == expected, f"turn {turn}: not what an undisturbed run publishes"
    assert killed >= KILLS // 3, "most runs were over before they were killed"


def test_an_output_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    raw = plain.write(tmp_path / "raw", {"d": "全市生产总值增长5%。"})
    (tmp_path / "taken").write_text("a file where the folder should be")
    ran = zhibiao("run", raw, "--output", tmp_path / "taken", folder=tmp_path)
    assert ran.status == 1
    [line] = [line for line in ran.err.splitlines() if line.startswith("zhibiao:")]
    assert "taken" in line


def test_a_killed_command_takes_its_server_and_its_workers_with_it(tmp_path: Path) -> None:
    raw = plain.write(tmp_path / "raw", {f"d{i}": f"全市生产总值增长{i}%。" * 200 for i in range(400)})
    mark = f"{tmp_path}-{os.urandom(4).hex()}"
    environment = os.environ | {
        "PREFECT_HOME": prefect_home(),
        "ZHIBIAO_TEST_MARK": mark,
        "ZHIBIAO_BATCH_BYTES": "50000",
        "ZHIBIAO_PROCESS_CHARACTERS": "0",
    }
    environment.pop("PREFECT_API_URL", None)
    command = [
        sys.executable,
        "-m",
        "flows.cli",
        "run",
        str(raw),
        "--output",
        str(tmp_path / "output"),
        "--workers",
        "2",
    ]
    run = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    batches = tmp_path / "output" / ".work" / "batches"
    deadline = time.monotonic() + 120
    while not list(batches.glob("*/*/done.json")) and time.monotonic() < deadline:
        assert run.poll() is None, "the run ended before it could be killed"
        time.sleep(0.05)
    assert len(_marked(mark)) >= 4  # the run, its server, two workers
    run.send_signal(signal.SIGKILL)
    run.wait()
    deadline = time.monotonic() + 15
    while _marked(mark) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert _marked(mark) == []
    finished = len(list(batches.glob("*/*/done.json")))
    outcome = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=200)
    assert outcome.returncode == 0, outcome.stderr
    counts = dict(line.rsplit(maxsplit=1) for line in outcome.stdout.splitlines() if len(line.split()) > 1)
    assert finished
    assert int(counts["extracted now"]) < 400


def _marked(mark: str) -> list[str]:
    found = []
    for process in psutil.process_iter():
        try:
            if (
                process.environ().get("ZHIBIAO_TEST_MARK") == mark
                and process.status() != psutil.STATUS_ZOMBIE
            ):
                found.append(" ".join(process.cmdline()))
        except (psutil.Error, OSError):
            continue
    return found
