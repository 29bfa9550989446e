"""Several at one output at the same time, and many releases in it."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from flows.publish import verify
from tests import plain
from tests.faulty import STATES, digest, finish, is_sound, publish

pytestmark = pytest.mark.timeout(3000)

MANY = 200


def test_of_two_runs_at_once_the_second_waits_and_both_publish(processes, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    raws = [plain.write(tmp_path / f"raw-{number}", texts) for number, texts in enumerate(STATES)]
    output = tmp_path / "output"
    runs = [processes.Process(target=publish, args=(raw, output, {})) for raw in raws]
    for run in runs:
        run.start()
    for run in runs:
        run.join(timeout=240)
    assert [run.exitcode for run in runs] == [0, 0]
    releases = sorted((output / "releases").iterdir())
    assert len({digest(release) for release in releases}) == 2
    for release in releases:
        assert verify.verify(release).problems == []
    index = json.loads((output / "index.json").read_text(encoding="utf-8"))
    assert index["latest"] == (output / "latest").resolve().name
    assert index["failed_runs"] == []


def test_verifying_while_releases_are_made_finds_each_whole(processes, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    raw, output = plain.write(tmp_path / "raw", STATES[0]), tmp_path / "output"
    assert finish(processes.Process(target=publish, args=(raw, output, {}))) == 0
    met = set()
    for turn in (1, 0):
        plain.write(raw, STATES[turn])
        run = processes.Process(target=publish, args=(raw, output, {}))
        run.start()
        while run.is_alive():
            met.add((output / "latest").resolve())
            assert verify.verify(output / "latest").problems == []
        run.join()
        assert run.exitcode == 0
    met.add((output / "latest").resolve())
    assert len(met) == 3
    assert finish(processes.Process(target=is_sound, args=(output / "latest", raw))) == 0


def test_many_releases_cost_a_run_with_nothing_new_less_than_a_second(processes, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    raw, output = plain.write(tmp_path / "raw", STATES[0]), tmp_path / "output"
    assert finish(processes.Process(target=publish, args=(raw, output, {}))) == 0
    with_one = _seconds(processes, raw, output)
    [release] = (output / "releases").iterdir()
    about = json.loads((release / "release.json").read_text(encoding="utf-8"))
    for number in range(MANY - 1):
        older = release.with_name(f"{2000 + number // 12}-{number % 12 + 1:02}-01")
        shutil.copytree(release, older, copy_function=os.link)
        (older / "release.json").unlink()
        (older / "release.json").write_text(json.dumps(about | {"version": older.name}), encoding="utf-8")
    with_many = _seconds(processes, raw, output)
    index = json.loads((output / "index.json").read_text(encoding="utf-8"))
    assert len(index["releases"]) == MANY
    print(f"with one release {with_one:.2f} s, with {MANY} {with_many:.2f} s")
    assert with_many < with_one + 1


def _seconds(processes, raw: Path, output: Path) -> float:  # type: ignore[no-untyped-def]
    """Return what a run with nothing new takes, the best of three: the machine may have other work."""
    taken = []
    for _ in range(3):
        begin = time.monotonic()
        assert finish(processes.Process(target=publish, args=(raw, output, {}))) == 0
        taken.append(time.monotonic() - begin)
    return min(taken)
