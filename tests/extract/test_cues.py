"""Every role of the cue words is used, and says what it means with an example that holds one of its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import flows
from flows import contract
from flows.extract import cues

LINES = [row for row in contract.codelist("roles") if row["list"] == "cues"]


def named() -> Iterator[str]:
    """Yield the texts in the code, where roles are asked for."""
    for path in Path(flows.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_the_roles_of_the_words_are_those_that_a_line_explains() -> None:
    assert {row["role"] for row in contract.codelist("cues")} == {row["role"] for row in LINES}


def test_the_code_asks_for_every_role() -> None:
    assert {row["role"] for row in LINES} <= set(named())


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["role"])
def test_the_example_of_a_role_holds_one_of_its_words(line: dict[str, str]) -> None:
    assert line["meaning"]
    assert cues.pattern(line["role"]).search(line["example"])


def test_no_word_stands_twice_in_a_role() -> None:
    pairs = [(row["cue"], row["role"]) for row in contract.codelist("cues")]
    assert len(pairs) == len(set(pairs))
