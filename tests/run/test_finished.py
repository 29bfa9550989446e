"""A run that finds nothing new ends at once, and never where something is new after all."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from flows.publish.release import Release
from flows.records import Document
from flows.run import finished
from flows.run.finished import Finished
from flows.settings import Settings
from tests import plain
from tests.running import ROOT

KEYS = ("a", "b")
RESULTS = [{"table": "metrics", "expectations": []}]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(output=tmp_path)
    settings.work.mkdir()
    return settings


@pytest.fixture
def folder(settings: Settings) -> Path:
    """A made-up release, noted as that of the last run."""
    folder = settings.output / "releases" / "2026-03-27"
    (folder / "validation").mkdir(parents=True)
    about = {"version": folder.name, "created_at": "2026-03-27T08:00:00+00:00"}
    about |= {"schema_version": "", "data_sha256": "", "rows": {}}
    (folder / "release.json").write_text(json.dumps(about))
    (folder / "metrics.csv").write_text("metric_id\n1\n")
    (folder / "validation" / "results.json").write_text("[]")
    (folder / "SHA256SUMS").write_text("")
    made = Finished(Release(folder.name, folder, published=True, rows={"metrics": 1}), RESULTS)
    finished.note(finished.fingerprint(KEYS, [], settings), made, settings)
    return folder


def recalled(settings: Settings, keys: tuple[str, ...] = KEYS) -> Finished | None:
    return finished.recall(finished.fingerprint(keys, [], settings), settings)


def test_the_same_documents_give_the_release_of_the_last_run(settings: Settings, folder: Path) -> None:
    found = recalled(settings, ("b", "a"))
    assert found == Finished(Release(folder.name, folder, published=False, rows={"metrics": 1}), RESULTS)


def test_latest_and_the_index_are_put_right_where_they_were_taken_away(
    settings: Settings, folder: Path
) -> None:
    assert recalled(settings)
    assert (settings.output / "latest").resolve() == folder
    assert json.loads((settings.output / "index.json").read_text())["latest"] == folder.name


@pytest.mark.parametrize("keys", [("a",), ("a", "b", "c"), ("ab",), ()])
def test_other_documents_are_new(settings: Settings, folder: Path, keys: tuple[str, ...]) -> None:
    assert recalled(settings, keys) is None


def test_another_place_of_a_document_is_new(settings: Settings, folder: Path) -> None:
    copy = Document(
        document_id="a", title="", text="增长5%。", publisher="", source_id="s", licence="",
        raw_path="s/a.txt", raw_start=0, raw_end=5,
    )  # fmt: skip
    assert finished.recall(finished.fingerprint(KEYS, [copy], settings), settings) is None


@pytest.mark.parametrize(
    "changed", [{"evidence": False}, {"reject_share": 0.2}, {"evidence_withheld": ("x",)}]
)
def test_other_settings_are_new(settings: Settings, folder: Path, changed: dict[str, Any]) -> None:
    assert recalled(Settings(output=settings.output, **changed)) is None


@pytest.mark.parametrize("name", ["module.py", "codelists/list.csv", "tables/table.yaml", "page.html.j2"])
def test_any_change_of_code_or_schemas_is_new(tmp_path: Path, name: str) -> None:
    code = tmp_path / name
    code.parent.mkdir(exist_ok=True)
    code.write_text("before")
    before = finished._state([tmp_path], [])
    code.write_text("after")
    assert finished._state([tmp_path], []) != before
    code.write_text("before")
    assert finished._state([tmp_path], []) == before
    code.rename(code.with_name(f"other-{code.name}"))
    assert finished._state([tmp_path], []) != before


def test_other_code_is_new(settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finished, "code", lambda: "other")
    assert recalled(settings) is None


def test_code_is_all_of_flows_and_schemas_as_they_stood_at_the_start() -> None:
    assert finished._state([ROOT / "flows", ROOT / "schemas"], sys.path) == finished.code()


def test_another_version_of_a_package_is_new(tmp_path: Path) -> None:
    package = tmp_path / "one-1.0.dist-info"
    package.mkdir()
    before = finished._state([], [str(tmp_path)])
    package.rename(package.with_name("one-1.1.dist-info"))
    assert finished._state([], [str(tmp_path)]) != before


def _edit(folder: Path) -> None:
    path, at = folder / "metrics.csv", (folder / "metrics.csv").stat()
    path.write_text("metric_id\n2\n")
    os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns + 1))


@pytest.mark.parametrize(
    "harm",
    [
        _edit,
        lambda folder: (folder / "metrics.csv").write_text(""),
        lambda folder: (folder / "metrics.csv").unlink(),
        lambda folder: (folder / "SHA256SUMS").unlink(),
        lambda folder: (folder / "more.csv").touch(),
        lambda folder: folder.rename(folder.with_name("2026-03-26")),
        lambda folder: (folder / "release.json").unlink(),
    ],
    ids=["edited", "cut short", "missing", "without sums", "one more", "renamed", "undescribed"],
)
def test_a_release_that_was_touched_is_no_answer(
    settings: Settings, folder: Path, harm: Callable[[Path], object]
) -> None:
    harm(folder)
    assert recalled(settings) is None


def test_a_release_that_is_not_the_newest_is_no_answer(settings: Settings, folder: Path) -> None:
    newer = folder.with_name("2026-03-28")
    newer.mkdir()
    (newer / "release.json").write_text((folder / "release.json").read_text())
    assert recalled(settings) is None


@pytest.mark.parametrize("note", ["", "{", "{}"])
def test_a_note_that_is_broken_or_gone_is_no_answer(settings: Settings, folder: Path, note: str) -> None:
    path = settings.work / "finished.json"
    path.write_text(note)
    assert recalled(settings) is None
    path.unlink()
    assert recalled(settings) is None


def _stages(raw: Path, output: Path, settings: dict[str, Any]) -> tuple[list[str], str]:
    outcome = plain.run(raw, output, **settings)
    return list(outcome.stages), outcome.release.version


@pytest.fixture(scope="module")
def stages() -> Any:
    """Stages and version of a run in a process of its own, since that changes the flow's module."""
    with get_context("spawn").Pool(1) as pool:
        yield lambda raw, output, **settings: pool.apply(_stages, (raw, output, settings))


def test_a_run_that_finds_nothing_new_reads_and_ends(stages: Any, tmp_path: Path) -> None:
    raw, output = (
        plain.write(tmp_path / "raw", {"d1": "全市生产总值增长5%。", "d2": "全市出口下降3%。"}),
        tmp_path / "o",
    )
    (raw / "empty.txt").touch()
    first = stages(raw, output)
    assert first[0] == list(plain.STAGES)
    assert stages(raw, output) == (["ingest"], first[1])


def test_a_run_runs_all_stages_where_anything_differs(stages: Any, tmp_path: Path) -> None:
    raw, output = (
        plain.write(tmp_path / "raw", {"d1": "全市生产总值增长5%。", "d2": "全市出口下降3%。"}),
        tmp_path / "o",
    )
    version = stages(raw, output)[1]
    assert stages(raw, output, full=True) == (list(plain.STAGES), version)
    assert stages(raw, output) == (["ingest"], version)
    kept = [stage for stage in plain.STAGES if stage != "extract"]
    done, without = stages(raw, output, evidence=False)
    assert (done, without == version) == (kept, False)
    done, again = stages(raw, output)
    assert (done, again == without) == (kept, False)
    plain.write(raw, {"d1": "全市生产总值增长5%。"})
    done, fewer = stages(raw, output)
    assert (done, fewer == again) == (kept, False)
    assert stages(raw, output) == (["ingest"], fewer)
