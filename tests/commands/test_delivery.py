"""`zhibiao diff` tells by its exit status whether rows differ; `zhibiao load` says what it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import cli
from tests.publish.conftest import publish, tables


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("output")
    for metrics in (10, 20):
        publish(tables(metrics), folder)
    return folder


def test_diff_shows_what_changed_and_ends_with_1(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = cli.main(["diff", "2026-11-23", "latest", "--output", str(output)])
    assert status == 1
    assert "| metrics | 10 | 0 | 0 |" in capsys.readouterr().out


def test_diff_of_a_release_with_itself_ends_with_0(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(output / "latest")
    assert cli.main(["diff", folder, folder]) == 0
    assert "No row differs." in capsys.readouterr().out


def test_diff_as_csv_has_a_line_a_value(output: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main(["diff", "2026-11-23", "2026-11-23.2", "--csv", "--output", str(output)]) == 1
    lines = capfdbinary.readouterr().out.splitlines()
    assert lines[0] == b'"table","row_id","kind","column","before","after"'
    assert sum(line.startswith(b'"metrics"') for line in lines) == 10


def test_a_release_that_is_not_there_is_named(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "2020-01-01", "latest", "--output", str(output)]) == 2
    assert "there is no release 2020-01-01" in capsys.readouterr().err


def test_load_tells_why_it_could_not(
    output: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("adbc_driver_postgresql")
    monkeypatch.setattr("flows.publish.postgresql.SECONDS_BETWEEN_TRIES", 0)
    status = cli.main(["load", "latest", "postgresql://x:secret@127.0.0.1:1/x", "--output", str(output)])
    assert status == 1
    error = capsys.readouterr().err
    assert "check host, port, name, user and password" in error
    assert "secret" not in error
