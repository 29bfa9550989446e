"""The nouns of the rooms: what an error for people tells, and that there is one kind of it."""

from __future__ import annotations

import ast
import dataclasses
import pickle
from pathlib import Path

import pytest

import flows
from flows.records import Explained, Relation, changed

BUILT_IN = ("Exception", "OSError", "RuntimeError", "ValueError", "KeyError", "TypeError")


class Broken(Explained):
    """An error of a room."""


def test_an_error_tells_cause_and_remedy_also_from_another_process() -> None:
    back = pickle.loads(pickle.dumps(Broken("x.txt: no text", "write some")))
    assert type(back) is Broken
    assert (back.cause, back.remedy) == ("x.txt: no text", "write some")
    assert str(back) == "x.txt: no text; write some"


def test_all_errors_of_the_project_have_one_root() -> None:
    found = {
        node.name: [base.id for base in node.bases if isinstance(base, ast.Name)]
        for path in Path(flows.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    of_another = {name for name, bases in found.items() if set(bases) & set(BUILT_IN)}
    assert of_another == {"Explained"}


def test_a_changed_record_is_what_dataclasses_would_make_of_it() -> None:
    one = Relation("d", "PLACE", "静海区", "part_of", "静海区", 0, 3, "PLACE", "天津市")
    other = changed(one, nth=2, object=None)
    assert other == dataclasses.replace(one, nth=2, object=None)
    assert (one.nth, one.object) == (1, "天津市")
    with pytest.raises(KeyError):
        changed(one, colour="red")
