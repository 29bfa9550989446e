"""Batches between the stages: nothing is lost, nothing half-written counts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from flows import contract
from flows.records import Actor, Document, Event, Extraction, Mention, Metric, Relation, Segment
from flows.run import staging, version
from tests import databases


def document(number: int, text: str = "全市生产总值增长5%。") -> Document:
    return Document(
        document_id=f"d{number}",
        title="标题",
        text=text,
        publisher="某报",
        source_id="s",
        licence="CC0-1.0",
        raw_path="a.txt",
        raw_start=0,
        raw_end=9,
        published_on=dt.date(2026, 3, 27),
        published_on_basis="stated",
        authors=("张三",),
        segments=(Segment(0, 0, 9),),
    )


def extraction(*documents: Document) -> Extraction:
    found = Extraction()
    for one in documents:
        i = one.document_id
        found.mentions.append(Mention(i, "PLACE", "全市", 3, 5, "某市"))
        found.metrics.append(
            Metric(i, "生产总值", 5.0, "%", "eq", "growth", "actual", "5%", 11, 13, "全市生产总值增长5%", 0.9)
        )
        found.relations.append(
            Relation(i, "PERSON", "张三", "holds_position", "市长", 3, 5, object_text="市长")
        )
        found.events.append(
            Event(
                i,
                "visit",
                "调研",
                3,
                5,
                date_start=dt.date(2026, 3, 26),
                actors=(Actor("PERSON", "张三", "guest"),),
            )
        )
    return found


def write(batches: Path, *documents: Document) -> Path:
    folder = staging.stage(batches, documents)
    staging.write(folder, staging.encode(documents, extraction(*documents)))
    return folder


def records(parts: dict[Path, frozenset[str] | None]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of all tables of some batches in their order."""
    database = databases.attached(parts)
    query = "SELECT * EXCLUDE (document_key, ordinal) FROM staged.{} ORDER BY ordinal"
    return {name: databases.read(database, query.format(name)) for name in staging.TABLES}


def test_documents_come_back_from_a_batch_as_they_went_in(tmp_path: Path) -> None:
    documents = [document(1), document(2, "含有\u2028和\x0b以及\n换行的正文")]
    assert staging.staged(staging.stage(tmp_path, documents)) == documents


def test_records_come_back_with_every_field(tmp_path: Path) -> None:
    tables = records({write(tmp_path, document(1)): None})
    assert {name: len(rows) for name, rows in tables.items()} == dict.fromkeys(staging.TABLES, 1)
    [metric] = tables["metrics"]
    expected = extraction(document(1)).metrics[0]
    assert metric.pop("metric_id") == expected.metric_id
    assert Metric(**metric) == expected
    [actor] = tables["actors"]
    assert actor == {
        "event_id": tables["events"][0]["event_id"],
        "type": "PERSON",
        "name": "张三",
        "role": "guest",
    }


def test_texts_do_not_stay_once_their_records_are_written(tmp_path: Path) -> None:
    folder = write(tmp_path, document(1))
    assert not (folder / "documents.jsonl").exists()


def test_a_batch_that_was_left_half_way_does_not_count_and_goes(tmp_path: Path) -> None:
    whole = write(tmp_path, document(1))
    half = write(tmp_path, document(2))
    (half / "done.json").unlink()
    assert staging.index(tmp_path) == {staging.key(document(1)): whole}
    assert not half.exists()


def test_the_batches_that_documents_were_in_do_not_change_what_comes_out(tmp_path: Path) -> None:
    together = [write(tmp_path / "a", document(1), document(2), document(3))]
    apart = [write(tmp_path / "b", document(3)), write(tmp_path / "b", document(1), document(2))]
    one, other = (records(dict.fromkeys(folders)) for folders in (together, apart))
    assert one == other


def test_only_the_documents_asked_for_are_loaded(tmp_path: Path) -> None:
    folder = write(tmp_path, document(1), document(2))
    tables = records({folder: frozenset({staging.key(document(2))})})
    assert [row["document_id"] for row in tables["documents"]] == ["d2"]
    assert [row["document_id"] for row in tables["metrics"]] == ["d2"]


def test_a_document_that_two_batches_hold_is_taken_from_the_one_that_is_named(tmp_path: Path) -> None:
    one, two = write(tmp_path, document(1)), write(tmp_path, document(1), document(2))
    keys = [staging.key(document(number)) for number in (1, 2)]
    tables = records({one: frozenset(keys[:1]), two: frozenset(keys[1:])})
    assert [len(rows) for rows in tables.values()] == [2] * len(staging.TABLES)


@pytest.mark.parametrize("name", ["[a]", "a*b", "a?b", "year=2026", "a'b"])
def test_what_a_folder_is_called_does_not_matter(tmp_path: Path, name: str) -> None:
    for other in ("a", "a-b"):  # what a pattern of that name would find
        write(tmp_path / other, document(1))
    assert records({write(tmp_path / name, document(1)): None}) == records(
        {write(tmp_path / "plain", document(1)): None}
    )


def test_a_batch_of_which_nothing_is_asked_for_gives_nothing(tmp_path: Path) -> None:
    assert records({write(tmp_path, document(1)): frozenset()})["documents"] == []
    assert records({})["documents"] == []


def test_a_document_has_another_key_when_anything_of_it_changes() -> None:
    assert staging.key(document(1)) != staging.key(document(1, "全市生产总值增长6%。"))
    assert staging.key(document(1)) == staging.key(document(1))


@pytest.fixture
def fresh_version() -> object:
    version.of_extraction.cache_clear()
    yield None
    version.of_extraction.cache_clear()


def test_a_change_of_a_code_list_that_extraction_reads_changes_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_version: object
) -> None:
    before = version.of_extraction()
    lists = tmp_path / "codelists"
    lists.mkdir()
    for path in (contract.SCHEMAS / "codelists").glob("*.csv"):
        (lists / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(contract, "SCHEMAS", tmp_path)
    version.of_extraction.cache_clear()
    assert version.of_extraction() == before
    with (lists / "units.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    version.of_extraction.cache_clear()
    assert version.of_extraction() != before
