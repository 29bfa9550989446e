"""The wide tables: the rows of a view as a table of their own, for those who want no joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from flows import contract
from flows.publish import sql
from flows.tables.database import parquet
from flows.tables.dataset import ROW_GROUP_ROWS

if TYPE_CHECKING:
    from pathlib import Path

    from flows.tables.dataset import Dataset


def write(tables: Dataset, folder: Path) -> None:
    """Write every wide table beside the tables that its view joins; `folder` may hold what memory cannot."""
    with sql.connect(folder) as connection:
        for definition in contract.tables():
            source = parquet(tables.path(definition.name))
            connection.execute(f"CREATE VIEW {sql.name(definition.name)} AS FROM {source}")
        queries = sql.views()
        for definition in contract.wide_tables():
            columns = ", ".join(map(sql.name, definition.columns))
            order = ", ".join(f"{sql.name(column)} NULLS LAST" for column in definition.sort)
            rows = connection.sql(
                f"SELECT {columns} FROM ({queries[definition.view or '']}) ORDER BY {order}"
            )
            with tables.writer(definition.name) as writer:
                for piece in rows.to_arrow_reader(ROW_GROUP_ROWS):
                    writer.write_table(pa.Table.from_batches([piece]))
