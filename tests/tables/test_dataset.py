"""Tables on their way keep their rows in row groups that every reader takes."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows import contract
from flows.tables import dataset

LINK = {"document_id": "d1", "other_document_id": "d2", "kind": "near_duplicate", "similarity": 0.9}


def links(rows: int) -> pa.Table:
    return pa.Table.from_pylist([LINK] * rows, contract.arrow_schema("document_links"))


def test_a_table_without_rows_has_its_columns_and_no_row_group(tmp_path: Path) -> None:
    made = dataset.create(tmp_path / "made", {"document_links": links(0)}, checked=True)
    # Hugging Face's reader takes the rows of the first group for the size of its batches, which none may be.
    assert pq.read_metadata(made.path("document_links")).num_row_groups == 0
    assert made.read("document_links").schema.names == list(contract.table("document_links").columns)
    assert [piece.num_rows for piece in made.pieces("document_links")] == [0]


def test_pieces_of_any_size_make_the_same_bytes(tmp_path: Path) -> None:
    rows = links(dataset.ROW_GROUP_ROWS + 5)
    one = dataset.create(tmp_path / "one", {"document_links": rows}, checked=True)
    many = dataset.create(tmp_path / "many", checked=True)
    with many.writer("document_links") as writer:
        for start in range(0, rows.num_rows, 999):
            writer.write_table(rows.slice(start, 999))
    assert one.path("document_links").read_bytes() == many.path("document_links").read_bytes()
    assert pq.read_metadata(one.path("document_links")).num_row_groups == 2
