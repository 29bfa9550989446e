"""What is said twice and counts once: in headline and body, further on, or in another document.

Of statements that say the same the one in the earliest document stands, and in it the one that says
most: a headline leaves out place and time, which the body gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.tables.database import Database

NUMBER = "unit, measure, status, value, coalesce(value_high, 0)"
"""What two statements of one number agree in, whatever else one of them leaves out."""

LEFT_OUT = ("region_code", "body", "basis", "period_start", "period_end")
"""What a statement may leave out where another one in its document says it."""


def find(database: Database) -> None:
    """Make `repeats`, the metric_id of each statement that repeats one, and of that one; and `unrepeated`.

    What a statement leaves out is taken from the others of its document that give the same number for
    the same indicator, if they agree. A statement without a place, a period or a telling name counts in
    its document only.
    """
    database.execute(_REPEATS)
    database.execute(f"INSERT INTO repeats {_HEADLINES}")
    database.execute("CREATE VIEW unrepeated AS FROM statements ANTI JOIN repeats USING (metric_id)")


def mark(database: Database) -> None:
    """Make built.metrics: `statements`, with the one that each repeats or, in a revision, says again."""
    database.execute(
        """
        CREATE VIEW built.metrics AS
        SELECT statement.*, coalesce(repeats.first_id, first.first_id, again.first_id) AS repeats_metric_id
        FROM statements AS statement
            LEFT JOIN repeats USING (metric_id)
            LEFT JOIN said_again AS again USING (metric_id)
            LEFT JOIN repeats AS first ON first.metric_id = again.first_id
        """
    )


def _told(column: str) -> str:
    """Return a column, and what the others of the group say where it is missing and they agree.

    A number of a place has no body, and one of a body no place; only where both lack, one is missing.
    """
    missing = "region_code IS NULL AND body IS NULL" if column in {"region_code", "body"} else "true"
    agreed = f"min({column}) OVER alike = max({column}) OVER alike AND {missing}"
    return f"coalesce({column}, CASE WHEN {agreed} THEN min({column}) OVER alike END) AS {column}"


_REPEATS = f"""
    CREATE TABLE repeats AS
    WITH told AS (
        SELECT * REPLACE (
            {", ".join(map(_told, LEFT_OUT))},
            CASE WHEN min(nullif(comparator, 'eq')) OVER alike = max(nullif(comparator, 'eq')) OVER alike
                THEN min(nullif(comparator, 'eq')) OVER alike ELSE comparator END AS comparator
        ), period_end IS NULL AS timeless
        FROM statements
        WINDOW alike AS (PARTITION BY document_id, indicator_id, scope, {NUMBER})
    )
    SELECT metric_id, first_value(metric_id) OVER same AS first_id, row_number() OVER same AS position
    FROM told
    WINDOW same AS (
        PARTITION BY indicator_id, scope, {NUMBER}, comparator, {", ".join(LEFT_OUT)},
            CASE WHEN period_end IS NULL OR NOT specific OR (region_code IS NULL AND body IS NULL)
                THEN document_id END
        ORDER BY published_on NULLS LAST, document_id, in_title, timeless, start, ordinal
    )
    QUALIFY row_number() OVER same > 1
"""

# A headline names what it counts in fewer words (智能工厂破千家 for 先进级智能工厂超过1000家).
_HEADLINES = """
    SELECT headline.metric_id, arg_min(body.metric_id, (body.start, body.ordinal)) AS first_id, 2 AS position
    FROM (FROM statements WHERE in_title) AS headline
        JOIN (FROM statements WHERE NOT in_title) AS body USING (document_id, unit, measure, status, value)
    WHERE headline.value_high IS NOT DISTINCT FROM body.value_high
        AND (contains(headline.name, body.name) OR contains(body.name, headline.name))
        AND headline.metric_id NOT IN (SELECT metric_id FROM repeats UNION SELECT first_id FROM repeats)
        AND body.metric_id NOT IN (SELECT metric_id FROM repeats)
    GROUP BY headline.metric_id
"""
