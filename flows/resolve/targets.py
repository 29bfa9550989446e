"""Each target beside the latest result of the same indicator, place, measure, unit and scope."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from flows import contract
from flows.resolve import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flows.resolve.statements import Row
    from flows.tables.database import Database

BESIDE = 12
"""Characters between two numbers that share one name."""


def compare(database: Database) -> None:
    """Make built.targets: each target with a deadline, stated again or not, once.

    A result is tied to it where both are of one series, as `statements` tells it, and it counts for the
    target (see `progress.counts`); otherwise the row has no result.
    """
    database.execute(_SHARED)
    database.execute(_COMPARED)
    rows = database.rows("FROM compared ORDER BY series, metric_id")
    database.create("built.targets", _SCHEMA, _targets(rows))


_SCHEMA = pa.schema([field.with_nullable(True) for field in contract.arrow_schema("targets")])

# Numbers that stand side by side under one name (城乡居民收入分别增长6%和7%): the name of each is not
# known, and so none is tied to anything. A bound beside its number (20123亿元，突破2万亿元)
# is no other.
_SHARED = f"""
    CREATE TABLE shared AS
    SELECT unnest([metric_id, other_id]) AS metric_id
    FROM (
        SELECT metric_id, lag(metric_id) OVER beside AS other_id
        FROM statements ANTI JOIN said_again USING (metric_id)
        WHERE series IS NOT NULL
        WINDOW beside AS (
            PARTITION BY document_id, series, status, period_start, period_end ORDER BY start, ordinal
        )
        QUALIFY value <> lag(value) OVER beside AND start - lag("end") OVER beside < {BESIDE}
            AND NOT (comparator IN ('ge', 'gt') AND lag(value) OVER beside >= value)
            AND NOT (comparator IN ('le', 'lt') AND lag(value) OVER beside <= value)
            AND NOT (lag(comparator) OVER beside IN ('ge', 'gt') AND value >= lag(value) OVER beside)
            AND NOT (lag(comparator) OVER beside IN ('le', 'lt') AND value <= lag(value) OVER beside)
    )
"""

_COMPARED = """
    CREATE VIEW compared AS
    WITH counted AS (
        SELECT *, metric_id IN (SELECT metric_id FROM shared) AS nameless
        FROM unrepeated ANTI JOIN said_again USING (metric_id)
        WHERE period_end IS NOT NULL
    ),
    targets AS (
        SELECT * REPLACE (CASE WHEN fairly_specific AND NOT nameless THEN series END AS series)
        FROM counted
        WHERE status = 'target' AND (published_on IS NULL OR period_end >= published_on)
    ),
    results AS (
        FROM counted SEMI JOIN targets USING (series)
        WHERE status = 'actual' AND comparator <> 'range' AND NOT nameless
            AND (published_on IS NULL OR published_on >= period_end)
    ),
    together AS (FROM targets UNION ALL FROM results)
    SELECT metric_id, indicator, indicator_id, region_code, series, value, value_high, unit, comparator,
        measure, status, period_start, period_end, published_on, quote, evidence, confidence
    FROM together
"""


def _targets(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows of the table from targets and results, which come in the order of their series."""
    for series, group in groupby(rows, key=itemgetter("series")):
        if series is None:
            yield from (_row(row, ()) for row in group)
            continue
        together = list(group)
        results = sorted((row for row in together if row["status"] == "actual"), key=progress.recency)
        for target in together:
            if target["status"] == "target":
                yield _row(target, [row for row in results if progress.counts(row, target)])


def _row(target: Row, results: Sequence[Row]) -> dict[str, Any]:
    """Return one row of the table; `results` count for the target, the latest last."""
    return {
        "metric_id": target["metric_id"],
        "indicator_id": target["indicator_id"],
        "region_code": target["region_code"],
        "target": target["value"],
        "comparator": target["comparator"],
        "unit": target["unit"],
        "deadline": target["period_end"],
    } | progress.told(target, results)
