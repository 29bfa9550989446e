"""Made-up texts as the reader is given them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flows.extract.reader import candidates, inputs, periods, subjects
from flows.extract.reader.candidates import Candidates, Numbers
from flows.extract.reader.inputs import Inputs
from flows.extract.reader.windows import Cutter, Token
from flows.extract.reading import Reading
from flows.language import quantities
from flows.language.quantities import Quantity
from flows.records import Mention
from tests.extract import texts


class Given(NamedTuple):
    """A text with its numbers."""

    reading: Reading
    mentions: Sequence[Mention]
    counted: list[Quantity]

    @property
    def numbers(self) -> Numbers:
        return candidates.numbers_of(self.reading, self.counted)

    @property
    def subjects(self) -> Candidates:
        return subjects.find(self.reading, self.numbers, self.mentions)

    @property
    def periods(self) -> Candidates:
        return periods.find(self.reading, self.numbers)

    def built(self) -> Inputs:
        return inputs.build(self.reading, self.mentions, self.counted)


def given(text: str, **more: str | None) -> Given:
    """Read `text`."""
    reading, mentions = texts.read(text, **more)
    return Given(reading, mentions, inputs.countable(reading, quantities.find(reading.text)))


def by_character(reading: Reading) -> Cutter:
    """Cut sentences into characters, so that sizes can be counted by hand."""

    def cut(number: int, edges: Sequence[int]) -> list[Token]:
        span = reading.sentences[number]
        return [Token(place, place + 1, 0) for place in range(span.start, span.end)]

    return cut
