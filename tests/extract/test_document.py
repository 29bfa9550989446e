"""The one door of extraction."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest

from flows.extract.document import extract
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
