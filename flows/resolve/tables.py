"""The door of the room: records of all documents become the tables of a release.

Each step reads tables and views of one database and makes others there, which its docstring names:
`staged` are the records as flows.run.staging attached them, `settled` those of each article once, and
`built` is what the release holds, as schemas/ defines it. Queries join and count; what a rule of the
field decides is decided in Python, for the rows that a query finds to be in question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from flows import contract
from flows.resolve import (
    dimensions,
    duplicates,
    entities,
    indicators,
    reconcile,
    repeats,
    statements,
    subjects,
    targets,
)
from flows.tables import dataset
from flows.tables.dataset import ROW_GROUP_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from flows.tables.database import Database
    from flows.tables.dataset import Dataset


def build(database: Database, folder: Path, copies: Iterable[Mapping[str, Any]] = ()) -> Dataset:
    """Write every table of the release but rejects into `folder`, by the contract's schemas, sorted.

    `database` holds the records that flows.run.staging attached; `copies` are what ingest found more than
    once, letter for letter. The same records in any batches give the same tables.
    """
    database.execute("CREATE SCHEMA built")
    duplicates.settle(database, copies)
    database.execute("CREATE VIEW built.documents AS FROM settled.documents")
    entities.resolve(database)
    subjects.known(database)
    statements.tell(database)
    indicators.table(database)
    repeats.find(database)
    reconcile.check(database)
    duplicates.said_again(database)
    repeats.mark(database)
    targets.compare(database)
    dimensions.make(database)
    resolved = dataset.create(folder)
    for table in contract.tables():
        if table.name != "rejects":
            _write(database, table, resolved)
    return resolved


def _write(database: Database, table: contract.Table, resolved: Dataset) -> None:
    """Write a table with the columns and the order of rows that the contract gives it."""
    columns = ", ".join(f'"{column}"' for column in table.columns)
    order = ", ".join(f'"{column}" NULLS LAST' for column in dict.fromkeys((*table.sort, *table.primary_key)))
    with resolved.writer(table.name) as writer:
        for piece in database.pieces(
            f"SELECT {columns} FROM built.{table.name} ORDER BY {order}", ROW_GROUP_ROWS
        ):
            writer.write_table(pa.Table.from_batches([piece]))
