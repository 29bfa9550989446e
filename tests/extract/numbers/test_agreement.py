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


def settled(text: str, day: str | None = "2026-06-26", **chosen: Any) -> list[Metric]:
    """Return the metrics of a text of whose numbers a reader chose `chosen` against the rules."""
    reading, mentions = texts.read(text, day=day)
    numbers = quantities.find(reading.text)
    proposed = room.propose(reading, mentions, numbers)
    return agreement.settle(reading, numbers, proposed, [replace(one, **chosen) for one in proposed])


def test_the_bound_of_a_fall_goes_with_its_sign() -> None:
    assert [one.comparator for one in settled("陶瓷价格下降8%以上。", comparator="ge")] == ["le"]
    assert [one.comparator for one in settled("陶瓷价格增长8%以上。", comparator="ge")] == ["ge"]


def test_a_number_that_is_told_loosely_keeps_its_comparator() -> None:
    assert [one.comparator for one in settled("陶瓷库存减少600多万吨。", comparator="gt")] == ["gt"]


def test_a_growth_is_not_of_the_year_that_it_is_compared_with() -> None:
    assert [one.period_start for one in settled("陶瓷出口较2023年增长30%。", **YEAR_2023)] == [None]
    assert settled("2023年陶瓷出口增长30%。", **YEAR_2023)[0].period_start == YEAR_2023["period_start"]


def test_a_growth_against_last_year_is_of_the_time_that_the_number_before_has() -> None:
    text = "2024年陶瓷产值12亿元，较2023年增长30%。"
    growth = settled(text, **YEAR_2023)[1]
    assert growth.period_start == dt.date(2024, 1, 1)


def test_a_growth_has_the_whole_name_of_its_row() -> None:
    text = "陶瓷：产量30万吨，增长3%。"
    assert [one.indicator for one in settled(text, indicator="产量")] == ["产量", "产量"]
    reading, mentions = texts.read(text)
    numbers = quantities.find(reading.text)
    level, growth = room.propose(reading, mentions, numbers)
    chosen = [level, replace(growth, indicator="产量")]
    found = agreement.settle(reading, numbers, [level, growth], chosen)
    assert [one.indicator for one in found] == ["陶瓷产量", "陶瓷产量"]


def test_a_name_is_whole_and_said_once() -> None:
    assert [one.indicator for one in settled("12月社零300亿元。", indicator="社")] == ["社零"]
    assert settled("陶瓷产量30万吨。", indicator="陶瓷陶瓷产量")[0].indicator == "陶瓷产量"
    assert settled("试点试点项目30个。", indicator="试点试点项目")[0].indicator == "试点试点项目"


def test_what_a_word_aims_at_in_a_time_to_come_is_no_result() -> None:
    assert [one.status for one in settled("到2029年，力争陶瓷产值达到8亿元。", status="actual")] == ["target"]
    assert [one.status for one in settled("2025年陶瓷产值达到8亿元。", status="target")] == ["target"]


def test_each_number_of_a_list_keeps_its_own_time_and_place() -> None:
    found = settled("2023年、2024年陶瓷产值分别为12亿元和15亿元。", **YEAR_2023)
    assert [one.period_start for one in found] == [dt.date(2023, 1, 1), dt.date(2024, 1, 1)]
    found = settled("武清区、宝坻区税收分别增长5%和4%。", subject="静海区", region_code="120118")
    assert [one.subject for one in found] == ["武清区", "宝坻区"]


def test_of_a_range_of_years_each_number_has_its_own_year() -> None:
    def years(text: str) -> list[int | None]:
        return [one.period_start.year if one.period_start else None for one in settled(text)]

    assert years("2022年至2024年，公司营收分别为8亿元、9亿元和10亿元。") == [2022, 2023, 2024]
    assert years("2022年至2024年，营收分别为8亿元、9亿元和10亿元，利润分别为1亿元、2亿元、3亿元。")[3:] == [
        2022,
        2023,
        2024,
    ]
    assert years("2022年至2024年，陶瓷和玻璃产值分别增长8%、9%和10%。") == [2022] * 3, (
        "what is listed are names"
    )
    assert years("2022年至2024年，公司营收分别为8亿元、9亿元。") == [2022] * 2, "which years is not said"


def test_what_an_undated_text_tells_of_a_day_has_no_time_from_another_sentence() -> None:
    chosen = YEAR_2023 | {"period_basis": "inherited"}
    assert settled("7月1日，陶瓷博物馆建成展厅8个。", day=None, **chosen)[0].period_start is None
    assert settled("陶瓷博物馆建成展厅8个。", day=None, **chosen)[0].period_start == YEAR_2023["period_start"]
