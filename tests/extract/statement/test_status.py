"""A result, an aim, or the condition of a rule."""

from __future__ import annotations

import pytest

from tests.extract.conftest import Find


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("今年将新建泵站26座。", "将"),
        ("力争新增投资300亿元。", "力争"),
        ("预计产值可达58亿元。", "预计"),
        ("确保失业率不超过5.5%。", "确保"),
        ("计划到2028年，建成学校40所。", "计划"),
        ("到2028年，全市建成学校40所。", None),
        ("项目建成后，可满足8万户用电。", None),
    ],
)
def test_what_is_to_come_is_a_target_with_the_word_that_hedges_it(
    metrics: Find, text: str, hedge: str | None
) -> None:
    assert [(metric.status, metric.hedge) for metric in metrics(text)] == [("target", hedge)]


@pytest.mark.parametrize(
    "text",
    [
        "已建成学校40所。",
        "全市建成学校40所。",
        "到2025年底，全市建成学校40所。",
        "截至目前，累计建成学校40所。",
        "计划内的学校已建成40所。",
        "新增就业1.2万人，提前完成年度目标。",
    ],
)
def test_what_was_done_is_actual(metrics: Find, text: str) -> None:
    assert {metric.status for metric in metrics(text)} == {"actual"}


@pytest.mark.parametrize(
    "text",
    [
        "对投资1亿元以上的项目，给予不超过500万元的补助。",
        "能耗超过300吨的，须报备。",
        "符合条件的企业可享受15%的优惠税率。",
        "年营业收入超过2000万元的企业，可申请贷款贴息。",
    ],
)
def test_threshold_and_amount_of_a_rule_are_conditions(metrics: Find, text: str) -> None:
    assert {metric.status for metric in metrics(text)} == {"condition"}


def test_result_and_aim_stand_in_one_sentence(metrics: Find) -> None:
    statuses = [metric.status for metric in metrics("去年新能源汽车产量28万辆，今年力争达到40万辆。")]
    assert statuses == ["actual", "target"]


def test_the_state_that_an_aim_starts_from_is_actual(metrics: Find) -> None:
    found = metrics("到2028年，绿化率从36%提高到40%。")
    assert [metric.status for metric in found] == ["actual", "target"]


def test_a_bound_that_picks_out_what_is_counted_is_a_condition(metrics: Find) -> None:
    found = metrics("全市产值超百亿元企业12家。")
    assert [metric.status for metric in found] == ["condition", "actual"]


def test_a_title_of_aims_makes_what_follows_targets(metrics: Find) -> None:
    found = metrics("建成学校40所。\n新增学位2.6万个。", title="2027年民生目标任务发布")
    assert [metric.status for metric in found] == ["target", "target"]


def test_a_heading_of_aims_ends_with_the_next_heading(metrics: Find) -> None:
    found = metrics("一、2026年工作目标\n建成学校40所。\n二、2025年工作回顾\n建成公园12个。")
    assert [metric.status for metric in found] == ["target", "actual"]


def test_a_deadline_is_an_aim_also_where_no_day_is_known(metrics: Find) -> None:
    assert [metric.status for metric in metrics("到2028年，全市建成学校40所。", day=None)] == ["target"]
