"""The code of the guides runs on a release, and what they name is there."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import mlcroissant
import pytest

from flows.publish import verify
from flows.publish.release import Release
from tests.publish.conftest import publish, published, tables

__all__ = ["published"]

GUIDES = Path(__file__).resolve().parent.parent / "docs" / "guides"


def blocks(name: str, language: str) -> list[str]:
    text = (GUIDES / name).read_text(encoding="utf-8")
    found = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found, f"{name} shows no {language}"
    return found


@pytest.fixture
def here(published: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand where `output/latest` is the release."""
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "latest").symlink_to(published.folder)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_code_for_pandas_runs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    for code in blocks("pandas.md", "python"):
        exec(code, names)
    assert "智能工厂" in capsys.readouterr().out


def test_the_notebook_draws_its_three_charts(here: Path) -> None:
    notebook = json.loads((GUIDES / "charts.ipynb").read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert not cell["outputs"], "a notebook is kept without what it printed"
            exec("".join(cell["source"]), names)
    for chart in ("progress", "years", "sureness"):
        [rows] = names[chart].to_dict()["datasets"].values()
        assert rows, chart


def test_the_queries_for_duckdb_run(here: Path) -> None:
    with duckdb.connect("output/latest/zhibiao.duckdb", read_only=True) as connection:
        results = [connection.execute(query).fetchall() for query in blocks("duckdb.md", "sql")]
    assert results[0]
    assert results[2]


def test_the_query_for_postgresql_names_columns_that_are_there(here: Path) -> None:
    (query,) = blocks("postgresql.md", "sql")
    with sqlite3.connect("output/latest/zhibiao.sqlite") as connection:
        assert connection.execute(query.replace("zhibiao.", "")).fetchall()


def test_the_queries_for_r_name_columns_that_are_there(here: Path) -> None:
    query = re.findall(r'"(SELECT .*?)"', blocks("r.md", "r")[0])[0]
    with sqlite3.connect("output/latest/zhibiao.sqlite") as connection:
        assert connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release whose documents state nothing: all tables but dimensions and documents are empty."""
    kept = {"documents", "document_sources", "indicators", "regions", "units", "plans", "calendar"}
    made = {name: table if name in kept else table.slice(0, 0) for name, table in tables().items()}
    return publish(made, tmp_path_factory.mktemp("bare"))


def test_the_code_of_the_guides_runs_where_tables_are_empty(
    bare: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "latest").symlink_to(bare.folder)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code in blocks("pandas.md", "python"):
        exec(code, names)
    with duckdb.connect("output/latest/zhibiao.duckdb", read_only=True) as connection:
        for query in blocks("duckdb.md", "sql"):
            assert connection.execute(query).fetchall() == []
    with sqlite3.connect("output/latest/zhibiao.sqlite") as connection:
        for query in (
            *blocks("postgresql.md", "sql"),
            *re.findall(r'"(SELECT .*?)"', blocks("r.md", "r")[0]),
        ):
            assert connection.execute(query.replace("zhibiao.", "")).fetchall() == []


def test_an_empty_table_is_read_and_found_valid_by_those_who_harvest(
    bare: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bare.folder)
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["name", "type", "note"])[:5]
    dataset = mlcroissant.Dataset("croissant.json")
    assert dataset.metadata.ctx.issues.errors == set()
    for name in ("metrics", "targets_wide", "mentions", "events"):
        assert list(dataset.records(name)) == []
    assert verify.verify(bare.folder).problems == []


def test_files_that_the_guides_name_are_in_a_release(here: Path) -> None:
    for guide in GUIDES.glob("*.md"):
        for name in re.findall(
            r"`([a-z_]+\.(?:parquet|csv|xlsx|duckdb|sqlite|zip|json))`", guide.read_text()
        ):
            assert (here / "output" / "latest" / name).is_file(), f"{guide.name}: {name}"


def test_every_guide_is_listed_and_every_link_leads_somewhere() -> None:
    listed = set(re.findall(r"\]\(([a-z0-9-]+\.md)\)", (GUIDES / "README.md").read_text()))
    assert listed == {path.name for path in GUIDES.glob("*.md")} - {"README.md"}
    for guide in GUIDES.glob("*.md"):
        for link in re.findall(r"\]\(([^)]+\.md)\)", guide.read_text()):
            assert (GUIDES / link).is_file(), f"{guide.name}: {link}"
