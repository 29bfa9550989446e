"""Rules that a schema cannot say, each a column of booleans over a piece of a table.

What a rule asks of other tables it finds in `Known`: a few of their columns, never their rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from flows.tables import database
from flows.validate import contradictions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flows import contract
    from flows.tables.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Check:
    """A rule: True for each row that satisfies it. A broken one of severity critical stops the release."""

    name: str
    column: str
    """What the rule is about: a column, or several with commas between them."""
    passes: Callable[[pa.RecordBatch, Known], pa.Array]
    severity: str = "warning"
    instead: tuple[tuple[str, str | None], ...] = ()
    """Columns of a row that is right in all else, each with what stands in it from then on; none: it goes."""


class Known:
    """Columns of a dataset in which rules look values up, each read when it is first asked for."""

    def __init__(self, tables: Dataset) -> None:
        self._tables = tables
        self._columns: dict[tuple[str, str], pa.Array] = {}
        self._repeated: dict[str, pa.Array] = {}

    def column(self, table: str, column: str) -> pa.Array:
        """Return a whole column of a table."""
        if (table, column) not in self._columns:
            read = self._tables.read(table, [column]).column(0)
            self._columns[table, column] = read.combine_chunks()
        return self._columns[table, column]

    def look_up(self, values: pa.Array, table: str, key: str, column: str) -> pa.Array:
        """Return for each value what `column` holds in the row that has the value as its `key`."""
        return self.column(table, column).take(pc.index_in(values, value_set=self.column(table, key)))

    def repeated(self, table: contract.Table) -> pa.Array:
        """Return the keys that more than one row has, as `joined` gives them."""
        if table.name not in self._repeated:
            columns = ", ".join(f'"{column}"' for column in table.primary_key)
            source = database.parquet(self._tables.path(table.name))
            with database.connection(self._tables.folder / ".duckdb") as connection:
                found = connection.sql(f"SELECT {columns} FROM {source} GROUP BY ALL HAVING count(*) > 1")
                self._repeated[table.name] = joined(found.to_arrow_table().combine_chunks(), table)
        return self._repeated[table.name]


def joined(rows: pa.RecordBatch | pa.Table, table: contract.Table) -> pa.Array:
    """Return the key of each row as one text."""
    parts = [rows.column(column).cast(pa.string()) for column in table.primary_key]
    key = pc.binary_join_element_wise(*parts, "\x1f", null_handling="replace")
    return key.combine_chunks() if isinstance(key, pa.ChunkedArray) else key


def checks(table: contract.Table) -> list[Check]:
    """Return the rules of one table: its key, its references, its numbers, then those written by hand."""
    key = Check("key_is_unique", ", ".join(table.primary_key), _unique(table), "critical")
    references = [
        Check(f"{link.field}_refers_to_{link.table}", link.field, _refers(link))
        for link in table.foreign_keys
    ]
    numbers = [
        Check(f"{field.name}_is_finite", field.name, _finite(field.name))
        for field in table.fields
        if field.type == "number"
    ]
    return [key, *references, *numbers, *RULES.get(table.name, [])]


def _unique(table: contract.Table) -> Callable[[pa.RecordBatch, Known], pa.Array]:
    def passes(rows: pa.RecordBatch, known: Known) -> pa.Array:
        repeated = known.repeated(table)
        if not len(repeated):
            return pa.repeat(True, len(rows))
        return pc.invert(pc.is_in(joined(rows, table), value_set=repeated))

    return passes


def _refers(link: contract.ForeignKey) -> Callable[[pa.RecordBatch, Known], pa.Array]:
    def passes(rows: pa.RecordBatch, known: Known) -> pa.Array:
        values = rows.column(link.field)
        found = pc.is_in(values, value_set=known.column(link.table, link.reference))
        return pc.or_(pc.is_null(values), found)

    return passes


def _finite(column: str) -> Callable[[pa.RecordBatch, Known], pa.Array]:
    """Return the rule that a number is one: the bounds of a schema let what is no number pass."""

    def passes(rows: pa.RecordBatch, known: Known) -> pa.Array:
        return pc.fill_null(pc.is_finite(rows.column(column)), True)

    return passes


def _quote_fits_offsets(rows: pa.RecordBatch, known: Known) -> pa.Array:
    length = pc.subtract(rows.column("end"), rows.column("start"))
    return pc.fill_null(pc.equal(pc.utf8_length(rows.column("quote")), length), False)


def _end_within_document(rows: pa.RecordBatch, known: Known) -> pa.Array:
    length = known.look_up(rows.column("document_id"), "documents", "document_id", "char_count")
    # A row whose document is unknown fails the reference; one cause is enough.
    return _unless(pc.is_null(length), pc.less_equal(rows.column("end"), length))


def _quote_in_evidence(rows: pa.RecordBatch, known: Known) -> pa.Array:
    quotes, clauses = (rows.column(name).fill_null("").to_pylist() for name in ("quote", "evidence"))
    return pa.array([quote in clause for quote, clause in zip(quotes, clauses, strict=True)], pa.bool_())


def _high_end_with_range_only(rows: pa.RecordBatch, known: Known) -> pa.Array:
    is_range = pc.fill_null(pc.equal(rows.column("comparator"), "range"), False)
    return pc.equal(is_range, pc.is_valid(rows.column("value_high")))


def _high_end_above_value(rows: pa.RecordBatch, known: Known) -> pa.Array:
    high, value = rows.column("value_high"), rows.column("value")
    # A fall of 7 to 10 per cent is -7 to -10: the far end is the larger of the two, whatever its sign.
    return _unless(pc.is_null(high), pc.greater_equal(pc.abs(high), pc.abs(value)))


def _basis_not_with_level(rows: pa.RecordBatch, known: Known) -> pa.Array:
    level = pc.fill_null(pc.equal(rows.column("measure"), "level"), False)
    return pc.or_(pc.invert(level), pc.is_null(rows.column("basis")))


def _deadline_after_publication(rows: pa.RecordBatch, known: Known) -> pa.Array:
    document = known.look_up(rows.column("metric_id"), "metrics", "metric_id", "document_id")
    published = known.look_up(document, "documents", "document_id", "published_on")
    deadline = rows.column("deadline")
    unknown = pc.or_(pc.is_null(published), pc.is_null(deadline))
    return _unless(unknown, pc.greater_equal(deadline, published))


def _whole_document_in_raw(rows: pa.RecordBatch, known: Known) -> pa.Array:
    return pc.fill_null(pc.less_equal(rows.column("raw_start"), rows.column("raw_end")), False)


def _object_given(rows: pa.RecordBatch, known: Known) -> pa.Array:
    return pc.or_(pc.is_valid(rows.column("object_entity_id")), pc.is_valid(rows.column("object_text")))


def _unless(exempt: pa.Array, passes: pa.Array) -> pa.Array:
    """Return whether rows are exempt or pass; one that cannot be told does not."""
    return pc.or_(exempt, pc.fill_null(passes, False))


QUOTED = [
    Check("quote_is_as_long_as_its_offsets", "quote", _quote_fits_offsets),
    Check("end_lies_within_document", "end", _end_within_document),
]
"""Rules of all tables whose rows quote a document."""

RULES: Mapping[str, list[Check]] = {
    "documents": [Check("raw_start_not_after_raw_end", "raw_end", _whole_document_in_raw)],
    "mentions": QUOTED,
    "metrics": [
        *QUOTED,
        Check("quote_stands_in_evidence", "evidence", _quote_in_evidence),
        Check("value_high_with_range_only", "value_high", _high_end_with_range_only),
        Check("value_high_not_below_value", "value_high", _high_end_above_value),
        Check("share_lies_within_0_and_100", "value", contradictions.share_lies_within_its_whole),
        Check("basis_not_with_level", "basis", _basis_not_with_level),
        Check("bound_goes_with_sign", "comparator", contradictions.bound_goes_with_sign),
        Check("unit_is_one_of_the_indicator", "unit", contradictions.unit_is_one_of_the_indicator),
        Check(
            "result_is_of_a_time_that_has_come",
            "period_end",
            contradictions.result_is_of_a_time_that_has_come,
            instead=contradictions.WITHOUT_PERIOD,
        ),
        Check(
            "aim_is_not_over",
            "period_end",
            contradictions.aim_is_not_over,
            instead=contradictions.WITHOUT_PERIOD,
        ),
    ],
    "relations": [*QUOTED, Check("object_is_given", "object_text", _object_given)],
    "events": QUOTED,
    "targets": [
        Check("deadline_not_before_publication", "deadline", _deadline_after_publication),
        Check(
            "progress_is_within_one_period",
            "actual_period_end",
            contradictions.progress_is_within_one_period,
            instead=contradictions.WITHOUT_RESULT,
        ),
    ],
}
"""Rules written by hand, each with the reason in its name."""
