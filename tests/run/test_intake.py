"""What goes in is counted once, and nothing is lost on the way."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.ingest import documents
from flows.ingest.documents import RawFile
from flows.records import Document, Refusal
from flows.run import batches
from flows.run.intake import Intake
from flows.settings import Settings
from tests import plain


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(output=tmp_path / "output", batch_bytes=100)


def take(settings: Settings, *raw: Path) -> Intake:
    intake = Intake(settings)
    for files in intake.list(raw):
        intake.take(files)
    intake.close()
    return intake


def test_a_file_that_vanishes_after_it_was_listed_is_refused_and_the_rest_goes_in(
    settings: Settings, tmp_path: Path
) -> None:
    raw = plain.write(tmp_path / "raw", {"a": "全市增长5%。"}, "a.jsonl")
    plain.write(raw, {"b": "全市增长6%。"}, "b.jsonl")
    intake = Intake(settings)
    groups = intake.list([raw])
    (raw / "a.jsonl").unlink()
    for files in groups:
        intake.take(files)
    assert [refusal.raw_path for refusal in intake.refusals] == ["a.jsonl"]
    assert intake.refusals[0].remedy
    assert intake.documents == 1


def test_a_file_that_is_too_large_is_refused_before_it_is_read(settings: Settings, tmp_path: Path) -> None:
    """It was hashed first: a hole of terabytes, or a film under a wrong name, held up the run for hours."""
    raw = plain.write(tmp_path / "raw", {"a": "全市增长5%。"})
    for name in ("big.txt", "big.jsonl", "big.txt.gz"):
        with (raw / name).open("wb") as file:
            file.write(b"\x1f\x8b\x08\x08" if name.endswith(".gz") else b"")
            file.truncate(1 << 43)
    begin = time.monotonic()
    intake = take(settings, raw)
    assert time.monotonic() - begin < 30
    assert intake.documents == 1
    assert ["larger than" in refusal.cause for refusal in intake.refusals] == [True] * 3


@pytest.mark.parametrize(
    "entry",
    [
        7,
        None,
        {},
        {"documents": 7, "refusals": []},
        {"documents": [["a"]], "refusals": []},
        {"documents": [["a", 7, 7, "x", "2026-03-27"]], "refusals": []},
        {"documents": [["a", "x", 7, "x", "27.3.2026"]], "refusals": []},
        {"documents": [], "refusals": [["a.jsonl", 7, "cause", "remedy"]]},
        {"documents": [], "refusals": [["a.jsonl"]]},
    ],
)
def test_a_note_of_another_shape_is_as_if_it_were_not_there(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture, entry: object
) -> None:
    raw = plain.write(tmp_path / "raw", {"a": "全市增长5%。"})
    whole = take(settings, raw).keys
    [path] = (settings.work / "read").iterdir()
    path.write_text(json.dumps(dict.fromkeys(json.loads(path.read_bytes()), entry)))
    again = take(settings, raw)
    assert (again.keys, again.refusals) == (whole, [])
    told = [record.getMessage() for record in caplog.records]
    assert entry is None or [line for line in told if f"{path} is damaged" in line], told


def test_a_file_that_changes_while_it_is_read_is_read_again(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read of it would stand under the hash of other bytes, and come out where those come back."""
    raw = plain.write(tmp_path / "raw", {"a": "全市增长5%。"})
    read = documents.read

    def changed(file: RawFile, settings: Settings) -> Iterator[Document | Refusal]:
        plain.write(raw, {"a": "全市增长6%。"})
        yield from read(file, settings)

    with monkeypatch.context() as patch:
        patch.setattr(documents, "read", changed)
        meanwhile = take(settings, raw)
    for batch in meanwhile.batches:
        batches.extract(batch.folder)
    plain.write(raw, {"a": "全市增长5%。"})
    assert take(settings, raw).keys != meanwhile.keys


def test_an_identifier_stands_for_one_text(settings: Settings, tmp_path: Path) -> None:
    raw = plain.write(tmp_path / "raw", {"a": "全市增长5%。"}, "1.jsonl")
    plain.write(raw, {"a": "全市增长6%。"}, "2.jsonl")
    intake = take(settings, raw)
    assert intake.documents == 1
    assert [(refusal.raw_path, refusal.record) for refusal in intake.refusals] == [("2.jsonl", "document a")]
    assert "1.jsonl" in intake.refusals[0].cause


def test_the_same_text_in_another_place_is_a_copy_and_no_error(settings: Settings, tmp_path: Path) -> None:
    raw = plain.write(tmp_path / "raw", {"a": "全市增长5%。"}, "1.jsonl")
    plain.write(raw, {"a": "全市增长5%。"}, "2.jsonl")
    for _ in range(2):  # what the second intake knows of the first changes nothing
        intake = take(settings, raw)
        assert (intake.documents, intake.refusals) == (1, [])
        assert [(copy.raw_path, copy.text) for copy in intake.copies] == [("2.jsonl", "")]


def untold(folder: Path, **texts: str) -> Path:
    """Write a folder of files whose records have no id, all of one name."""
    for name, text in texts.items():
        (folder / name / "news").mkdir(parents=True)
        record = json.dumps({"title": "题", "text": text}, ensure_ascii=False)
        (folder / name / "news" / "a.jsonl").write_text(record, encoding="utf-8")
    return folder


def test_two_texts_of_one_place_and_headline_both_go_in(settings: Settings, tmp_path: Path) -> None:
    untold(tmp_path, a="全市增长5%。", b="全市增长6%。")
    for _ in range(2):
        intake = take(settings, tmp_path / "a", tmp_path / "b")
        assert (intake.documents, intake.refusals) == (2, [])


def test_a_text_without_an_id_is_a_copy_of_the_same_text_elsewhere(
    settings: Settings, tmp_path: Path
) -> None:
    raw = untold(tmp_path / "raw", a="全市增长5%。", b="全市增长5%。")
    for _ in range(2):
        intake = take(settings, raw)
        assert (intake.documents, intake.refusals, len(intake.copies)) == (1, [], 1)


def test_a_batch_holds_whole_documents_up_to_its_size(settings: Settings, tmp_path: Path) -> None:
    intake = take(settings, plain.write(tmp_path / "raw", {f"d{i}": "全市增长5%。" * 3 for i in range(9)}))
    assert sum(batch.documents for batch in intake.batches) == 9
    assert len(intake.batches) > 1
    assert intake.characters == sum(batch.characters for batch in intake.batches)


def test_documents_that_a_limit_refused_are_read_again_when_the_limit_changes(tmp_path: Path) -> None:
    raw = plain.write(tmp_path / "raw", {"a": "全市增长5%。" * 50})
    low = take(Settings(output=tmp_path / "output", max_line_chars=100), raw)
    high = take(Settings(output=tmp_path / "output"), raw)
    assert (low.documents, len(low.refusals)) == (0, 1)
    assert (high.documents, len(high.refusals)) == (1, 0)
