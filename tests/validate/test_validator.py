"""Great Expectations leaves nothing behind, however the process that it runs in ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import great_expectations.expectations as gxe
import pandas as pd
import pytest

from flows.machine import beside
from flows.validate.validator import Validator
from tests.running import ROOT

BESIDE = """
from tests.validate import test_validator

if __name__ == "__main__":
    print(test_validator.killed())
"""


def validate_and_die() -> None:
    there = gxe.ExpectColumnValuesToNotBeNull(column="unit", meta={"name": "required", "column": "unit"})
    assert len(Validator().failures("metrics", [there], pd.DataFrame({"unit": ["家", None]}))) == 1
    os.kill(os.getpid(), signal.SIGKILL)


def killed() -> str:
    with beside.processes() as pool, pytest.raises(beside.Killed) as caught:
        beside.ask(pool, validate_and_die)
    return caught.type.__name__


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_process_beside_that_is_killed_leaves_no_semaphore_to_be_told_of() -> None:
    command = [sys.executable, "-c", BESIDE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("Killed\n", "")
