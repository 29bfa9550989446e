"""The SQL that the databases share: tables with keys and comments, indexes, and the ready views.

The views are files in schemas/views/ and use what DuckDB, SQLite and PostgreSQL all understand.
"""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from flows import contract
from flows.tables import database
from flows.tables.database import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb

TYPES: Mapping[str, str] = {
    "string": "TEXT",
    "integer": "BIGINT",
    "number": "DOUBLE PRECISION",
    "date": "DATE",
    "boolean": "BOOLEAN",
}
"""SQL types of the Frictionless ones; all three databases know them."""


@contextlib.contextmanager
def connect(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a database in bounded memory; what it puts on disk lies below `folder` and goes with it."""
    with (
        tempfile.TemporaryDirectory(prefix=".duckdb-", dir=folder) as place,
        database.connection(Path(place)) as connection,
    ):
        yield connection


def name(identifier: str) -> str:
    """Return an identifier in quotes; `table`, `end` and `row` are words of SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def create(definition: contract.Table, *, references: bool = True) -> str:
    """Return CREATE TABLE with keys; references may go where a database checks them row by row."""
    lines = [
        f"{name(field.name)} {TYPES[field.type]}{' NOT NULL' if field.required else ''}"
        for field in definition.fields
    ]
    lines.append(f"PRIMARY KEY ({', '.join(map(name, definition.primary_key))})")
    if references:
        lines += [_reference(key) for key in definition.foreign_keys]
    columns = ",\n    ".join(lines)
    return f"CREATE TABLE {name(definition.name)} (\n    {columns}\n)"


def references(definition: contract.Table) -> Iterator[str]:
    """Yield ALTER TABLE for every reference, for tables that were made without."""
    for key in definition.foreign_keys:
        yield f"ALTER TABLE {name(definition.name)} ADD {_reference(key)}"


def indexes(definition: contract.Table) -> Iterator[str]:
    """Yield an index for every column that refers to another table."""
    for key in definition.foreign_keys:
        if definition.primary_key[0] != key.field:
            index = name(f"{definition.name}_{key.field}")
            yield f"CREATE INDEX {index} ON {name(definition.name)} ({name(key.field)})"


def comments(definition: contract.Table) -> Iterator[str]:
    """Yield COMMENT ON for a table and its columns: what it means, and its unit."""
    table = name(definition.name)
    yield f"COMMENT ON TABLE {table} IS {text(f'{definition.title}. {definition.description}')}"
    for field in definition.fields:
        unit = f" [{field.unit}]" if field.unit else ""
        comment = text(f"{field.title}. {field.description}{unit}")
        yield f"COMMENT ON COLUMN {table}.{name(field.name)} IS {comment}"


def views() -> dict[str, str]:
    """Return the query of each ready view by its name."""
    folder = contract.SCHEMAS / "views"
    return {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(folder.glob("*.sql"))}


def _reference(key: contract.ForeignKey) -> str:
    return f"FOREIGN KEY ({name(key.field)}) REFERENCES {name(key.table)} ({name(key.reference)})"


def in_order() -> list[contract.Table]:
    """Return all tables, each after those that it refers to."""
    waiting, done = list(contract.tables()), list[contract.Table]()
    while waiting:
        known = {table.name for table in done}
        ready = [
            table
            for table in waiting
            if all(key.table in known or key.table == table.name for key in table.foreign_keys)
        ]
        if not ready:
            names = ", ".join(table.name for table in waiting)
            raise ValueError(f"schemas/tables: the tables {names} refer to each other in a ring")
        done += ready
        waiting = [table for table in waiting if table not in ready]
    return done
