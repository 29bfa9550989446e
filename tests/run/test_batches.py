"""A batch is extracted in any process, and within its time."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from flows.extract import document
from flows.records import Document, Extraction
from flows.run import batches, staging


def staged(folder: Path) -> Path:
    text = "全市生产总值增长5%。某市市长张某某会见来宾。"
    return staging.stage(
        folder,
        [
            Document(
                document_id="d", title="", text=text, publisher="", source_id="s", licence="",
                raw_path="s/d.txt", raw_start=0, raw_end=len(text),
            )
        ],
    )  # fmt: skip


def _modules() -> list[str]:
    return sorted(sys.modules)


def test_another_process_gives_the_same_bytes_and_does_not_wait_for_prefect(tmp_path: Path) -> None:
    here, there = staged(tmp_path / "here"), staged(tmp_path / "there")
    counts = batches.extract(here)
    assert counts["metrics"] == 1
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(batches.extract, there).result() == counts
        assert not {"prefect", "great_expectations"} & set(pool.submit(_modules).result())
    for name in staging.TABLES:
        assert (here / f"{name}.parquet").read_bytes() == (there / f"{name}.parquet").read_bytes()


def several(folder: Path, *texts: str) -> Path:
    return staging.stage(
        folder,
        [
            Document(
                document_id=f"d{i}", title="", text=text, publisher="", source_id="s", licence="",
                raw_path="s/d.txt", raw_start=0, raw_end=len(text),
            )
            for i, text in enumerate(texts)
        ],
    )  # fmt: skip


def fails_on(mark: str, how: Callable[[], None]) -> Callable[[Sequence[Document]], Extraction]:
    extract = document.extract

    def extracted(documents: Sequence[Document]) -> Extraction:
        if any(mark in each.text for each in documents):
            how()
        return extract(documents)

    return extracted


def breaks() -> None:
    raise KeyError("nobody\nforesaw \ud800 this")


def test_an_error_that_nobody_foresaw_costs_its_document_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = several(tmp_path, "全市出口增长5%。", "毒。全市出口增长6%。", "全市出口增长7%。")
    monkeypatch.setattr(document, "extract", fails_on("毒", breaks))
    counts = batches.extract(folder)
    assert (counts["documents"], counts["metrics"]) == (2, 2)
    [failed] = staging.failed(folder)
    assert (failed.document_id, failed.refusal.raw_path) == ("d1", "s/d.txt")
    assert "an unforeseen KeyError at flows/" in failed.refusal.cause
    assert str(failed.refusal).isprintable()
    assert failed.refusal.traceback
    assert failed.key not in staging.index(tmp_path)


def test_the_documents_that_are_left_give_the_same_bytes_as_without_the_one_that_broke(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ("全市出口增长5%。李某某会见王某某。", "全市出口增长7%。")
    alone = several(tmp_path / "alone", *texts)
    batches.extract(alone)
    monkeypatch.setattr(document, "extract", fails_on("毒", breaks))
    beside = several(tmp_path / "beside", *texts, "毒。")
    batches.extract(beside)
    for name in staging.TABLES:
        assert (alone / f"{name}.parquet").read_bytes() == (beside / f"{name}.parquet").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no alarm on Windows")
def test_a_document_that_does_not_end_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = several(tmp_path, "全市出口增长5%。", "毒。")
    monkeypatch.setattr(document, "extract", fails_on("毒", lambda: time.sleep(30)))
    monkeypatch.setattr(batches, "SECONDS", 1)
    monkeypatch.setattr(batches, "SECONDS_ALONE", 1)
    assert batches.extract(folder)["documents"] == 1
    [failed] = staging.failed(folder)
    assert "not over after 1 s" in failed.refusal.cause


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone counts what a process holds")
def test_a_document_that_takes_all_memory_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = several(tmp_path, "全市出口增长5%。", "毒。", "全市出口增长6%。")
    monkeypatch.setattr(document, "extract", fails_on("毒", lambda: bytearray(batches.MEMORY * 2)))
    assert batches.extract(folder)["documents"] == 2
    [failed] = staging.failed(folder)
    assert "an unforeseen MemoryError" in failed.refusal.cause


def test_a_worker_with_other_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(batches.OtherVersion, match="install the same version"):
        batches.extract_away(staging.waiting(staged(tmp_path)), "other")
