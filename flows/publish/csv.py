"""CSV: UTF-8 without a mark, lossless.

Strings stand in quotes and a missing value is empty without quotes, so that the two are told apart;
numbers have the shortest form that reads back the same; dates are ISO 8601.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyarrow import csv

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa


def write(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write `<table>.csv` for every table."""
    for name, table in tables.items():
        csv.write_csv(table, folder / f"{name}.csv")


def read(path: Path, schema: pa.Schema) -> pa.Table:
    """Return a table that `write` wrote, with the types of `schema`."""
    options = csv.ConvertOptions(
        column_types=schema, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""]
    )
    table = csv.read_csv(
        path, convert_options=options, parse_options=csv.ParseOptions(newlines_in_values=True)
    )
    return table.cast(schema)
