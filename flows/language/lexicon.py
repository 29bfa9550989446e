"""Many words looked up in a text at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        by_word = dict(entries)
        self._entries = tuple(by_word.values())
        self._automaton = AhoCorasick(by_word, matchkind=MatchKind.LeftmostLongest, store_patterns=False)

    def find(self, text: str) -> list[Found[T]]:
        """Return the words of the lexicon in `text`, none overlapping another, in order."""
        entries = self._entries
        return [
            Found(start, end, entries[number])
            for number, start, end in self._automaton.find_matches_as_indexes(text)
        ]
