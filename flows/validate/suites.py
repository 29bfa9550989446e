"""Great Expectations suites: what schemas/tables/*.yaml says, and what `checks` found.

Every expectation carries `meta` with the name under which a failing row stands in `rejects`, the column
that it is about, and what stands `instead` in a row that stays without that. Severity `critical` stops the
release, `warning` sends rows to quarantine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from flows.validate import checks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from great_expectations.expectations import Expectation

    from flows import contract
    from flows.validate.checks import Known

NEVER_EMPTY = ("documents", "indicators", "regions", "units", "plans")
"""Tables without which a release says nothing; an empty frame passes nearly every expectation."""

PAIRS = (("start", "end", False), ("period_start", "period_end", True), ("date_start", "date_end", True))
"""Columns of which the first comes before the last, and whether they may be equal."""

ORDERED = frozenset(column for first, last, _ in PAIRS for column in (first, last))


def suite(table: contract.Table) -> list[Expectation]:
    """Return the expectations of one table, those of its schema first."""
    return [*_from_schema(table), *_from_checks(table)]


def frame(table: contract.Table, rows: pa.RecordBatch, known: Known) -> pd.DataFrame:
    """Return a piece of a table as its suite takes it, with one column of booleans for each check.

    Its index counts from 0, and dates are timestamps, which compare fast.
    """
    constrained = [field.name for field in table.fields if field.constraints or field.name in ORDERED]
    found = {check.name: check.passes(rows, known) for check in checks.checks(table)}
    columns = {column: rows.column(column) for column in constrained} | found
    content: pd.DataFrame = pa.table(columns).to_pandas(date_as_object=False)
    return content


def _from_schema(table: contract.Table) -> Iterator[Expectation]:
    import great_expectations.expectations as gxe

    if table.name in NEVER_EMPTY:
        yield gxe.ExpectTableRowCountToBeBetween(min_value=1, **_about("not_empty", "", "critical"))
    for field in table.fields:
        yield from _from_field(field)
    for first, last, or_equal in PAIRS:
        if {first, last} <= set(table.columns):
            yield _ordered(first, last, or_equal=or_equal)


def _from_field(field: contract.Field) -> Iterator[Expectation]:
    import great_expectations.expectations as gxe

    rules, column = field.constraints, field.name
    if field.required:
        yield gxe.ExpectColumnValuesToNotBeNull(column=column, **_about("required", column))
    if "enum" in rules:
        values = list(rules["enum"])
        yield gxe.ExpectColumnValuesToBeInSet(column=column, value_set=values, **_about("enum", column))
    if "pattern" in rules:
        yield gxe.ExpectColumnValuesToMatchRegex(
            column=column, regex=rules["pattern"], **_about("pattern", column)
        )
    if "minimum" in rules or "maximum" in rules:
        yield gxe.ExpectColumnValuesToBeBetween(
            column=column,
            min_value=rules.get("minimum"),
            max_value=rules.get("maximum"),
            **_about("bounds", column),
        )
    if "minLength" in rules or "maxLength" in rules:
        yield gxe.ExpectColumnValueLengthsToBeBetween(
            column=column,
            min_value=rules.get("minLength"),
            max_value=rules.get("maxLength"),
            **_about("length", column),
        )


def _from_checks(table: contract.Table) -> Iterator[Expectation]:
    import great_expectations.expectations as gxe

    for check in checks.checks(table):
        about = _about(check.name, check.column, check.severity, check.instead)
        yield gxe.ExpectColumnValuesToBeInSet(column=check.name, value_set=[True], **about)


def _ordered(first: str, last: str, *, or_equal: bool) -> Expectation:
    import great_expectations.expectations as gxe

    name = f"{first}_not_after_{last}" if or_equal else f"{first}_before_{last}"
    return gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A=last,
        column_B=first,
        or_equal=or_equal,
        ignore_row_if="either_value_is_missing",
        **_about(name, last),
    )


def _about(
    name: str, column: str, severity: str = "warning", instead: Sequence[tuple[str, str | None]] = ()
) -> dict[str, Any]:
    return {"severity": severity, "meta": {"name": name, "column": column, "instead": dict(instead)}}
