"""The one door of extraction: documents become mentions, metrics, relations and events."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Sequence

from flows.extract import reading
from flows.extract.names import mentions
from flows.extract.numbers import metrics
from flows.extract.reading import Reading
from flows.extract.ties import events, relations
from flows.records import Document, Extraction, numbered


def extract(documents: Sequence[Document]) -> Extraction:
    """Return all that `documents` state. Each is read on its own; many at a time are faster.

    Pure: the same documents give the same records, in the same order.
    """
    return study(documents)[1]


def study(documents: Sequence[Document]) -> tuple[list[Reading], Extraction]:
    """Return the documents as they were read, too, for who shows their numbers and times."""
    with _without_collection():
        readings = reading.read(documents)
        return readings, _extract(readings)


def _extract(readings: Sequence[Reading]) -> Extraction:
    extraction = Extraction()
    for read, names in zip(readings, mentions.find(readings), strict=True):
        extraction.mentions += numbered(names)
        extraction.metrics += numbered(metrics.find(read, names))
        extraction.relations += numbered(relations.find(read, names))
        extraction.events += numbered(events.find(read, names))
    return extraction


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the collector of cycles from walking over a million words that are in none.

    That took a tenth of the time. What a batch leaves is freed when its last reference goes.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
