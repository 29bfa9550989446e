"""Excel: a cover, the wide tables, a dictionary, then a sheet a table, code lists last.

Numbers and dates are real ones, with their formats, and text stays text.

A text that begins like a formula keeps every character and carries Excel's own mark for text (the
quote prefix), so that it is not evaluated when the cell is edited either.

XlsxWriter makes the workbook with its styles, headers and the dictionary; the rows of the tables, which
it would take cell by cell, are put into its sheets as a stream.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from typing import TYPE_CHECKING, Any

import xlsxwriter

from flows import contract
from flows.publish import cells, cover
from flows.publish.exporter import Exporter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import IO

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from flows.publish.exporter import Stage
    from flows.tables.dataset import Dataset

MAX_ROWS = 1_048_575
"""Rows of a sheet below its header; a longer table is cut, and the dictionary says so."""

WIDTHS = (8, 48)
"""Narrowest and widest column, in characters of a digit's width."""

FORMATS = {"date": "yyyy-mm-dd", "whole": "#,##0", "decimal": "#,##0.######", "share": "0.0%"}
"""Formats of cells; a whole number has one of its own, since Excel would end it in a decimal point."""

SAMPLE_ROWS = 200
"""Rows that the width of a column is measured on."""

END_OF_HEADER, END_OF_ROWS = b"</row>", b"</sheetData>"
"""Between which rows are put into the XML of a sheet."""

LARGE_ROWS = 200_000
"""Rows from which a sheet may need the sizes of 64 bits that older readers of ZIP do not know."""


def write(tables: Dataset, path: Path, release: Mapping[str, Any]) -> None:
    """Write the workbook of a release; the same rows and version give the same bytes."""
    frame = io.BytesIO()
    styles = _write_frame(tables, frame, release)
    names = [cover.NAME, *(name for name, _ in _sheets())]
    sheets = {f"xl/worksheets/sheet{number}.xml": name for number, name in enumerate(names, start=1)}
    filled = {name for name, definition in _sheets() if definition}
    with zipfile.ZipFile(frame) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for item in source.infolist():
            name, content = sheets.get(item.filename, ""), source.read(item)
            if name not in filled:
                book.writestr(item, content)
                continue
            rows = tables.num_rows(name)
            with book.open(item, "w", force_zip64=rows > LARGE_ROWS) as sheet:
                _write_sheet(sheet, content, tables, name, styles)


def _sheets() -> list[tuple[str, contract.Table | None]]:
    """Return the sheets after the cover by name, each with its table; the dictionary has none."""
    dimensions = contract.dataset()["dimensions"]
    tables = sorted(contract.tables(), key=lambda table: table.name in dimensions)
    wide: list[tuple[str, contract.Table | None]] = [(table.name, table) for table in contract.wide_tables()]
    return [*wide, ("dictionary", None), *((table.name, table) for table in tables)]


def _write_frame(tables: Dataset, file: IO[bytes], release: Mapping[str, Any]) -> cells.Styles:
    """Write the workbook without the rows of its tables, and return the styles that it knows."""
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        # The time of writing would make every file another one.
        book.set_properties({"title": contract.dataset()["title"], "created": dt.datetime(2000, 1, 1)})
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
        label = book.add_format({"bold": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        text = book.add_format({"quote_prefix": True})
        formats = {name: book.add_format({"num_format": form}) for name, form in FORMATS.items()}
        cover.write(book.add_worksheet(cover.NAME), tables, release, label, wrapped)
        for name, definition in _sheets():
            sheet = book.add_worksheet(name)
            if definition is None:
                _write_dictionary(sheet, tables, head)
                continue
            sample = next(tables.pieces(name, rows=SAMPLE_ROWS)).to_pylist()
            _head(sheet, definition.columns, sample, head)
            last = max(min(tables.num_rows(name), MAX_ROWS), 1)
            sheet.autofilter(0, 0, last, len(definition.columns) - 1)
            # A style has a number once a cell has it; the real rows take the place of these cells.
            for row, style in enumerate((text, *formats.values()), start=1):
                sheet.write_blank(row, 0, None, style)
    return cells.Styles(text=text.xf_index, **{name: style.xf_index for name, style in formats.items()})


def _write_sheet(sheet: IO[bytes], frame: bytes, tables: Dataset, name: str, styles: cells.Styles) -> None:
    """Write the XML of a sheet with the rows of its table below the header."""
    start = frame[: frame.index(END_OF_HEADER)] + END_OF_HEADER
    end = frame[frame.index(END_OF_ROWS) :]
    last = min(tables.num_rows(name), MAX_ROWS) + 1
    sheet.write(re.sub(rb'(<dimension ref="A1:[A-Z]+)\d+', rb"\g<1>%d" % last, start))
    row = 2
    for piece in tables.pieces(name):
        sheet.write(cells.rows(piece.slice(0, last + 1 - row), row, styles))
        row += piece.num_rows
        if row > last:
            break
    sheet.write(end)


def _write_dictionary(sheet: Worksheet, tables: Dataset, head: Format) -> None:
    lines = [
        _line(definition, field, tables.num_rows(definition.name))
        for definition in contract.files()
        for field in definition.fields
    ]
    _head(sheet, list(lines[0]), lines, head)
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
        "description_zh": field.description_zh,
        "rows": rows,
    }


def _head(sheet: Worksheet, names: Sequence[str], sample: Sequence[Mapping[str, Any]], style: Format) -> None:
    for column, name in enumerate(names):
        widest = max([_width(name) + 3, *(_width(row[name]) + 1 for row in sample)])
        sheet.set_column(column, column, min(max(widest, WIDTHS[0]), WIDTHS[1]))
        sheet.write_string(0, column, name, style)
    sheet.freeze_panes(1, 1)


def _width(value: Any) -> int:
    """Return the width of a value in digits; a Chinese character takes two."""
    if isinstance(value, float):
        return len(f"{value:,.6f}".rstrip("0"))
    text = "" if value is None else str(value)[: WIDTHS[1]]
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _export(stage: Stage) -> None:
    write(stage.tables, stage.folder / EXPORTER.file_name, stage.release)


EXPORTER = Exporter(
    "zhibiao.xlsx",
    "Excel 工作簿",
    "all tables as a workbook, with a dictionary of their columns",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "dataset",
    _export,
    slow=True,
)
