"""Records as the columns of Arrow tables: what a batch keeps of documents and of what they say."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from flows import contract
from flows.records import Actor, Event, Mention, Metric, Relation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from flows.records import Document, Extraction


@functools.cache
def schemas() -> Mapping[str, pa.Schema]:
    """Return the Arrow schemas of the record tables: `document_key`, an id, and the record's fields."""
    import pyarrow as pa

    key_field = pa.field("document_key", pa.string(), nullable=False)
    documents = [
        key_field,
        *(field.remove_metadata() for field in contract.arrow_schema("documents")),
        pa.field("fingerprint", pa.string(), nullable=False),
        pa.field("signature", pa.string(), nullable=False),
    ]
    records = {
        "mentions": _fields(Mention, "mention_id"),
        "metrics": _fields(Metric, "metric_id"),
        "relations": _fields(Relation, "relation_id"),
        "events": _fields(Event, "event_id", leave_out=("actors",)),
        "actors": _fields(Actor, "event_id"),
    }
    return {
        "documents": pa.schema(documents),
        **{name: pa.schema([key_field, *fields]) for name, fields in records.items()},
    }


def _fields(record: type[Any], identifier: str, leave_out: tuple[str, ...] = ()) -> list[pa.Field]:
    import pyarrow as pa

    types = {
        str: pa.string(),
        bool: pa.bool_(),
        int: pa.int64(),
        float: pa.float64(),
        dt.date: pa.date32(),
    }
    fields = [pa.field(identifier, pa.string(), nullable=False)]
    for name, hint in get_type_hints(record).items():
        if name in leave_out or name == "nth":  # part of the id already
            continue
        options = get_args(hint) if type(None) in get_args(hint) else (hint,)
        kind = next(option for option in options if option is not type(None))
        stored = str if get_origin(kind) is Literal else kind
        fields.append(pa.field(name, types[stored], nullable=type(None) in options))
    return fields


def of(
    documents: Sequence[Document], extraction: Extraction, keys: Mapping[str, str]
) -> dict[str, dict[str, list[Any]]]:
    """Return the record tables by column, since building rows takes twice as long.

    `keys` are those of the documents, by their id.
    """
    contents = [document.content for document in documents]

    def columns(table: str, records: Sequence[Any], **given: list[Any]) -> dict[str, list[Any]]:
        if "document_key" not in given:
            given["document_key"] = [keys[record.document_id] for record in records]
        fields = (name for name in schemas()[table].names if name not in given)
        return given | {name: [getattr(record, name) for record in records] for name in fields}

    acting = [(event, actor) for event in extraction.events for actor in event.actors]
    return {
        "documents": columns(
            "documents",
            documents,
            char_count=[len(content) for content in contents],
            text_sha256=[hashlib.sha256(content.encode()).hexdigest() for content in contents],
        ),
        "mentions": columns("mentions", extraction.mentions),
        "metrics": columns("metrics", extraction.metrics),
        "relations": columns("relations", extraction.relations),
        "events": columns("events", extraction.events),
        "actors": columns(
            "actors",
            [actor for _, actor in acting],
            document_key=[keys[event.document_id] for event, _ in acting],
            event_id=[event.event_id for event, _ in acting],
        ),
    }
