"""Which entity the subject of a number is, and for which region the number holds.

The subject is the place, else the body, else the person of that name: the one whose full name it is, else
the only one that was called so; of several persons of one name it is none. The region is the one that the
text gives the number, else that of the entity, else the division that the subject names. What is said of a
country holds for none of its cities, and what is said of a body or person for no place. Said twice, in SQL
for the tables of a release and in Python for a single text, and held to be the same by a test.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pyarrow as pa

from flows import contract
from flows.resolve import entities

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flows.records import EntityType, Extraction, Metric
    from flows.tables.database import Database

KINDS: tuple[EntityType, ...] = ("PLACE", "ORG", "PERSON")
"""Types of what a number may be about, the first that is known before the others."""

_NAMED = pa.schema([("subject", pa.string()), ("named_region", pa.string())])


def tell(database: Database) -> None:
    """Make `placed`: the metrics, with `subject_entity_id`, `region_code` and the `named_region`."""
    found = database.rows("SELECT DISTINCT subject FROM settled.metrics WHERE subject IS NOT NULL")
    named = ({**row, "named_region": region_named(row["subject"])} for row in found)
    database.create("subjects", _NAMED, named)
    database.execute(_PLACED)


def known(database: Database) -> None:
    """Make `known`: the entity of each name, full or seen, that means one place, body or person alone."""
    database.execute(
        """
        CREATE TABLE known AS
        SELECT entity.type, seen.name, CASE
            WHEN count(DISTINCT entity.entity_id) = 1 THEN any_value(entity.entity_id)
            WHEN entity.type <> 'PERSON' THEN any_value(plain.entity_id)
        END AS entity_id
        FROM built.entity_names AS seen JOIN built.entities AS entity USING (entity_id)
            LEFT JOIN plain ON (plain.type, plain.name) = (entity.type, seen.name)
        WHERE entity.type IN ('PLACE', 'ORG', 'PERSON') GROUP BY entity.type, seen.name
        """
    )


_PLACED = """
    CREATE VIEW placed AS
    WITH meant AS (
        SELECT metric.*, published_on, named_region, metric.start < title_length AS in_title,
            coalesce(place.entity_id, body.entity_id, person.entity_id) AS subject_entity_id
        FROM settled.metrics AS metric
        JOIN (
            SELECT document_id, published_on, length(title) AS title_length FROM settled.documents
        ) USING (document_id)
        LEFT JOIN subjects USING (subject)
        LEFT JOIN known AS place ON place.type = 'PLACE' AND place.name = subject
        LEFT JOIN known AS body ON body.type = 'ORG' AND body.name = subject
        LEFT JOIN known AS person ON person.type = 'PERSON' AND person.name = subject
    )
    SELECT meant.* REPLACE (
        CASE WHEN named_region SIMILAR TO '[A-Z]{2}' THEN named_region
            WHEN entity.type IN ('ORG', 'PERSON') THEN NULL
            ELSE coalesce(nullif(meant.region_code, ''), entity.region_code, named_region)
        END AS region_code
    )
    FROM meant LEFT JOIN built.entities AS entity ON entity_id = subject_entity_id
"""


class Subjects:
    """The places, bodies and persons that one text names, and what they are called there."""

    def __init__(self, extraction: Extraction) -> None:
        self._regions: dict[tuple[EntityType, str], str | None] = {}
        self._called: dict[tuple[EntityType, str], set[str]] = {}
        for kind, full in _full_names(extraction):
            self._regions.setdefault((kind, full), None)
        for mention in extraction.mentions:
            key = (mention.type, mention.name)
            self._regions[key] = self._regions[key] or mention.region_code
            for called in {mention.quote, entities.shown(mention.type, mention.name)}:
                self._called.setdefault((mention.type, called), set()).add(mention.name)

    def place(self, metric: Metric) -> tuple[str | None, str | None]:
        """Return the entity that the subject of a number is, and the region that the number holds for."""
        meant = self._meant(metric.subject) if metric.subject else None
        entity, named = entities.identify(*meant) if meant else None, region_named(metric.subject)
        if named and not named.isdigit():
            return entity, named
        if meant and meant[0] != "PLACE":
            return entity, None
        return entity, metric.region_code or (self._regions[meant] if meant else None) or named

    def _meant(self, subject: str) -> tuple[EntityType, str] | None:
        for kind in KINDS:
            if (kind, subject) in self._regions:
                return kind, subject
            called = self._called.get((kind, subject), set())
            if len(called) == 1:
                return kind, next(iter(called))
        return None


def _full_names(extraction: Extraction) -> Iterator[tuple[EntityType, str]]:
    """Yield type and full name of all that the records of a text name, as `entities` takes them."""
    yield from ((mention.type, mention.name) for mention in extraction.mentions)
    for relation in extraction.relations:
        yield relation.subject_type, relation.subject
        if relation.object and relation.object_type:
            yield relation.object_type, relation.object
    for event in extraction.events:
        if event.place:
            yield "PLACE", event.place
        yield from ((actor.type, actor.name) for actor in event.actors)


def region_named(name: str | None) -> str | None:
    """Return the code of the division or country of that name; None where it is none or not one."""
    return _regions().get(name) if name else None


@functools.cache
def _regions() -> Mapping[str, str]:
    """Return the code of each name that means one division: higher levels win, counties by full name only."""
    levels = ("county", "prefecture", "province", "country")
    found: dict[str, str | None] = {}
    for level in levels:
        names: dict[str, set[str]] = {}
        for row in contract.codelist("regions"):
            if row["level"] == level:
                for name in {row["name"], row["name_short"] if level != "county" else row["name"]} - {""}:
                    names.setdefault(name, set()).add(row["region_code"])
        found |= {name: min(codes) if len(codes) == 1 else None for name, codes in names.items()}
    return {name: code for name, code in found.items() if code}
