"""Parquet: one file a table, sorted for range reads, described in its own metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa

ROW_GROUP_ROWS = 20_000
"""Rows of a row group: small enough for range reads, large enough for zstd."""


def write(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write `<table>.parquet` for every table; the same rows give the same bytes."""
    for name, table in tables.items():
        pq.write_table(
            table,
            folder / f"{name}.parquet",
            compression="zstd",
            compression_level=3,
            row_group_size=ROW_GROUP_ROWS,
            write_page_index=True,
        )
