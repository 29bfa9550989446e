"""From scores to metrics: names put together, candidates chosen, signs and bases kept true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import flows
from flows.extract.numbers import metrics
from flows.extract.reader import candidates, inputs, judging, naming, reader, session, subjects
from flows.extract.reader.candidates import Candidates
from flows.extract.reader.inputs import COMPARATORS, MEASURES, STATUSES, Arrays, Inputs
from flows.extract.reader.windows import Window
from flows.records import Metric
from tests.extract.reader.given import Given, given

JUNE = (dt.date(2026, 6, 26), dt.date(2026, 6, 26))


def settle(
    one: Given,
    monkeypatch: pytest.MonkeyPatch,
    *,
    name: str = "",
    kept: bool = True,
    status: str = "actual",
    measure: str = "level",
    comparator: str = "eq",
    subject: object = None,
    spelt: str = "",
    sure: tuple[float, float] = (5, 9),
    period: tuple[dt.date | None, dt.date | None] = (None, None),
) -> Metric | None:
    """Return the first metric where the networks say what is given.

    `sure` has the odds of the words that spell the subject, and of its being spelt.
    """

    def run(built: Inputs, window: Window, arrays: Arrays) -> dict[str, Any]:
        rows = window.numbers
        chosen = np.full((len(rows), len(window.tokens), len(inputs.ROLES)), -5, np.float32)
        chosen[..., naming.GOES_ON] = 0
        first = one.reading.text.find(spelt) if spelt else -1
        for at, token in enumerate(window.tokens):
            own = 5 if one.reading.text[token.start : token.end] in name.split() else -5
            chosen[:, at, naming.NAME] = own
            chosen[:, at, naming.STEPS] = [own, 0, 0, 0, 0, 0]
            chosen[:, at, naming.FIRST] = sure[0] if token.start == first else -5
            chosen[:, at, naming.LAST] = sure[0] if token.end == first + len(spelt) else -5
        classes = np.zeros((len(rows), 15), np.float32)
        places = (STATUSES.index(status), MEASURES.index(measure), COMPARATORS.index(comparator))
        for at in (int(kept), 2 + places[0], 5 + places[1], 8 + places[2]):
            classes[:, at] = 5
        found = {"chosen": chosen, "classes": classes}
        wanted: tuple[tuple[str, Candidates, object], ...] = (
            ("subject", built.subjects, subject),
            ("period", built.periods, period),
        )
        for kind, among, value in wanted:
            rights = [
                [at >= 0 and value in (among.choices[at].first, tuple(among.choices[at])) for at in row]
                for row in among.values[rows].tolist()
            ]
            found[kind] = np.where(rights, 5, 0).astype(np.float32)
        unlisted = np.full((len(rows), 1), sure[1] if spelt else -9, np.float32)
        found["subject"] = np.append(found["subject"], unlisted, 1)
        return found

    monkeypatch.setattr(session, "run", run)
    built = one.built()
    judged = judging.judgements(one.reading, built)
    assert [entry.row for entry in judged] == list(range(len(one.counted)))
    answer = reader.answer(one.reading, built, judged[0])
    return metrics.stated(one.reading, answer) if answer else None


Said = Callable[..., Metric]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """Return what gives the first metric of a text, as the networks would have it."""

    def metric(text: str, **more: Any) -> Metric:
        found = settle(given(text), monkeypatch, **more)
        assert found is not None
        return found

    return metric


def test_a_number_that_is_not_kept_is_no_metric(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settle(given("武清区建成学校40所。"), monkeypatch, kept=False) is None


def test_a_name_is_put_together_from_its_pieces(said: Said) -> None:
    assert said("武清区学校的教师达到40名。", name="学校 教师").indicator == "学校的教师"
    assert said("武清区学校新增教师40名。", name="学校 教师").indicator == "学校教师"


@pytest.mark.parametrize(
    ("spans", "name"),
    [
        ([(0, 2), (3, 5)], "民营的企业"),
        ([(0, 2), (4, 5)], "民营业"),
        ([(2, 5)], "企业"),
        ([], ""),
        ([(0, 5), (5, 6)], "民营的企业"),
    ],
)
def test_only_what_joins_is_kept_between_pieces(spans: list[tuple[int, int]], name: str) -> None:
    assert naming.name_of("民营的企业\u201c", spans) == name


def test_a_verb_whose_object_opens_a_name_is_of_the_name() -> None:
    text = "形成具有竞争力的产业集群10个"
    assert naming.name_of(text, [(4, 7), (8, 12)]) == "具有竞争力的产业集群"
    assert naming.name_of(text, [(8, 12)]) == "产业集群"


def test_a_number_without_a_name_says_so(said: Said) -> None:
    assert said("武清区建成学校40所。").indicator == metrics.UNNAMED


def test_what_falls_is_negative_and_a_level_is_not(said: Said) -> None:
    text = "全市工业产值同比下降5.2%。"
    fall = said(text, measure="growth")
    assert (fall.value, fall.basis) == (-5.2, "year_on_year")
    level = said(text, measure="level")
    assert (level.value, level.basis) == (5.2, None)
    assert said("气温达到-5.2摄氏度。", measure="level").value == -5.2


def test_a_fall_of_a_range_has_both_ends_negative(said: Said) -> None:
    found = said("能耗下降4%—5%。", measure="growth", comparator="range")
    assert (found.value, found.value_high) == (-4, -5)


def test_a_hedge_belongs_to_a_target(said: Said) -> None:
    text = "到2030年，全市力争建成学校40所左右。"
    assert said(text, status="actual").hedge is None
    assert said(text, status="target").hedge == "力争"


def test_the_hedge_nearest_before_a_number_is_its_own(said: Said) -> None:
    assert said("预计全市将增收，力争建成学校40所。", status="target").hedge == "力争"
    assert said("力争扩大招生，建成学校40所。", status="target").hedge == "力争"
    assert said("力争扩大招生。建成学校40所。", status="target").hedge is None


def test_a_bare_number_has_the_unit_that_its_name_leaves_it(said: Said) -> None:
    assert said("全省出游人次达7.65亿。", name="出游 人 次").unit == "人次"


def test_a_subject_brings_its_region_code(said: Said) -> None:
    text = "武清区建成学校40所，宝坻区没有。"
    assert [getattr(said(text, subject="宝坻区"), name) for name in ("subject", "region_code")] == [
        "宝坻区",
        "120115",
    ]
    assert said(text, subject=None).subject is None
    assert said(text, subject="天津市").region_code == "120000"


def test_a_period_is_stated_in_its_sentence_inherited_from_another_inferred_from_none(said: Said) -> None:
    march = (dt.date(2025, 3, 1), dt.date(2025, 3, 31))
    assert said("2025年3月，建成学校40所。", period=march).period_basis == "stated"
    assert said("2025年3月开会。建成学校40所。", period=march).period_basis == "inherited"
    found = said("建成学校40所。", period=JUNE)
    assert (found.period_start, found.period_end, found.period_basis) == (*JUNE, "inferred")


def test_no_period_has_no_basis(said: Said) -> None:
    found = said("2025年3月，建成学校40所。")
    assert (found.period_start, found.period_end, found.period_basis) == (None, None, None)


def test_a_number_is_quoted_with_its_clause(said: Said) -> None:
    found = said("会上说，武清区建成学校40所；其余再议。")
    assert (found.quote, found.evidence, found.unit) == ("40所", "武清区建成学校40所", "所")
    assert (found.start, found.end) == (11, 14)


def test_a_document_without_numbers_has_no_answers() -> None:
    one = given("没有数字。")
    assert reader.answers(one.reading, one.mentions, []) == []


def test_candidates_that_are_not_there_have_no_chance() -> None:
    one = given("武清区建成学校40所。")
    built = one.built()
    for judged in judging.judgements(one.reading, built):
        for kind, among in (("subject", built.subjects), ("period", built.periods)):
            chances = judged.scores[kind][judged.place]
            assert chances[: candidates.MOST][among.values[judged.row] < 0].sum() == 0
            assert chances.sum() == pytest.approx(1)


def test_a_subject_that_is_no_candidate_is_what_the_text_spells(said: Said) -> None:
    found = said("红星水库扩建工程建成学校40所。", spelt="红星水库扩建工程")
    assert (found.subject, found.region_code) == ("红星水库扩建工程", None)


def test_words_that_may_as_well_be_others_spell_no_subject_where_there_is_one(said: Said) -> None:
    text, dam = "武清区红星水库扩建工程建成学校40所。", "红星水库扩建工程"
    assert said(text, subject="武清区", spelt=dam, sure=(0, 6)).subject == dam
    assert said(text, subject="武清区", spelt=dam, sure=(-4, 6)).subject == "武清区"


def test_a_spelt_region_is_the_region(said: Said) -> None:
    found = said("今年武清区建成学校40所。", spelt="武清区")
    assert (found.subject, found.region_code) == ("武清区", "120114")


def test_all_numbers_are_scored_in_the_shapes_that_are_promised() -> None:
    one = given("武清区建成学校40所，公园12个。")
    built = one.built()
    [window] = built.windows
    scores = session.run(built, window, inputs.arrays(built, window))
    assert scores["chosen"].shape == (2, len(window.tokens), len(inputs.ROLES))
    assert scores["subject"].shape == (2, subjects.UNLISTED + 1)
    assert scores["classes"].shape == (2, 2 + len(STATUSES) + len(MEASURES) + len(COMPARATORS))
    assert all(np.isfinite(value).all() for value in scores.values())


def test_a_sign_before_a_number_decides_how_it_is_bounded(said: Said) -> None:
    assert said("武清区绿化覆盖率>38%。", comparator="eq").comparator == "gt"


def test_a_range_is_equal_to_nothing() -> None:
    found = flows.inspect("全市企业100家-200家，学校30所至50所。").metrics
    assert [(metric.value_high, metric.comparator) for metric in found] == [(200, "range"), (50, "range")]


def test_by_a_year_to_come_there_is_no_result(said: Said) -> None:
    days = (dt.date(2030, 1, 1), dt.date(2030, 12, 31))
    assert said("到2030年，建成学校40所。", period=days).status == "target"
    assert said("到2030年，建成学校40所。", period=days, status="condition").status == "condition"
    assert said("2030年建成学校40所。", period=days).status == "actual"
