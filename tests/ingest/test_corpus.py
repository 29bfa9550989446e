"""Every file of the made-up corpus comes out as it should: articles, headlines, dates, text."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.ingest import encoding
from flows.ingest.documents import discover, read
from flows.records import Document, Refusal
from flows.settings import Settings
from tests.ingest import bulletins, composed, corpus, kinds, loose, tabled, texts

CASES = {
    case.name: case
    for source in (corpus, loose, composed, kinds, bulletins, tabled)
    for case in source.cases()
}


def test_the_corpus_has_sixty_files_in_every_format() -> None:
    assert len(CASES) >= 60
    kinds = {name.removesuffix(".gz").rpartition(".")[2] for name in CASES}
    assert kinds == {"txt", "md", "html", "pdf", "docx", "jsonl", "ndjson"}


@pytest.mark.parametrize("name", CASES)
def test_a_file_comes_out_as_its_answers_say(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    (tmp_path / name).write_bytes(case.data)
    (raw,) = discover([tmp_path], Settings())
    assert not isinstance(raw, Refusal)
    documents = list(read(raw, Settings()))
    assert [each for each in documents if isinstance(each, Refusal)] == []
    found = [(each.title, each.text, each.published_on) for each in documents if isinstance(each, Document)]
    assert found == [(each.title, each.text, each.published_on) for each in case.answers]
    for document, answer in zip(documents, case.answers, strict=True):
        if isinstance(answer, texts.Record):
            assert isinstance(document, Document)
            assert (document.publisher, document.region_code) == (answer.publisher, answer.region)


@pytest.mark.parametrize("name", [name for name in CASES if name.endswith(".txt")])
def test_every_character_is_found_in_the_raw_file(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    (tmp_path / name).write_bytes(case.data)
    (raw,) = discover([tmp_path], Settings())
    assert not isinstance(raw, Refusal)
    text = encoding.decode(case.data)
    for document in read(raw, Settings()):
        assert isinstance(document, Document)
        covered = set()
        for segment in document.segments:
            mine = document.content[segment.start : segment.start + segment.length]
            assert text[segment.raw_start : segment.raw_start + segment.length] == mine
            covered.update(range(segment.start, segment.start + segment.length))
        missing = {document.content[at] for at in range(len(document.content)) if at not in covered}
        assert missing <= {"\n", " "} or "entities" in name or "table" in name
