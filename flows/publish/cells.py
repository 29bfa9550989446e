"""The rows of a worksheet as XML, a piece at a time: a column is a vector operation, not a loop over cells.

Texts stand in their cells (ECMA-376, part 1, 18.3.1.53), since a list of all texts would have to stay
in memory until the last sheet is written.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.utility import xl_col_to_name

MAX_LENGTH = 32_767
"""Characters of a cell; a longer text is cut and ends in …."""

FIRST_DAY = dt.date(1900, 3, 1)
"""The first day that Excel and the calendar agree on; earlier dates are texts."""

DAY_ZERO = dt.date(1899, 12, 30)
"""Day that Excel counts from, as of March 1900."""

FORMULA = "^[=+@\t\r\n＝＋－＠﹦﹢﹣﹫-]"
"""Texts that a spreadsheet may take for a formula, in both widths."""

UNSPEAKABLE = "[\\x00-\\x08\\x0b-\\x1f\\x{FFFE}\\x{FFFF}]|_x[0-9A-Fa-f]{4}_"
"""Characters that XML cannot hold, and what stands for them in a workbook."""


@dataclass(frozen=True, slots=True)
class Styles:
    """Numbers under which the workbook knows the styles of cells."""

    text: int
    """Text that begins like a formula."""
    date: int
    whole: int
    decimal: int
    """Numbers of the columns that hold decimals: those that have none here, and those that have."""
    share: int
    """Share of 1, shown as per cent."""


def rows(piece: pa.RecordBatch, first: int, styles: Styles) -> pa.Buffer:
    """Return the XML of some rows, the first of which has the number `first` on the sheet."""
    numbers = pa.array(range(first, first + piece.num_rows), pa.int64()).cast(pa.string())
    cells = [
        _cells(column, field, xl_col_to_name(position), numbers, styles)
        for position, (field, column) in enumerate(zip(piece.schema, piece.columns, strict=True))
    ]
    return _bytes(_join('<row r="', numbers, '">', *cells, "</row>"))


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet may take a text for a formula; full-width forms count."""
    return re.match(FORMULA, text) is not None


def _cells(column: pa.Array, field: pa.Field, letters: str, numbers: pa.Array, styles: Styles) -> pa.Array:
    """Return the cells of a column; a missing value has none."""
    start = f'<c r="{letters}'
    if pa.types.is_string(column.type):
        cells = _texts(column, start, numbers, styles)
    elif pa.types.is_date(column.type):
        days = pc.subtract(column.cast(pa.int32()), (DAY_ZERO - dt.date(1970, 1, 1)).days).cast(pa.string())
        cells = _join(start, numbers, f'" s="{styles.date}"><v>', days, "</v></c>")
        early = pc.less(column, pa.scalar(FIRST_DAY))
        if pc.any(early).as_py():
            cells = pc.if_else(early, _texts(column.cast(pa.string()), start, numbers, styles), cells)
    elif pa.types.is_boolean(column.type):
        cells = _join(start, numbers, '" t="b"><v>', column.cast(pa.int8()).cast(pa.string()), "</v></c>")
    elif pa.types.is_floating(column.type):
        style = _number_style(column, field, styles)
        cells = _join(start, numbers, '" s="', style, '"><v>', column.cast(pa.string()), "</v></c>")
    else:
        cells = _join(start, numbers, '"><v>', column.cast(pa.string()), "</v></c>")
    return cells.fill_null("")


def _number_style(column: pa.Array, field: pa.Field, styles: Styles) -> pa.Array | str:
    """Return the style of each number of a column; years and offsets are integers and have none."""
    if (field.metadata or {}).get(b"unit") == b"1":
        return str(styles.share)
    return pc.if_else(pc.equal(pc.round(column), column), str(styles.whole), str(styles.decimal))


def _texts(column: pa.Array, start: str, numbers: pa.Array, styles: Styles) -> pa.Array:
    guard = pc.if_else(pc.match_substring_regex(column, FORMULA), f' s="{styles.text}"', "")
    edge = pc.match_substring_regex(column, r"^\s|\s$")
    space = pc.if_else(edge, '<t xml:space="preserve">', "<t>")
    text = _escaped(_cut(column))
    return _join(start, numbers, '"', guard, ' t="inlineStr"><is>', space, text, "</t></is></c>")


def _cut(column: pa.Array) -> pa.Array:
    long = pc.greater(pc.utf8_length(column), MAX_LENGTH)
    if not pc.any(long).as_py():
        return column
    cut = pc.binary_join_element_wise(pc.utf8_slice_codeunits(column, 0, MAX_LENGTH - 1), "…", "")
    return pc.if_else(long, cut, column)


def _escaped(column: pa.Array) -> pa.Array:
    if pc.any(pc.match_substring_regex(column, UNSPEAKABLE)).as_py():
        column = pa.array([None if text is None else _spoken(text) for text in column.to_pylist()])
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        column = pc.replace_substring(column, character, entity)
    return column


def _spoken(text: str) -> str:
    """Return a text with _xHHHH_ for each character that XML cannot hold."""
    text = re.sub("(_)(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda found: f"_x{ord(found.group()):04X}_", text)


def _join(*parts: pa.Array | str) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "")


def _bytes(column: pa.Array) -> pa.Buffer:
    """Return the texts of a column, one after the other."""
    if not len(column):
        return pa.py_buffer(b"")
    _, offsets, content = column.buffers()
    return content.slice(0, np.frombuffer(offsets, np.int32)[len(column)])
