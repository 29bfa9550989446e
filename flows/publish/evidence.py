"""Leaving out the clauses that numbers were taken from, where the licence of a source asks for it.

Offsets and the hash of the text remain, so that whoever has the text finds the clause.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from flows.tables.dataset import Dataset


def leave_out(
    checked: Dataset, released: Dataset, *, everywhere: bool = False, licences: Collection[str] = ()
) -> None:
    """Write the tables with clauses anew, without those of documents of these licences, or of any."""
    if not everywhere and not licences:
        return
    held = {row["document_id"] for row in _documents(checked) if everywhere or row["licence"] in licences}
    if not held:
        return
    with released.writer("metrics") as writer:
        for piece in checked.pieces("metrics"):
            writer.write_batch(_without(piece, held))
    with released.writer("rejects") as writer:
        for piece in checked.pieces("rejects"):
            rows = [_rejected(reject, held, everywhere=everywhere) for reject in piece.to_pylist()]
            writer.write_batch(pa.RecordBatch.from_pylist(rows, piece.schema))


def _documents(checked: Dataset) -> Iterator[dict[str, Any]]:
    """Yield documents with their licence, and those that were rejected."""
    for piece in checked.pieces("documents", ["document_id", "licence"]):
        yield from piece.to_pylist()
    for piece in checked.pieces("rejects", ["table", "row"]):
        yield from (json.loads(row["row"]) for row in piece.to_pylist() if row["table"] == "documents")


def _without(piece: pa.RecordBatch, held: Collection[str]) -> pa.RecordBatch:
    theirs = pc.is_in(piece.column("document_id"), value_set=pa.array(sorted(held), pa.string()))
    kept = pc.if_else(theirs, pa.scalar(None, pa.string()), piece.column("evidence"))
    position = piece.schema.get_field_index("evidence")
    return piece.set_column(position, piece.schema.field(position), kept)


def _rejected(reject: dict[str, Any], held: Collection[str], *, everywhere: bool) -> dict[str, Any]:
    content = json.loads(reject["row"])
    if "evidence" in content and (everywhere or content.get("document_id") in held):
        content["evidence"] = None
        if reject["column"] == "evidence":
            reject = reject | {"value": None}
    return reject | {"row": json.dumps(content, ensure_ascii=False, sort_keys=True)}
