"""The nouns that the rooms of numbers, indicators and statements hand to each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from flows.language.quantities import Quantity
from flows.language.sentences import Span
from flows.language.tagger import Tag
from flows.records import Basis, MeasureKind, StatusKind


@dataclass(frozen=True, slots=True)
class Slot:
    """A quantity of a sentence with the text that is its own.

    `left` runs from the last break or quantity to the quantity, `right` from it to the next.
    `clause` is the clause it stands in; `before` holds the clauses before it in the sentence, the
    nearest first, as far as the last one with a quantity. `chained` says that only 、 or 和 parts it
    from the quantity before (增长4.2%、5.3%). `words_in` gives the words in a part of the sentence.
    """

    quantity: Quantity
    sentence: Span
    clause: Span
    before: tuple[Span, ...]
    left: Span
    right: Span
    left_words: tuple[Tag, ...]
    right_words: tuple[Tag, ...]
    chained: bool
    words_in: Callable[[Span], tuple[Tag, ...]]

    @property
    def preceding(self) -> Iterator[tuple[Tag, ...]]:
        """The words of the clauses before."""
        return map(self.words_in, self.before)


@dataclass(frozen=True, slots=True)
class Head:
    """The indicator of a quantity, as its own clause gives it.

    `name` is empty where the clause leaves it out. `predicate` is what stands between the name
    and the number (同比增长, 达到). `behind` says that the name stands behind the number.
    """

    name: str
    predicate: str
    start: int
    behind: bool = False
    members: tuple[str, ...] = ()
    """The single names where one list shares the clause (公路、水运投资分别完成 …)."""
    places: tuple[str, ...] = ()
    """The places or bodies of which each has its own number (北京、上海分别增长 …), or the only place."""


class Measure(NamedTuple):
    """`sign` is -1 for a decrease that the text writes as a positive number."""

    name: MeasureKind
    sign: int
    basis: Basis | None


class Status(NamedTuple):
    """actual, target or condition, with the hedge word as written."""

    name: StatusKind
    hedge: str | None
