"""What the documentation shows is what the project does, in both languages."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from flows import cli, contract

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
QUESTIONS = [(ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("faq.md", "faq.zh-CN.md")]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    return re.findall(r"```\w*\n.*?```", text, re.DOTALL)


def names(text: str) -> list[str]:
    """Return what stands in backquotes outside of blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def commands() -> list[list[str]]:
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    lines = [
        line
        for block in blocks(ENGLISH + operations)
        for line in block.splitlines()
        if line.startswith("zhibiao ")
    ]
    return [shlex.split(line)[1:] for line in lines]


def shown_row() -> dict[str, str]:
    table = ENGLISH[ENGLISH.index("One row of `metrics`") :].split("\n\n")[1]
    return dict(re.findall(r"^\| (\w+) \| (.+?) \|$", table, re.MULTILINE)[1:])


def test_both_languages_show_the_same_commands_and_code() -> None:
    assert blocks(ENGLISH) == blocks(CHINESE)


def test_both_languages_name_the_same_files_tables_and_columns() -> None:
    assert sorted(names(ENGLISH)) == sorted(names(CHINESE))


def test_both_languages_have_the_same_sections_and_table_rows() -> None:
    for mark in (r"^#+ ", r"^\| "):
        count = [len(re.findall(mark, text, re.MULTILINE)) for text in (ENGLISH, CHINESE)]
        assert count[0] == count[1], mark


def test_both_languages_link_to_the_same_places_and_all_are_there() -> None:
    for texts, folder in (((ENGLISH, CHINESE), ROOT), (QUESTIONS, ROOT / "docs")):
        english, chinese = (re.findall(r"\]\(([^)]+)\)", text) for text in texts)
        # A page that there is in both languages is linked to in one's own, and to its other one.
        assert [link.replace(".zh-CN", "") for link in chinese] == [
            link.replace(".zh-CN", "") for link in english
        ]
        for link in [*english, *chinese]:
            assert (folder / link).exists(), link


def test_both_languages_answer_the_same_questions_by_the_same_names() -> None:
    answers = [re.split(r"\n\n(?=\*\*)", text)[1:] for text in QUESTIONS]
    assert len(answers[0]) == len(answers[1]) > 10
    for english, chinese in zip(*answers, strict=True):
        assert sorted(names(english)) == sorted(names(chinese)), english


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_shown_is_one_that_the_command_line_takes(command: list[str]) -> None:
    assert cli.parser().parse_args(command).command


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:`|^)make ([a-z]+)", ENGLISH, re.M))))
def test_every_make_target_shown_is_in_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:.*## ", MAKEFILE, re.MULTILINE), target


def test_the_readme_names_every_table() -> None:
    for table in contract.tables():
        assert f"`{table.name}`" in ENGLISH, table.name


def test_the_row_shown_has_columns_of_the_table() -> None:
    assert set(shown_row()) <= set(contract.table("metrics").columns)


def test_the_sentence_shown_gives_the_number_that_is_promised() -> None:
    [command] = [command for command in commands() if command[0] == "inspect"]
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert cli.main(command) == 0
    [metric] = json.loads(out.getvalue())["metrics"]
    found = {
        name: metric[name] for name in ("indicator", "value", "unit", "comparator", "status", "period_end")
    }
    assert found == {
        "indicator": "智能工厂",
        "value": 1000.0,
        "unit": "家",
        "comparator": "ge",
        "status": "target",
        "period_end": "2030-12-31",
    }


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-build.lock", "requirements-dev.lock"])
def test_a_lock_file_has_a_hash_for_every_package_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\n(?:    [^\n]*\n)*", text, re.MULTILINE)
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert "index-url" not in text


def test_the_locks_hold_every_package_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [need for extra in project["project"]["optional-dependencies"].values() for need in extra]
    for lock, needs in {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-build.lock": project["dependency-groups"]["build"],
        "requirements-dev.lock": [*project["dependency-groups"]["dev"], *extras],
    }.items():
        locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        named = {re.split(r"[^A-Za-z0-9._-]", need)[0].lower().replace("_", "-") for need in needs}
        assert named <= locked, f"run make lock: {lock} lacks {named - locked}"


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)
    rows = [line for line in page.splitlines() if line.startswith("| ") and "::" in line]
    assert len(rows) >= 20
    assert len(named) == page.count("::")
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert not missing
