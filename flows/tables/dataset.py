"""Tables on their way from resolve to publish: a folder with one Parquet file a table.

Stages hand on this folder, so that no stage needs to hold a whole table. Rows are sorted as the schema
says. What passed validation has the form in which it is released: in row groups of a size for range
reads, compressed, described in its metadata. What did not yet may lack values that a row must have.
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows import contract

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

ROW_GROUP_ROWS = 20_000
"""Rows of a row group: small enough for range reads, large enough for zstd."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The tables below `folder`."""

    folder: Path
    checked: bool = False
    """Whether the tables passed validation, so that their files may be released as they are."""

    def __contains__(self, name: str) -> bool:
        return self.path(name).is_file()

    def path(self, name: str) -> Path:
        """Return the file of a table, whether it is there or not."""
        return self.folder / f"{name}.parquet"

    def schema(self, name: str) -> pa.Schema:
        """Return the schema of a table."""
        return pq.read_schema(self.path(name))

    def num_rows(self, name: str) -> int:
        """Return the number of rows of a table."""
        return int(pq.read_metadata(self.path(name)).num_rows)

    def read(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a whole table, or some of its columns."""
        return pq.read_table(self.path(name), columns=columns, partitioning=None)

    def pieces(
        self, name: str, columns: Sequence[str] | None = None, *, rows: int = ROW_GROUP_ROWS
    ) -> Iterator[pa.RecordBatch]:
        """Yield a table in pieces of so many rows, in order; the last has fewer, maybe none."""
        with pq.ParquetFile(self.path(name)) as file:
            yield from file.iter_batches(rows, columns=columns)
            if not file.metadata.num_rows:
                schema = file.schema_arrow
                yield pa.RecordBatch.from_pylist(
                    [], pa.schema([schema.field(column) for column in columns or schema.names])
                )

    @contextlib.contextmanager
    def writer(self, name: str) -> Iterator[pq.ParquetWriter]:
        """Yield a writer of a table; the same rows, in order, in pieces of any size, give the same bytes."""
        schema = contract.arrow_schema(name)
        if self.checked:
            options = {"compression": "zstd", "compression_level": 3, "write_page_index": True}
        else:
            schema = pa.schema([field.with_nullable(True) for field in schema], schema.metadata)
            options = {"compression": "lz4"}
        # The file may be another name of one that must stay as it is.
        self.path(name).unlink(missing_ok=True)
        with _Writer(self.path(name), schema, **options) as writer:
            yield writer

    def write(self, name: str, table: pa.Table) -> None:
        """Write a whole table, whose rows are in their order."""
        with self.writer(name) as writer:
            writer.write_table(table)


class _Writer(pq.ParquetWriter):  # type: ignore[misc]
    """Writes row groups of one size, whatever the size of what it is given."""

    def __init__(self, path: Path, schema: pa.Schema, **options: Any) -> None:
        super().__init__(path, schema, **options)
        self._held = schema.empty_table()

    def write_table(self, table: pa.Table, row_group_size: int | None = None) -> None:
        """Write what fills row groups, and hold the rest."""
        given = table.select(self.schema.names).cast(self.schema)
        self._held = pa.concat_tables([self._held, given])
        whole = self._held.num_rows - self._held.num_rows % ROW_GROUP_ROWS
        if whole:
            super().write_table(self._held.slice(0, whole), ROW_GROUP_ROWS)
            self._held = self._held.slice(whole).combine_chunks()

    def close(self) -> None:
        """Write the last row group; an empty table has none, since some readers fail on one without rows."""
        if self.is_open and self._held.num_rows:
            super().write_table(self._held, ROW_GROUP_ROWS)
        super().close()


def create(folder: Path, tables: Mapping[str, pa.Table] | None = None, *, checked: bool = False) -> Dataset:
    """Return a dataset in a folder that is made empty, with these tables in it."""
    remove(folder)
    folder.mkdir(parents=True)
    dataset = Dataset(folder, checked)
    for name, table in (tables or {}).items():
        dataset.write(name, table)
    return dataset


def remove(folder: Path) -> None:
    """Remove a folder of datasets that nothing needs any more."""
    shutil.rmtree(folder, ignore_errors=True)
