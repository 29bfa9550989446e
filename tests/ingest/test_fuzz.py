"""No broken file brings down a reader; `python -m tests.ingest.fuzz SECONDS` tries more of them."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.ingest import encoding, grids, newspaper, text
from flows.ingest.articles import compose
from flows.ingest.documents import parse
from flows.records import Document, Refusal
from tests.ingest import fuzz

LINES = st.text(
    alphabet=st.sampled_from(
        "　 ，。：；！？（）《》“”【】年月日第版记者摄图本报讯新闻延伸来源首页工业增长526abc>|\n\n\n\u202e\t"
    ),
    max_size=400,
)


@pytest.mark.parametrize("seed", range(3))
def test_broken_files_become_documents_or_refusals(tmp_path: Path, seed: int) -> None:
    tally = fuzz.fuzz(tmp_path, files=100, seed=seed)
    assert sum(tally.read.values()) > 0
    assert sum(tally.refused.values()) > 0


@given(LINES)
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_any_page_is_cut_without_loss_or_invention(content: str) -> None:
    for page in (text.plain(content, 10_000), text.markdown(content, 10_000)):
        for article in newspaper.cut(page):
            title, body, segments = compose(page, article)
            whole = f"{title}\n{body}" if title else body
            for each in segments:
                raw = page.text[each.raw_start : each.raw_start + each.length]
                assert raw == whole[each.start : each.start + each.length]


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    with contextlib.suppress(encoding.Undecodable):
        assert isinstance(encoding.decode(data), str)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
        max_leaves=8,
    )
)
def test_any_json_is_a_document_or_a_refusal(value: object) -> None:
    for content in (
        value,
        {"text": value},
        {"text": "正文。", "published_on": value, "region": value, "title": value},
    ):
        assert isinstance(parse(json.dumps(content)), (Document, Refusal))


@given(st.lists(st.lists(st.text(alphabet="增长年月%（）亿元12.,- 　", max_size=8), max_size=5), max_size=5))
def test_any_table_becomes_lines(rows: list[list[str]]) -> None:
    assert all(isinstance(line, str) for line in grids.sentences(rows))
