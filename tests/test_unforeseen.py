"""An error that nobody foresaw costs one document: the rest is published, and a file is left for a report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flows.extract.numbers import metrics
from flows.ingest import inference
from tests import plain

TEXTS = {"a": "全市出口增长5%。", "b": "毒。全市出口增长6%。", "c": "全市出口增长7%。"}


def breaks_on(mark: str, function: Any) -> Any:
    def called(*arguments: Any) -> Any:
        if any(mark in str(getattr(one, "text", one)) for one in arguments):
            raise ZeroDivisionError("nobody foresaw this")
        return function(*arguments)

    return called


def published(output: Path) -> list[str]:
    import pyarrow.parquet as pq

    found: list[str] = pq.read_table(output / "latest" / "documents.parquet")["document_id"].to_pylist()
    return sorted(found)


@pytest.mark.parametrize("stage", ["extract", "ingest"])
def test_it_costs_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    raw, output = plain.write(tmp_path / "raw", TEXTS), tmp_path / "output"
    with monkeypatch.context() as broken:
        if stage == "extract":
            broken.setattr(metrics, "find", breaks_on("毒", metrics.find))
        else:
            broken.setattr(inference, "fill", breaks_on("毒", inference.fill))
        outcome = plain.run(raw, output)
        again = plain.run(raw, output)
    assert published(output) == ["a", "c"]
    for each in (outcome, again):
        [refusal] = each.run.refusals
        assert "an unforeseen ZeroDivisionError" in refusal.cause
        assert refusal.raw_path == "documents.jsonl"
        assert each.run.documents == 2
    [file] = (output / ".work" / "failures").iterdir()
    content = file.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in content
    assert "flows/" in content
    assert "毒" not in content
    refused = json.loads((output / "latest" / "validation" / "refusals.json").read_text(encoding="utf-8"))
    assert len(refused) == 1

    if stage == "extract":  # what reading made of a file is kept for as long as the code is the same
        mended = plain.run(raw, output)
        assert (mended.run.refusals, mended.extracted) == ((), 1)
        assert published(output) == ["a", "b", "c"]
        assert not (output / ".work" / "failures").exists()
