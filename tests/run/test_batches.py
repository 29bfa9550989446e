"""A batch is extracted in any process, and within its time."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Sequence
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


@pytest.mark.skipif(sys.platform == "win32", reason="there is no alarm on Windows")
def test_a_batch_that_does_not_end_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: Sequence[Document]) -> Extraction:
        time.sleep(30)
        return Extraction()

    folder = staged(tmp_path)
    monkeypatch.setattr(document, "extract", never)
    monkeypatch.setattr(batches, "SECONDS", 1)
    with pytest.raises(batches.Endless, match=folder.name):
        batches.extract(folder)
    assert not (folder / "done.json").exists()


def test_a_worker_with_other_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(batches.OtherVersion, match="install the same version"):
        batches.extract_away(staging.waiting(staged(tmp_path)), "other")
