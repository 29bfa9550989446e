"""Annotations are kept without the texts that they are of, and come back where those are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flows.extract.reader.train import standoff

TEXT = "今年上半年，甲市新建\n学校三所，投资两亿元。公司投资一亿元。\n"
TITLE = "甲市办学"


def metric(quote: str, name: str, subject: str) -> dict[str, Any]:
    start = f"{TITLE}\n{standoff.laid(TEXT)}".index(quote)
    return {
        "start": start, "end": start + len(quote), "quote": quote, "value": 1.0, "value_high": None,
        "unit": ["元"], "comparator": ["eq"], "measure": ["level"], "status": ["actual"],
        "indicator": [name], "subject": [subject], "period": ["2026"], "optional": False,
    }  # fmt: skip


GOLD = {
    "document_id": "made-up",
    "metrics": [metric("两亿元", "新建学校投资", "甲市"), metric("一亿元", "投资", "乙集团有限公司")],
}
DOCUMENT = {"document_id": "made-up", "title": TITLE, "text": standoff.laid(TEXT), "region": "甲市"}


def written(folder: Path, *texts: str) -> tuple[Path, Path]:
    """Keep annotations apart from their texts, and write some texts."""
    kept, found = folder / "annotations.jsonl.gz", folder / "texts.jsonl"
    for name, one in (("documents", DOCUMENT), ("annotations", GOLD)):
        (folder / f"{name}.jsonl").write_text(json.dumps(one) + "\n", encoding="utf-8")
    assert standoff.add(folder, "calibration", kept) == standoff.add(folder, "calibration", kept) == 1
    lines = [{"document_id": "made-up", "title": TITLE, "text": text} for text in texts]
    found.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return kept, found


def test_what_is_kept_has_no_piece_of_the_text() -> None:
    kept = json.dumps(standoff.apart(DOCUMENT, GOLD), ensure_ascii=False)
    assert not any(piece in kept for piece in ("学校", "投资", "两亿", TITLE))
    assert "乙集团有限公司" in kept, "a name that the text does not spell is written out"


def test_annotations_and_texts_make_gold(tmp_path: Path) -> None:
    kept, found = written(tmp_path, "另一篇。", TEXT)
    assert standoff.join([found], tmp_path / "gold", kept) == 1
    documents, annotations = (
        [json.loads(line) for line in (tmp_path / "gold" / name).read_text("utf-8").splitlines()]
        for name in ("documents.jsonl", "annotations.jsonl")
    )
    name = {"document_id": standoff.digest(f"{TITLE}\n{standoff.laid(TEXT)}")}
    assert documents == [DOCUMENT | name]
    assert annotations == [GOLD | name]
    assert (tmp_path / "gold" / "sources.csv").read_text(
        "utf-8"
    ) == f"document_id,part\n{name['document_id']},calibration\n"


def test_a_number_whose_name_the_text_does_not_spell_is_arguable() -> None:
    [told] = standoff.apart(DOCUMENT, {"metrics": [metric("两亿元", "XYZ", "甲市")]})["metrics"]
    assert (told["indicator"], told["optional"]) == ([[]], True)


def test_a_text_that_was_changed_is_not_taken_for_the_annotated_one(tmp_path: Path) -> None:
    kept, found = written(tmp_path, TEXT.replace("三", "四"))
    assert standoff.join([found], tmp_path / "gold", kept) == 0
