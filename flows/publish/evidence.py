"""Leaving out the clauses that numbers were taken from, where the licence of a source asks for it.

Offsets and the hash of the text remain, so that whoever has the text finds the clause.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def leave_out(
    tables: Mapping[str, pa.Table], *, everywhere: bool = False, licences: Collection[str] = ()
) -> dict[str, pa.Table]:
    """Return the tables without the evidence from documents of these licences, or from any document."""
    rejects = [row | {"row": json.loads(row["row"])} for row in tables["rejects"].to_pylist()]
    documents = tables["documents"].select(["document_id", "licence"]).to_pylist()
    documents += [row["row"] for row in rejects if row["table"] == "documents"]
    held = {row["document_id"] for row in documents if everywhere or row["licence"] in licences}
    if not held:
        return dict(tables)
    return {
        **tables,
        "metrics": _metrics(tables["metrics"], held),
        "rejects": _rejects(rejects, held, tables["rejects"].schema, everywhere=everywhere),
    }


def _metrics(table: pa.Table, held: Collection[str]) -> pa.Table:
    theirs = pc.is_in(table.column("document_id"), value_set=pa.array(sorted(held), pa.string()))
    kept = pc.if_else(theirs, pa.scalar(None, pa.string()), table.column("evidence"))
    return table.set_column(table.column_names.index("evidence"), table.schema.field("evidence"), kept)


def _rejects(
    rejects: list[dict[str, Any]], held: Collection[str], schema: pa.Schema, *, everywhere: bool
) -> pa.Table:
    rows = []
    for reject in rejects:
        content = reject["row"]
        if "evidence" in content and (everywhere or content.get("document_id") in held):
            content = content | {"evidence": None}
            if reject["column"] == "evidence":
                reject = reject | {"value": None}
        rows.append(reject | {"row": json.dumps(content, ensure_ascii=False, sort_keys=True)})
    return pa.Table.from_pylist(rows, schema)
