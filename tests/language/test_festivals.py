"""Festivals are found on the days that the calendars give them."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.language import festivals
from flows.language.calendar import Interval


def one(*parts: int) -> Interval:
    return Interval(dt.date(*parts), dt.date(*parts))


@pytest.mark.parametrize("year", range(1950, 2050, 7))
def test_every_row_of_the_table_has_its_days_in_every_year(year: int) -> None:
    for name in festivals.table():
        days = festivals.festival(name, year)
        assert days is not None
        assert days.first <= days.last
        assert abs(days.first.year - year) <= 1


def test_new_years_eve_is_counted_with_the_year_it_falls_in_and_the_lunar_year_ends_in_the_next() -> None:
    assert festivals.festival("除夕", 2024) == one(2024, 2, 9)
    assert festivals.festival("大年三十", 2023) == one(2024, 2, 9)


def test_the_spring_rush_lasts_forty_days() -> None:
    assert festivals.festival("春运", 2024) == Interval(dt.date(2024, 1, 26), dt.date(2024, 3, 5))


def test_a_lunar_date_that_the_year_does_not_have_is_none() -> None:
    assert festivals.lunar(2024, 4, None, leap=True) is None
    assert festivals.lunar(2024, 1, 31) is None
    assert festivals.lunar(1200, 1, 1) is None


def test_winter_ends_in_the_year_after() -> None:
    assert festivals.season("冬", 2025) == Interval(dt.date(2025, 11, 7), dt.date(2026, 2, 3))
