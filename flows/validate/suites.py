"""Great Expectations suites: what schemas/tables/*.yaml says, and what a schema cannot say.

Every expectation carries `meta` with the name under which a failing row stands in `rejects` and the
column that it is about. Severity `critical` stops the release, `warning` sends rows to quarantine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd
    from great_expectations.expectations import Expectation

    from flows import contract

    Frames = Mapping[str, pd.DataFrame]

NEVER_EMPTY = ("documents", "indicators", "regions", "units", "plans")
"""Tables without which a release says nothing; an empty frame passes nearly every expectation."""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that a schema cannot say: True for each row that satisfies it."""

    name: str
    column: str
    passes: Callable[[Frames], pd.Series[bool]]


def suite(table: contract.Table) -> list[Expectation]:
    """Return the expectations of one table, those of its schema first."""
    return [*_from_schema(table), *_from_checks(table)]


def with_checks(table: contract.Table, frames: Frames) -> pd.DataFrame:
    """Return the frame of a table with one column of booleans for each check that has no expectation."""
    return frames[table.name].assign(**{check.name: check.passes(frames) for check in checks(table)})


def checks(table: contract.Table) -> list[Check]:
    """Return the checks of one table: its references, then the rules written by hand."""
    references = [
        Check(f"{key.field}_refers_to_{key.table}", key.field, _refers(table.name, key))
        for key in table.foreign_keys
    ]
    return references + RULES.get(table.name, [])


def _from_schema(table: contract.Table) -> Iterator[Expectation]:
    import great_expectations.expectations as gxe

    if table.name in NEVER_EMPTY:
        yield gxe.ExpectTableRowCountToBeBetween(min_value=1, **_about("not_empty", "", "critical"))
    if len(table.primary_key) == 1:
        key = table.primary_key[0]
        yield gxe.ExpectColumnValuesToBeUnique(column=key, **_about("key_is_unique", key, "critical"))
    else:
        columns = list(table.primary_key)
        about = _about("key_is_unique", ", ".join(columns), "critical")
        yield gxe.ExpectCompoundColumnsToBeUnique(column_list=columns, **about)
    for field in table.fields:
        yield from _from_field(field)
    if {"start", "end"} <= set(table.columns):
        yield _ordered("start", "end", or_equal=False)
    if {"period_start", "period_end"} <= set(table.columns):
        yield _ordered("period_start", "period_end")
    if {"date_start", "date_end"} <= set(table.columns):
        yield _ordered("date_start", "date_end")


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

    for check in checks(table):
        yield gxe.ExpectColumnValuesToBeInSet(
            column=check.name, value_set=[True], **_about(check.name, check.column)
        )


def _ordered(first: str, last: str, *, or_equal: bool = True) -> Expectation:
    import great_expectations.expectations as gxe

    name = f"{first}_not_after_{last}" if or_equal else f"{first}_before_{last}"
    return gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A=last,
        column_B=first,
        or_equal=or_equal,
        ignore_row_if="either_value_is_missing",
        **_about(name, last),
    )


def _about(name: str, column: str, severity: str = "warning") -> dict[str, Any]:
    return {"severity": severity, "meta": {"name": name, "column": column}}


def _refers(table: str, key: contract.ForeignKey) -> Callable[[Frames], pd.Series[bool]]:
    def passes(frames: Frames) -> pd.Series[bool]:
        values = frames[table][key.field]
        return values.isna() | values.isin(frames[key.table][key.reference])

    return passes


def _quote_fits_offsets(table: str) -> Check:
    def passes(frames: Frames) -> pd.Series[bool]:
        frame = frames[table]
        return frame["quote"].str.len().fillna(-1) == frame["end"] - frame["start"]

    return Check("quote_is_as_long_as_its_offsets", "quote", passes)


def _end_within_document(table: str) -> Check:
    def passes(frames: Frames) -> pd.Series[bool]:
        frame = frames[table]
        lengths = frames["documents"].drop_duplicates("document_id").set_index("document_id")["char_count"]
        length = frame["document_id"].map(lengths).astype("float64")  # of no row, too
        # A row whose document is unknown fails the reference; one cause is enough.
        return length.isna() | (frame["end"] <= length)

    return Check("end_lies_within_document", "end", passes)


def _quote_in_evidence(frames: Frames) -> pd.Series[bool]:
    import pandas as pd

    metrics = frames["metrics"]
    pairs = zip(metrics["quote"].fillna(""), metrics["evidence"].fillna(""), strict=True)
    return pd.Series([quote in evidence for quote, evidence in pairs], index=metrics.index, dtype=bool)


def _high_end_with_range_only(frames: Frames) -> pd.Series[bool]:
    metrics = frames["metrics"]
    return (metrics["comparator"] == "range") == metrics["value_high"].notna()


def _high_end_above_value(frames: Frames) -> pd.Series[bool]:
    metrics = frames["metrics"]
    # A fall of 7 to 10 per cent is -7 to -10: the far end is the larger of the two, whatever its sign.
    return metrics["value_high"].isna() | (metrics["value_high"].abs() >= metrics["value"].abs())


def _share_within_whole(frames: Frames) -> pd.Series[bool]:
    metrics = frames["metrics"]
    share = metrics["indicator"].str.contains("占比$|比重$", na=False)
    level = share & (metrics["measure"] == "level") & (metrics["unit"] == "%")
    highest = metrics["value_high"].fillna(metrics["value"])
    return ~level | ((metrics["value"] >= 0) & (highest <= 100))


def _basis_not_with_level(frames: Frames) -> pd.Series[bool]:
    metrics = frames["metrics"]
    return (metrics["measure"] != "level") | metrics["basis"].isna()


def _deadline_after_publication(frames: Frames) -> pd.Series[bool]:
    targets, metrics, documents = frames["targets"], frames["metrics"], frames["documents"]
    document = metrics.drop_duplicates("metric_id").set_index("metric_id")["document_id"]
    published = documents.drop_duplicates("document_id").set_index("document_id")["published_on"]
    date = targets["metric_id"].map(document).map(published)
    return date.isna() | targets["deadline"].isna() | (targets["deadline"] >= date)


def _whole_document_in_raw(frames: Frames) -> pd.Series[bool]:
    documents = frames["documents"]
    return documents["raw_start"] <= documents["raw_end"]


def _object_given(frames: Frames) -> pd.Series[bool]:
    relations = frames["relations"]
    return relations["object_entity_id"].notna() | relations["object_text"].notna()


RULES: Mapping[str, list[Check]] = {
    "documents": [Check("raw_start_not_after_raw_end", "raw_end", _whole_document_in_raw)],
    "mentions": [_quote_fits_offsets("mentions"), _end_within_document("mentions")],
    "metrics": [
        _quote_fits_offsets("metrics"),
        _end_within_document("metrics"),
        Check("quote_stands_in_evidence", "evidence", _quote_in_evidence),
        Check("value_high_with_range_only", "value_high", _high_end_with_range_only),
        Check("value_high_not_below_value", "value_high", _high_end_above_value),
        Check("share_lies_within_0_and_100", "value", _share_within_whole),
        Check("basis_not_with_level", "basis", _basis_not_with_level),
    ],
    "relations": [
        _quote_fits_offsets("relations"),
        _end_within_document("relations"),
        Check("object_is_given", "object_text", _object_given),
    ],
    "events": [_quote_fits_offsets("events"), _end_within_document("events")],
    "targets": [Check("deadline_not_before_publication", "deadline", _deadline_after_publication)],
}
"""Rules written by hand, each with the reason in its name."""
