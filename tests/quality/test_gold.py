"""The own gold is what its sentences say, and big and varied enough to mean something."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.quality import gold, measure, scoring

OWN = measure.FOLDERS["own"]


def test_the_records_are_those_of_the_sentences(tmp_path: Path) -> None:
    gold.write(tmp_path, gold.read())
    for name in ("documents.jsonl", "annotations.jsonl"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (OWN / name).read_text(encoding="utf-8"), (
            "run `make quality`, which writes the records anew"
        )


def test_every_quote_stands_at_its_offsets_and_every_answer_can_be_read() -> None:
    for document, gold_of in zip(_documents(), measure.answers("own"), strict=True):
        content = f"{document['title']}\n{document['text']}"
        ends = [0]
        for metric in gold_of["metrics"]:
            assert content[metric["start"] : metric["end"]] == metric["quote"]
            assert metric["start"] >= ends[-1], f"{metric['quote']} overlaps in {gold_of['document_id']}"
            ends.append(metric["end"])
            assert set(metric["comparator"]) <= {"eq", "ge", "gt", "le", "lt", "approx", "range"}
            assert metric["indicator"]
            assert all(scoring.days(period)[0] <= scoring.days(period)[1] for period in metric["period"])
            assert ("range" in metric["comparator"]) == (metric["value_high"] is not None)
        for entity in gold_of["entities"]:
            assert content[entity["start"] : entity["end"]] == entity["quote"]


def test_the_gold_is_big_enough_and_varied() -> None:
    documents, metrics = (
        _documents(),
        [one for each in measure.answers("own") for one in each["metrics"]],
    )
    assert len(metrics) >= 800
    assert len({document["region"] for document in documents}) >= 25
    assert Counter(one["status"][0] for one in metrics).keys() == {"actual", "target", "condition"}
    assert Counter(one["measure"][0] for one in metrics).keys() == {"level", "growth", "change"}


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("超过1.2万亿元", (1.2e12, None, "元")),
        ("7%-10%", (7, 10, "%")),
        ("2000至2500吨", (2000, 2500, "吨")),
        ("七成", (70, None, "%")),
        ("2.1个百分点", (2.1, None, "百分点")),
        ("三个", (3, None, "个")),
    ],
)
def test_value_and_unit_follow_from_a_quote(quote: str, expected: tuple[float, float | None, str]) -> None:
    value, high, unit = gold.amount(quote)
    assert (value, high, unit.removeprefix("%-")) == expected


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("= 9家 | 工厂", "does not stand in the sentence"),
        ("= 7家 | 工厂 | gx", "unknown flag"),
        ("+ BODY 工厂", "unknown type of name"),
        ("x", "a line begins with"),
    ],
)
def test_a_mistake_in_the_sentences_is_told_with_file_and_line(tmp_path: Path, line: str, cause: str) -> None:
    (tmp_path / "a.txt").write_text(
        f"@ a-1 | 2026-01-01 | 江苏省 | 标题\n> 新建工厂17家、7家。\n{line}\n", "utf-8"
    )
    with pytest.raises(ValueError, match=cause) as error:
        gold.read(tmp_path)
    assert "a.txt, line 3" in str(error.value)


def test_a_number_is_not_found_inside_a_longer_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "@ a | 2026-01-01 | 江苏省 | 标题\n> 新建17家、7家。\n= 7家 | 工厂\n", "utf-8"
    )
    assert gold.read(tmp_path)[0].metrics[0]["start"] == len("标题\n新建17家、")


def _documents() -> list[dict[str, str]]:
    return [json.loads(line) for line in (OWN / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
