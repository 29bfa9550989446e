"""The workbook holds the rows of the Parquet files, and text stays text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from openpyxl.workbook import Workbook

from flows import contract
from flows.publish import cells
from flows.publish.release import Release
from tests.publish.conftest import tables, workbook


@pytest.fixture(scope="module")
def book(published: Release) -> Workbook:
    return openpyxl.load_workbook(published.folder / "zhibiao.xlsx")


def plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.date()
    # An empty cell and an empty text are one in a workbook.
    return value if value != "" else None


def test_every_sheet_holds_the_rows_of_its_table(published: Release, book: Workbook) -> None:
    for definition in contract.files():
        rows = list(book[definition.name].iter_rows(values_only=True))
        assert rows[0] == definition.columns
        table = pq.read_table(published.folder / f"{definition.name}.parquet")
        expected = [tuple(plain(value) for value in row.values()) for row in table.to_pylist()]
        assert [tuple(map(plain, row)) for row in rows[1:]] == expected, definition.name


def test_the_book_opens_on_its_cover_then_the_wide_tables_and_ends_on_code_lists(book: Workbook) -> None:
    names = [sheet.title for sheet in book.worksheets]
    assert names[:4] == ["about", "metrics_wide", "targets_wide", "dictionary"]
    assert names[-5:] == list(contract.dataset()["dimensions"])


def test_the_cover_says_what_it_is_which_release_how_to_cite_it_and_how_sure(
    book: Workbook, published: Release
) -> None:
    told = dict(book["about"].iter_rows(values_only=True))
    assert contract.dataset()["title"] in told["指标 zhibiao"]
    assert published.version in told["版本 Release"]
    assert published.version in told["引用 How to cite"]
    assert contract.dataset()["licence"]["name"] in told["许可 Licence"]
    assert "90%" in told["可信度 How sure"]


def test_numbers_have_the_format_of_what_they_are(book: Workbook) -> None:
    sheet = book["targets_wide"]
    columns = {cell.value: cell.column for cell in sheet[1]}

    def formats(name: str) -> set[tuple[bool, str]]:
        cells = [sheet.cell(row, columns[name]) for row in range(2, sheet.max_row + 1)]
        return {(cell.value == round(cell.value), cell.number_format) for cell in cells if cell.value}

    assert formats("target") <= {(True, "#,##0"), (False, "#,##0.######")}
    assert formats("confidence") == {(False, "0.0%")}
    assert formats("deadline_year") == {(True, "General")}


def test_dates_are_dates_and_numbers_are_numbers(book: Workbook) -> None:
    sheet = book["metrics"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(2, columns["period_end"]).is_date
    assert sheet.cell(2, columns["value"]).data_type == "n"


def test_headers_are_frozen_and_columns_have_a_width(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.column_dimensions["A"].width >= 8


def test_the_dictionary_names_every_column(book: Workbook) -> None:
    found = {row[:2] for row in book["dictionary"].iter_rows(min_row=2, values_only=True)}
    assert found == {(table.name, column) for table in contract.files() for column in table.columns}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
def test_a_text_that_begins_like_a_formula_stays_text(tmp_path: Path, start: str) -> None:
    content = tables()
    text = f"{start}1+1"
    index = content["units"].column_names.index("name_en")
    cells = [text] + [None] * (content["units"].num_rows - 1)
    field = content["units"].schema.field(index)
    content["units"] = content["units"].set_column(index, field, [cells])
    workbook(content, tmp_path)
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["units"].cell(2, index + 1)
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.style.lower() == "normal"
    assert cell.quotePrefix


def test_harmless_text_has_no_mark() -> None:
    assert not cells.looks_like_formula("3家")
    assert not cells.looks_like_formula("")


def test_what_excel_cannot_hold_is_kept_as_far_as_it_goes(tmp_path: Path) -> None:
    content = tables()
    rows = content["plans"].to_pylist()
    rows[0] |= {"name": "长" * 40_000, "period_start": dt.date(1850, 1, 2)}
    content["plans"] = content["plans"].from_pylist(rows, content["plans"].schema)
    workbook(content, tmp_path)
    row = next(openpyxl.load_workbook(tmp_path / "a.xlsx")["plans"].iter_rows(min_row=2, values_only=True))
    assert len(row[1]) == cells.MAX_LENGTH
    assert row[1].endswith("…")
    assert row[3] == "1850-01-02"
