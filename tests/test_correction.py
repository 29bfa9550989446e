"""A digit of a text is corrected: the next release says which value changed, and nothing else."""

from __future__ import annotations

import json
from multiprocessing import get_context
from pathlib import Path

import pyarrow.parquet as pq

from tests import plain

TEXT = (
    "2025年，青川市绿色工厂达到87家，高新技术企业达到3120家。\n"
    "全市建成智能工厂{digits}家，其中先进级38家。\n"
    "到2030年，智能工厂达到1000家以上，研发经费投入强度达到3.5%。"
)


def released(raw: Path, output: Path) -> str:
    return str(plain.run(raw, output).release.folder)


def test_a_corrected_digit_is_one_changed_value(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    with get_context("spawn").Pool(1) as pool:
        for digits in ("98", "96"):
            record = {"title": "青川工业", "text": TEXT.format(digits=digits), "region": "天津市"}
            record |= {"published_on": "2026-03-27"}
            (raw / "a.jsonl").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
            folder = Path(pool.apply(released, (raw, tmp_path / "output")))
    found = pq.read_table(folder / "changes.parquet").to_pylist()
    assert {row["kind"] for row in found} == {"changed"}
    values = [(row["before"], row["after"]) for row in found if row["column"] == "value"]
    assert values == [("98.0", "96.0")]
    text = (folder / "CHANGES.md").read_text(encoding="utf-8")
    assert "| metrics | 0 | 1 | 0 |" in text
    assert "| value | 98.0 | 96.0 |" in text
