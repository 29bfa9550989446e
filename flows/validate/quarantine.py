"""The door of validation: rows that fail go to `rejects`, a broken table stops the release."""

from __future__ import annotations

import datetime as dt
import json
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows import contract, dataset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    import pyarrow as pa

    from flows.dataset import Dataset
    from flows.settings import Settings

WHOLE_NEEDS_PARTS = (("reconciliations", "reconciliation_members", "reconciliation_id"),)
"""Tables whose rows mean nothing once one of their parts, in the second table, is gone."""


class BrokenTable(Exception):
    """A table that must not be released, whatever its rows; names table, column and cause."""

    def __init__(self, table: str, column: str, cause: str) -> None:
        self.table, self.column, self.cause = table, column, cause
        place = f"table {table}, column {column}" if column else f"table {table}"
        super().__init__(f"{place}: {cause}; nothing was published")


@dataclass(frozen=True, slots=True)
class Validation:
    """What passed, and what was found on the way."""

    dataset: Dataset
    """Every table of the release without the rows that failed; `rejects` holds those."""
    results: list[dict[str, Any]]
    """One dict a table: table, rows, rejected, followed, expectations (name, column, success, failed)."""


@dataclass(frozen=True, slots=True)
class _Reject:
    table: str
    row: int
    expectation: str
    column: str


def validate(resolved: Dataset, settings: Settings) -> Validation:
    """Check every table against its suite; return what passed, with all other rows in `rejects`.

    Raises:
        BrokenTable: a table or column is missing or of another type, a table that must not be
            empty is, a key is not unique, more rows failed than `settings.reject_share` allows,
            or an expectation could not be computed.
    """
    definitions = [table for table in contract.tables() if table.name != "rejects"]
    tables = {table.name: resolved.read(table.name) for table in definitions if table.name in resolved}
    for definition in definitions:
        _check_structure(definition, tables)
    frames = {table.name: _frame(tables[table.name]) for table in definitions}
    rejects: list[_Reject] = []
    results = []
    for definition, outcomes in _outcomes(definitions, frames):
        found = list(_judge(definition, outcomes))
        failed = len({reject.row for reject in found})
        _check_share(definition.name, failed, len(frames[definition.name]), found, settings)
        rejects += found
        results.append(
            {
                "table": definition.name,
                "rows": len(frames[definition.name]),
                "rejected": failed,
                "expectations": [_summary(outcome) for outcome in outcomes],
            }
        )
    followers = _follow(definitions, frames, rejects)
    for result in results:
        result["followed"] = len({reject.row for reject in followers if reject.table == result["table"]})
    rejects += followers
    passed = dataset.create(settings.work / "tables" / "checked", _split(tables, rejects), checked=True)
    return Validation(passed, results)


def _check_structure(definition: contract.Table, tables: Mapping[str, pa.Table]) -> None:
    if definition.name not in tables:
        raise BrokenTable(definition.name, "", "the table is missing")
    found, expected = tables[definition.name].schema, contract.arrow_schema(definition.name)
    for field in expected:
        if field.name not in found.names:
            raise BrokenTable(definition.name, field.name, "the column is missing")
        if found.field(field.name).type != field.type:
            cause = f"the type is {found.field(field.name).type}, the schema says {field.type}"
            raise BrokenTable(definition.name, field.name, cause)
    for name in found.names:
        if name not in expected.names:
            raise BrokenTable(definition.name, name, "the column is not in the schema")


def _frame(table: pa.Table) -> pd.DataFrame:
    """Return the table with a 0-based index and dates as timestamps, which compare fast."""
    frame: pd.DataFrame = table.to_pandas(date_as_object=False)
    return frame.reset_index(drop=True)


def _outcomes(
    definitions: Sequence[contract.Table], frames: Mapping[str, pd.DataFrame]
) -> Iterator[tuple[contract.Table, list[Any]]]:
    """Run one validation definition a table, and yield its results."""
    import great_expectations as gx

    from flows.validate import suites

    context = _context()
    source = context.data_sources.add_pandas("release")
    for definition in definitions:
        batch = source.add_dataframe_asset(definition.name).add_batch_definition_whole_dataframe("all")
        suite = context.suites.add(
            gx.ExpectationSuite(name=definition.name, expectations=suites.suite(definition))
        )
        validation = context.validation_definitions.add(
            gx.ValidationDefinition(name=definition.name, data=batch, suite=suite)
        )
        with warnings.catch_warnings():
            # pandas warns of each group in a pattern, which is how schemas write alternatives.
            warnings.simplefilter("ignore", UserWarning)
            result = validation.run(
                batch_parameters={"dataframe": suites.with_checks(definition, frames)},
                result_format={"result_format": "COMPLETE"},
            )
        yield definition, list(result.results)


def _context() -> Any:
    """Return a context that keeps everything in memory, draws nothing and sends nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations as gx
        from great_expectations.data_context.types.base import (
            DataContextConfig,
            InMemoryStoreBackendDefaults,
            ProgressBarsConfig,
        )

    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    config = DataContextConfig(
        store_backend_defaults=stores,
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )
    return gx.get_context(mode="ephemeral", project_config=config)


def _judge(definition: contract.Table, outcomes: Sequence[Any]) -> Iterator[_Reject]:
    for outcome in outcomes:
        config = outcome.expectation_config
        name, column = config.meta["name"], config.meta["column"]
        if not outcome.success and not outcome.result:
            raise BrokenTable(definition.name, column, f"{name} could not be checked: {_exception(outcome)}")
        rows = outcome.result.get("unexpected_index_list") or []
        if config.severity == "critical" and not outcome.success:
            examples = outcome.result.get("partial_unexpected_list") or []
            cause = f"{name} does not hold"
            raise BrokenTable(definition.name, column, f"{cause}, as in {examples[0]}" if examples else cause)
        for row in rows:
            yield _Reject(definition.name, int(row), name, column)


def _exception(outcome: Any) -> str:
    messages = [
        info["exception_message"]
        for info in outcome.exception_info.values()
        if isinstance(info, dict) and info.get("exception_message")
    ]
    return str(messages[0] if messages else outcome.exception_info.get("exception_message", "no result"))


def _check_share(name: str, failed: int, rows: int, found: Sequence[_Reject], settings: Settings) -> None:
    if failed <= settings.reject_count or failed <= settings.reject_share * rows:
        return
    reasons = [(reject.expectation, reject.column) for reject in found]
    expectation, column = max(sorted(set(reasons)), key=reasons.count)
    cause = f"{failed} of {rows} rows fail, most often {expectation}; at most {settings.reject_share:.0%} may"
    raise BrokenTable(name, column, cause)


def _summary(outcome: Any) -> dict[str, Any]:
    config = outcome.expectation_config
    return {
        "name": config.meta["name"],
        "column": config.meta["column"],
        "type": config.type,
        "success": bool(outcome.success),
        "failed": int(outcome.result.get("unexpected_count") or 0),
    }


def _follow(
    definitions: Sequence[contract.Table], frames: Mapping[str, pd.DataFrame], rejects: Sequence[_Reject]
) -> list[_Reject]:
    """Return the rows that refer to a rejected row, to a row that follows one, and so on."""
    gone: dict[str, set[int]] = {table.name: set() for table in definitions}
    for reject in rejects:
        gone[reject.table].add(reject.row)
    followers: list[_Reject] = []
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
            lost = frames[parent].loc[sorted(gone[parent]), reference]
            values = frames[table][column]
            rows = set(values.index[values.isin(lost) & values.notna()]) - gone[table]
            gone[table] |= rows
            grew = grew or bool(rows)
            followers += [
                _Reject(table, row, f"{column}_refers_to_rejected_{parent}", column) for row in rows
            ]
    return followers


def _split(tables: Mapping[str, pa.Table], rejects: Sequence[_Reject]) -> dict[str, pa.Table]:
    import pyarrow as pa

    passed: dict[str, pa.Table] = {}
    rows: list[dict[str, Any]] = []
    for definition in contract.tables():
        if definition.name == "rejects":
            continue
        table = tables[definition.name]
        found = [reject for reject in rejects if reject.table == definition.name]
        mask = [True] * table.num_rows
        for reject in found:
            mask[reject.row] = False
        kept = table.filter(pa.array(mask, pa.bool_())) if found else table
        schema = contract.arrow_schema(definition.name)
        passed[definition.name] = kept.select(schema.names).cast(schema)
        rows += [_row(definition, table, reject) for reject in found]
    rows.sort(key=lambda row: (row["table"], row["row_id"], row["expectation"], row["column"]))
    passed["rejects"] = pa.Table.from_pylist(rows, contract.arrow_schema("rejects"))
    return passed


def _row(definition: contract.Table, table: pa.Table, reject: _Reject) -> dict[str, Any]:
    row = table.slice(reject.row, 1).to_pylist()[0]
    value = row.get(reject.column)
    return {
        "table": definition.name,
        "row_id": "|".join(str(row[column]) for column in definition.primary_key),
        "expectation": reject.expectation,
        "column": reject.column,
        "value": None if value is None else _plain(value),
        "row": json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain),
    }


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
