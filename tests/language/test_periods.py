"""What a stated time means, whole days, both ends included."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.language.normalise import normalise
from flows.language.periods import find
from flows.records import Period


def read(text: str, day: str | None) -> list[Period]:
    return find(normalise(text), dt.date.fromisoformat(day) if day else None)


def days(text: str, day: str | None) -> list[str]:
    """Return the times of `text` as `first/last`, a single day once."""
    found = []
    for period in read(text, day):
        first, last = period.period_start, period.period_end
        found.append("none" if first is None else f"{first}" if first == last else f"{first}/{last}")
    return found


def only(text: str, day: str) -> Period:
    (period,) = read(text, day)
    return period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026年", "2026-01-01", "2026-12-31"),
        ("二〇二六年", "2026-01-01", "2026-12-31"),
        ("2026年度", "2026-01-01", "2026-12-31"),
        ("2026年3月", "2026-03-01", "2026-03-31"),
        ("2026年2月份", "2026-02-01", "2026-02-28"),
        ("2024年2月29日", "2024-02-29", "2024-02-29"),
        ("2026年上半年", "2026-01-01", "2026-06-30"),
        ("2026年一季度", "2026-01-01", "2026-03-31"),
        ("2025年第四季度", "2025-10-01", "2025-12-31"),
        ("2025年前三季度", "2025-01-01", "2025-09-30"),
        ("2025年前11个月", "2025-01-01", "2025-11-30"),
        ("2025年首月", "2025-01-01", "2025-01-31"),
        ("2025年6月中旬", "2025-06-11", "2025-06-20"),
        ("2025年2月下旬", "2025-02-21", "2025-02-28"),
        ("2024-05-06", "2024-05-06", "2024-05-06"),
        ("2024/5/6", "2024-05-06", "2024-05-06"),
        ("20240506", "2024-05-06", "2024-05-06"),
        ("98年9月", "1998-09-01", "1998-09-30"),
        ("上世纪80年代", "1980-01-01", "1989-12-31"),
        ("20世纪90年代初", "1990-01-01", "1992-12-31"),
        ("康熙二十年", "1681-01-01", "1681-12-31"),
        ("道光元年", "1821-01-01", "1821-12-31"),
    ],
)
def test_times_that_name_their_year_do_not_depend_on_the_day_of_reading(
    text: str, first: str, last: str
) -> None:
    for day in ("2001-01-01", "2026-07-17", "2031-12-31"):
        period = only(text, day)
        assert (str(period.period_start), str(period.period_end)) == (first, last)


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("今年", "2026-07-17", "2026-01-01/2026-12-31"),
        ("去年", "2026-07-17", "2025-01-01/2025-12-31"),
        ("前年11月", "2026-07-17", "2024-11-01/2024-11-30"),
        ("明年上半年", "2026-07-17", "2027-01-01/2027-06-30"),
        ("昨天", "2026-03-01", "2026-02-28"),
        ("大后天", "2026-02-27", "2026-03-02"),
        ("本月", "2026-07-17", "2026-07-01/2026-07-31"),
        ("上个月", "2026-01-05", "2025-12-01/2025-12-31"),
        ("本季度", "2026-07-17", "2026-07-01/2026-09-30"),
        ("上周", "2026-07-17", "2026-07-06/2026-07-12"),
        ("下下周三", "2026-07-17", "2026-07-29"),
        ("上周末", "2026-07-17", "2026-07-11/2026-07-12"),
        ("三天后", "2026-07-30", "2026-08-02"),
        ("两个月前", "2026-01-05", "2025-11-01/2025-11-30"),
        ("半年后", "2026-07-17", "2027-01-01/2027-01-31"),
        ("十年前", "2026-07-17", "2016-01-01/2016-12-31"),
        ("未来三天", "2026-07-17", "2026-07-18/2026-07-20"),
        ("未来四年", "2026-07-17", "2027-01-01/2030-12-31"),
        ("今后五年", "2026-01-28", "2026-01-01/2030-12-31"),
        ("过去五年", "2026-01-28", "2021-01-01/2025-12-31"),
        ("近三年", "2026-07-17", "2024-01-01/2026-12-31"),
        ("过去一年", "2026-07-17", "2025-07-01/2026-07-31"),
        ("今明两年", "2026-07-17", "2026-01-01/2027-12-31"),
        ("本世纪中叶", "2026-07-17", "2040-01-01/2059-12-31"),
    ],
)
def test_times_told_from_the_documents_day(text: str, day: str, expected: str) -> None:
    assert days(text, day) == [expected]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("12月，出口增长", "2026-01-14", "2025-12-01/2025-12-31"),
        ("10月，出口增长", "2026-06-14", "2026-10-01/2026-10-31"),
        ("3月，出口增长", "2026-06-14", "2026-03-01/2026-03-31"),
        ("大会将于12月举行", "2026-01-14", "2026-12-01/2026-12-31"),
        ("1—11月，产量增长", "2026-01-05", "2025-01-01/2025-11-30"),
        ("四季度，产量增长", "2026-01-20", "2025-10-01/2025-12-31"),
        ("全年完成投资", "2026-01-20", "2025-01-01/2025-12-31"),
        ("全年预计完成投资", "2026-01-20", "2026-01-01/2026-12-31"),
        ("会议19日召开", "2026-06-20", "2026-06-19"),
        ("会议30日召开", "2026-06-02", "2026-05-30"),
        ("会议将于30日召开", "2026-06-02", "2026-06-30"),
    ],
)
def test_a_month_or_day_without_its_year_is_the_latest_one_unless_the_text_looks_ahead(
    text: str, day: str, expected: str
) -> None:
    assert days(text, day) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015年到2023年", "2015-01-01/2023-12-31"),
        ("2015—2023年", "2015-01-01/2023-12-31"),
        ("2026-2030年", "2026-01-01/2030-12-31"),
        ("1—5月", "2026-01-01/2026-05-31"),
        ("1至5月份", "2026-01-01/2026-05-31"),
        ("1、2月份", "2026-01-01/2026-02-28"),
        ("一至二季度", "2026-01-01/2026-06-30"),
        ("9月1日至5日", "2026-09-01/2026-09-05"),
        ("6月28日～7月3日", "2026-06-28/2026-07-03"),
        ("1日到20日", "2026-07-01/2026-07-20"),
        ("2025年4月12-19日", "2025-04-12/2025-04-19"),
        ("去年12月28日至1月3日", "2025-12-28/2026-01-03"),
        ("2025年11月至今", "2025-11-01/2026-07-17"),
        ("从2018年12月9号到15号", "2018-12-09/2018-12-15"),
        ("自7月1日开馆至15日", "2026-07-01/2026-07-15"),
        ("上周三到这周二", "2026-07-08/2026-07-14"),
        ("7月1日，2日，3日", "2026-07-01/2026-07-03"),
    ],
)
def test_a_range_is_one_time_and_its_ends_lend_each_other_what_they_leave_out(
    text: str, expected: str
) -> None:
    assert days(text, "2026-07-17")[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("到2030年", "2030-01-01/2030-12-31", "deadline"),
        ("力争到2027年底", "2027-01-01/2027-12-31", "deadline"),
        ("年底前", "2026-01-01/2026-12-31", "deadline"),
        ("2028年6月底前", "2028-06-01/2028-06-30", "deadline"),
        ("到本世纪中叶", "2050-01-01/2050-12-31", "deadline"),
        ("截至目前", "2026-07-17", "as_of"),
        ("目前", "2026-07-17", "as_of"),
        ("截至6月底", "2026-06-01/2026-06-30", "as_of"),
        ("截至去年底", "2025-01-01/2025-12-31", "as_of"),
        ("截至一季度末", "2026-01-01/2026-03-31", "as_of"),
        ("截至7月15日", "2026-07-15", "as_of"),
        ("今年以来", "2026-01-01/2026-07-31", "since"),
        ("2024年以来", "2024-01-01/2026-12-31", "since"),
        ("今年4月以来", "2026-04-01/2026-07-31", "since"),
        ("7月1日起", "2026-07-01/2026-07-17", "since"),
        ("五年来", "2022-01-01/2026-12-31", "since"),
        ("连续三个月", "2026-04-01/2026-06-30", "since"),
        ("2026年年底，全市", "2026-01-01/2026-12-31", "period"),
    ],
)
def test_the_words_around_a_time_say_what_kind_it_is(text: str, expected: str, kind: str) -> None:
    assert days(text, "2026-07-17") == [expected]
    assert only(text, "2026-07-17").kind == kind


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("“十五五”时期", "2026-01-01/2030-12-31", "period"),
        ("“十四五”期间", "2021-01-01/2025-12-31", "period"),
        ("“十四五”以来", "2021-01-01/2025-12-31", "since"),
        ("“十五五”末", "2030-01-01/2030-12-31", "period"),
        ("“十五五”开局之年", "2026-01-01/2026-12-31", "period"),
        ("“十四五”收官之年", "2025-01-01/2025-12-31", "period"),
        ("到“十五五”末", "2030-01-01/2030-12-31", "deadline"),
        ("十三五时期", "2016-01-01/2020-12-31", "period"),
        ("“十五五”规划", "2026-01-01/2030-12-31", "named"),
        ("“十四五”前三年", "2021-01-01/2023-12-31", "period"),
    ],
)
def test_five_year_plans_are_periods_and_a_plan_that_is_only_named_says_so(
    text: str, expected: str, kind: str
) -> None:
    assert days(text, "2026-07-17") == [expected]
    assert only(text, "2026-07-17").kind == kind


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("今年春节，客流增长", "2024-02-12", "2024-02-10/2024-02-17"),
        ("国庆假期", "2024-10-08", "2024-10-01/2024-10-07"),
        ("国庆中秋假期", "2025-10-09", "2025-10-01/2025-10-08"),
        ("“五一”假期", "2025-05-06", "2025-05-01/2025-05-05"),
        ("去年元旦", "2020-01-01", "2019-01-01"),
        ("国庆节", "2026-07-17", "2026-10-01"),
        ("今年除夕至初二", "2024-02-12", "2024-02-09/2024-02-11"),
        ("明年母亲节", "2020-01-01", "2021-05-09"),
        ("中秋节", "2024-09-01", "2024-09-17"),
        ("清明节当天", "2025-04-05", "2025-04-04"),
        ("春节期间", "2031-02-10", "2031-01-23"),
    ],
)
def test_festivals_fall_on_their_days_and_holidays_last_as_the_state_council_fixed(
    text: str, day: str, expected: str
) -> None:
    assert days(text, day)[0] == expected


def test_a_day_of_a_holiday_is_counted_in_the_holiday_named_before() -> None:
    assert days("国庆假期车流大增。假期首日收费站繁忙。", "2024-10-08")[1] == "2024-10-01"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2012年正月初八", "2012-01-30"),
        ("2025年农历闰六月", "2025-07-25/2025-08-22"),
        ("明年腊月", "2027-12-28/2028-01-25"),
        ("去年八月十五", "2025-10-06"),
        ("2020年八月十五", "2020-08-15"),
        ("今年立春", "2026-02-04"),
        ("2021年春", "2021-02-03/2021-05-04"),
    ],
)
def test_lunar_dates_solar_terms_and_seasons(text: str, expected: str) -> None:
    assert days(text, "2026-07-17") == [expected]


def test_a_day_that_the_calendar_does_not_have_is_found_and_left_without_dates() -> None:
    assert days("2月30日", "2026-07-17") == ["none"]


def test_a_bare_length_of_time_has_no_dates() -> None:
    assert [(period.quote, period.kind) for period in read("工期三年，用时45天", "2026-07-17")] == [
        ("三年", "duration"),
        ("45天", "duration"),
    ]


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
