"""The shape of the code: how much a function decides, and that tests stand where their module stands."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from tests.running import ROOT

DECISIONS = 20
"""Most that one function may decide: branches, loops, conditions in brackets, and each `and` and `or`."""

ABOVE = {
    "language/gazetteer.regions_in": 26,
    "ingest/html._facts": 24,
    "ingest/grids._tell_columns": 22,
    "ingest/elements.without_furniture": 22,
    "ingest/elements._kind": 21,
}
"""Functions that decide more, and how much: they may shrink, and none may join them."""

_BRANCHES = (
    *(ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.Assert),
    *(ast.comprehension, ast.match_case),
)


def decisions(function: ast.FunctionDef) -> int:
    """Return the cyclomatic complexity with boolean operators; functions inside count for themselves."""
    total, waiting = 1, list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        total += isinstance(node, _BRANCHES)
        total += len(node.ifs) if isinstance(node, ast.comprehension) else 0
        total += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return total


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted((ROOT / "flows").rglob("*.py")):
        place = path.relative_to(ROOT / "flows").with_suffix("").as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{place}.{node.name}", node


def test_and_and_or_are_counted() -> None:
    [function] = ast.parse("def f(a, b, c):\n    if a and b or c:\n        return [x for x in a if x]").body
    assert isinstance(function, ast.FunctionDef)
    assert decisions(function) == 6


def test_no_function_decides_too_much() -> None:
    found = {name: decisions(function) for name, function in functions()}
    above = {name: count for name, count in found.items() if count > ABOVE.get(name, DECISIONS)}
    assert not above, "let a part of it be a function of its own, or a table"


@pytest.mark.parametrize(
    "test", sorted((ROOT / "tests").rglob("test_*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_a_test_stands_where_its_module_stands(test: Path) -> None:
    folder = test.parent.relative_to(ROOT / "tests")
    assert folder.parts[:1] in ((), ("quality",), ("benchmarks",)) or (ROOT / "flows" / folder).is_dir()


def test_every_package_that_is_imported_is_one_that_the_project_names() -> None:
    """What only comes along with another package goes with its next version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    needs = [*project["project"]["dependencies"], *(need for extra in extras for need in extra)]
    named = {re.split(r"[^A-Za-z0-9._-]", need)[0].lower().replace("_", "-") for need in needs}
    given = metadata.packages_distributions()
    missing = {
        name
        for path in sorted((ROOT / "flows").rglob("*.py"))
        if "train" not in path.parts
        for name in _imports(ast.parse(path.read_text(encoding="utf-8")))
        if name not in sys.stdlib_module_names and name != "flows"
        if named.isdisjoint(each.lower().replace("_", "-") for each in given.get(name, ()))
    }
    assert not missing


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
