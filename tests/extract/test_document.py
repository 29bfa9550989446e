"""The one door of extraction."""

from __future__ import annotations

import gc
import random
from dataclasses import replace

import pytest

from flows.extract import reading
from flows.extract.document import extract
from flows.extract.names import mentions
from flows.extract.reader import explanation
from flows.records import Document
from tests.extract.texts import document

TEXTS = (
    "武清区建成学校40所，增长4.8%。",
    "市长张晓明到宝坻区调研，全区建成公园12个。",
    "无数字的一句话。",
    "",
)
DOCUMENTS = [replace(document(text), document_id=f"d{place}") for place, text in enumerate(TEXTS)]


def test_the_same_documents_give_the_same_records_in_the_same_order() -> None:
    assert extract(DOCUMENTS) == extract(DOCUMENTS)


def test_the_collector_of_cycles_works_again_whatever_happens() -> None:
    extract(DOCUMENTS)
    assert gc.isenabled()
    with pytest.raises(AttributeError):
        extract([None])  # type: ignore[list-item]
    assert gc.isenabled()


def test_documents_are_read_each_on_its_own() -> None:
    together = extract(DOCUMENTS)
    apart = [extract([one]) for one in DOCUMENTS]
    assert together.metrics == [metric for one in apart for metric in one.metrics]
    assert together.mentions == [mention for one in apart for mention in one.mentions]
    assert together.relations == [relation for one in apart for relation in one.relations]
    assert together.events == [event for one in apart for event in one.events]


def test_every_record_says_which_document_states_it() -> None:
    found = extract(DOCUMENTS)
    assert {metric.document_id for metric in found.metrics} == {"d0", "d1"}
    assert {mention.document_id for mention in found.mentions} <= {"d0", "d1"}


def test_no_documents_give_no_records() -> None:
    found = extract([])
    assert (found.metrics, found.mentions, found.relations, found.events) == ([], [], [], [])


def test_statements_have_identifiers_of_their_own() -> None:
    found = extract(DOCUMENTS)
    identifiers = [metric.metric_id for metric in found.metrics]
    assert len(set(identifiers)) == len(identifiers) == 3


LONG = (
    "全区" + "，".join(f"第{place}街道建成公园{place + 2}个、增长{place}.5%" for place in range(1, 30)) + "。"
)
NEIGHBOURS = [
    replace(document(text, title), document_id=f"n{place}")
    for place, (title, text) in enumerate(
        [
            ("全市教育工作会议召开", "武清区建成学校40所，增长4.8%。宝坻区36所，比上年增加12所。"),
            ("", LONG),
            (
                "重点任务",
                "一、工业\n（一）产值达到5亿元以上。\n（二）企业达到30家。\n二、农业\n粮食达到2万吨。",
            ),
            ("", "到2030年，全市智能工厂达到1000家。" + "其间没有别的话。" * 60 + "今年建成120家。"),
            ("", "短句，3家。"),
            ("某公司公告", "津门公司营业收入12.5亿元，净利润1.2亿元，同比下降3.1%。"),
            ("", ""),
        ]
    )
]


def test_a_document_gives_the_same_whatever_stands_beside_it_and_in_whatever_order() -> None:
    alone = {one.document_id: extract([one]) for one in NEIGHBOURS}
    assert any(found.metrics for found in alone.values())
    for seed in range(4):
        draw = random.Random(seed)
        batch = draw.sample(NEIGHBOURS, len(NEIGHBOURS))
        size = draw.randint(2, len(batch))
        for start in range(0, len(batch), size):
            part = batch[start : start + size]
            found = extract(part)
            for kind in ("mentions", "metrics", "relations", "events"):
                apart = [row for one in part for row in getattr(alone[one.document_id], kind)]
                assert getattr(found, kind) == apart


def test_how_likely_each_choice_is_does_not_change_with_what_stands_beside_it() -> None:
    def why(batch: list[Document]) -> dict[str, object]:
        readings = reading.read(batch)
        found = zip(batch, readings, mentions.find(readings), strict=True)
        return {one.document_id: explanation.explain(read, names) for one, read, names in found}

    alone = {name: row for one in NEIGHBOURS for name, row in why([one]).items()}
    assert why(NEIGHBOURS) == why(NEIGHBOURS[::-1]) == alone


def test_a_text_without_an_end_of_a_clause_gives_neither_name_nor_evidence_without_end() -> None:
    text = f"{'甲乙产业基地' * 1000}投资总额达到5万元{'以及相关配套建设' * 500}。{'x1y' * 2000}指数为7。"
    found = extract([replace(document(text), document_id="endless")])
    assert found.metrics
    for metric in found.metrics:
        assert len(metric.indicator) <= 200
        assert len(metric.evidence) <= 1100
        assert metric.quote in metric.evidence
        assert metric.evidence in f"标题\n{text}" or metric.evidence in text
