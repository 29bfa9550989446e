"""Parquet: one file a table, sorted for range reads, described in its own metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa


def write(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write `<table>.parquet` for every table; the same rows give the same bytes."""
    for name, table in tables.items():
        Dataset(folder, checked=True).write(name, table)
