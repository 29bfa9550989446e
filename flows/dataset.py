"""Tables on their way from resolve to publish: a folder with one Parquet file a table.

Stages hand on this folder, so that no stage needs to hold a whole table. The files have the form in
which they are released: sorted, in row groups of a size for range reads, described in their metadata.
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

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

    def pieces(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield a table in pieces of up to ROW_GROUP_ROWS rows, in order."""
        with pq.ParquetFile(self.path(name)) as file:
            yield from file.iter_batches(ROW_GROUP_ROWS, columns=columns)

    @contextlib.contextmanager
    def writer(self, name: str) -> Iterator[pq.ParquetWriter]:
        """Yield a writer of a table in the contract's schema; the same rows in pieces of
        ROW_GROUP_ROWS give the same bytes.
        """
        with pq.ParquetWriter(
            self.path(name),
            contract.arrow_schema(name),
            compression="zstd",
            compression_level=3,
            write_page_index=True,
        ) as writer:
            yield writer

    def write(self, name: str, table: pa.Table) -> None:
        """Write a whole table, which has the contract's schema."""
        with self.writer(name) as writer:
            writer.write_table(table, row_group_size=ROW_GROUP_ROWS)


def create(folder: Path, tables: Mapping[str, pa.Table] | None = None) -> Dataset:
    """Return a dataset in a folder that is made empty, with these tables in it."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    dataset = Dataset(folder)
    for name, table in (tables or {}).items():
        dataset.write(name, table)
    return dataset


def remove(folder: Path) -> None:
    """Remove a folder of datasets that nothing needs any more."""
    shutil.rmtree(folder, ignore_errors=True)
