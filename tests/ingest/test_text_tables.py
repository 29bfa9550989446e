"""Tables in plain text: drawn, tabbed or spaced; what only looks like one stays text."""

from __future__ import annotations

import pytest

from flows.ingest import text
from flows.ingest.text_tables import Grid, pieces

ROWS = [["指标", "数值（亿元）"], ["出口", "86.3"], ["进口", "16.1"]]


def read(body: str) -> list[list[list[str]] | str]:
    """Return the tables of a text as cells, its other lines as they are."""
    found = pieces(body, text.lines(body, 1000))
    return [each.cells if isinstance(each, Grid) else body[each.start : each.end] for each in found]


@pytest.mark.parametrize(
    "body",
    [
        "指标\t数值（亿元）\n出口\t86.3\n进口\t16.1",
        "指标    数值（亿元）\n出口    86.3\n进口    16.1",
        "指标　　数值（亿元）\n出口　　86.3\n进口　　16.1",
        "| 指标 | 数值（亿元） |\n|:--|--:|\n| **出口** | `86.3` |\n| 进口 | 16.1 |",
        "指标 | 数值（亿元）\n--|--\n出口 | 86.3\n进口 | 16.1",
        "+----+----+\n| 指标 | 数值<br>（亿元） |\n| 出口 | 86.3 |\n| 进口 | 16.1 |\n+----+----+",
        "┌──┬──┐\n│指标│数值（亿元）│\n├──┼──┤\n│出口│86.3│\n│进口│16.1│\n└──┴──┘",
        "<table><tr><td>指标</td><td>数值（亿元）</td></tr>"
        "<tr><td>出口</td><td>86.3</td></tr><tr><td>进口</td><td>16.1</td></tr></table>",
    ],
)
def test_a_table_is_read_however_it_is_drawn(body: str) -> None:
    assert read(f"出口增长。\n\n{body}\n\n进口下降。") == ["出口增长。", ROWS, "进口下降。"]


@pytest.mark.parametrize(
    "body",
    [
        "首页 | 新闻 | 政务公开",
        "责任编辑：张三    美术编辑：李四\n电话：12345678    传真：12345679",
        "出口，增长    86.3\n进口，下降    16.1",
        "第一排\t第二排\n第三排\t第四排",
    ],
)
def test_lines_with_gaps_that_hold_no_figures_stay_text(body: str) -> None:
    assert read(body) == body.split("\n")


def test_a_line_of_dashes_without_end_takes_no_time() -> None:
    body = "-" * 20_000 + "完"
    assert [body] == [body[line.start : line.end] for line in pieces(body, text.lines(body, 100_000))]  # type: ignore[union-attr]
