"""Tables of printed pages: over a page's end, sideways, beside each other, in small print."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.ingest.documents import discover, read
from flows.records import Document, Refusal
from tests.ingest import tabled
from tests.ingest.printed import Print

PRODUCTS = (("产品", "产量（万吨）"), ("粗钢", "320.5"), ("水泥", "811"))


def ingest(folder: Path, data: bytes) -> tuple[str, list[str]]:
    (folder / "a.pdf").write_bytes(data)
    (raw,) = discover([folder])
    assert not isinstance(raw, Refusal)
    (document,) = read(raw)
    assert isinstance(document, Document), document
    return document.title, document.text.split("\n")


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("rows", [4, 7])
def test_a_table_over_a_page_keeps_its_heads_caption_and_group(
    tmp_path: Path, rows: int, again: bool
) -> None:
    data, said = tabled.broken(rows, 3, again)
    lead = [tabled.LEAD, "表1 2025年产品产量情况"]
    assert ingest(tmp_path, data) == (tabled.TITLE, [*lead, *said[:3], "续表", *said[3:]])


@pytest.mark.parametrize("turn", [90, 270])
def test_a_page_that_stands_sideways_is_read_as_it_is_held(tmp_path: Path, turn: int) -> None:
    said = [tabled.LEAD, *tabled.YEARS.said]
    assert ingest(tmp_path, tabled.sideways(turn)) == (tabled.TITLE, said)


@pytest.mark.parametrize("rules", ["all", "three"])
def test_tables_beside_each_other_stay_apart(tmp_path: Path, rules: str) -> None:
    sheet = Print()
    sheet.text(297, 60, tabled.TITLE, 18, middle=True)
    sheet.text(60, 110, f"　　{tabled.LEAD}")
    sheet.grid(50, 160, [110, 110], PRODUCTS, rules=rules)
    other = (("产品", "产量（万台）"), ("空调", "61.2"), ("冰箱", "33"))
    sheet.grid(310, 160, [110, 110], other, rules=rules)
    said = ["粗钢产量320.5万吨。", "水泥产量811万吨。", "空调产量61.2万台。", "冰箱产量33万台。"]
    assert ingest(tmp_path, sheet.bytes()) == (tabled.TITLE, [tabled.LEAD, *said])


def test_text_over_a_long_table_in_small_print_is_no_headline(tmp_path: Path) -> None:
    sheet = Print()
    sheet.text(297, 60, tabled.TITLE, 18, middle=True)
    sheet.text(60, 110, f"　　{tabled.LEAD}", 11)
    rows = [(f"产品{chr(0x4E00 + at)}", f"{at + 1}.5") for at in range(20)]
    sheet.grid(60, 160, [200, 200], [PRODUCTS[0], *rows], size=7)
    title, lines = ingest(tmp_path, sheet.bytes())
    assert (title, lines[0], len(lines)) == (tabled.TITLE, tabled.LEAD, 21)


def test_a_line_in_the_middle_of_a_column_is_no_part_of_the_paragraph_above(tmp_path: Path) -> None:
    sheet = Print()
    sheet.text(297, 60, tabled.TITLE, 18, middle=True)
    lines = ["　　前5个月，全市完成工业投资120亿元，同比增长8.4%，增速比一季度加快", "1.1个百分点。"]
    sheet.lines(60, 110, lines)
    sheet.text(297, 146, "工业投资占比情况", middle=True)
    sheet.text(60, 164, "　　其中，技术改造投资增长5.0%。")
    body = ["".join(lines).strip("　"), "工业投资占比情况", "其中，技术改造投资增长5.0%。"]
    assert ingest(tmp_path, sheet.bytes()) == (tabled.TITLE, body)
