"""A text is cut into sentences whole, and into none that is too long for rules that look all through it."""

from __future__ import annotations

import time

import pytest

import flows
from flows.language import sentences

LONG = {
    "with commas": "，".join(f"甲业产值{number}亿元" for number in range(1000)) + "。",
    "with pauses": "、".join(f"{number}亿元" for number in range(1000)) + "。",
    "with no mark": "".join(f"出口{number}亿元" for number in range(1000)) + "。",
    "with thousands": "出口" + "1,234,567" * 1000 + "元。",
}


def test_a_sentence_ends_at_its_mark() -> None:
    text = "出口增长5%，进口增长6%。 投资3.5亿元！\n外贸"
    cut = [text[span.start : span.end] for span in sentences.split(text)]
    assert cut == ["出口增长5%，进口增长6%。", "投资3.5亿元！", "外贸"]


@pytest.mark.parametrize("length", [1998, 1999])
def test_a_sentence_of_any_length_that_somebody_writes_stays_whole(length: int) -> None:
    text = "长，" * (length // 2) + "长" * (length % 2) + "。"
    assert sentences.split(text) == [(0, length + 1)]


@pytest.mark.parametrize("kind", LONG)
def test_a_sentence_without_end_is_cut_and_nothing_of_it_is_lost(kind: str) -> None:
    spans = sentences.split(LONG[kind])
    assert "".join(LONG[kind][span.start : span.end] for span in spans) == LONG[kind]
    assert max(span.end - span.start for span in spans) <= 2000
    if kind in ("with commas", "with pauses"):
        assert {LONG[kind][span.end - 1] for span in spans} <= set("，、。")


def test_a_number_in_a_sentence_without_end_takes_no_more_time_than_another() -> None:
    """Each number once looked through all before it: 4,000 of them took eight times as long as 1,000."""

    def seconds(count: int) -> float:
        text = "全市" + "，".join(f"甲产业产值{number}亿元" for number in range(count)) + "。"
        begin = time.process_time()
        found = flows.inspect(text, published_on="2026-03-27", region="天津市")
        assert len(found.metrics) == count
        return time.process_time() - begin

    seconds(10)
    few = min(seconds(500) for _ in range(2))
    assert seconds(4000) < few * 20
