"""Gold as examples."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest

from flows.extract.reader.inputs import MEASURES, STATUSES
from flows.extract.reader.train import data
from flows.extract.reader.train.split import part_of
from tests.extract.reader.train import texts


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[data.Example]:
    folder = tmp_path_factory.mktemp("gold")
    texts.write(folder)
    return list(data.examples([folder]))


def test_every_document_is_an_example_on_its_side(examples: list[data.Example]) -> None:
    assert len(examples) == 16
    for one in examples:
        assert one.genre == "bulletin"
        assert one.part == part_of(f"made-up/{one.reading.document.document_id}.txt")


def test_numbers_have_the_answers_of_gold(examples: list[data.Example]) -> None:
    for one in examples:
        assert one.kept.tolist() == [1, 1]
        assert [STATUSES[place] for place in one.classes[:, 0]] == ["actual", "target"]
        assert {MEASURES[place] for place in one.classes[:, 1]} == {"level"}
        for row, answer in enumerate(one.gold):
            assert answer is not None
            name = "".join(one.reading.text[at] for at in sorted(one.characters[row]))
            assert [name] == answer["indicator"]


def test_subjects_are_found_wherever_the_text_spells_them() -> None:
    text = "红星水库开工，红星水库投资3亿元"
    assert data.subject_spans(text, {"subject": ["红星水库"]}) == [(0, 4), (7, 11)]
    assert data.subject_spans(text, {"subject": []}) == data.subject_spans(text, None) == []


def test_the_right_candidates_are_told(examples: list[data.Example]) -> None:
    for one in examples:
        built = one.inputs
        for row, answer in enumerate(one.gold):
            assert answer is not None
            subjects = {
                built.subjects.choices[built.subjects.values[row, at]].first
                for at in one.subject_right[row].nonzero()[0]
            }
            assert subjects == set(answer["subject"])
            [place] = one.period_right[row].nonzero()[0]
            first = built.periods.choices[built.periods.values[row, place]].first
            assert first == dt.date(int(answer["period"][0]), 1, 1)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (None, (None, None)),
        ("2025", (dt.date(2025, 1, 1), dt.date(2025, 12, 31))),
        ("2026-01/2026-05", (dt.date(2026, 1, 1), dt.date(2026, 5, 31))),
        ("2026-06-26", (dt.date(2026, 6, 26), dt.date(2026, 6, 26))),
    ],
)
def test_periods_of_gold_are_whole_days(
    text: str | None, days: tuple[dt.date | None, dt.date | None]
) -> None:
    assert data.period_of(text) == days


def test_subjects_are_alike_however_they_are_written() -> None:
    assert data.subject_name("武清区人民政府") == data.subject_name("武清区") == "武清"
    assert data.subject_name("全国") == data.subject_name("我国") == "中国"
    assert data.subject_name(None) == ""


def test_names_are_compared_by_their_characters() -> None:
    assert data.bag_f1("学校的数量", "学校数量") == 1
    assert data.bag_f1("学校", "公园") == 0
    assert 0 < data.bag_f1("学校数量", "学校") < 1


def test_gold_may_be_compressed(tmp_path: Path, examples: list[data.Example]) -> None:
    texts.write(tmp_path)
    for name in ("documents", "annotations"):
        plain = tmp_path / f"{name}.jsonl"
        plain.with_suffix(".jsonl.gz").write_bytes(gzip.compress(plain.read_bytes()))
        plain.unlink()
    assert [one.gold for one in data.examples([tmp_path])] == [one.gold for one in examples]


def test_made_up_gold_quotes_its_texts() -> None:
    golds = {row["document_id"]: row["metrics"] for row in data.lines(data.MADE_UP / "annotations.jsonl.gz")}
    for document in data.lines(data.MADE_UP / "documents.jsonl.gz"):
        text = "\n".join(filter(None, (document["title"], document["text"])))
        metrics = golds.pop(document["document_id"])
        assert metrics
        assert all(text[one["start"] : one["end"]] == one["quote"] for one in metrics)
    assert not golds
