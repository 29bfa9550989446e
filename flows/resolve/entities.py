"""From names in documents to entities: one for each type and full name, but two persons of one name.

A full name tells bodies, places, policies and industries apart; extraction has written it out
(市工信局 in a document about Tianjin is 天津市工业和信息化局). Persons are told apart by `persons`. The name
that a table shows has the lowest division alone, but for a company's, which is registered whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from flows.language import gazetteer
from flows.records import stable_id
from flows.resolve import persons

if TYPE_CHECKING:
    from flows.tables.database import Database

_TEXT = pa.string()
_NAMED = """
    SELECT DISTINCT type, name FROM settled.mentions
    UNION SELECT subject_type, subject FROM settled.relations
    UNION SELECT object_type, object FROM settled.relations WHERE object <> ''
    UNION SELECT 'PLACE', place FROM settled.events WHERE place <> ''
    UNION SELECT type, name FROM settled.actors
"""
"""Types and full names of all that mentions, relations, events and their actors name."""


def identify(type_: str, name: str, apart: str = "") -> str:
    """Return the identifier of the entity of this type and full name."""
    return stable_id("n" + type_[0].lower(), type_, name, *([apart] if apart else []))


def shown(type_: str, name: str) -> str:
    """Return the name of an entity as tables show it."""
    return gazetteer.shown(name) if type_ in ("PLACE", "ORG") else name


def resolve(database: Database) -> None:
    """Make built.entities and built.entity_names, and the tables that tell which entity a name means.

    `apart` has the persons who are not the first of their name, by document, `plain` the entity of
    each type and full name otherwise.
    """
    fields = pa.schema([("document_id", _TEXT), ("type", _TEXT), ("name", _TEXT), ("entity_id", _TEXT)])
    rows = (
        {
            "document_id": document,
            "type": "PERSON",
            "name": name,
            "entity_id": identify("PERSON", name, mark),
        }
        for document, name, mark in persons.tell_apart(database)
    )
    database.create("apart", fields, rows)
    fields = pa.schema([("type", _TEXT), ("name", _TEXT), ("entity_id", _TEXT), ("shown", _TEXT)])
    database.create(
        "plain",
        fields,
        (
            {
                **row,
                "entity_id": identify(row["type"], row["name"]),
                "shown": shown(row["type"], row["name"]),
            }
            for row in database.rows(_NAMED)
        ),
    )
    _meanings(database)
    _entities(database)
    _names(database)


def _meanings(database: Database) -> None:
    """Make the views of mentions, relations, events and actors that say which entities they name."""
    subject, subjects = _meaning("subject", "subject_type", "subject")
    object_, objects = _meaning("object", "object_type", "object")
    place, places = _meaning("place", "'PLACE'", "place")
    named, names = _meaning("named", "record.type", "record.name")
    for table, columns, joins in (
        ("mentions", f"{named} AS entity_id", names),
        ("relations", f"{subject} AS subject_entity_id, {object_} AS object_entity_id", subjects + objects),
        ("events", f"{place} AS place_entity_id", places),
    ):
        database.execute(
            f"CREATE VIEW built.{table} AS SELECT record.*, {columns} FROM settled.{table} AS record {joins}"
        )
    database.execute(
        f"CREATE VIEW built.event_actors AS SELECT DISTINCT event_id, {named} AS entity_id, role "
        f"FROM settled.actors AS record {names}"
    )


def _meaning(role: str, type_: str, name: str) -> tuple[str, str]:
    """Return the entity that two columns of a record mean, as SQL, and the joins that this takes."""
    columns = f"record.document_id, {type_}, {name}"
    joins = (
        f" LEFT JOIN plain AS {role} ON ({role}.type, {role}.name) = ({type_}, {name})"
        f" LEFT JOIN apart AS {role}_apart"
        f" ON ({role}_apart.document_id, {role}_apart.type, {role}_apart.name) = ({columns})"
    )
    return f"coalesce({role}_apart.entity_id, {role}.entity_id)", joins


def _entities(database: Database) -> None:
    first = ", ".join(
        f"arg_min({column}, ordinal) FILTER ({column} <> '') AS {column}"
        for column in ("region_code", "identifier_scheme", "identifier")
    )
    database.execute(
        f"""
        CREATE TABLE built.entities AS
        WITH counted AS (
            SELECT entity_id, {first},
                count(*) AS mentions, count(DISTINCT document_id) AS documents,
                min(published_on) AS first_seen, max(published_on) AS last_seen
            FROM built.mentions JOIN (SELECT document_id, published_on FROM settled.documents)
                USING (document_id)
            GROUP BY entity_id
        )
        SELECT *, coalesce(mentions, 0) AS mention_count, coalesce(documents, 0) AS document_count
        FROM (
            SELECT entity_id, type, shown AS name FROM plain UNION SELECT entity_id, type, name FROM apart
        ) LEFT JOIN counted USING (entity_id)
        """
    )


def _names(database: Database) -> None:
    fields = pa.schema([("quote", _TEXT), ("name", _TEXT), ("kind", _TEXT)])
    other = database.rows("SELECT DISTINCT quote, name FROM settled.mentions WHERE quote <> name")
    database.create("kinds", fields, ({**row, "kind": _kind(row["quote"], row["name"])} for row in other))
    database.execute(
        """
        CREATE TABLE built.entity_names AS
        SELECT entity_id, said AS name,
            CASE WHEN said = entity.name THEN 'full' ELSE coalesce(kind, 'full') END AS kind
        FROM (
            SELECT entity_id, quote AS said FROM built.mentions
            UNION SELECT entity_id, name FROM built.entities UNION SELECT entity_id, name FROM plain
        ) JOIN built.entities AS entity USING (entity_id) LEFT JOIN plain USING (entity_id)
            LEFT JOIN kinds ON (kinds.quote, kinds.name) = (said, coalesce(plain.name, entity.name))
        """
    )


def _kind(name: str, full: str) -> str:
    """Return short (characters left out of the full name: 市工信局) or alias (京 for 北京市)."""
    rest = iter(full)
    return "short" if all(char in rest for char in name) else "alias"
