"""What the cells of a table say comes out with name, time and kind, at its place in the row's sentence."""

from __future__ import annotations

import re

import pytest

import flows
from flows.ingest import grids

Row = tuple[str, float, str | None, str]
"""Indicator, value, last day, status."""


def told(rows: list[list[str]], over: str) -> list[Row]:
    """Return what extraction reads in the sentences of a table that stands under a line."""
    text = "\n".join(["全市经济运行总体平稳，有关数据见表。", over, *grids.sentences(rows, [over])])
    found = flows.inspect(text, published_on="2026-02-10", region="天津市")
    for each in found.metrics:
        assert text[each.start : each.end] == each.quote
        assert each.evidence in text
        figure = re.search(r"[\d.]+", each.quote)
        assert figure
        assert any(figure[0] in cell for row in rows for cell in row)
    return [(each.indicator, each.value, str(each.period_end), each.status) for each in found.metrics]


@pytest.mark.parametrize(
    ("over", "rows", "metrics"),
    [
        (
            "主要指标",
            [["年份", "工业增加值（亿元）", "利润总额（亿元）"], ["2024年", "1712.6", "120.4"]],
            [
                ("工业增加值", 1712.6e8, "2024-12-31", "actual"),
                ("利润总额", 120.4e8, "2024-12-31", "actual"),
            ],
        ),
        (
            "2025年前三季度各区固定资产投资增速",
            [["区", "增速（%）", "区", "增速（%）"], ["武清区", "6.6", "东丽区", "-0.4"]],
            [
                ("固定资产投资", 6.6, "2025-09-30", "actual"),
                ("固定资产投资", -0.4, "2025-09-30", "actual"),
            ],
        ),
        (
            "2025年三次产业结构情况",
            [["产业", "增加值（亿元）", "占比（%）", "增长（%）"], ["第一产业", "280", "1.5", "2.0"]],
            [
                ("第一产业增加值", 280e8, "2025-12-31", "actual"),
                ("第一产业占比", 1.5, "2025-12-31", "actual"),
                ("第一产业增加值", 2.0, "2025-12-31", "actual"),
            ],
        ),
        (
            "“十五五”时期主要指标",
            [["指标", "单位", "2025年", "2030年目标"], ["森林覆盖率", "%", "13.1", "≥13.5"]],
            [
                ("森林覆盖率", 13.1, "2025-12-31", "actual"),
                ("森林覆盖率", 13.5, "2030-12-31", "target"),
            ],
        ),
    ],
)
def test_a_row_is_read_with_its_heads_and_its_caption(
    over: str, rows: list[list[str]], metrics: list[Row]
) -> None:
    assert told(rows, over) == metrics
