"""What the reader chose gives way where the grammar of a sentence leaves no choice, and only there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from flows.extract.numbers import agreement
from flows.extract.numbers import metrics as room
from flows.language import quantities
from flows.records import Metric
from tests.extract import texts

YEAR_2023 = {"period_start": dt.date(2023, 1, 1), "period_end": dt.date(2023, 12, 31)}


def settled(text: str, **chosen: Any) -> list[Metric]:
    """Return the metrics of a text of whose numbers a reader chose `chosen` against the rules."""
    reading, mentions = texts.read(text, day="2026-06-26")
    numbers = quantities.find(reading.text)
    proposed = room.propose(reading, mentions, numbers)
    return agreement.settle(reading.text, numbers, proposed, [replace(one, **chosen) for one in proposed])


def test_the_bound_of_a_fall_goes_with_its_sign() -> None:
    assert [one.comparator for one in settled("陶瓷价格下降8%以上。", comparator="ge")] == ["le"]
    assert [one.comparator for one in settled("陶瓷价格增长8%以上。", comparator="ge")] == ["ge"]


def test_a_number_that_is_told_loosely_keeps_its_comparator() -> None:
    assert [one.comparator for one in settled("陶瓷库存减少600多万吨。", comparator="gt")] == ["gt"]


def test_a_name_is_said_once_unless_the_text_says_it_twice() -> None:
    assert settled("陶瓷产量30万吨。", indicator="陶瓷陶瓷产量")[0].indicator == "陶瓷产量"
    assert settled("试点试点项目30个。", indicator="试点试点项目")[0].indicator == "试点试点项目"


def test_each_number_of_a_list_keeps_its_own_time_and_place() -> None:
    found = settled("2023年、2024年陶瓷产值分别为12亿元和15亿元。", **YEAR_2023)
    assert [one.period_start for one in found] == [dt.date(2023, 1, 1), dt.date(2024, 1, 1)]
    found = settled("武清区、宝坻区税收分别增长5%和4%。", subject="静海区", region_code="120118")
    assert [one.subject for one in found] == ["武清区", "宝坻区"]
