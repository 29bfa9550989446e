"""CSV: UTF-8 without a mark, lossless.

Strings stand in quotes and a missing value is empty without quotes, so that the two are told apart;
numbers have the shortest form that reads back the same; dates are ISO 8601.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from pyarrow import csv

from flows import contract
from flows.publish.exporter import Exporter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from flows.publish.exporter import Stage
    from flows.tables.dataset import Dataset


BLOCK_BYTES = 16_000_000
"""Bytes that are read at a time; a row must fit."""


def write(tables: Dataset, folder: Path) -> None:
    """Write `<table>.csv` for every table, wide ones too."""
    for definition in contract.files():
        name = definition.name
        write_table(tables.schema(name), tables.pieces(name), folder / f"{name}.csv")


def write_table(schema: pa.Schema, pieces: Iterable[pa.RecordBatch], file: Path | IO[bytes]) -> None:
    """Write one table into a file, named or open."""
    with csv.CSVWriter(file, schema) as writer:
        for piece in pieces:
            writer.write_batch(piece)


def pieces(path: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Yield a table that `write` wrote, with the types of `schema`, in pieces of any size."""
    convert = csv.ConvertOptions(
        column_types=schema, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""]
    )
    parse, read = csv.ParseOptions(newlines_in_values=True), csv.ReadOptions(block_size=BLOCK_BYTES)
    with csv.open_csv(path, read, parse, convert) as reader:
        for batch in reader:
            yield batch.cast(schema)


def _export(stage: Stage) -> None:
    write(stage.tables, stage.folder)


EXPORTER = Exporter("{table}.csv", "CSV 表", "a table as CSV, in UTF-8", "text/csv", "table", _export)
