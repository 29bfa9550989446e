"""From names in documents to entities: one for each type and full name, but two persons of one name.

A full name tells bodies, places, policies and industries apart; extraction has written it out
(市工信局 in a document about Tianjin is 天津市工业和信息化局). Persons are told apart by `persons`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.records import stable_id
from flows.resolve import persons

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    Key = tuple[str, str, str]
    """Type, full name, and what tells an entity from others of that name; mostly empty."""


@dataclass(frozen=True, slots=True)
class Entities:
    """The entities of a release."""

    rows: list[dict[str, Any]]
    """Rows of the table entities."""
    names: list[dict[str, Any]]
    """Rows of the table entity_names."""
    apart: Mapping[tuple[str, str], str]
    """From document and name of a person to what tells that person from others of the name."""
    known: Mapping[tuple[str, str], str]
    """From type and name, full or seen, to entity_id, where only one entity has that name."""

    def of(self, document_id: str, type_: str, name: str) -> str:
        """Return the id of the entity that `name`, a full name, stands for in the document."""
        return identify(type_, name, self.apart.get((document_id, name), "") if type_ == "PERSON" else "")


def identify(type_: str, name: str, apart: str = "") -> str:
    """Return the identifier of the entity of this type and full name."""
    return stable_id("n" + type_[0].lower(), type_, name, *([apart] if apart else []))


def resolve(records: Mapping[str, pa.Table]) -> Entities:
    """Return the entities that `records` (see flows.staging) name in any way."""
    documents = {row["document_id"]: row for row in records["documents"].to_pylist()}
    mentions = records["mentions"].to_pylist()
    apart = persons.tell_apart(mentions, documents)
    rows: dict[Key, dict[str, Any]] = {}
    seen: dict[Key, Counter[str]] = {}
    where: dict[Key, set[str]] = {}
    for mention in mentions:
        key = _key(apart, mention["document_id"], mention["type"], mention["name"])
        row = rows.setdefault(key, _row(key))
        row["mention_count"] += 1
        for column in ("region_code", "identifier_scheme", "identifier"):
            row[column] = row[column] or mention[column]
        seen.setdefault(key, Counter())[mention["quote"]] += 1
        where.setdefault(key, set()).add(mention["document_id"])
    for document_id, type_, name in _named_elsewhere(records):
        key = _key(apart, document_id, type_, name)
        rows.setdefault(key, _row(key))
    for key, row in rows.items():
        _date(row, [documents[document]["published_on"] for document in sorted(where.get(key, ()))])
    names = {key: {row["name"], *seen.get(key, ())} for key, row in rows.items()}
    return Entities(
        rows=list(rows.values()),
        names=[
            {"entity_id": rows[key]["entity_id"], "name": name, "kind": _kind(name, key[1])}
            for key, all_names in names.items()
            for name in sorted(all_names)
        ],
        apart=apart,
        known=_known(rows, names),
    )


def _key(apart: Mapping[tuple[str, str], str], document_id: str, type_: str, name: str) -> Key:
    return type_, name, apart.get((document_id, name), "") if type_ == "PERSON" else ""


def _row(key: Key) -> dict[str, Any]:
    return {
        "entity_id": identify(*key),
        "type": key[0],
        "name": key[1],
        "region_code": None,
        "identifier_scheme": None,
        "identifier": None,
        "mention_count": 0,
    }


def _date(row: dict[str, Any], published: Sequence[dt.date | None]) -> None:
    days = sorted(day for day in published if day)
    row["document_count"] = len(published)
    row["first_seen"], row["last_seen"] = (days[0], days[-1]) if days else (None, None)


def _kind(name: str, full: str) -> str:
    """Return full, short (characters left out of the full name: 市工信局) or alias (京 for 北京市)."""
    if name == full:
        return "full"
    rest = iter(full)
    return "short" if all(char in rest for char in name) else "alias"


def _known(
    rows: Mapping[Key, Mapping[str, Any]], names: Mapping[Key, set[str]]
) -> dict[tuple[str, str], str]:
    full = {key[:2]: row["entity_id"] for key, row in rows.items() if not key[2]}
    owners: dict[tuple[str, str], set[str]] = {}
    for key, all_names in names.items():
        for name in all_names:
            owners.setdefault((key[0], name), set()).add(rows[key]["entity_id"])
    return {pair: next(iter(ids)) for pair, ids in owners.items() if len(ids) == 1} | full


def _named_elsewhere(records: Mapping[str, pa.Table]) -> Iterable[tuple[str, str, str]]:
    """Return document, type and name of what relations, events and their actors name."""
    for relation in records["relations"].to_pylist():
        yield relation["document_id"], relation["subject_type"], relation["subject"]
        if relation["object"]:
            yield relation["document_id"], relation["object_type"], relation["object"]
    of_event = {}
    for event in records["events"].to_pylist():
        of_event[event["event_id"]] = event["document_id"]
        if event["place"]:
            yield event["document_id"], "PLACE", event["place"]
    for actor in records["actors"].to_pylist():
        yield of_event.get(actor["event_id"], ""), actor["type"], actor["name"]
