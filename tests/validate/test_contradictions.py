"""Rows whose fields cannot all be true are caught, and those that only look so are left alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from flows import contract
from flows.tables import dataset
from flows.validate import checks
from tests import synthetic

PUBLISHED = dt.date(2026, 5, 20)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> checks.Known:
    made = synthetic.rows(20)
    made.tables["documents"][0] |= {"document_id": "d", "published_on": PUBLISHED}
    tables = synthetic.arrow(made)
    units = [dict.fromkeys(tables["units"].column_names) | row for row in contract.codelist("units")]
    kept = [{name: row[name] for name in tables["units"].column_names} for row in units]
    tables["units"] = pa.Table.from_pylist(kept, contract.arrow_schema("units"))
    return checks.Known(dataset.create(tmp_path_factory.mktemp("known"), tables))


def holds(table: str, rule: str, known: checks.Known, **row: Any) -> bool:
    """Return whether a row of these cells passes a rule."""
    [check] = [check for check in checks.checks(contract.table(table)) if check.name == rule]
    schema = contract.arrow_schema(table)
    loose = pa.schema([field.with_nullable(True) for field in schema])
    batch = pa.RecordBatch.from_pylist([{"document_id": "d"} | row], loose)
    return bool(check.passes(batch, known)[0].as_py())


def days(first: str, last: str) -> dict[str, dt.date]:
    return {"period_start": dt.date.fromisoformat(first), "period_end": dt.date.fromisoformat(last)}


@pytest.mark.parametrize(
    ("period", "sound"),
    [
        (days("2025-01-01", "2025-12-31"), True),
        (days("2026-05-20", "2026-05-20"), True),
        (days("2026-01-01", "2026-12-31"), True),  # 今年以来: the year that runs
        (days("2022-01-01", "2026-12-31"), True),
        (days("2026-06-01", "2026-06-30"), False),
        (days("2027-01-01", "2027-12-31"), False),
        (days("2026-01-01", "2030-12-31"), False),
        ({}, True),
    ],
)
def test_a_result_is_of_a_time_that_has_come(
    known: checks.Known, period: dict[str, dt.date], sound: bool
) -> None:
    rule = "result_is_of_a_time_that_has_come"
    assert holds("metrics", rule, known, status="actual", **period) is sound
    assert holds("metrics", rule, known, status="target", **period)
    assert holds("metrics", rule, known, status="actual", document_id="of another release", **period)


@pytest.mark.parametrize(
    ("period", "sound"),
    [
        (days("2026-01-01", "2026-12-31"), True),
        (days("2026-05-20", "2026-05-20"), True),
        (days("2026-01-01", "2026-03-31"), True),  # the profit of a quarter that is only forecast yet
        (days("2026-05-19", "2026-05-19"), False),  # the day of a meeting
        (days("2024-01-01", "2024-12-31"), False),
        ({}, True),
    ],
)
def test_an_aim_is_not_over(known: checks.Known, period: dict[str, dt.date], sound: bool) -> None:
    assert holds("metrics", "aim_is_not_over", known, status="target", **period) is sound
    assert holds("metrics", "aim_is_not_over", known, status="actual", **period)


@pytest.mark.parametrize(
    ("quote", "comparator", "value", "measure", "sound"),
    [
        ("10%以上", "le", -10.0, "growth", True),
        ("10%以上", "ge", -10.0, "growth", False),
        ("超过200家", "gt", -200.0, "change", False),
        ("200余家", "lt", -200.0, "change", True),
        ("200余家", "gt", -200.0, "change", True),
        ("不超过5%", "ge", -5.0, "growth", True),
        ("不超过5%", "le", -5.0, "growth", False),
        ("10%以上", "ge", 10.0, "growth", True),
        ("-5℃以上", "ge", -5.0, "level", True),
        ("约10%", "approx", -10.0, "growth", True),
    ],
)
def test_the_bound_of_a_fall_goes_with_its_sign(
    known: checks.Known, quote: str, comparator: str, value: float, measure: str, sound: bool
) -> None:
    row = {"quote": quote, "comparator": comparator, "value": value, "measure": measure}
    assert holds("metrics", "bound_goes_with_sign", known, **row) is sound


@pytest.mark.parametrize(
    ("indicator", "unit", "status", "sound"),
    [
        ("陶瓷产值", "元", "actual", True),
        ("陶瓷产值", "%", "actual", True),
        ("陶瓷产值", "个", "actual", False),
        ("绿道覆盖率", "%", "actual", True),
        ("绿道覆盖率", "公里", "actual", False),
        ("绿道覆盖率", "元", "actual", False),
        ("长途客流占比", "公里", "condition", True),
        ("陶瓷出口", "辆", "actual", True),
        ("婴儿死亡率", "例", "actual", True),
        ("陶瓷产值", "没有这个单位", "actual", True),
    ],
)
def test_a_unit_can_measure_what_the_name_ends_with(
    known: checks.Known, indicator: str, unit: str, status: str, sound: bool
) -> None:
    row = {"indicator": indicator, "unit": unit, "status": status, "measure": "level"}
    assert holds("metrics", "unit_is_one_of_the_indicator", known, **row) is sound
    assert holds("metrics", "unit_is_one_of_the_indicator", known, **row | {"measure": "growth"})


@pytest.mark.parametrize(
    ("indicator", "value", "sound"),
    [
        ("抽检合格率", 99.5, True),
        ("抽检合格率", 101.0, False),
        ("茶叶占比", -3.0, False),
        ("拨备覆盖率", 378.0, True),
    ],
)
def test_a_share_lies_within_its_whole(
    known: checks.Known, indicator: str, value: float, sound: bool
) -> None:
    row = {"indicator": indicator, "value": value, "unit": "%", "measure": "level"}
    assert holds("metrics", "share_lies_within_0_and_100", known, **row) is sound


YEAR, QUARTER = days("2026-01-01", "2026-12-31"), days("2026-01-01", "2026-03-31")
GROWTH = {"measure": "growth", "unit": "%"}


@pytest.mark.parametrize(
    ("target", "result", "sound"),
    [
        (GROWTH | YEAR, GROWTH | QUARTER, True),
        (GROWTH | YEAR, GROWTH | days("2025-01-01", "2025-12-31"), False),
        (GROWTH | YEAR, GROWTH | days("2026-01-01", "2027-12-31"), False),
        (GROWTH | YEAR, {"measure": "level", "unit": "%"} | QUARTER, False),
        ({"measure": "level", "unit": "家"} | YEAR, {"measure": "level", "unit": "家"} | QUARTER, True),
        (
            {"measure": "level", "unit": "家"} | YEAR,
            {"measure": "level", "unit": "家"} | days("2025-01-01", "2025-12-31"),
            True,
        ),
        (
            {"measure": "level", "unit": "吨"} | YEAR,
            {"measure": "level", "unit": "吨"} | days("2025-03-01", "2025-03-31"),
            False,
        ),
    ],
)
def test_progress_is_of_one_period(
    tmp_path_factory: pytest.TempPathFactory, target: dict[str, Any], result: dict[str, Any], sound: bool
) -> None:
    made = synthetic.rows(20)
    made.tables["metrics"][0] |= {"metric_id": "target"} | target
    made.tables["metrics"][1] |= {"metric_id": "result"} | result
    known = checks.Known(dataset.create(tmp_path_factory.mktemp("progress"), synthetic.arrow(made)))
    row = {"metric_id": "target", "deadline": target["period_end"]}
    beside = {"actual_metric_id": "result", "actual_period_end": result["period_end"]}
    assert holds("targets", "progress_is_within_one_period", known, **row, **beside) is sound
    assert holds("targets", "progress_is_within_one_period", known, **row)
