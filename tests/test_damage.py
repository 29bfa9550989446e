"""What earlier runs left may be damaged in any way: it is made anew, and nothing is lost."""

from __future__ import annotations

import datetime as dt
import json
import logging
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.publish import archive
from tests import plain

TEXTS = {f"d{i}": f"全市出口增长{i}%。" for i in range(1, 4)}
MORE = TEXTS | {"d9": "全市进口增长9%。"}

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda content: content[: len(content) // 2],
    "keys of nothing": lambda content: json.dumps(dict.fromkeys(json.loads(content), 7)).encode(),
}
STATE = {
    "ledger": ".work/read/*.json",
    "finished": ".work/finished.json",
    "mark": ".work/batches/*/*/done.json",
    "index": "index.json",
    "release": "releases/*/release.json",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    plain.run(plain.write(folder / "raw", TEXTS), folder / "output")
    return folder


def copied(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy", symlinks=True))


def only(output: Path, pattern: str) -> Path:
    [path] = output.glob(pattern)
    return path


def spoil(output: Path, kind: str, how: str) -> Path:
    path = only(output, STATE[kind])
    path.write_bytes(DAMAGE[how](path.read_bytes()))
    return path


@pytest.mark.parametrize("kind", STATE)
def test_damaged_state_is_told_of_in_one_line_and_made_anew(
    whole: Path, tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    for how in DAMAGE:
        folder = copied(whole, tmp_path)
        raw, output = plain.write(folder / "raw", MORE), folder / "output"
        path = spoil(output, kind, how)
        with caplog.at_level(logging.WARNING):
            outcome = plain.run(raw, output)
        assert outcome.run.documents == 4, how
        assert outcome.release.published, how
        index = json.loads((output / "index.json").read_text(encoding="utf-8"))
        assert index["latest"] == outcome.release.version, how
        assert (output / "latest").resolve() == outcome.release.folder.resolve(), how
        if how == "cut off" and kind != "finished":  # which is not asked for where something is new
            assert any(str(path) in record.getMessage() for record in caplog.records), how
        caplog.clear()
        shutil.rmtree(folder)


@pytest.mark.parametrize("table", ["documents", "metrics"])
@pytest.mark.parametrize("put", [b"", b"\xff", b"\xff\xfe\xff\xfe"])
def test_a_damaged_batch_is_extracted_again(whole: Path, tmp_path: Path, table: str, put: bytes) -> None:
    """Be it cut off, or changed in its midst, or longer there."""
    folder = copied(whole, tmp_path)
    path = only(folder / "output", f".work/batches/*/*/{table}.parquet")
    content = path.read_bytes()
    path.write_bytes(content[:40] + put + content[41:] if put else content[:-20])
    outcome = plain.run(plain.write(folder / "raw", MORE), folder / "output")
    assert (outcome.run.documents, outcome.extracted) == (4, 4)


def test_a_damaged_release_is_followed_by_a_whole_one(whole: Path, tmp_path: Path) -> None:
    folder = copied(whole, tmp_path)
    output = folder / "output"
    path = only(output, "releases/*/metrics.parquet")
    path.write_bytes(path.read_bytes()[:-20])
    outcome = plain.run(folder / "raw", output)
    assert outcome.release.published
    assert (output / "latest").resolve() == outcome.release.folder.resolve()


def refused(raw: Path, output: Path) -> str:
    before = sorted((output / "releases").iterdir()) if (output / "releases").is_dir() else []
    with pytest.raises(archive.Misplaced) as caught:
        plain.run(raw, output)
    assert (sorted((output / "releases").iterdir()) if (output / "releases").is_dir() else []) == before
    return str(caught.value)


def test_a_folder_in_the_place_of_latest_is_told_before_anything_is_published(tmp_path: Path) -> None:
    (tmp_path / "output" / "latest").mkdir(parents=True)
    assert "latest" in refused(plain.write(tmp_path / "raw", TEXTS), tmp_path / "output")


def test_a_link_in_the_place_of_the_releases_is_told_before_anything_is_published(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "releases").symlink_to(tmp_path / "elsewhere")
    assert "releases" in refused(plain.write(tmp_path / "raw", TEXTS), tmp_path / "output")


@pytest.mark.parametrize("name", ["index.json", "index.html", "feed.xml"])
def test_a_folder_in_the_place_of_the_index_is_told_before_anything_is_published(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "output" / name).mkdir(parents=True)
    assert f"{name} is no file" in refused(plain.write(tmp_path / "raw", TEXTS), tmp_path / "output")


def test_files_and_folders_in_each_others_place_are_told_of_and_made_anew(
    whole: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = copied(whole, tmp_path)
    work = folder / "output" / ".work"
    ledger = only(folder / "output", ".work/read/*.json")
    for path in (ledger, work / "finished.json"):
        path.unlink()
        path.mkdir()
    shutil.rmtree(work / "batches")
    (work / "batches").write_text("a file")
    (work / "tables").symlink_to("nowhere")
    with caplog.at_level(logging.WARNING):
        outcome = plain.run(plain.write(folder / "raw", MORE), folder / "output")
    assert (outcome.run.documents, outcome.release.published) == (4, True)
    told = " ".join(record.getMessage() for record in caplog.records)
    for path in (ledger, work / "finished.json", work / "batches", work / "tables"):
        assert f"{path} is damaged" in told


def test_a_clock_that_went_back_is_told_before_anything_is_published(whole: Path, tmp_path: Path) -> None:
    folder = copied(whole, tmp_path)
    later = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)).isoformat()
    release = only(folder / "output", "releases/*")
    release.rename(release.with_name(later))
    assert "clock" in refused(plain.write(folder / "raw", MORE), folder / "output")


def test_state_can_be_read_by_its_owner_alone(whole: Path) -> None:
    assert stat.S_IMODE((whole / "output" / ".work").stat().st_mode) == 0o700


def test_what_the_last_run_finished_is_made_again_where_its_note_is_damaged(
    whole: Path, tmp_path: Path
) -> None:
    for how in DAMAGE:
        folder = copied(whole, tmp_path)
        spoil(folder / "output", "finished", how)
        outcome = plain.run(folder / "raw", folder / "output")
        assert (outcome.run.documents, outcome.release.published) == (3, False), how
        shutil.rmtree(folder)
