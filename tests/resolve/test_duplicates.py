"""An article that was found twice counts once, wherever its figures are compared."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pyarrow as pa

from flows import staging
from flows.ingest import likeness
from flows.records import Document, Extraction, Metric
from flows.resolve import duplicates

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


def records(folder: Path, *documents: Document) -> dict[str, pa.Table]:
    extraction = Extraction(metrics=[metric(each.document_id) for each in documents])
    staged = staging.stage(folder, documents)
    staging.write(staged, staging.encode(documents, extraction))
    return staging.load({staged: None})


def test_a_reprint_with_other_white_space_is_one_document_with_two_sources(tmp_path: Path) -> None:
    reprint = document("late", TEXT.replace("。", "。\n　　"), 27, "b/2.txt")
    settled = duplicates.settle(records(tmp_path, reprint, document("early", TEXT, 26, "a/1.txt")))
    assert settled.records["documents"]["document_id"].to_pylist() == ["early"]
    assert settled.records["metrics"]["document_id"].to_pylist() == ["early"]
    assert [(row["document_id"], row["raw_path"]) for row in settled.sources] == [
        ("early", "a/1.txt"),
        ("early", "b/2.txt"),
    ]
    assert settled.links == []


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
    settled = duplicates.settle(records(tmp_path, one), [copy])
    assert [row["raw_path"] for row in settled.sources] == ["a/1.txt", "b/2.txt"]


def test_a_revision_is_linked_to_the_first_version_and_kept(tmp_path: Path) -> None:
    revised = document("late", TEXT.replace("三百亿元", "三百二十亿元"), 27, "b/2.txt")
    settled = duplicates.settle(records(tmp_path, revised, document("early", TEXT, 26, "a/1.txt")))
    assert sorted(settled.records["documents"]["document_id"].to_pylist()) == ["early", "late"]
    (link,) = settled.links
    assert (link["document_id"], link["other_document_id"]) == ("late", "early")
    assert 0.7 <= link["similarity"] < 1


def test_the_same_words_a_year_later_are_another_article(tmp_path: Path) -> None:
    later = dataclasses.replace(document("late", TEXT, 26, "b.txt"), published_on=dt.date(2027, 6, 26))
    settled = duplicates.settle(records(tmp_path, document("early", TEXT, 26, "a.txt"), later))
    assert len(settled.records["documents"]) == 2
    assert settled.links == []


def test_other_articles_are_neither_merged_nor_linked(tmp_path: Path) -> None:
    other = (
        "轨道交通8号线一期全长18.5公里，设站16座，总投资142亿元，"
        "将于今年年底试运行，日均客运量预计增加22万人次，全市运营里程达到328.5公里。"
    )
    settled = duplicates.settle(
        records(tmp_path, document("a", TEXT, 26, "a.txt"), document("b", other, 26, "b.txt"))
    )
    assert len(settled.records["documents"]) == 2
    assert settled.links == []


def test_short_texts_are_not_taken_for_each_other() -> None:
    assert likeness.fingerprint("全市企业一千家。") == likeness.signature("全市企业一千家。") == ""


def test_what_a_revision_says_again_counts_once() -> None:
    row = {"indicator_id": "i", "region_code": "120000", "value": 6.3, "value_high": None, "unit": "%"}
    row |= {"measure": "growth", "status": "target", "period_end": dt.date(2030, 12, 31)}
    metrics = [
        {"metric_id": "1", "document_id": "late", **row},
        {"metric_id": "2", "document_id": "early", **row},
        {"metric_id": "3", "document_id": "late", **row, "value": 7.0},
        {"metric_id": "4", "document_id": "other", **row},
    ]
    links = [{"document_id": "late", "other_document_id": "early"}]
    assert [each["metric_id"] for each in duplicates.counted_once(metrics, links, {})] == ["2", "3", "4"]
    assert duplicates.counted_once(metrics, [], {}) == metrics


def test_the_statement_that_others_repeat_stays_whoever_made_it() -> None:
    row = {"indicator_id": "i", "region_code": None, "value": 1.0, "value_high": None, "unit": "家"}
    row |= {"measure": "level", "status": "target", "period_end": dt.date(2030, 12, 31)}
    metrics = [{"metric_id": each, "document_id": each, **row} for each in ("late", "early")]
    links = [{"document_id": "late", "other_document_id": "early"}]
    found = duplicates.counted_once(metrics, links, {"early": "late"})
    assert "late" in [each["metric_id"] for each in found]
