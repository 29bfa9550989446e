"""What could be the subject and the period of a number, and what is told of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from flows.extract.reader import candidates, periods, subjects
from flows.extract.reader.candidates import MOST, Candidates
from tests.extract.reader.given import Given, given

NOWHERE = 9


def table(found: Candidates, row: int) -> dict[object, list[int]]:
    """Return by first value the features of the candidates of one number, in their order."""
    return {
        found.choices[value].first: found.features[row, place].tolist()
        for place, value in enumerate(found.values[row].tolist())
        if value >= 0
    }


def days(one: Given, row: int = 0) -> dict[tuple[str, str], list[int]]:
    """Return by first and last day the features of the periods of one number."""
    found = one.periods
    rows = zip(found.values[row].tolist(), found.features[row].tolist(), strict=True)
    said = [(found.choices[value], features) for value, features in rows if value > 0]
    return {(str(first), str(last)): features for (first, last), features in said}


def test_none_and_the_region_of_the_document_are_always_among_the_subjects() -> None:
    found = table(given("建成学校40所。").subjects, 0)
    assert list(found) == [None, "天津市", "中国"]
    assert [row[0] for row in found.values()] == [0, 1, 2]
    assert list(table(given("建成学校40所。", region=None).subjects, 0)) == [None, "中国"]


def test_the_region_of_the_document_has_its_code_and_the_country_none() -> None:
    found = given("建成学校40所。").subjects
    assert [tuple(choice) for choice in found.choices] == [(None, None), ("天津市", "120000"), ("中国", None)]


def test_a_body_is_called_by_its_lowest_division_however_it_is_written() -> None:
    found = given("山东省滨州市财政局说，滨州市财政局建成学校40所。").subjects
    bodies = [choice.first for choice in found.choices if str(choice.first).endswith("局")]
    assert bodies == ["滨州市财政局"]


def test_the_whole_world_and_persons_are_among_the_subjects() -> None:
    found = given("董事长陈屿川持股40%，全球产量20万辆。").subjects
    assert {"陈屿川", "全球"} <= {choice.first for choice in found.choices}
    assert next(choice.second for choice in found.choices if choice.first == "全球") is None


def test_a_country_as_region_is_one_candidate() -> None:
    found = table(given("建成学校40所。", region="CN").subjects, 0)
    assert len(found) == len(set(found))


def test_a_name_before_one_behind_and_one_in_another_sentence_are_told_apart() -> None:
    one = given("宝坻区开会。武清区建成学校40所，惠及静海区居民。蓟州区随后开会。")
    found = table(one.subjects, 0)
    sentences = {name: found[name][1] for name in ("宝坻区", "武清区", "静海区", "蓟州区")}
    assert sentences == {"宝坻区": 1, "武清区": 0, "静海区": 7, "蓟州区": 8}
    assert found["天津市"][1] == NOWHERE
    assert [found[name][4] for name in ("宝坻区", "武清区", "静海区")] == [0, 1, 0]
    # The nearest first: one behind counts three times as far, one in a later sentence comes last.
    assert list(found)[-1] == "蓟州区"


def test_the_name_before_is_read_though_it_stands_behind_too() -> None:
    one = given("武清区建成学校40所，武清区还建成公园。")
    found = one.subjects
    [place] = [
        at for at, value in enumerate(found.values[0].tolist()) if found.choices[value].first == "武清区"
    ]
    assert found.spans[0, place].tolist() == [0, 3]


def test_what_stands_between_is_counted() -> None:
    found = given("武清区建成学校40所、公园12个、车站3座。").subjects
    assert [table(found, row)["武清区"][3] for row in range(3)] == [0, 1, 2]


def test_a_name_in_the_title_and_one_named_often_are_told() -> None:
    one = given("武清区开会。武清区建成学校40所，宝坻区没有。", title="武清区建成学校")
    found = table(one.subjects, 0)
    assert (found["武清区"][6], found["宝坻区"][6]) == (1, 0)
    assert found["武清区"][5] > found["宝坻区"][5] > found["天津市"][5] == 0


def test_more_candidates_than_are_kept_leave_the_nearest() -> None:
    names = [f"{letter}{other}公司" for letter in "甲乙丙丁戊己" for other in "山水风云雨雪"]
    text = "".join(f"津门{name}宣布消息。" for name in names) + "建成学校40所。"
    one = given(text)
    found = one.subjects
    kept = [value for value in found.values[0].tolist() if value >= 0]
    assert len(kept) == MOST or len(found.choices) <= MOST
    assert 0 in kept
    assert len(set(kept)) == len(kept)


def test_none_the_day_its_year_and_the_year_before_are_among_the_periods() -> None:
    found = days(given("建成学校40所。"))
    assert found == {
        ("2026-06-26", "2026-06-26"): [5, 0, NOWHERE, 0, 0, 0, 1, 3, 0],
        ("2026-01-01", "2026-12-31"): [6, 0, NOWHERE, 0, 0, 0, 5, 4, 0],
        ("2025-01-01", "2025-12-31"): [7, 0, NOWHERE, 0, 0, 0, 5, 1, 0],
    }


def undated(text: str, title: str = "") -> Given:
    one = given(text, title=title)
    document = one.reading.document
    return one._replace(reading=replace(one.reading, document=replace(document, published_on=None)))


def test_without_a_date_nothing_follows_from_it() -> None:
    assert days(undated("建成学校40所。")) == {}
    found = days(undated("2025年3月，建成学校40所。"))
    assert found[("2025-03-01", "2025-03-31")][7] == 0


def test_a_month_can_mean_the_year_up_to_it_and_the_whole_year() -> None:
    found = days(given("2025年3月，建成学校40所。"))
    assert [found[key][0] for key in (("2025-03-01", "2025-03-31"), ("2025-01-01", "2025-03-31"))] == [1, 4]
    assert ("2025-01-01", "2025-12-31") in found


def test_the_end_of_a_quarter_can_mean_its_last_month_and_the_end_of_a_year_the_year() -> None:
    assert days(given("二季度末，存款余额40亿元。"))[("2026-06-01", "2026-06-30")][0] == 9
    assert ("2025-01-01", "2025-12-31") in days(given("2025年底，建成学校40所。"))


def test_what_has_gone_on_since_a_day_can_go_on_to_the_day_or_month_of_publication() -> None:
    found = days(given("2025年以来，建成学校40所。"))
    assert {end for start, end in found if start == "2025-01-01"} >= {"2026-06-26", "2026-06-30"}


def test_without_a_date_the_year_of_the_title_stands_for_it() -> None:
    found = days(undated("建成学校40所。", title="2026年政府工作报告"))
    assert {("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31")} <= set(found)


def test_a_span_of_years_can_mean_its_last() -> None:
    found = days(given("2021—2025年，建成学校40所。"))
    assert found[("2021-01-01", "2025-12-31")][0] == 1
    assert found[("2025-01-01", "2025-12-31")][0] in (3, 7)


def test_two_times_close_together_can_mean_all_between_them() -> None:
    together = days(given("2023年、2024年，建成学校40所。"))
    assert together[("2023-01-01", "2024-12-31")][0] == 2
    apart = days(given("2023年开过会，说到许多许多别的事情。2024年建成学校40所。"))
    assert ("2023-01-01", "2024-12-31") not in apart


@pytest.mark.parametrize(
    ("said", "relation"), [("2026年5月", 1), ("2026年8月", 2), ("2026年6月26日", 3), ("2026年6月", 4)]
)
def test_a_period_is_told_from_the_day_of_publication(said: str, relation: int) -> None:
    one = given(f"{said}，建成学校40所。")
    [period] = one.reading.periods
    assert days(one)[str(period.period_start), str(period.period_end)][7] == relation


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max, dt.date(1, 12, 31), dt.date(9999, 1, 1)])
def test_a_document_at_the_edge_of_the_calendar_raises_nothing(day: dt.date) -> None:
    found = days(given("建成学校40所。", day=day.isoformat()))
    assert (str(day), str(day)) in found


@pytest.mark.parametrize(
    "said",
    [
        (dt.date.min, dt.date(1, 1, 31)),
        (dt.date(9999, 12, 1), dt.date.max),
        (dt.date.min, dt.date.max),
        (dt.date.max, dt.date.max),
    ],
)
@pytest.mark.parametrize("day", [dt.date.min, dt.date(2026, 6, 26), dt.date.max])
def test_a_time_at_the_edge_of_the_calendar_raises_nothing(
    said: tuple[dt.date, dt.date], day: dt.date
) -> None:
    one = given("2025年3月、4月，建成学校40所。")
    edges = tuple(replace(time, period_start=said[0], period_end=said[1]) for time in one.reading.periods)
    document = replace(one.reading.document, published_on=day)
    reading = replace(one.reading, periods=edges, document=document)
    assert (str(said[0]), str(said[1])) in days(one._replace(reading=reading))


def test_features_keep_within_their_sizes() -> None:
    one = given("2023年、2024年，武清区建成学校40所。到2030年，宝坻区建成学校60所、公园3个。" * 12)
    for found, sizes in ((one.subjects, subjects.SIZES), (one.periods, periods.SIZES)):
        assert found.features.shape == (len(one.counted), MOST, len(sizes))
        assert (found.features >= 0).all()
        assert (found.features.reshape(-1, len(sizes)).max(0) < np.array(sizes)).all()


def test_without_numbers_there_are_no_candidates() -> None:
    one = given("武清区开会。")
    assert one.subjects.values.shape == one.periods.values.shape == (0, MOST)


def test_numbers_that_are_looked_at_in_blocks_are_told_the_same_as_all_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "2026年5月，宝坻区建成学校40所、医院3家。武清区去年投资8亿元，增长5%，静海区投资9亿元。"
    one = given(text * 3)
    whole = (one.subjects, one.periods)
    monkeypatch.setattr(candidates, "BLOCK", 2)
    for all_at_once, in_blocks in zip(whole, (one.subjects, one.periods), strict=True):
        assert in_blocks.choices == all_at_once.choices
        assert all(map(np.array_equal, in_blocks[:3], all_at_once[:3]))
