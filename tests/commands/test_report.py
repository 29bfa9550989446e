"""The last lines of a run name commands that work as they stand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flows.commands import report


def as_called(monkeypatch: pytest.MonkeyPatch, called: str, path: Path) -> str:
    monkeypatch.setattr(sys, "argv", [called])
    monkeypatch.setenv("PATH", str(path))
    return report._command()


def test_a_command_that_the_shell_finds_is_named_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "zhibiao"
    script.touch(mode=0o755)
    assert as_called(monkeypatch, str(script), tmp_path) == "zhibiao"


def test_a_command_that_the_shell_does_not_find_is_named_with_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert as_called(monkeypatch, ".venv/bin/zhibiao", tmp_path) == ".venv/bin/zhibiao"


def test_a_command_of_another_name_is_called_by_the_name_in_the_documents(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert as_called(monkeypatch, "flows/cli.py", tmp_path) == "zhibiao"
