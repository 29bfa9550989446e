"""Many words looked up in a text at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import ahocorasick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """A word of the lexicon in a text, with what the lexicon says of it."""

    start: int
    end: int
    entry: T


class Lexicon(Generic[T]):
    """Words with an entry each, found by Aho-Corasick in time linear in the text.

    Where words overlap the one that begins first wins, and of those the longest.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word, entry in entries:
            self._automaton.add_word(word, (len(word), entry))
        self._automaton.make_automaton()

    def __contains__(self, word: str) -> bool:
        return word in self._automaton

    def get(self, word: str) -> T | None:
        """Return the entry of `word`, None where the lexicon has no such word."""
        found: tuple[int, T] | None = self._automaton.get(word, None)
        return None if found is None else found[1]

    def find(self, text: str) -> Iterator[Found[T]]:
        """Return the words of the lexicon in `text`, none overlapping another, in order.

        The library's own search for the longest words (`iter_long`, 2.3) leaves some out, so all
        words are asked for and sorted here.
        """
        found = [(last + 1 - length, -last, entry) for last, (length, entry) in self._automaton.iter(text)]
        found.sort(key=lambda item: item[:2])
        end = 0
        for start, minus_last, entry in found:
            if start >= end:
                end = 1 - minus_last
                yield Found(start, end, entry)
