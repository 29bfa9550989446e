"""From names in documents to entities: one entity for each type and full name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.records import stable_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Entities:
    """The entities of a release."""

    rows: list[dict[str, Any]]
    """Rows of the table entities."""
    names: list[dict[str, Any]]
    """Rows of the table entity_names."""
    ids: Mapping[tuple[str, str], str]
    """From type and full name, as records carry them, to entity_id."""


def identify(type_: str, name: str) -> str:
    """Return the identifier of the entity of this type and full name."""
    return stable_id("n" + type_[0].lower(), type_, name)


def resolve(records: Mapping[str, pa.Table]) -> Entities:
    """Return the entities that `records` (see flows.staging) name in any way."""
    dates = dict(
        zip(
            records["documents"]["document_id"].to_pylist(),
            records["documents"]["published_on"].to_pylist(),
            strict=True,
        )
    )
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    names: dict[tuple[str, str], dict[str, str]] = {}
    documents: dict[tuple[str, str], set[str]] = {}
    for mention in records["mentions"].to_pylist():
        key = (mention["type"], mention["name"])
        row = rows.setdefault(key, _row(key))
        row["mention_count"] += 1
        for column in ("region_code", "identifier_scheme", "identifier"):
            row[column] = row[column] or mention[column]
        documents.setdefault(key, set()).add(mention["document_id"])
        names.setdefault(key, {}).setdefault(mention["quote"], "alias")
    for key in _named_elsewhere(records):
        rows.setdefault(key, _row(key))
    for key, row in rows.items():
        seen = documents.get(key, set())
        days = sorted(dates[document] for document in seen if dates.get(document))
        row["document_count"] = len(seen)
        row["first_seen"], row["last_seen"] = (days[0], days[-1]) if days else (None, None)
        names.setdefault(key, {})[row["name"]] = "full"
    ids = {key: row["entity_id"] for key, row in rows.items()}
    return Entities(
        rows=list(rows.values()),
        names=[
            {"entity_id": ids[key], "name": name, "kind": kind}
            for key, kinds in names.items()
            for name, kind in kinds.items()
        ],
        ids=ids,
    )


def _row(key: tuple[str, str]) -> dict[str, Any]:
    return {
        "entity_id": identify(*key),
        "type": key[0],
        "name": key[1],
        "region_code": None,
        "identifier_scheme": None,
        "identifier": None,
        "mention_count": 0,
    }


def _named_elsewhere(records: Mapping[str, pa.Table]) -> Iterable[tuple[str, str]]:
    for relation in records["relations"].to_pylist():
        yield relation["subject_type"], relation["subject"]
        if relation["object"]:
            yield relation["object_type"], relation["object"]
    for actor in records["actors"].to_pylist():
        yield actor["type"], actor["name"]
    for event in records["events"].to_pylist():
        if event["place"]:
            yield "PLACE", event["place"]
