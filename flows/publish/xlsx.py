"""Excel: a sheet a table and a dictionary, with real numbers and dates, and text that stays text.

A text that begins like a formula keeps every character and carries Excel's own mark for text (the
quote prefix), so that it is not evaluated when the cell is edited either.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from flows import contract

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 1_048_575
"""Rows of a sheet below its header; a longer table is cut, and the dictionary says so."""

MAX_LENGTH = 32_767
"""Characters of a cell; a longer text is cut and ends in …."""

FIRST_DAY = dt.date(1900, 3, 1)
"""The first day that Excel and the calendar agree on; earlier dates are texts."""

DAY_ZERO = dt.date(1899, 12, 30).toordinal()
"""Day that Excel counts from, as of March 1900."""

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫")
"""First characters of what a spreadsheet may take for a formula, in both widths."""

WIDTHS = (8, 48)
"""Narrowest and widest column, in characters of a digit's width."""

SAMPLE_ROWS = 200
"""Rows that the width of a column is measured on."""


def write_beside(folder: Path) -> None:
    """Write `zhibiao.xlsx` from the Parquet files of a folder; for a process of its own."""
    tables = {table.name: pq.read_table(folder / f"{table.name}.parquet") for table in contract.tables()}
    write(tables, folder / "zhibiao.xlsx")


def write(tables: Mapping[str, pa.Table], path: Path) -> None:
    """Write the workbook; the same rows give the same bytes."""
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(str(path), options) as book:
        # The time of writing would make every file another one.
        book.set_properties({"title": contract.dataset()["title"], "created": dt.datetime(2000, 1, 1)})
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1}),
            "text": book.add_format({"quote_prefix": True}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        _write_dictionary(book.add_worksheet("dictionary"), tables, formats)
        for name, table in tables.items():
            _write_table(book.add_worksheet(name), table, formats)


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet may take a text for a formula; full-width forms count."""
    return text[:1] in FORMULA_STARTS


def _write_table(sheet: Worksheet, table: pa.Table, formats: Mapping[str, Format]) -> None:
    _head(sheet, table.column_names, table.slice(0, SAMPLE_ROWS).to_pylist(), formats)
    shown = table.slice(0, MAX_ROWS)
    sheet.autofilter(0, 0, max(shown.num_rows, 1), table.num_columns - 1)
    writers = [_writer(sheet, field.type, formats) for field in table.schema]
    row = 0
    for batch in shown.to_batches(max_chunksize=10_000):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            row += 1
            for column, value in enumerate(values):
                if value is not None:
                    writers[column](row, column, value)


def _writer(sheet: Worksheet, kind: pa.DataType, formats: Mapping[str, Format]) -> Callable[..., object]:
    """Return what writes a cell of a type: row, column and value, which is not None."""
    text, date = formats["text"], formats["date"]

    def write_text(row: int, column: int, value: str) -> None:
        sheet.write_string(row, column, _cut(value), text if looks_like_formula(value) else None)

    def write_date(row: int, column: int, value: dt.date) -> None:
        if value < FIRST_DAY:
            sheet.write_string(row, column, value.isoformat())
        else:
            sheet.write_number(row, column, value.toordinal() - DAY_ZERO, date)

    if pa.types.is_string(kind):
        return write_text
    if pa.types.is_date(kind):
        return write_date
    writer: Callable[..., object] = sheet.write_boolean if pa.types.is_boolean(kind) else sheet.write_number
    return writer


def _write_dictionary(
    sheet: Worksheet, tables: Mapping[str, pa.Table], formats: Mapping[str, Format]
) -> None:
    lines = [
        _line(definition, field, tables[definition.name].num_rows)
        for definition in contract.tables()
        for field in definition.fields
    ]
    _head(sheet, list(lines[0]), lines, formats)
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line.values()):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value)


def _line(definition: contract.Table, field: contract.Field, rows: int) -> dict[str, str | int]:
    links = [f"{key.table}.{key.reference}" for key in definition.foreign_keys if key.field == field.name]
    note = f" (this sheet holds the first {MAX_ROWS:,} rows)" if rows > MAX_ROWS else ""
    return {
        "table": definition.name,
        "column": field.name,
        "title": field.title,
        "type": field.type,
        "unit": field.unit or "",
        "required": "yes" if field.required else "",
        "key": "primary key" if field.name in definition.primary_key else ", ".join(links),
        "values": ", ".join(map(str, field.constraints.get("enum", ()))),
        "description": field.description + note,
        "rows": rows,
    }


def _head(
    sheet: Worksheet, names: Sequence[str], sample: Sequence[Mapping[str, Any]], formats: Mapping[str, Format]
) -> None:
    for column, name in enumerate(names):
        widest = max([_width(name) + 3, *(_width(row[name]) + 1 for row in sample)])
        sheet.set_column(column, column, min(max(widest, WIDTHS[0]), WIDTHS[1]))
        sheet.write_string(0, column, name, formats["head"])
    sheet.freeze_panes(1, 1)


def _width(value: Any) -> int:
    """Return the width of a value in digits; a Chinese character takes two."""
    text = "" if value is None else str(value)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text[: WIDTHS[1]])


def _cut(text: str) -> str:
    return text if len(text) <= MAX_LENGTH else text[: MAX_LENGTH - 1] + "…"
