"""What holds of every text."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import numpy as np
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from flows.extract.document import extract
from flows.extract.reader import features, inputs, periods, subjects, windows
from flows.extract.reader.features import DISTANCES, PLACES
from flows.extract.reader.inputs import NUMBER_SIZES
from flows.language import quantities
from tests.extract.reader.given import by_character, given
from tests.extract.texts import document, read

PIECES = re.split(
    r"\s+",
    """武清区 宝坻区 本市 全国 津门公司 市长张晓明 《某某方案》 一、 （一） 1. ① 一是 主要目标如下： 其中，
    。 ， ； ： 、 2026年 1—5月 3月 上半年 去年 到2030年 截至目前 “十五五”期间 同比 增长 下降 达到 超过
    不低于 建成 实现 学校 产值 企业 40所 12个 6.5% 5亿元 三成 1.2万亿元 百分之五 4.5—5% 30余家 3倍 0
    99999999999999999999 的 （ ） “ ” 左右 以上""",
)
TEXTS = st.lists(st.sampled_from([*PIECES, "\n", "\n\n", " "]), max_size=40).map("".join)
STRANGE = st.text(
    alphabet=st.one_of(
        st.sampled_from("0123456789零一二三百万亿.%年月日到—，。：；、\n （）“”《》𠮷\u3000\t"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@settings(max_examples=40, deadline=None)
@over(st.one_of(TEXTS, STRANGE), st.integers(12, 80))
def test_each_number_is_read_once_and_as_a_whole(text: str, longest: int) -> None:
    reading, _ = read(text)
    # 三成 at the end of a line and 三成 at the begin of the next are read as one number, in two sentences.
    numbers = [
        one
        for one in quantities.find(reading.text)
        if one.end - one.start <= longest // 2 and "\n" not in reading.text[one.start : one.end]
    ]
    found = windows.read(reading, numbers, by_character(reading), longest)
    assert Counter(index for window in found for index in window.numbers) == Counter(range(len(numbers)))
    for window in found:
        assert 0 <= window.fresh <= len(window.tokens) == len(window.sentences) <= longest
        for index in window.numbers:
            first, last = windows.own_tokens(window, numbers[index])
            assert window.tokens[first].start <= numbers[index].number_start
            assert numbers[index].number_end <= window.tokens[last - 1].end


@settings(max_examples=40, deadline=None)
@over(st.one_of(TEXTS, STRANGE), STRANGE.map(lambda title: title[:20]), DAYS)
def test_what_the_networks_are_given_keeps_within_their_tables(text: str, title: str, day: dt.date) -> None:
    one = given(text, title=title, day=day.isoformat())
    built = one.built()
    read_in = Counter(row for window in built.windows for row in window.numbers)
    assert read_in == Counter(range(len(one.counted)))
    tables = (
        (built.numbers, NUMBER_SIZES),
        (built.subjects.features, subjects.SIZES),
        (built.periods.features, periods.SIZES),
    )
    for values, sizes in tables:
        assert (values >= 0).all()
        assert (values < np.array(sizes)).all()
    for window in built.windows:
        seen = features.seen(inputs.arrays(built, window))
        assert ((seen.distance >= 0) & (seen.distance < DISTANCES)).all()
        assert ((seen.place >= 0) & (seen.place < PLACES)).all()
        assert seen.own.any(1).all()


@settings(max_examples=40, deadline=None)
@over(st.one_of(TEXTS, STRANGE), DAYS)
def test_metrics_stand_where_they_say(text: str, day: dt.date) -> None:
    one = document(text, day=day.isoformat())
    found = extract([one]).metrics
    assert [(metric.start, metric.end) for metric in found] == sorted({(m.start, m.end) for m in found})
    for metric in found:
        assert one.content[metric.start : metric.end] == metric.quote
        assert metric.indicator
        assert 0 <= metric.confidence <= 1
        assert (metric.period_start is None) == (metric.period_end is None) == (metric.period_basis is None)
        if metric.period_start and metric.period_end:
            assert metric.period_start <= metric.period_end
