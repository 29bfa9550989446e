"""A cell says what its value says, whatever characters the value has."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from flows.publish import cells, xlsx
from tests.publish.conftest import tables, workbook

STYLES = cells.Styles(text=3, date=2, whole=4, decimal=5, share=6)

TEXTS = [
    "a & b < c > d",
    '</t></is></c><c r="A9"><v>1</v></c>',
    " 前后有空格 ",
    "第一行\n第二行\t表",
    "",
    "𠮷野家",
    "响铃\x07符",
    "_x0041_ 不是 A",
    "尾\ufffe",
]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[str | None]:
    """The texts as a reader of workbooks finds them."""
    folder = tmp_path_factory.mktemp("cells")
    content = tables()
    rows = content["plans"].to_pylist()[:1] * len(TEXTS)
    rows = [
        row | {"plan_id": f"{n}", "name": text} for (n, text), row in zip(enumerate(TEXTS), rows, strict=True)
    ]
    content["plans"] = pa.Table.from_pylist(rows, content["plans"].schema)
    sheet = openpyxl.load_workbook(workbook(content, folder))["plans"]
    column = content["plans"].column_names.index("name")
    return [row[column] for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize("position", range(len(TEXTS)))
def test_a_text_is_read_back_as_it_was(read: list[str | None], position: int) -> None:
    found = openpyxl.utils.escape.unescape(read[position] or "")
    assert found.replace("_xFFFE_", "\ufffe") == TEXTS[position]


def test_cells_of_each_type() -> None:
    piece = pa.record_batch(
        {
            "text": pa.array(["一", None]),
            "number": pa.array([1.5, None]),
            "integer": pa.array([7, None], pa.int64()),
            "date": pa.array([dt.date(2026, 11, 23), dt.date(1850, 1, 2)]),
            "flag": pa.array([True, None]),
        }
    )
    xml = cells.rows(piece, 2, STYLES).to_pybytes().decode()
    assert xml == (
        '<row r="2"><c r="A2" t="inlineStr"><is><t>一</t></is></c><c r="B2" s="5"><v>1.5</v></c>'
        '<c r="C2"><v>7</v></c><c r="D2" s="2"><v>46349</v></c><c r="E2" t="b"><v>1</v></c></row>'
        '<row r="3"><c r="D3" t="inlineStr"><is><t>1850-01-02</t></is></c></row>'
    )


def test_a_piece_without_rows_has_no_cells() -> None:
    piece = pa.record_batch({"text": pa.array([], pa.string())})
    assert cells.rows(piece, 2, STYLES).size == 0


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        workbook(tables(), tmp_path, name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_sheet_stops_where_excel_does_and_the_dictionary_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    book = openpyxl.load_workbook(workbook(tables(), tmp_path))
    assert book["metrics"].max_row == 4
    assert any("first 3 rows" in str(cell.value) for row in book["dictionary"] for cell in row)
