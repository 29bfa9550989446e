"""The door of validation: rows that fail go to `rejects`, a broken table stops the release.

A row that is right in all but one field stays without that; `rejects` tells of it, too.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows import contract
from flows.machine import disk
from flows.records import Explained
from flows.tables import dataset
from flows.tables.dataset import Dataset
from flows.validate import suites
from flows.validate.checks import Known
from flows.validate.validator import Validator, exception

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from great_expectations.expectations import Expectation

    from flows.settings import Settings

WHOLE_NEEDS_PARTS = (("reconciliations", "reconciliation_members", "reconciliation_id"),)
"""Tables whose rows mean nothing once one of their parts, in the second table, is gone."""


PIECE_ROWS = 100_000
"""Rows that are validated at a time."""


class BrokenTable(Explained):
    """A table that must not be released, whatever its rows; the cause names table and column."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What passed, and what was found on the way."""

    dataset: Dataset
    """Every table of the release without the rows that failed; `rejects` holds those."""
    results: list[dict[str, Any]]
    """One dict a table: table, rows, rejected, withdrawn (rows that stayed without a field), followed,
    expectations (name, column, success, failed)."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row, by its place in its table, and what it failed."""

    table: str
    row: int
    expectation: str
    column: str
    instead: Mapping[str, str | None] = field(default_factory=dict)
    """What stands in which columns where the row stays; empty where it goes."""


def prepare() -> None:
    """Import Great Expectations, which takes seconds."""
    import great_expectations.expectations  # noqa: F401


def validate(resolved: Dataset, settings: Settings) -> Validation:
    """Check every table against its suite; return what passed, with all other rows in `rejects`.

    Raises:
        BrokenTable: a table or column is missing or of another type, a table that must not be
            empty is, a key is not unique, more rows failed than `settings.reject_share` allows,
            or an expectation could not be computed.
        DiskFull: what passed cannot be written.
    """
    definitions = [table for table in contract.tables() if table.name != "rejects"]
    for definition in definitions:
        _check_structure(definition, resolved)
    known, validator = Known(resolved), Validator()
    rejects: list[Reject] = []
    results = []
    for definition in definitions:
        found, summary = _judge(definition, resolved, known, validator)
        gone = {reject.row for reject in found if not reject.instead}
        rows, failed = resolved.num_rows(definition.name), len(gone)
        withdrawn = len({reject.row for reject in found} - gone)
        _check_share(definition.name, failed, rows, found, settings)
        rejects += found
        counts = {"rows": rows, "rejected": failed, "withdrawn": withdrawn}
        results.append({"table": definition.name, **counts, "expectations": summary})
    followers = _follow(definitions, resolved, rejects)
    for result in results:
        result["followed"] = len({reject.row for reject in followers if reject.table == result["table"]})
    passed = Dataset(resolved.folder.with_name("checked"), checked=True)
    with disk.writing(settings.output):
        dataset.create(passed.folder)
        _split(resolved, passed, rejects + followers)
    return Validation(passed, results)


def _check_structure(definition: contract.Table, resolved: Dataset) -> None:
    if definition.name not in resolved:
        raise _broken(definition.name, "", "the table is missing")
    found, expected = resolved.schema(definition.name), contract.arrow_schema(definition.name)
    for column in expected:
        if column.name not in found.names:
            raise _broken(definition.name, column.name, "the column is missing")
        if found.field(column.name).type != column.type:
            cause = f"the type is {found.field(column.name).type}, the schema says {column.type}"
            raise _broken(definition.name, column.name, cause)
    for name in found.names:
        if name not in expected.names:
            raise _broken(definition.name, name, "the column is not in the schema")


def _broken(table: str, column: str, cause: str, remedy: str = "") -> BrokenTable:
    place = f"table {table}, column {column}" if column else f"table {table}"
    agree = f"let schemas/tables/{table}.yaml and what fills the table agree"
    return BrokenTable(f"{place}: {cause}", remedy or agree)


def _judge(
    definition: contract.Table, resolved: Dataset, known: Known, validator: Validator
) -> tuple[list[Reject], list[dict[str, Any]]]:
    """Return the rows of a table that fail, and how often each expectation does."""
    suite = suites.suite(definition)
    failed: Counter[tuple[str, str]] = Counter()
    rejects = []
    first = 0
    for piece in resolved.pieces(definition.name, rows=PIECE_ROWS):
        for outcome in validator.failures(definition.name, suite, suites.frame(definition, piece, known)):
            meta = outcome.expectation_config.meta
            name, column = meta["name"], meta["column"]
            if not outcome.result:
                cause = f"{name} could not be checked: {exception(outcome)}"
                raise _broken(definition.name, column, cause, "mend the check in flows/validate/")
            rows = outcome.result.get("unexpected_index_list") or []
            if outcome.expectation_config.severity == "critical":
                raise _broken(definition.name, column, f"{name} does not hold{_example(piece, column, rows)}")
            failed[name, column] += len(rows)
            instead = meta.get("instead", {})
            rejects += [Reject(definition.name, first + int(row), name, column, instead) for row in rows]
        first += len(piece)
    return rejects, [_summary(expectation, failed) for expectation in suite]


def _example(piece: pa.RecordBatch, columns: str, rows: Sequence[int]) -> str:
    if not rows:
        return ""
    values = (str(piece.column(column)[int(rows[0])]) for column in columns.split(", "))
    return f", as in {', '.join(values)}"


def _summary(expectation: Expectation, failed: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    config = expectation.configuration
    name, column = config.meta["name"], config.meta["column"]
    rows = failed[name, column]
    return {"name": name, "column": column, "type": config.type, "success": not rows, "failed": rows}


def _check_share(name: str, failed: int, rows: int, found: Sequence[Reject], settings: Settings) -> None:
    if failed <= settings.reject_count or failed <= settings.reject_share * rows:
        return
    reasons = [(reject.expectation, reject.column) for reject in found]
    expectation, column = max(sorted(set(reasons)), key=reasons.count)
    cause = f"{failed} of {rows} rows fail, most often {expectation}, where {settings.reject_share:.0%} may"
    remedy = "look at what these rows were made from, or raise ZHIBIAO_REJECT_SHARE"
    raise _broken(name, column, cause, remedy)


def _follow(
    definitions: Sequence[contract.Table], resolved: Dataset, rejects: Sequence[Reject]
) -> list[Reject]:
    """Return the rows that refer to a rejected row, to a row that follows one, and so on."""
    gone: dict[str, set[int]] = {table.name: set() for table in definitions}
    for reject in rejects:
        if not reject.instead:
            gone[reject.table].add(reject.row)
    followers: list[Reject] = []
    links = [
        (table.name, key.field, key.table, key.reference)
        for table in definitions
        for key in table.foreign_keys
    ]
    links += [(whole, column, parts, column) for whole, parts, column in WHOLE_NEEDS_PARTS]
    grew = any(gone.values())
    while grew:
        grew = False
        for table, column, parent, reference in links:
            if not gone[parent]:
                continue
            lost = resolved.read(parent, [reference]).column(0).take(sorted(gone[parent])).drop_null()
            theirs = pc.is_in(resolved.read(table, [column]).column(0), value_set=lost.combine_chunks())
            rows = set(pc.indices_nonzero(theirs).to_pylist()) - gone[table]
            gone[table] |= rows
            grew = grew or bool(rows)
            followers += [
                Reject(table, row, f"{column}_refers_to_rejected_{parent}", column) for row in sorted(rows)
            ]
    return followers


def _split(resolved: Dataset, passed: Dataset, rejects: Sequence[Reject]) -> None:
    """Write the rows that passed, and the others into `rejects`."""
    failed: dict[str, dict[int, list[Reject]]] = {}
    for reject in rejects:
        failed.setdefault(reject.table, {}).setdefault(reject.row, []).append(reject)
    told: list[dict[str, Any]] = []
    for definition in contract.tables():
        if definition.name == "rejects":
            continue
        theirs, first = failed.get(definition.name, {}), 0
        with passed.writer(definition.name) as writer:
            for piece in resolved.pieces(definition.name, rows=PIECE_ROWS):
                here = {row - first: theirs[row] for row in theirs if first <= row < first + len(piece)}
                told += [_row(definition, piece, row, why) for row, whys in here.items() for why in whys]
                first += len(piece)
                writer.write_batch(_passed(piece, here))
    told.sort(key=lambda row: (row["table"], row["row_id"], row["expectation"], row["column"]))
    passed.write("rejects", pa.Table.from_pylist(told, contract.arrow_schema("rejects")))


def _passed(piece: pa.RecordBatch, rejects: Mapping[int, Sequence[Reject]]) -> pa.RecordBatch:
    """Return a piece of a table without the rows that go, and without the fields that are withdrawn.

    `rejects` are those of the piece, by the place of their row in it.
    """
    if not rejects:
        return piece
    instead: dict[str, dict[int, str | None]] = {}
    kept = np.ones(len(piece), bool)
    for row, reasons in rejects.items():
        kept[row] = all(reason.instead for reason in reasons)
        for reason in reasons:
            for column, cell in reason.instead.items():
                instead.setdefault(column, {})[row] = cell
    for column, cells in instead.items():
        place = piece.schema.get_field_index(column)
        about = piece.schema.field(place)
        content = [cells.get(row, cell) for row, cell in enumerate(piece.column(place).to_pylist())]
        piece = piece.set_column(place, about, pa.array(content, about.type))
    return piece.filter(pa.array(kept))


def _row(definition: contract.Table, piece: pa.RecordBatch, place: int, reject: Reject) -> dict[str, Any]:
    row = {name: _strict(cell) for name, cell in piece.slice(place, 1).to_pylist()[0].items()}
    value = row.get(reject.column)
    return {
        "table": definition.name,
        "row_id": "|".join(str(row[column]) for column in definition.primary_key),
        "expectation": reject.expectation,
        "column": reject.column,
        "value": None if value is None else _plain(value),
        "withdrawn": bool(reject.instead),
        "row": json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain),
    }


def _strict(value: object) -> object:
    """Return what JSON has a form for: inf and nan are texts in it."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
