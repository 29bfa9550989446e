"""The same article twice is one document with two sources; one that is nearly the same is linked.

Reprints share a fingerprint, revisions most of a signature; ingest computes both from the text. Of
reprints the first one published stays, and what was extracted from the others goes; of revisions
all stay, and what they say alike is counted once where figures are compared.
"""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from flows import contract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flows.tables.database import Database

THRESHOLD = 0.7
"""Least share of runs of five characters that revisions of an article have in common."""

NUMBERS, DIGITS = 64, 8
"""Numbers of a signature, as flows.ingest.likeness writes it, and hexadecimal digits of each."""

BAND = 8
"""Numbers of a band; only texts of which one whole band of the signatures agrees are compared.

With 8 bands, texts that share s of their runs are with a chance of 1 - (1 - s^8)^8: of 99 % at
s = .9, 77 % at .8, 38 % at .7.
"""

WINDOW = dt.timedelta(days=31)
"""Longest time between an article and its reprint or revision."""

AGE = "published_on NULLS LAST, raw_path, raw_start, document_id"
"""Order of articles, the first one published first."""

_PLACE = "raw_path, raw_start, raw_end, source_id, publisher, published_on, url, licence"


def settle(database: Database, copies: Iterable[Mapping[str, Any]] = ()) -> None:
    """Make the views settled.documents, settled.mentions and so on, the records of each article once.

    They are made of those that flows.run.staging attached. `copies` are documents that ingest found to be
    copies, letter for letter, of one of them: their document_id and the columns of document_sources.
    Makes built.document_sources and built.document_links as well.
    """
    database.execute("CREATE SCHEMA settled")
    fields = pa.schema([("document_id", pa.string()), ("original_id", pa.string())])
    database.create("reprints", fields, _reprints(database))
    for name in ("documents", "mentions", "metrics", "relations", "events"):
        database.execute(
            f"CREATE VIEW settled.{name} AS FROM staged.{name} ANTI JOIN reprints USING (document_id)"
        )
    database.execute(
        "CREATE VIEW settled.actors AS "
        "SELECT actor.*, document_id FROM staged.actors AS actor JOIN settled.events USING (event_id)"
    )
    _sources(database, copies)
    _links(database)


def _reprints(database: Database) -> Iterator[dict[str, str]]:
    """Yield each document that says the words of an earlier one, and that one."""
    alike = database.rows(
        "SELECT fingerprint, document_id, published_on FROM staged.documents WHERE fingerprint <> '' "
        f"QUALIFY count(*) OVER (PARTITION BY fingerprint) > 1 ORDER BY fingerprint, {AGE}"
    )
    for _, documents in groupby(alike, key=lambda row: row["fingerprint"]):
        first: dict[str, Any] | None = None
        for document in documents:
            if first and _near(first["published_on"], document["published_on"]):
                yield {"document_id": document["document_id"], "original_id": first["document_id"]}
            else:
                first = document


def _near(one: dt.date | None, other: dt.date | None) -> bool:
    """Return whether two documents are of about one time: the same words a year later say something else."""
    return one is None or other is None or abs(one - other) <= WINDOW


def _sources(database: Database, copies: Iterable[Mapping[str, Any]]) -> None:
    position = pa.field("position", pa.int64())
    schema = pa.schema([*contract.arrow_schema("document_sources"), position])
    database.create("copies", schema, ({**copy, "position": at} for at, copy in enumerate(copies, 1)))
    database.execute(
        f"""
        CREATE VIEW built.document_sources AS
        SELECT coalesce(original_id, found.document_id) AS document_id, {_PLACE}
        FROM (
            SELECT document_id, {_PLACE}, 0 AS position FROM staged.documents
            UNION ALL SELECT document_id, {_PLACE}, position FROM copies
        ) AS found LEFT JOIN reprints USING (document_id)
        QUALIFY row_number() OVER (
            PARTITION BY coalesce(original_id, found.document_id), raw_path, raw_start
            ORDER BY position DESC, published_on DESC NULLS FIRST, found.document_id DESC
        ) = 1
        """
    )


def _links(database: Database) -> None:
    """Link each document to the one before that it is nearest to, if it is nearly the same."""
    width = NUMBERS * DIGITS
    database.execute(
        "CREATE TABLE signed AS "
        f"SELECT document_id, published_on, signature, row_number() OVER (ORDER BY {AGE}) AS age "
        "FROM settled.documents WHERE signature <> ''"
    )
    database.execute(
        f"""
        CREATE TABLE built.document_links AS
        WITH bands AS (
            SELECT age, published_on, start, substr(signature, start::INTEGER, {BAND * DIGITS}) AS band
            FROM signed, range(1, {width}, {BAND * DIGITS}) AS starts(start)
        ),
        pairs AS (
            SELECT DISTINCT later.age AS later, earlier.age AS earlier
            FROM bands AS later JOIN bands AS earlier USING (start, band)
            WHERE earlier.age < later.age
                AND coalesce(abs(later.published_on - earlier.published_on) <= {WINDOW.days}, true)
        ),
        compared AS (
            SELECT later.document_id, earlier.document_id AS other_document_id,
                len(list_filter(
                    range(1, {width}, {DIGITS}),
                    lambda place: substr(later.signature, place::INTEGER, {DIGITS})
                        = substr(earlier.signature, place::INTEGER, {DIGITS})
                )) / {NUMBERS} AS similarity
            FROM pairs JOIN signed AS later ON later.age = pairs.later
                JOIN signed AS earlier ON earlier.age = pairs.earlier
        )
        SELECT document_id, other_document_id, 'near_duplicate' AS kind, round(similarity, 2) AS similarity
        FROM compared WHERE similarity >= {THRESHOLD}
        QUALIFY row_number() OVER (
            PARTITION BY document_id ORDER BY compared.similarity DESC, other_document_id
        ) = 1
        """
    )


def said_again(database: Database) -> None:
    """Make the table said_again: the metric_id of what a revision says that its first version said, and its.

    The statement that others repeat, as reconcile found them, is none of them, whoever made it.
    """
    same = "indicator_id, region_code, value, value_high, unit, measure, status, period_end"
    database.execute(
        f"""
        CREATE TABLE said_again AS
        WITH RECURSIVE links AS (SELECT document_id, other_document_id AS root FROM built.document_links),
        steps AS (
            FROM links
            UNION ALL
            SELECT steps.document_id, links.root FROM steps JOIN links ON links.document_id = steps.root
        ),
        revisions AS (FROM steps WHERE root NOT IN (SELECT document_id FROM links)),
        said AS (
            SELECT metric_id, document_id, root, {same} FROM statements JOIN revisions USING (document_id)
            UNION ALL
            SELECT metric_id, document_id, document_id, {same}
            FROM statements WHERE document_id IN (SELECT root FROM revisions)
        ),
        again AS (
            SELECT metric_id, min(metric_id) FILTER (document_id = root) OVER same AS first_id
            FROM said
            WINDOW same AS (PARTITION BY root, {same})
            QUALIFY document_id <> root AND first_id IS NOT NULL
        )
        FROM again WHERE metric_id NOT IN (SELECT first_id FROM repeats)
        """
    )
