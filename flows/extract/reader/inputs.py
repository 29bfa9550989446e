"""A document as the arrays that encoder and heads take."""

from __future__ import annotations

import bisect
import datetime as dt
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract import wording
from flows.extract.reader import candidates, periods, subjects, windows, words
from flows.extract.reader.candidates import Candidates
from flows.extract.reader.windows import Window
from flows.extract.reading import Reading
from flows.extract.wording import Direction
from flows.language import scan
from flows.language.arrays import Bytes, Ints
from flows.language.quantities import Quantity
from flows.language.sentences import Span
from flows.records import Comparator, MeasureKind, Mention, StatusKind

MEASURES: tuple[MeasureKind, ...] = ("level", "growth", "change")
STATUSES: tuple[StatusKind, ...] = ("actual", "target", "condition")
COMPARATORS: tuple[Comparator, ...] = ("eq", "ge", "gt", "le", "lt", "approx", "range")
CLASSES = {
    "kept": slice(0, 2), "status": slice(2, 5), "measure": slice(5, 8), "comparator": slice(8, 15)
}  # fmt: skip
"""Which of the scores of classes are of which field, each in the order of its list; `kept`
is no or yes."""
MARKS = ("", "quantity", "time", "PERSON", "ORG", "PLACE", "POLICY", "INDUSTRY")
"""What a token is known to be part of before it is read."""
PATH = ("within", "opens", "resumes", "pauses", "closes", "between")
"""Steps of the way through a name, which is read in pieces (`paths`): `within` each token of it; `opens` the
first token of its first piece, `resumes` that of another; `pauses` the token behind a piece, `closes` that
behind the last; `between` each token between two pieces."""
ROLES = ("name", "subject_first", "subject_goes_on", "subject_last", *PATH)
"""What a token is to a number: part of its name; the first of the words that spell its subject, each of those
behind that, the last; a step of the way through the name."""
PARTS = ("text", "heading", "title")
_KINDS = ("", "unit", "classifier", "currency", "noun", "time")
_UNITS = 256
NUMBER_SIZES = (len(COMPARATORS), len(_KINDS), 2, _UNITS, 12, 2, 2, 2, 2, len(Direction), 3, 4)
"""How many values each feature of a number has."""
_BEYOND = 1e12


class Inputs(NamedTuple):
    """A document with N numbers: its windows, and what could be chosen for each number.

    `numbers` (N, len(NUMBER_SIZES)) holds what is known of each number. Of each character of the text,
    `characters` has its number, `labels` its part of speech, `marks` what it is part of, `parts` whether that
    is a heading.
    """

    windows: list[Window]
    quantities: Sequence[Quantity]
    numbers: Ints
    characters: NDArray[np.int16]
    labels: Bytes | None
    marks: Bytes
    parts: Bytes
    subjects: Candidates
    periods: Candidates
    sentences: tuple[Span, ...]
    states: tuple[Bytes, ...]
    """The tagger's states at each character of each sentence."""


class Arrays(NamedTuple):
    """One window of T tokens with n numbers, as the networks take it."""

    starts: Ints
    ends: Ints
    """Where each token begins and ends in the text (T)."""
    kinds: Ints
    """What the cutter says of each token."""
    slots: Ints
    """Characters of each token (T, SLOTS)."""
    states: Bytes
    """The tagger's states at the last character of each token (T, STATES), as bytes."""
    marks: Ints
    parts: Ints
    labels: Ints
    first: Ints
    """First token of each number (n)."""
    last: Ints
    """The one behind its last (n)."""
    sentences: Ints
    """Number of the sentence of each token (T)."""
    passed: Ints
    """How many numbers begin before each token (T)."""


def with_unlisted(there: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which subjects can be chosen: the candidates that are there, and `subjects.UNLISTED`."""
    return np.append(there, np.ones((len(there), 1), bool), 1)


def countable(reading: Reading, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the numbers that could be metrics: all but those of the calendar."""
    times = [(period.start, period.end) for period in reading.periods if period.kind != "duration"]
    counted = (one for one in quantities if one.kind != "time")
    return [one for one in counted if not scan.overlaps(times, one.number_start, one.number_end)]


def build(reading: Reading, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> Inputs:
    """Return what is read of a document for each of `quantities`."""
    places = candidates.numbers_of(reading, quantities)
    marks, parts = _characters(reading, mentions, quantities)
    return Inputs(
        windows.read(reading, quantities, words.cutter(reading)),
        quantities,
        _numbers(reading, quantities, places.sentences.tolist()),
        words.characters(reading.text),
        None,
        marks,
        parts,
        subjects.find(reading, places, mentions),
        periods.find(reading, places),
        reading.sentences,
        reading.states,
    )


def labels_of(reading: Reading) -> Bytes:
    """Return the part of speech of each character."""
    labels = np.zeros(len(reading.text), np.uint8)
    for sentence in reading.words:
        for word in sentence:
            labels[word.start : word.end] = words.LABEL.get(word.label, 0)
    return labels


def _characters(
    reading: Reading, mentions: Sequence[Mention], quantities: Sequence[Quantity]
) -> tuple[Bytes, Bytes]:
    marks, parts = np.zeros((2, len(reading.text)), np.uint8)
    for number, span in enumerate(reading.sentences):
        if reading.is_heading(number):
            parts[span.start : span.end] = 1
    parts[: len(reading.document.title)] = 2
    for mention in mentions:
        marks[mention.start : mention.end] = MARKS.index(mention.type)
    for period in reading.periods:
        marks[period.start : period.end] = 2
    for quantity in quantities:
        marks[quantity.start : quantity.end] = 1
    return marks, parts


def _numbers(reading: Reading, quantities: Sequence[Quantity], sentences: Sequence[int]) -> Ints:
    out = np.zeros((len(quantities), len(NUMBER_SIZES)), np.int32)
    whens = _whens(reading, quantities, sentences)
    for row, quantity, sentence, when in zip(out, quantities, sentences, whens, strict=True):
        clause = reading.clauses.around(quantity.start, quantity.end)
        hedge = wording.hedge(reading.text, reading.sentences[sentence].start, quantity.start)
        # A number of more than three hundred digits is infinite.
        size = int(np.log10(min(abs(quantity.value), _BEYOND) + 1e-9) + 3)
        row[:] = (
            COMPARATORS.index(quantity.comparator),
            _KINDS.index(quantity.kind),
            quantity.vague,
            zlib.crc32(quantity.unit.encode()) % _UNITS if quantity.unit else 0,
            min(11, max(0, size)),
            reading.is_heading(sentence),
            *reading.genres,
            wording.direction(reading.text[clause.start : quantity.start]),
            # Whether an aim is softened: in the number's own clause, or before that in its sentence.
            0 if hedge is None else 2 if hedge.start() >= clause.start else 1,
            when,
        )
    return out


def _whens(reading: Reading, quantities: Sequence[Quantity], sentences: Sequence[int]) -> Iterator[int]:
    """Yield for each number how the last time before it in its sentence lies to the day of publication.

    1 is before that day, 2 around it, 3 after it; 0 where there is no such time, or no such day.
    """
    published, times = reading.document.published_on, [(-1, dt.date.max, dt.date.max)]
    for period in reading.periods:
        if period.period_start and period.period_end:
            times.append((period.start, period.period_start, period.period_end))
    for quantity, sentence in zip(quantities, sentences, strict=True):
        start, first, last = times[bisect.bisect_left(times, (quantity.start,)) - 1]
        if published is None or start < reading.sentences[sentence].start:
            yield 0
        else:
            yield 1 + (last >= published) + (first > published)


def arrays(inputs: Inputs, window: Window) -> Arrays:
    """Return what the networks take of one window."""
    starts = np.array([token.start for token in window.tokens], np.int32)
    ends = np.array([token.end for token in window.tokens], np.int32)
    own = [windows.own_tokens(window, inputs.quantities[index]) for index in window.numbers]
    first, last = np.array(own, np.int32).reshape(-1, 2).T
    # The tagger's words are of one part of speech each, which is their kind.
    kinds = np.array([token.kind for token in window.tokens], np.int32)
    begins = np.array([quantity.start for quantity in inputs.quantities], np.int32)
    return Arrays(
        starts,
        ends,
        kinds,
        words.slots(inputs.characters, starts, ends).astype(np.int32),
        _states(inputs, window, ends),
        inputs.marks[starts].astype(np.int32),
        inputs.parts[starts].astype(np.int32),
        kinds if inputs.labels is None else inputs.labels[starts].astype(np.int32),
        first,
        last,
        np.array(window.sentences, np.int32),
        np.searchsorted(begins, starts).astype(np.int32),
    )


def _states(inputs: Inputs, window: Window, ends: Ints) -> Bytes:
    runs = np.array(window.sentences)
    edges = np.flatnonzero(np.diff(runs, prepend=-1)).tolist()
    parts = []
    for low, high in zip(edges, [*edges[1:], len(runs)], strict=True):
        sentence = window.sentences[low]
        parts.append(inputs.states[sentence][ends[low:high] - 1 - inputs.sentences[sentence].start])
    return np.concatenate(parts)
