"""DuckDB and SQLite: all tables with keys, comments and indexes, and the ready views."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from flows.publish import sql
from flows.publish.exporter import Exporter
from flows.tables.database import ALONE, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flows.publish.exporter import Stage
    from flows.tables.dataset import Dataset

STORAGE_VERSION = "v1.2.0"
"""The newest format of DuckDB that its browser build and versions from 1.2 on all read."""

BLOCK_BYTES = 16_384
"""The smallest block that DuckDB knows; each column of each table fills at least one."""

PIECE_ROWS = 20_480
"""Rows that DuckDB takes at once: whole vectors of 2,048, since its bytes depend on where they end."""


LARGE_ROWS = 500_000
"""Rows of a table that is committed by itself: what is not yet committed stays in memory."""


def write_duckdb(tables: Dataset, path: Path) -> None:
    """Write a DuckDB file; the same rows give the same bytes.

    For that it is written by one thread and uncompressed: the ways of compression choose by chance
    or leave bytes unset. The Parquet files are the small ones.
    """
    with duckdb.connect(config={**ALONE, "threads": 1}) as connection:
        connection.execute("SET force_compression = 'uncompressed'")
        options = f"STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_BYTES}"
        connection.execute(f"ATTACH {text(path)} AS release ({options})")
        connection.execute("USE release")
        connection.execute("BEGIN")
        for definition in sql.in_order():
            # DuckDB checks a reference row by row, which a table that refers to itself cannot pass.
            own = any(key.table == definition.name for key in definition.foreign_keys)
            connection.execute(sql.create(definition, references=not own))
            pieces = tables.pieces(definition.name, rows=PIECE_ROWS)
            reader = pa.RecordBatchReader.from_batches(tables.schema(definition.name), pieces)
            connection.register("rows", reader)
            connection.execute(f"INSERT INTO {sql.name(definition.name)} SELECT * FROM rows")
            connection.unregister("rows")
            for statement in sql.comments(definition):
                connection.execute(statement)
            if tables.num_rows(definition.name) >= LARGE_ROWS:
                connection.execute("COMMIT")
                connection.execute("BEGIN")
        for view, query in sql.views().items():
            connection.execute(f"CREATE VIEW {view} AS {query}")
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT release")


def write_sqlite(tables: Dataset, path: Path) -> None:
    """Write an SQLite file; dates are ISO 8601 texts, booleans 0 and 1."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # The file is new and thrown away on any error, so that neither journal nor sync protects anything.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for definition in sql.in_order():
            connection.execute(sql.create(definition))
            marks = ", ".join("?" * len(definition.fields))
            insert = f"INSERT INTO {sql.name(definition.name)} VALUES ({marks})"
            for piece in tables.pieces(definition.name):
                connection.executemany(insert, _rows(piece))
            for statement in sql.indexes(definition):
                connection.execute(statement)
        for view, query in sql.views().items():
            connection.execute(f"CREATE VIEW {view} AS {query}")
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


def _rows(piece: pa.RecordBatch) -> Iterator[tuple[object, ...]]:
    columns = [
        pc.strftime(column, format="%Y-%m-%d") if pa.types.is_date(column.type) else column
        for column in piece.columns
    ]
    return zip(*(column.to_pylist() for column in columns), strict=True)


def _export_duckdb(stage: Stage) -> None:
    write_duckdb(stage.tables, stage.folder / DUCKDB.file_name)


def _export_sqlite(stage: Stage) -> None:
    write_sqlite(stage.tables, stage.folder / SQLITE.file_name)


DUCKDB = Exporter(
    "zhibiao.duckdb",
    "DuckDB 数据库",
    "all tables and views as a DuckDB database",
    "application/vnd.duckdb",
    "dataset",
    _export_duckdb,
)
SQLITE = Exporter(
    "zhibiao.sqlite",
    "SQLite 数据库",
    "all tables and views as an SQLite database",
    "application/vnd.sqlite3",
    "dataset",
    _export_sqlite,
)
