"""Databases in memory, and what tests read from them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from flows.run import staging
from flows.tables.database import Database


def empty() -> Database:
    return Database(duckdb.connect(), piece_rows=1000)


def attached(parts: Mapping[Path, frozenset[str] | None]) -> Database:
    """Return a database with the records of these batches."""
    database = empty()
    staging.attach(database, parts)
    return database


def read(database: Database, query: str) -> list[dict[str, Any]]:
    return list(database.rows(query))
