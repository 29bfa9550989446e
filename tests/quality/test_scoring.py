"""The scoring counts as it says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from flows.records import Mention, Metric
from tests.quality import scoring


def answer(start: int = 0, **changes: Any) -> dict[str, Any]:
    gold: dict[str, Any] = {
        "start": start,
        "end": start + 3,
        "quote": "20家",
        "value": 20,
        "value_high": None,
        "unit": ["家"],
        "comparator": ["eq"],
        "measure": ["level"],
        "status": ["actual"],
        "indicator": ["绿色工厂"],
        "subject": ["江苏省"],
        "period": ["2026-01/2026-03"],
        "optional": False,
    }
    return gold | changes


def found(start: int = 0, **changes: Any) -> Metric:
    fields: dict[str, Any] = {
        "document_id": "d",
        "indicator": "绿色工厂",
        "value": 20.0,
        "unit": "家",
        "comparator": "eq",
        "measure": "level",
        "status": "actual",
        "quote": "20家",
        "start": start,
        "end": start + 3,
        "evidence": "",
        "confidence": 1.0,
        "subject": "江苏",
        "period_start": dt.date(2026, 1, 1),
        "period_end": dt.date(2026, 3, 31),
    }
    return Metric(**(fields | changes))


def figures(golds: list[dict[str, Any]], metrics: list[Metric]) -> dict[str, float]:
    document = {"document_id": "d", "metrics": golds, "entities": []}
    return scoring.score([document], {"d": metrics}, {}).figures()


def test_all_right_scores_one() -> None:
    assert figures([answer()], [found()]) == {"quantity": 1.0, "statement": 1.0, "complete": 1.0}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"value": 21.0}, (0, 0, 0)),
        ({"unit": "个"}, (0, 0, 0)),
        ({"value_high": 30.0}, (0, 0, 0)),
        ({"comparator": "gt"}, (1, 0, 0)),
        ({"measure": "change"}, (1, 0, 0)),
        ({"status": "target"}, (1, 0, 0)),
        ({"indicator": "智能化矿山"}, (1, 0, 0)),
        ({"subject": "浙江省"}, (1, 1, 0)),
        ({"subject": None}, (1, 1, 0)),
        ({"period_end": dt.date(2026, 6, 30)}, (1, 1, 0)),
        ({"period_start": None, "period_end": None}, (1, 1, 0)),
        ({"indicator": "“绿色”工厂"}, (1, 1, 1)),
    ],
)
def test_a_wrong_field_spoils_its_level_and_those_above(
    change: dict[str, Any], expected: tuple[int, ...]
) -> None:
    assert tuple(figures([answer()], [found(**change)]).values()) == expected


def test_what_is_missed_and_what_is_spurious_both_cost() -> None:
    assert figures([answer(), answer(10)], [found()])["quantity"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures([answer()], [found(), found(10)])["quantity"] == pytest.approx(2 / 3, abs=1e-4)


def test_optional_answers_count_neither_way() -> None:
    assert figures([answer(), answer(10, optional=True)], [found()])["complete"] == 1
    assert figures([answer(), answer(10, optional=True)], [found(), found(10, value=3.0)])["complete"] == 1


def test_an_empty_list_of_answers_is_not_scored() -> None:
    gold = answer(period=[], subject=[])
    assert figures([gold], [found(subject="x", period_start=None, period_end=None)])["complete"] == 1


def test_each_answer_goes_with_one_metric_the_largest_overlap_first() -> None:
    wide = found(0, end=9, value=1.0)
    assert scoring.match([answer(6)], [wide, found(6)]) == {0: 0}
    assert scoring.match([answer(0), answer(6)], [found(6), found(0)]) == {0: 1, 1: 0}


def test_periods_are_read_as_whole_days() -> None:
    assert scoring.days("2026-02") == (dt.date(2026, 2, 1), dt.date(2026, 2, 28))
    assert scoring.days("2026/2030") == (dt.date(2026, 1, 1), dt.date(2030, 12, 31))
    assert scoring.days("2026-07-17") == (dt.date(2026, 7, 17), dt.date(2026, 7, 17))


def test_names_need_span_and_type() -> None:
    entity = {
        "start": 0,
        "end": 2,
        "quote": "江苏",
        "type": "PLACE",
        "name": "江苏",
        "position": [],
        "optional": False,
    }
    document = {"document_id": "d", "metrics": [], "entities": [entity]}

    def names(*mentions: Mention) -> float:
        return scoring.score([document], {}, {"d": mentions}).figures()["names"]

    right = Mention("d", "PLACE", "江苏", 0, 2, "江苏省")
    assert names(right) == 1
    assert names(Mention("d", "ORG", "江苏", 0, 2, "江苏省")) == 0
    assert names(right, Mention("d", "ORG", "省委", 5, 7, "江苏省委")) == pytest.approx(2 / 3, abs=1e-4)
