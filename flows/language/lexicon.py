"""Many words looked up at once, in a whole text or at one place of it."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """A word of the lexicon in a text, with what the lexicon says of it."""

    start: int
    end: int
    entry: T


_as_found = functools.partial(tuple.__new__, Found)
"""What Found._make does, at a third of its time."""


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
            _as_found((start, end, entries[number]))
            for number, start, end in self._automaton.find_matches_as_indexes(text)
        ]


class Words:
    """Words looked up where they would begin or end; most places are settled by one character."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = frozenset(words)
        self._by_first = _sizes(words, 0)
        self._by_last = _sizes(words, -1)
        self.firsts = frozenset(self._by_first)
        """The characters that words begin with."""
        self.lasts = frozenset(self._by_last)
        """The characters that words end with."""

    def at(self, text: str, start: int) -> Iterator[str]:
        """Yield the words that `text` has at `start`, the longest first."""
        for size in self._by_first.get(text[start : start + 1], ()):
            word = text[start : start + size]
            if len(word) == size and word in self._words:
                yield word

    def ending(self, text: str) -> str:
        """Return the longest word that `text` ends with, an empty string where there is none."""
        for size in self._by_last.get(text[-1:], ()):
            if text[-size:] in self._words:
                return text[-size:]
        return ""


def _sizes(words: Iterable[str], place: int) -> Mapping[str, tuple[int, ...]]:
    """Return by the character at `place` how long words are, the longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[place], set()).add(len(word))
    return {char: tuple(sorted(sizes, reverse=True)) for char, sizes in found.items()}
