"""A DuckDB for the length of a stage: it joins and sorts tables that memory could not hold.

What does not fit into the memory that it is given goes to a folder on disk. Python sees rows a piece
at a time, and no result depends on the size of a piece or on the number of threads: queries whose
order matters say the order.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import shutil
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from flows.machine.disk import DiskFull
from flows.records import Explained

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from flows.settings import Settings

MEMORY = 500_000_000
"""Bytes in which tables are joined and sorted unless a setting says otherwise."""

ALONE: Mapping[str, bool] = {"autoinstall_known_extensions": False}
"""For every connection: what a query might need is not fetched over the network, as DuckDB would do."""

INTERRUPTED, WRAPPED = "Query interrupted", "KeyboardInterrupt"
"""What DuckDB makes of an interrupt from the keyboard: in a query; and where it reads a table of Python's."""


class OutOfMemory(Explained):
    """The memory that a database is given does not do."""


class Database:
    """Tables and views that the steps of a stage make for each other."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, piece_rows: int) -> None:
        self._connection = connection
        self._piece_rows = piece_rows

    def close(self) -> None:
        """Let go of the connection, which an error on its way would hold otherwise."""
        del self._connection

    def execute(self, statement: str) -> None:
        """Execute one SQL statement."""
        self._connection.execute(statement)

    def pieces(self, query: str, rows: int | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the result of a query in pieces of `rows` rows; the last one may be shorter."""
        size = rows or self._piece_rows
        waiting: list[pa.RecordBatch] = []
        # A cursor of its own, so that other statements may be executed between two pieces.
        for batch in self._connection.cursor().sql(query).to_arrow_reader(size):
            waiting.append(batch)
            while sum(map(len, waiting)) >= size:
                whole = pa.concat_batches(waiting)
                yield whole.slice(0, size)
                waiting = [whole.slice(size)]
        if any(map(len, waiting)):
            yield pa.concat_batches(waiting)

    def rows(self, query: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query one by one."""
        for piece in self.pieces(query):
            yield from piece.to_pylist()

    def insert(self, table: str, pieces: Iterable[pa.RecordBatch | pa.Table]) -> None:
        """Append rows to a table, whose columns they have in its order."""
        for piece in pieces:
            self._connection.register("piece", piece)
            self._connection.execute(f"INSERT INTO {table} SELECT * FROM piece")
            self._connection.unregister("piece")

    def create(self, table: str, schema: pa.Schema, rows: Iterable[Mapping[str, Any]] = ()) -> None:
        """Make a table of these columns and rows; a value that a row lacks is missing."""
        self._connection.register("columns", schema.empty_table())
        self._connection.execute(f"CREATE TABLE {table} AS SELECT * FROM columns")
        self._connection.unregister("columns")
        waiting = iter(rows)
        while piece := list(itertools.islice(waiting, self._piece_rows)):
            self.insert(table, [pa.Table.from_pylist(piece, schema=schema)])


def text(value: object) -> str:
    """Return a text, or a path, as SQL writes it."""
    return "'" + str(value).replace("'", "''") + "'"


def parquet(*files: Path, **columns: bool) -> str:
    """Return what SQL reads the rows of some Parquet files from.

    The path of a file is no pattern and holds no columns, whatever its folders are called. `columns`
    are what DuckDB can add to the rows: filename, file_row_number.
    """
    paths = (re.sub(r"([*?\[])", r"[\1]", str(file)) for file in files)
    options = "".join(f", {name} = {value}" for name, value in columns.items())
    return f"read_parquet([{', '.join(map(text, paths))}], hive_partitioning = false{options})"


@contextlib.contextmanager
def connect(folder: Path, settings: Settings) -> Iterator[Database]:
    """Yield an empty database, in pieces and in memory as the settings say.

    Raises:
        OSError: as `connection`.
    """
    with connection(folder, settings.database_bytes, settings.workers) as opened:
        opened.execute("SET preserve_insertion_order = false")
        database = Database(opened, settings.piece_rows)
        try:
            yield database
        finally:
            database.close()


@contextlib.contextmanager
def connection(
    folder: Path, memory: int = MEMORY, threads: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection to an empty database that takes up to `memory` bytes.

    What memory cannot hold goes to `folder`, which is made, and removed in the end.

    Raises:
        DiskFull: the disk is full or not writable.
        OutOfMemory: the memory that it is given is not enough.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        **ALONE,
        "memory_limit": f"{memory}B",
        "temp_directory": str(folder),
    }
    if threads is not None:
        config["threads"] = threads
    try:
        with duckdb.connect(config=config) as opened:
            yield opened
    except duckdb.IOException as error:
        remedy = f"make room below {folder.parent}, or make it writable"
        raise DiskFull(_line(error), remedy) from error.with_traceback(None)
    except (RuntimeError, duckdb.InvalidInputException) as error:
        if str(error) != INTERRUPTED and WRAPPED not in str(error):
            raise
        raise KeyboardInterrupt from error.with_traceback(None)
    except duckdb.OutOfMemoryException as error:
        remedy = "set ZHIBIAO_DATABASE_BYTES to more"
        raise OutOfMemory(_line(error), remedy) from error.with_traceback(None)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _line(error: duckdb.Error) -> str:
    """Return the first line of what DuckDB says, which gives the cause; the others give its settings."""
    return str(error).splitlines()[0].rstrip(".")
