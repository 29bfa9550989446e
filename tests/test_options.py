"""A value on the command line that means nothing is told in one line, with what to write instead."""

from __future__ import annotations

import pytest

from flows import cli


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


def test_the_command_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("zhibiao 0.")
