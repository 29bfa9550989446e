"""Times that take what they leave out from the text around them, and what only looks like one."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.language.periods import find
from tests.language.times import days, only, read


def test_what_is_told_from_the_documents_day_needs_that_day() -> None:
    assert [period.period_start for period in find("今年和去年5月，近三年，目前", None)] == [None] * 4
    assert find("2026年5月", None)[0].period_start == dt.date(2026, 5, 1)


def test_today_and_its_date_in_brackets_are_one_time() -> None:
    assert [period.quote for period in read("昨天（7月16日）发布", "2026-07-17")] == ["昨天（7月16日）"]


def test_that_day_is_the_day_told_before() -> None:
    assert days("13日股市大跌，当天成交放大", "2026-07-17") == ["2026-07-13", "2026-07-13"]


def test_a_month_takes_the_year_that_the_sentence_named_before() -> None:
    assert days("项目2023年9月开工，12月投产。", "2026-07-17") == [
        "2023-09-01/2023-09-30",
        "2023-12-01/2023-12-31",
    ]


def test_the_year_before_is_that_before_the_year_told_of() -> None:
    assert days("2024年，收入3万元，比上年增长7%", "2026-07-17")[1] == "2023-01-01/2023-12-31"
    assert days("收入3万元，比上年增长7%", "2026-07-17") == ["2025-01-01/2025-12-31"]


def test_an_open_range_runs_from_its_beginning_to_the_day_reached() -> None:
    assert days("新政自12月1日起实施，截至12月5日共受理", "2024-12-07")[-1] == "2024-12-01/2024-12-05"


def test_years_since_mean_the_years_that_the_sentence_goes_on_to_name() -> None:
    found = days("回归26年来，贸易值从1997年的40亿元增至2022年的200亿元", "2023-06-27")
    assert found[0] == "1997-01-01/2022-12-31"


@pytest.mark.parametrize(
    "text",
    ["第三季综艺", "四季如春", "5号楼", "六号线", "中央企业", "三周年", "3000多年历史", "二十届四中全会",
     "前景广阔", "国内外", "2024国际数字展", "今后要努力", "百姓", "十分之一", "《明日之歌》"],
)  # fmt: skip
def test_numbers_and_words_that_only_look_like_times_are_left_alone(text: str) -> None:
    assert read(text, "2026-07-17") == []


def test_offsets_and_quotes_stand_in_the_text_also_where_it_is_traditional() -> None:
    text = "活動在上個週末舉行，後天結束"
    found = find(text, dt.date(2026, 7, 17))
    assert [text[period.start : period.end] for period in found] == ["上個週末", "後天"]
    assert [period.quote for period in found] == ["上個週末", "後天"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("今明两天", "2026-07-17/2026-07-18"), ("明后两天", "2026-07-18/2026-07-19"), ("昨天", "2026-07-16")],
)
def test_two_days_named_together_are_one_time(text: str, expected: str) -> None:
    assert days(text, "2026-07-17") == [expected]


@pytest.mark.parametrize("text", ["每周一例会", "每年5月举办", "历年3月"])
def test_what_recurs_is_no_time(text: str) -> None:
    assert days(text, "2026-07-17") == []


def test_the_same_time_of_another_year_has_the_shape_of_the_time_before() -> None:
    assert days("1至4月产量120万吨，上年同期为98万吨", "2026-05-28")[1] == "2025-01-01/2025-04-30"
    assert days("去年同期降水偏多", "2026-05-28") == ["2025-01-01/2025-12-31"]


@pytest.mark.parametrize("mark", ["，", "；", "。"])
@pytest.mark.parametrize("day", ["2026-05-28", None])
def test_the_same_time_counts_from_a_year_in_figures_told_before(mark: str, day: str | None) -> None:
    told = f"2024年一季度产量120万吨{mark}上年同期为98万吨"
    assert days(told, day) == ["2024-01-01/2024-03-31", "2023-01-01/2023-03-31"]


def test_the_same_time_counts_from_today_after_a_year_told_by_a_word() -> None:
    told = "去年新增线路3条。今年前5个月产量120万吨。比上年同期增长3%。"
    assert days(told, "2026-05-28")[-1] == "2025-01-01/2025-05-31"


def test_the_time_of_a_report_is_the_first_that_it_names_in_figures() -> None:
    report = "2025年上半年报告\n公司成立于2008年3月。报告期内，产量120万吨；上年同期，产量98万吨。"
    assert days(report, None)[2:] == ["2025-01-01/2025-06-30", "2024-01-01/2024-06-30"]
    assert days("本报告期末，本报记者报告期待。", None) == []


def test_a_quarter_that_is_not_over_belongs_to_the_year_spoken_of_before() -> None:
    text = "2025年，经济增长5.0%。分季度看，一季度增长5.4%，二季度增长5.2%。"
    assert days(text, "2026-01-17")[1:] == ["2025-01-01/2025-03-31", "2025-04-01/2025-06-30"]


def test_the_end_of_a_year_stands_for_the_year_when_something_is_said_of_it() -> None:
    assert days("由2021年底的444万户增至530万户", "2026-01-17") == ["2021-01-01/2021-12-31"]
    assert days("2021年底", "2026-01-17") == ["2021-11-01/2021-12-31"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年第三周的星期二", "2025-01-21"),
        ("6月第一周周三", "2026-06-03"),
        ("近半年", "2026-01-01/2026-06-30"),
        ("半个月前", "2026-07-02"),
        ("20世纪前十年", "1900-01-01/1909-12-31"),
        ("2018、2019年", "2018-01-01/2019-12-31"),
        ("5月1号、2号、3号", "2026-05-01/2026-05-03"),
        ("前三季度", "2026-01-01/2026-09-30"),
    ],
)
def test_rarer_ways_of_naming_times(text: str, expected: str) -> None:
    assert days(text, "2026-07-17") == [expected]


def test_numbers_that_list_things_are_no_days() -> None:
    assert days("第三十九号、第四十号主席令，1号、2号厂房", "2026-07-17") == []


def test_months_that_get_a_number_each_stay_apart() -> None:
    assert days("3月、4月分别增长5%、6%", "2026-07-17") == ["2026-03-01/2026-03-31", "2026-04-01/2026-04-30"]


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("党的十八大以来", "2012-01-01/2026-12-31", "since"),
        ("改革开放以来", "1978-01-01/2026-12-31", "since"),
        ("截至当地时间16日晚", "2026-07-16", "as_of"),
        ("截至下午4时", "2026-07-17", "as_of"),
        ("截至记者发稿", "2026-07-17", "as_of"),
    ],
)
def test_years_are_counted_from_milestones_and_days_from_the_hour_of_writing(
    text: str, expected: str, kind: str
) -> None:
    assert days(text, "2026-07-17") == [expected]
    assert only(text, "2026-07-17").kind == kind


def test_a_holiday_that_was_named_is_meant_where_it_is_only_called_one() -> None:
    assert days("国庆假期出游增长。假日期间，铁路加开列车。", "2024-10-08")[1] == "2024-10-01/2024-10-07"
