"""A standard output that takes nothing more is told in one line; one that nobody reads is no error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import plain
from tests.running import ROOT, prefect_api, prefect_home

FULL = "/dev/full"

pytestmark = pytest.mark.skipif(not Path(FULL).exists(), reason="the system has no full device")

TOLD = (
    "zhibiao: standard output takes nothing more: No space left on device; "
    "make room there or lead it elsewhere; all else is done\n"
)


def printed(to: int | str, *arguments: str | Path, unbuffered: str = "") -> tuple[int, str]:
    """Run the command with its standard output led there; return exit status and what it said beside it."""
    environment = os.environ | {
        "PREFECT_HOME": prefect_home(),
        "PREFECT_API_URL": prefect_api(),
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "PYTHONUNBUFFERED": unbuffered,
    }
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    with open(to, "w") as out:  # noqa: PTH123 - it takes the number of an open file, too
        done = subprocess.run(
            command, env=environment, cwd=ROOT, stdout=out, stderr=subprocess.PIPE, text=True, timeout=120
        )
    return done.returncode, done.stderr


def without_reader() -> int:
    """Return the end of a pipe that nobody reads."""
    ours, theirs = os.pipe()
    os.close(ours)
    return theirs


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [["inspect", "全市出口增长5%。"], ["--version"], ["run", "--help"]])
def test_an_output_that_is_full_is_one_line(arguments: list[str], unbuffered: str) -> None:
    status, told = printed(FULL, *arguments, unbuffered=unbuffered)
    assert (status, told) == (1, TOLD)
    assert printed(without_reader(), *arguments, unbuffered=unbuffered) == (0, "")


def test_a_run_that_cannot_say_so_has_published(tmp_path: Path) -> None:
    raw, output = plain.write(tmp_path / "raw", {"d1": "全市出口增长5%。"}), tmp_path / "output"
    status, told = printed(FULL, "run", raw, "--output", output)
    assert (status, told) == (1, TOLD)
    assert (output / "latest" / "release.json").is_file()
    status, told = printed(FULL, "verify", output / "latest", "--raw", raw)
    assert (status, told) == (1, TOLD)
