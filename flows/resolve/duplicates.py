"""The same article twice is one document with two sources; one that is nearly the same is linked.

Reprints share a fingerprint, revisions most of a signature; ingest computes both from the text. Of
reprints the first one published stays, and what was extracted from the others goes; of revisions
all stay, and what they say alike is counted once where figures are compared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

THRESHOLD = 0.7
"""Least share of runs of five characters that revisions of an article have in common."""
_PERMUTATIONS = 64
"""Numbers of a signature, as flows.ingest.likeness writes it."""
WINDOW = dt.timedelta(days=31)
"""Longest time between an article and its reprint or revision."""
_PLACE = ("raw_path", "raw_start", "raw_end", "source_id", "publisher", "published_on", "url", "licence")


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Records without those of reprints, and the rows of the tables document_sources and document_links."""

    records: dict[str, pa.Table]
    sources: list[dict[str, Any]]
    links: list[dict[str, Any]]


def settle(records: Mapping[str, pa.Table], copies: Iterable[Mapping[str, Any]] = ()) -> Duplicates:
    """Return the records of each article once.

    `copies` are documents that ingest found to be copies, letter for letter, of one in `records`:
    their document_id and the columns of document_sources.
    """
    columns = ["document_id", "fingerprint", "signature", *_PLACE]
    documents = sorted(records["documents"].select(columns).to_pylist(), key=_age)
    first: dict[str, Mapping[str, Any]] = {}
    kept: dict[str, str] = {}
    for document in documents:
        own = document["document_id"]
        earlier = first.setdefault(document["fingerprint"] or own, document)
        if not _near(earlier, document):
            earlier = first[document["fingerprint"]] = document
        kept[own] = earlier["document_id"]
    sources = [
        {"document_id": kept[each["document_id"]], **{name: each[name] for name in _PLACE}}
        for each in [*documents, *copies]
    ]
    remaining = pa.array(sorted(set(kept.values())), pa.string())
    return Duplicates(
        records={name: _only(table, remaining, records) for name, table in records.items()},
        sources=_unique(sources),
        links=_links([each for each in documents if kept[each["document_id"]] == each["document_id"]]),
    )


def counted_once(
    metrics: Sequence[Mapping[str, Any]],
    links: Sequence[Mapping[str, Any]],
    first: Mapping[str, str],
) -> list[Mapping[str, Any]]:
    """Return `metrics` without those that a later revision of the same article says again.

    `first` ties repeated statements to the first one, as reconcile found them; that one stays.
    """
    said_first = set(first.values())
    earlier = {link["document_id"]: link["other_document_id"] for link in links}
    said: set[tuple[object, ...]] = set()
    found = []
    for metric in sorted(metrics, key=lambda each: each["document_id"] in earlier):
        root = metric["document_id"]
        while root in earlier:
            root = earlier[root]
        key = (root, *(metric[name] for name in _SAME))
        if metric["document_id"] not in earlier:
            said.add(key)
        elif key in said and metric["metric_id"] not in said_first:
            continue
        found.append(metric)
    order = {id(metric): at for at, metric in enumerate(metrics)}
    return sorted(found, key=lambda each: order[id(each)])


_SAME = ("indicator_id", "region_code", "value", "value_high", "unit", "measure", "status", "period_end")


def _near(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two documents are of about one time: the same words a year later say something else."""
    days = one["published_on"], other["published_on"]
    return None in days or abs(days[0] - days[1]) <= WINDOW


def _age(document: Mapping[str, Any]) -> tuple[Any, ...]:
    day = document["published_on"] or dt.date.max
    return day, document["raw_path"], document["raw_start"], document["document_id"]


def _only(table: pa.Table, documents: pa.Array, records: Mapping[str, pa.Table]) -> pa.Table:
    """Return the rows of a record table that belong to `documents`."""
    if "document_id" in table.column_names:
        return table.filter(pc.is_in(table["document_id"], documents))
    events = records["events"]
    remaining = events.filter(pc.is_in(events["document_id"], documents))["event_id"].combine_chunks()
    return table.filter(pc.is_in(table["event_id"], remaining))


def _unique(sources: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({(row["document_id"], row["raw_path"], row["raw_start"]): row for row in sources}.values())


def _links(documents: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a link from each document to the earliest one that it is nearly the same as."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=_PERMUTATIONS)
    known: dict[str, tuple[Any, Mapping[str, Any]]] = {}
    rows = []
    for document in documents:
        if not document["signature"]:
            continue
        own = MinHash(num_perm=_PERMUTATIONS, scheme="affine32", hashvalues=_values(document["signature"]))
        near = [
            (known[other][0].jaccard(own), -at, other)
            for at, other in enumerate(sorted(index.query(own)))
            if _near(known[other][1], document)
        ]
        if near and max(near)[0] >= THRESHOLD:
            alike, _, other = max(near)
            rows.append(
                {
                    "document_id": document["document_id"],
                    "other_document_id": other,
                    "kind": "near_duplicate",
                    "similarity": round(alike, 2),
                }
            )
        known[document["document_id"]] = own, document
        index.insert(document["document_id"], own)
    return rows


def _values(signature: str) -> Any:
    import numpy as np

    return np.frombuffer(bytes.fromhex(signature), dtype=">u4").astype(np.uint32)
