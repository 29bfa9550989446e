"""A document as the rooms of extraction see it."""

from __future__ import annotations

from dataclasses import dataclass

from flows.language import periods, sentences
from flows.language.normalise import normalise
from flows.language.sentences import Span
from flows.records import Document, Period


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its text normalised, cut into sentences, and the times found in it.

    `text` is the normalised `document.content` and as long as it, so that an offset in one is
    an offset in the other.
    """

    document: Document
    text: str
    sentences: tuple[Span, ...]
    periods: tuple[Period, ...]


def read(document: Document) -> Reading:
    """Return the document read; pure, without any look at other documents."""
    text = normalise(document.content)
    return Reading(
        document=document,
        text=text,
        sentences=tuple(sentences.split(text)),
        periods=tuple(periods.find(text, document.published_on)),
    )
