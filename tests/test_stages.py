"""A disk that is full and an interrupt from the keyboard, in each stage of a run: the last release stays.

`make faults` does the same with the whole command as well.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.records import Explained
from tests import plain
from tests.faulty import STATES, digest, finish, publish
from tests.running import ROOT, prefect_api, prefect_home

pytestmark = pytest.mark.timeout(3000)

STOPPED, TOLD = 130, 3
WHOLE = int(os.environ.get("ZHIBIAO_TEST_KILLS", "0")) >= 50


def fill_the_disk() -> None:
    """Let no file grow any more, which stops a run where a full disk would."""
    import resource

    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):  # what is printed may be caught in a file, too
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))


def interrupt_soon() -> None:
    """Send this process what the keyboard sends, once it is in the midst of what it does."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background is born deaf to it
    threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGINT)).start()


def publish_with(raw: Path, output: Path, stage: str, fault: Callable[[], None]) -> None:
    """Run, and let the fault happen where the stage begins."""
    from flows import pipeline

    begin = getattr(pipeline, stage)
    begin = getattr(begin, "fn", begin)

    def faulty(*arguments: Any, **options: Any) -> Any:
        fault()
        return begin(*arguments, **options)

    setattr(pipeline, stage, faulty)
    try:
        plain.run(raw, output)
    except Explained:
        sys.exit(TOLD)
    except KeyboardInterrupt:
        sys.exit(STOPPED)


@pytest.mark.parametrize(("fault", "status"), [(fill_the_disk, TOLD), (interrupt_soon, STOPPED)])
def test_a_fault_in_a_stage_leaves_the_last_release(  # type: ignore[no-untyped-def]
    processes, tmp_path: Path, fault: Callable[[], None], status: int
) -> None:
    raw, output = plain.write(tmp_path / "raw", STATES[0]), tmp_path / "output"
    assert finish(processes.Process(target=publish, args=(raw, output, {}))) == 0
    before = digest(output / "latest")
    plain.write(raw, STATES[1])
    for stage in plain.STAGES:  # each goes on from what the one before it left
        faulty = processes.Process(target=publish_with, args=(raw, output, stage, fault))
        assert finish(faulty) == status, stage
        assert digest(output / "latest") == before, stage
        assert len(list((output / "releases").iterdir())) == 1, stage
        assert not list(output.glob(".staging-*")), stage
    assert finish(processes.Process(target=publish, args=(raw, output, {}))) == 0
    assert digest(output / "latest") != before


MARKS = {
    "ingest": ".work/batches/*/*/documents.jsonl",
    "extract": ".work/batches/*/*/done.json",
    "resolve": ".work/tables/*",
    "validate": ".work/tables/checked/*",
    "publish": ".staging-*/*",
}
"""What is there once a stage is under way."""


@pytest.mark.parametrize("stage", MARKS if WHOLE else ["extract"])
def test_an_interrupt_ends_the_command_and_all_that_it_started(tmp_path: Path, stage: str) -> None:
    texts = {f"d{i}": f"全市生产总值增长{i}%，其中工业增长{i}.5%。" * 40 for i in range(300)}
    raw, output = plain.write(tmp_path / "raw", texts), tmp_path / "output"
    environment = os.environ | {
        "PREFECT_HOME": prefect_home(),
        "PREFECT_API_URL": prefect_api(),
        "ZHIBIAO_BATCH_BYTES": "50000",
        "ZHIBIAO_PROCESS_CHARACTERS": "0",
    }
    command = [sys.executable, "-m", "flows.cli", "run", str(raw), "--output", str(output), "--workers", "2"]
    run = subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    deadline = time.monotonic() + 200
    while not list(output.glob(MARKS[stage])) and time.monotonic() < deadline:
        assert run.poll() is None, "the run ended before it could be interrupted"
        time.sleep(0.005)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == STOPPED, said
    assert said.splitlines()[-1] == "zhibiao: stopped; the last release is whole"
    assert "Traceback" not in said
    assert _is_empty(run.pid), "a process stays behind"
    assert not (output / "latest").exists()
    assert not list(output.glob(".staging-*"))


def _is_empty(group: int, seconds: float = 20) -> bool:
    """Say whether all processes of a group end in time; what Python keeps beside others ends after them."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
