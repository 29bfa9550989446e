"""A document as the rooms of extraction see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.language import periods, sentences, tagger
from flows.language.normalise import normalise
from flows.language.sentences import Span
from flows.language.tagger import Tag
from flows.records import Document, Period


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its text normalised, cut into sentences, and the words and times found in it.

    `text` is the normalised `document.content` and as long as it, so that an offset in one is
    an offset in the other. `words` has one tuple a sentence; offsets of words count in `text`.
    """

    document: Document
    text: str
    sentences: tuple[Span, ...]
    words: tuple[tuple[Tag, ...], ...]
    periods: tuple[Period, ...]


def read(documents: Sequence[Document]) -> list[Reading]:
    """Return the documents read, each on its own; they are read together because tagging is batched."""
    texts = [normalise(document.content) for document in documents]
    spans = [sentences.split(text) for text in texts]
    tagged = iter(tagger.tag([text[a:b] for text, cut in zip(texts, spans, strict=True) for a, b in cut]))
    return [
        Reading(
            document=document,
            text=text,
            sentences=tuple(cut),
            words=tuple(_shift(next(tagged), span.start) for span in cut),
            periods=tuple(periods.find(text, document.published_on)),
        )
        for document, text, cut in zip(documents, texts, spans, strict=True)
    ]


def _shift(words: Sequence[Tag], by: int) -> tuple[Tag, ...]:
    return tuple(word._replace(start=word.start + by, end=word.end + by) for word in words)
