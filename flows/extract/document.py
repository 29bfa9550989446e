"""The one door of extraction: documents become mentions, metrics, relations and events."""

from __future__ import annotations

import gc
from collections.abc import Sequence

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
    extraction, enabled = Extraction(), gc.isenabled()
    # The collector of cycles walks over a million words that are in none: that took a tenth of the time.
    gc.disable()
    try:
        readings = reading.read(documents)
        for read, names in zip(readings, mentions.find(readings), strict=True):
            extraction.mentions += numbered(names)
            extraction.metrics += numbered(metrics.find(read, names))
            extraction.relations += numbered(relations.find(read, names))
            extraction.events += numbered(events.find(read, names))
    finally:
        if enabled:
            gc.enable()
    return readings, extraction
