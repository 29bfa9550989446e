"""Checks across numbers: sums, growth, repetition and contradiction.

No check looks at all pairs: the database brings together statements of one series, the rules here
decide about those that meet, and a whole looks for its parts among the few numbers next to it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import pyarrow as pa

from flows.records import stable_id
from flows.resolve import parts, statements
from flows.tables.database import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.resolve.statements import Row
    from flows.tables.database import Database

SO_FAR = re.compile(r"已|累计|截至|目前|达|突破|以来")
"""Words of a count that goes on: two dates of one year may well see two numbers."""

SPANS = re.compile(r"年均|累计|五年|日均|月均|平均")
"""Words that say over which time a number was taken; statements that differ in them do not compare."""

REAL_TERMS = ("gdp", "value-added-", "any-value-added", "marine-gdp", "income-", "digital-economy", "gni")
"""Beginnings of the ids of indicators whose growth is stated at constant prices and fits no two levels."""

FAR = 3.0
"""Levels that differ by more than this factor are taken for levels of two scopes, not of one."""

SENTENCE, SECTION = 100, 3000
"""Characters within which two numbers stand in one sentence, and in one section."""

AGE = "published_on NULLS LAST, document_id, start, ordinal"
"""Order in which statements were made; ordinal decides between two that begin at one place."""

_CHECKS = pa.schema(
    [(name, pa.string()) for name in ("reconciliation_id", "kind", "metric_id")]
    + [("expected", pa.float64()), ("found", pa.float64()), ("holds", pa.bool_())]
    + [("members", pa.list_(pa.string()))]
)


def check(database: Database) -> None:
    """Make built.reconciliations and built.reconciliation_members of `statements` and `repeats`."""
    found = chain(_repeated(database), _conflicts(database), _growth(database), _sums(database))
    database.create("checks", _CHECKS, found)
    database.execute("CREATE VIEW built.reconciliations AS SELECT * EXCLUDE members FROM checks")
    database.execute(
        "CREATE VIEW built.reconciliation_members AS SELECT reconciliation_id, "
        "unnest(members) AS metric_id, generate_subscripts(members, 1) AS position FROM checks"
    )


def _check(kind: str, metric: Row, members: Sequence[str], expected: float, holds: bool) -> Row:
    """Return one check of a number against others, whose ids are given."""
    return {
        "reconciliation_id": stable_id("c", kind, metric["metric_id"], *members),
        "kind": kind,
        "metric_id": metric["metric_id"],
        "expected": expected,
        "found": metric["value"],
        "holds": holds,
        "members": members,
    }


def _repeated(database: Database) -> Iterator[Row]:
    rows = database.rows(
        """
        SELECT metric_id, value, others
        FROM statements JOIN (
            SELECT first_id AS metric_id, list(metric_id ORDER BY position, metric_id) AS others
            FROM repeats GROUP BY first_id
        ) USING (metric_id)
        """
    )
    for row in rows:
        yield _check("repeated", row, row["others"], row["value"], holds=True)


def _conflicts(database: Database) -> Iterator[Row]:
    """Flag each statement that the prevailing one of its series, name and period excludes."""
    rows = database.rows(
        f"""
        SELECT metric_id, document_id, start, value, value_high, quote, comparator, measure, confidence,
            evidence, min(ordinal) OVER moment AS moment
        FROM unrepeated
        WHERE series IS NOT NULL AND period_end IS NOT NULL AND status = 'actual' AND specific
        WINDOW moment AS (PARTITION BY series, name, period_start, period_end)
        QUALIFY count(*) OVER moment > 1
        ORDER BY moment, {AGE}
        """
    )
    for _, together in groupby(rows, key=itemgetter("moment")):
        by_span: dict[frozenset[str], list[Row]] = {}
        for row in together:
            by_span.setdefault(frozenset(SPANS.findall(row["evidence"])), []).append(row)
        for same in by_span.values():
            yield from _conflict(same)


def _conflict(same: Sequence[Row]) -> Iterator[Row]:
    counts = Counter(row["value"] for row in same)
    prevailing = max(same, key=lambda row: (counts[row["value"]], row["confidence"]))
    low, high = statements.bounds(prevailing)
    for row in same:
        least, greatest = statements.bounds(row)
        if (least > high or greatest < low) and _comparable(row, prevailing):
            yield _check("conflict", row, [prevailing["metric_id"]], prevailing["value"], holds=False)


def _comparable(one: Row, other: Row) -> bool:
    """Tell whether two numbers of one series and period are meant to be the same.

    Those in one sentence are meant to differ, and so are those far apart in one document, which
    speaks of results first and of plans later; a count that goes on differs from day to day.
    """
    if one["measure"] == "level" and not _alike(one["value"], other["value"]):
        return False
    if one["document_id"] == other["document_id"]:
        return bool(SENTENCE < abs(one["start"] - other["start"]) < SECTION)
    counts_on = SO_FAR.search(one["evidence"]) or SO_FAR.search(other["evidence"])
    return not (counts_on and one["measure"] == "level")


def _alike(one: float, other: float) -> bool:
    """Tell whether two levels are near enough to be of one scope."""
    return bool(other) and 1 / FAR < one / other < FAR


def _growth(database: Database) -> Iterator[Row]:
    """Hold growth and change over a year against the levels of both years."""
    real = " OR ".join(f"starts_with(indicator_id, {text(name)})" for name in REAL_TERMS)
    for row in database.rows(
        f"""
        WITH exact AS (
            SELECT metric_id, topic, coalesce(unit_code, unit) AS counted_in, measure, basis, unit, value,
                value_high, quote, comparator, period_start, period_end, published_on, document_id, start,
                ordinal
            FROM unrepeated
            WHERE series IS NOT NULL AND comparator = 'eq' AND status = 'actual' AND specific AND NOT ({real})
                AND period_start IS NOT NULL AND period_end IS NOT NULL
        ),
        levels AS (
            FROM exact WHERE measure = 'level'
            QUALIFY row_number() OVER (
                PARTITION BY topic, counted_in, period_start, period_end ORDER BY {AGE}
            ) = 1
        )
        SELECT growth, now, before
        FROM exact AS growth JOIN levels AS now USING (topic, period_start, period_end)
            JOIN levels AS before ON before.topic = now.topic AND before.counted_in = now.counted_in
                AND before.period_start = (growth.period_start - INTERVAL 1 YEAR)::DATE
                AND before.period_end = (growth.period_end - INTERVAL 1 YEAR)::DATE
        WHERE growth.measure <> 'level' AND coalesce(growth.basis, 'year_on_year') = 'year_on_year'
        """
    ):
        yield from _identity(row["growth"], row["now"], row["before"])


def _identity(growth: Row, now: Row, before: Row) -> Iterator[Row]:
    (low, high), (first, last) = statements.bounds(now), statements.bounds(before)
    least, greatest = statements.bounds(growth)
    if growth["measure"] == "change":
        if now["unit"] not in {growth["unit"], "%"} or first <= -math.inf:
            return
        expected, bottom, top = now["value"] - before["value"], low - last, high - first
    elif growth["unit"] == "%" and first > 0 and _alike(now["value"], before["value"]):
        expected = (now["value"] / before["value"] - 1) * 100
        bottom, top = (low / last - 1) * 100, (high / first - 1) * 100
    else:
        return
    holds = bottom <= greatest and top >= least
    yield _check("growth_identity", growth, [now["metric_id"], before["metric_id"]], expected, holds)


def _sums(database: Database) -> Iterator[Row]:
    for whole, members in parts.sums(database):
        expected = math.fsum(member["value"] for member in members)
        ids = [member["metric_id"] for member in members]
        yield _check("parts_sum", whole, ids, expected, parts.fits(whole, members))
