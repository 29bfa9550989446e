"""A value on the command line that means nothing is told in one line, with what to write instead."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from flows import cli
from tests.running import ROOT


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["inspect", "增长5%。", "--region", "不存在市"], "120000"),
        (["serve", "--cron", "every day"], "0 7 * * *"),
        (["run", "--workers", "0"], "greater than"),
    ],
)
def test_a_wrong_option_is_one_line(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")  # so that no server is started
    assert cli.main(arguments) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert arguments[-2] in error
    assert told in error


@pytest.mark.parametrize(
    "arguments", [["run", "raw", "a\udcff"], ["run", "raw", "--output", "\udce5\udc87"], ["serve", "\ud800"]]
)
def test_a_name_that_is_no_text_is_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a folder named in another encoding is, or one in Chinese where the locale is C."""
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")  # so that no server is started
    assert cli.main(arguments) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "is no text in the encoding of this system; " in error
    assert error.isascii()


def test_the_command_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("zhibiao 0.")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
def test_an_output_that_lacks_characters_stops_no_command(encoding: str) -> None:
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "inspect", "全市企业增长5%，𠮷林。"],
        capture_output=True,
        env=environment,
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode(encoding))["metrics"][0]["value"] == 5.0
