"""The place or body that a number is said of."""

from __future__ import annotations

import pytest

from tests.extract.conftest import Find


def subjects(metrics: Find, text: str, **more: str | None) -> list[tuple[str | None, str | None]]:
    return [(metric.subject, metric.region_code) for metric in metrics(text, **more)]


@pytest.mark.parametrize("text", ["全市建成学校40所。", "我市建成学校40所。", "建成学校40所。"])
def test_the_documents_own_region_is_the_default(metrics: Find, text: str) -> None:
    assert subjects(metrics, text) == [("天津市", "120000")]


def test_without_a_region_nothing_is_guessed(metrics: Find) -> None:
    assert subjects(metrics, "全市建成学校40所。", region=None) == [(None, None)]


def test_a_place_that_opens_the_clause_takes_the_number(metrics: Find) -> None:
    assert subjects(metrics, "武清区建成学校40所。") == [("武清区", "120114")]


def test_each_clause_has_its_own_place(metrics: Find) -> None:
    found = subjects(metrics, "武清区建成学校40所，宝坻区建成学校36所。")
    assert [name for name, _ in found] == ["武清区", "宝坻区"]


def test_places_of_a_list_take_a_number_each(metrics: Find) -> None:
    assert subjects(metrics, "北京、上海进出口额分别增长4.2%和5.6%。") == [
        ("北京市", "110000"),
        ("上海市", "310000"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "在武清区的带动下，全市建成学校40所。",
        "天津市统计局数据显示，全市建成学校40所。",
        "建成学校40所，规模居全国第一。",
        "向河北省输送技术人员1200人。",
    ],
)
def test_a_place_or_body_beside_the_statement_is_not_its_subject(metrics: Find, text: str) -> None:
    assert subjects(metrics, text) == [("天津市", "120000")]


def test_the_country_is_said_by_name(metrics: Find) -> None:
    assert subjects(metrics, "全国煤炭产量47亿吨。") == [("中国", "CN")]


def test_a_body_that_opens_the_sentence_holds_for_its_clauses(metrics: Find) -> None:
    found = subjects(metrics, "苏州工业园区实现产值860亿元，增长6.2%。")
    assert [name for name, _ in found] == ["苏州工业园区", "苏州工业园区"]


def test_a_word_that_opens_with_and_joins_nothing(metrics: Find) -> None:
    assert "平区" not in [metric.indicator[:2] for metric in metrics("和平区税收收入60亿元。")]


def test_each_of_some_counted_districts_has_its_own_number(metrics: Find) -> None:
    found = subjects(metrics, "武清、宝坻、静海三区税收分别增长5%、4%、3%。")
    assert [name for name, _ in found] == ["武清区", "宝坻区", "静海区"]


def test_a_short_name_in_brackets_leaves_the_body_the_subject(metrics: Find) -> None:
    found = subjects(metrics, "津港恒通机电有限公司（以下简称“恒通机电”）去年营业收入12亿元。")
    assert [name for name, _ in found] == ["津港恒通机电有限公司"]


BULLETIN = "2025年天津市国民经济和社会发展统计公报"


@pytest.mark.parametrize(
    "text", ["武清区：建成学校40所，在校学生12.5万人。", "武清区建成学校40所，在校学生12.5万人。"]
)
def test_in_a_bulletin_a_district_holds_for_its_line(metrics: Find, text: str) -> None:
    found = subjects(metrics, text + "\n全市建成医院3家。", title=BULLETIN)
    assert [name for name, _ in found] == ["武清区", "武清区", "天津市"]


def test_in_a_bulletin_what_lies_in_a_district_holds_for_its_clause_alone(metrics: Find) -> None:
    found = subjects(metrics, "武清开发区新增企业40家，医院床位12.5万张。", title=BULLETIN)
    assert found[1] == ("天津市", "120000")
