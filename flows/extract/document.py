"""The one door of extraction: documents become mentions, metrics, relations and events."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract import events, metrics, names, reading, relations
from flows.records import Document, Extraction


def extract(documents: Sequence[Document]) -> Extraction:
    """Return all that `documents` state. Each is read on its own; many at a time are faster.

    Pure: the same documents give the same records, in the same order.
    """
    extraction = Extraction()
    readings = reading.read(documents)
    for read, mentions in zip(readings, names.find(readings), strict=True):
        extraction.mentions += mentions
        extraction.metrics += metrics.find(read, mentions)
        extraction.relations += relations.find(read, mentions)
        extraction.events += events.find(read, mentions)
    return extraction
