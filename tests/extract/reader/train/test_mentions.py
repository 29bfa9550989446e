"""Names annotated beside gold are kept without their texts, and come back where the text is the same."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from flows.extract.reader.train import mentions

TITLE = "制种产业座谈会召开"
BODY = "东丽区副区长周明远来到青禾种业公司。副区长请张小禾介绍，周明远说，制种产业要做强。区长方平未到。"
TEXT = f"{TITLE}\n{BODY}"


def name(quote: str, kind: str, *, optional: bool = False, **more: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "type": kind, "optional": optional, **more}


ENTITIES = [
    name("东丽区", "PLACE"),
    name("周明远", "PERSON", position=["副区长"]),
    name("青禾种业公司", "ORG"),
    name("制种产业", "INDUSTRY", optional=True),
    name("方平", "PERSON", position=["区长"]),
]


def gold(folder: Path, entities: list[dict[str, Any]]) -> Path:
    folder.mkdir(exist_ok=True)
    rows = {
        "documents": {"document_id": "a", "title": TITLE, "text": BODY},
        "annotations": {"document_id": "a", "metrics": [], "entities": entities},
    }
    for file, row in rows.items():
        (folder / f"{file}.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder


def test_what_is_kept_of_names_has_no_piece_of_the_text(tmp_path: Path) -> None:
    assert mentions.add(gold(tmp_path, ENTITIES), tmp_path / "kept.gz") == 1
    row = json.loads(gzip.decompress((tmp_path / "kept.gz").read_bytes()))
    assert not set(TEXT) & set(json.dumps(row, ensure_ascii=False))


def test_names_and_posts_come_back_where_the_text_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "kept.gz"
    mentions.add(gold(tmp_path, ENTITIES), path)
    assert mentions.of(TEXT, path) == ENTITIES
    assert mentions.of(TEXT.replace("东丽", "西青"), path) == []


def test_a_post_that_the_sentence_does_not_have_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "kept.gz"
    mentions.add(gold(tmp_path, [name("张小禾", "PERSON", position=["总经理"])]), path)
    assert mentions.of(TEXT, path) == [name("张小禾", "PERSON")]


def test_names_that_are_added_stand_beside_those_before(tmp_path: Path) -> None:
    path = tmp_path / "kept.gz"
    folder = gold(tmp_path / "first", ENTITIES)
    mentions.add(folder, path)
    longer = {"document_id": "a", "title": TITLE, "text": BODY + "会后，大家参观。"}
    (folder / "documents.jsonl").write_text(json.dumps(longer, ensure_ascii=False) + "\n", encoding="utf-8")
    assert mentions.add(folder, path) == 2
    assert mentions.of(TEXT, path) == ENTITIES


def test_a_network_of_names_learns_from_documents_whose_names_stand_beside_gold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("torch", reason="training needs the dependency group `train`")
    pytest.importorskip("onnx", reason="training needs the dependency group `train`")
    from flows.extract.reader.train import names

    mentions.add(gold(tmp_path, ENTITIES), tmp_path / "kept.gz")
    kept = mentions.kept(tmp_path / "kept.gz")
    folder = gold(tmp_path, [])
    monkeypatch.setattr(mentions, "kept", lambda *_: kept)
    [found] = names.examples(folder)
    assert found.gold["entities"] == ENTITIES
    kept.clear()
    assert names.examples(folder) == []
