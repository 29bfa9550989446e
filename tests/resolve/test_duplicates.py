"""An article that was found twice counts once, wherever its figures are compared."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.ingest import likeness
from flows.records import Document, Extraction, Metric
from flows.resolve import duplicates
from flows.run import staging
from flows.tables.database import Database
from tests import databases
from tests.resolve.rows import row, stated

TEXT = (
    "全市规模以上工业增加值比上年增长6.3%，新增企业一千二百家。市发展改革委表示，项目进展顺利，全年预计完成投资三百亿元。"
    "装备制造业增加值增长9.1%，高技术制造业增加值增长11.4%，新能源汽车产量12.7万辆，工业用电量增长4.2%。"
)


def document(identifier: str, text: str, day: int, path: str) -> Document:
    return Document(
        document_id=identifier,
        title="工业生产平稳增长",
        text=text,
        publisher="样报",
        source_id="sample",
        licence="CC0-1.0",
        raw_path=path,
        raw_start=0,
        raw_end=len(text),
        published_on=dt.date(2026, 6, day),
        published_on_basis="stated",
        fingerprint=likeness.fingerprint(text),
        signature=likeness.signature(text),
    )


def metric(identifier: str) -> Metric:
    return Metric(
        document_id=identifier,
        indicator="规模以上工业增加值",
        value=6.3,
        unit="%",
        comparator="eq",
        measure="growth",
        status="actual",
        quote="6.3%",
        start=20,
        end=24,
        evidence="全市规模以上工业增加值比上年增长6.3%",
        confidence=0.9,
    )


def settled(folder: Path, *documents: Document, copies: Iterable[dict[str, Any]] = ()) -> Database:
    extraction = Extraction(metrics=[metric(each.document_id) for each in documents])
    staged = staging.stage(folder, documents)
    staging.write(staged, staging.encode(documents, extraction))
    database = databases.attached({staged: None})
    database.execute("CREATE SCHEMA built")
    duplicates.settle(database, copies)
    return database


def ids(database: Database, table: str) -> list[str]:
    return [row["document_id"] for row in databases.read(database, f"FROM {table} ORDER BY document_id")]


def test_a_reprint_with_other_white_space_is_one_document_with_two_sources(tmp_path: Path) -> None:
    reprint = document("late", TEXT.replace("。", "。\n　　"), 27, "b/2.txt")
    database = settled(tmp_path, reprint, document("early", TEXT, 26, "a/1.txt"))
    assert ids(database, "settled.documents") == ["early"]
    assert ids(database, "settled.metrics") == ["early"]
    sources = databases.read(database, "FROM built.document_sources ORDER BY raw_path")
    assert [(row["document_id"], row["raw_path"]) for row in sources] == [
        ("early", "a/1.txt"),
        ("early", "b/2.txt"),
    ]
    assert ids(database, "built.document_links") == []


def test_a_copy_letter_for_letter_is_another_source(tmp_path: Path) -> None:
    one = document("one", TEXT, 26, "a/1.txt")
    columns = (
        "raw_start",
        "raw_end",
        "source_id",
        "publisher",
        "published_on",
        "url",
        "licence",
        "document_id",
    )
    copy = {name: getattr(one, name) for name in columns} | {"raw_path": "b/2.txt"}
    database = settled(tmp_path, one, copies=[copy])
    sources = databases.read(database, "FROM built.document_sources ORDER BY raw_path")
    assert [row["raw_path"] for row in sources] == ["a/1.txt", "b/2.txt"]


def test_a_revision_is_linked_to_the_first_version_and_kept(tmp_path: Path) -> None:
    revised = document("late", TEXT.replace("三百亿元", "三百二十亿元"), 27, "b/2.txt")
    database = settled(tmp_path, revised, document("early", TEXT, 26, "a/1.txt"))
    assert ids(database, "settled.documents") == ["early", "late"]
    (link,) = databases.read(database, "FROM built.document_links")
    assert (link["document_id"], link["other_document_id"]) == ("late", "early")
    assert 0.7 <= link["similarity"] < 1


def test_the_same_words_a_year_later_are_another_article(tmp_path: Path) -> None:
    later = dataclasses.replace(document("late", TEXT, 26, "b.txt"), published_on=dt.date(2027, 6, 26))
    database = settled(tmp_path, document("early", TEXT, 26, "a.txt"), later)
    assert ids(database, "settled.documents") == ["early", "late"]
    assert ids(database, "built.document_links") == []


def test_other_articles_are_neither_merged_nor_linked(tmp_path: Path) -> None:
    other = (
        "轨道交通8号线一期全长18.5公里，设站16座，总投资142亿元，"
        "将于今年年底试运行，日均客运量预计增加22万人次，全市运营里程达到328.5公里。"
    )
    database = settled(tmp_path, document("a", TEXT, 26, "a.txt"), document("b", other, 26, "b.txt"))
    assert ids(database, "settled.documents") == ["a", "b"]
    assert ids(database, "built.document_links") == []


def test_short_texts_are_not_taken_for_each_other() -> None:
    assert likeness.fingerprint("全市企业一千家。") == likeness.signature("全市企业一千家。") == ""


def said_again(links: dict[str, str], repeats: dict[str, str]) -> list[str]:
    """Return what of four statements counts as said again; `late` revises `early` if `links` say so."""
    said = [("early", "early", 6.3), ("late", "late", 6.3), ("new", "late", 7.0), ("else", "other", 6.3)]
    rows = [
        row("规模以上工业增加值", value, "%", measure="growth", document_id=document_id, metric_id=metric_id)
        for metric_id, document_id, value in said
    ]
    database = stated(*rows)
    text = pa.string()
    fields = pa.schema([("document_id", text), ("other_document_id", text)])
    linked = [{"document_id": late, "other_document_id": early} for late, early in links.items()]
    database.create("built.document_links", fields, linked)
    repeated = [{"metric_id": late, "first_id": first} for late, first in repeats.items()]
    database.create("repeats", pa.schema([("metric_id", text), ("first_id", text)]), repeated)
    duplicates.said_again(database)
    return [found["metric_id"] for found in databases.read(database, "FROM said_again ORDER BY metric_id")]


def test_what_a_revision_says_again_counts_once() -> None:
    assert said_again({"late": "early"}, {}) == ["late"]
    assert said_again({}, {}) == []


def test_a_revision_of_a_revision_says_again_what_the_first_version_said() -> None:
    assert said_again({"other": "late", "late": "early"}, {}) == ["else", "late"]


def test_the_statement_that_others_repeat_stays_whoever_made_it() -> None:
    assert said_again({"late": "early"}, {"early": "late"}) == []


def test_bands_find_the_pairs_that_are_alike(tmp_path: Path) -> None:
    sentences = [
        f"第{number}项工程投资{number * 37 % 101}亿元，新增产能{number * 53 % 97}万吨。"
        for number in range(40)
    ]
    texts = ["".join(sentences[: 40 - cut] + ["其余从略。"] * cut) for cut in range(4)]
    documents = [document(f"d{at}", text, 20 + at, f"{at}.txt") for at, text in enumerate(texts)]
    found = databases.read(settled(tmp_path, *documents), "FROM built.document_links ORDER BY document_id")
    assert {link["document_id"] for link in found} == {"d1", "d2", "d3"}
    numbers = {
        each.document_id: [each.signature[at : at + 8] for at in range(0, 512, 8)] for each in documents
    }
    for link in found:
        pairs = zip(numbers[link["document_id"]], numbers[link["other_document_id"]], strict=True)
        assert link["similarity"] == round(sum(one == other for one, other in pairs) / 64, 2)
