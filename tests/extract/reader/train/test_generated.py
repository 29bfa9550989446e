"""Sentences that a grammar makes say what their annotations say."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.extract.reader.train import data, generated
from flows.extract.reader.train.data import Example
from flows.language import quantities


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    return list(data.examples([generated.write(tmp_path_factory.mktemp("generated"), 40)]))


def test_every_number_is_quoted_where_it_stands_and_can_be_read() -> None:
    for document, gold in generated.documents(40, seed=1):
        text = document["text"]
        for metric in gold["metrics"]:
            assert text[metric["start"] : metric["end"]] == metric["quote"]
            assert quantities.find(metric["quote"])


def test_names_and_places_stand_in_the_text() -> None:
    for document, gold in generated.documents(40, seed=2):
        for metric in gold["metrics"]:
            assert set(metric["indicator"][0]) <= set(document["text"])
            assert metric["subject"][0] in (document["region"], *_places_of(document["text"], metric))


def _places_of(text: str, metric: dict[str, list[str]]) -> list[str]:
    return [name for name in metric["subject"] if name in text]


def test_all_that_is_said_is_among_the_candidates_of_the_reader(examples: list[Example]) -> None:
    for one in examples:
        for row, answer in enumerate(one.gold):
            if answer is not None:
                assert one.period_right[row].any()


def test_rises_and_falls_growth_and_change_aims_and_results_are_all_there(examples: list[Example]) -> None:
    answers = [answer for one in examples for answer in one.gold if answer is not None]
    assert {answer["measure"][0] for answer in answers} == {"level", "growth", "change"}
    assert {answer["status"][0] for answer in answers} == {"actual", "target"}
    assert {answer["value"] < 0 for answer in answers} == {True, False}
    assert {answer["comparator"][0] for answer in answers} >= {"eq", "ge", "gt", "le", "lt", "approx"}


def test_the_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    one, other = (generated.write(tmp_path / name, 5) for name in ("one", "other"))
    for name in ("documents.jsonl", "annotations.jsonl"):
        assert (one / name).read_bytes() == (other / name).read_bytes()
    assert list(generated.documents(5, seed=1)) != list(generated.documents(5, seed=2))
