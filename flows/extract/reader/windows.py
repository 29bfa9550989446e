"""What the encoder reads of a document: sentences with numbers, what stands before and what governs them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from flows.extract.reading import Reading
from flows.language.quantities import Quantity

_start, _end = attrgetter("start"), attrgetter("end")

LONGEST = 160
"""Tokens of a window."""
_CONTEXT = 0.3
_GOVERNOR = 0.15
"""Shares of a window that may go to what stands before its own sentences, and to each heading above them."""
_BEFORE = 1
_PASSED_OVER = 45
"""Characters of a sentence without numbers above which it is not read for the one behind it."""
_MARKERS = (
    re.compile(r"第[一二三四五六七八九十百\d]+[章节部篇]"),
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"\d{1,2}[．.、](?!\d)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
    re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩●■◆▲○·]|一是|二是|三是|四是|五是|六是|七是|八是"),
)
_OPENING = frozenset("第（(一二三四五六七八九十0123456789①②③④⑤⑥⑦⑧⑨⑩●■◆▲○·")
"""What a marker can begin with."""


class Token(NamedTuple):
    """A run of characters that is read as one; `kind` is what the cutter says of it."""

    start: int
    end: int
    kind: int


Cutter = Callable[[int, Sequence[int]], list[Token]]
"""Cuts a sentence, by its number, into tokens; one begins at each of the offsets given."""


class Window(NamedTuple):
    """A run of tokens with the numbers that are read in it; `fresh` is where its own sentences begin."""

    tokens: list[Token]
    sentences: list[int]
    """Number of the sentence of each token."""
    fresh: int
    numbers: list[int]
    """Indices of the quantities that are read here."""


def governors(reading: Reading) -> list[tuple[int, ...]]:
    """Return for each sentence those above it: headings, items that it is part of, what introduces a list."""
    stack: list[tuple[float, int]] = []
    found: list[tuple[int, ...]] = []
    for number, span in enumerate(reading.sentences):
        level = _level(reading, number, span.start)
        if level is None:
            found.append(tuple(at for _, at in stack))
            continue
        first = not any(place == level for place, _ in stack)
        while stack and stack[-1][0] >= level:
            stack.pop()
        # What stands before the first item of a list introduces it, unless that is its heading.
        if first and number > 0 and level >= 1 and (not stack or stack[-1][1] < number - 1):
            stack.append((level - 0.5, number - 1))
        found.append(tuple(at for _, at in stack))
        stack.append((level, number))
    return found


def _level(reading: Reading, number: int, start: int) -> float | None:
    for level, marker in enumerate(_MARKERS, 1) if reading.text[start] in _OPENING else ():
        if marker.match(reading.text, start):
            return level
    return 0.25 if reading.is_heading(number) else None


def read(
    reading: Reading,
    quantities: Sequence[Quantity],
    cut: Cutter,
    longest: int = LONGEST,
) -> list[Window]:
    """Return the windows of a document; each of `quantities`, which come in order, is read in one of them."""
    counted: dict[int, list[int]] = {}
    for index, quantity in enumerate(quantities):
        counted.setdefault(reading.sentence_at(quantity.number_start), []).append(index)
    if not counted:
        return []
    above = governors(reading)
    short = {at for at, (start, end) in enumerate(reading.sentences) if end - start <= _PASSED_OVER}
    chosen = {number - 1 for number in counted if number - 1 in short} | set(counted)
    chosen |= {at for number in chosen for at in above[number]} | {0}
    tokens = {}
    for number in sorted(chosen):
        own = [quantities[index] for index in counted.get(number, ())]
        tokens[number] = cut(number, [edge for one in own for edge in (one.start, one.end)])
    return _settle(_Packer(sorted(chosen), tokens, counted, above, longest).windows(), quantities, longest)


def _settle(windows: list[Window], quantities: Sequence[Quantity], longest: int) -> list[Window]:
    """Leave each number to one window: of those that overlap, to the last that has half a window before it.

    One that the edge of a window cuts goes on to the next, which holds all of it.
    """
    owner: dict[int, int] = {}
    severed: set[int] = set()
    for place, window in enumerate(windows):
        for index in window.numbers:
            at, after = own_tokens(window, quantities[index])
            if at < 0:
                continue
            if index not in owner or at >= longest // 2 or index in severed:
                owner[index] = place
                whole = window.tokens[after - 1].end >= quantities[index].end
                (severed.discard if whole else severed.add)(index)
    return [
        window._replace(numbers=[index for index in window.numbers if owner.get(index) == place])
        for place, window in enumerate(windows)
    ]


def own_tokens(window: Window, quantity: Quantity) -> tuple[int, int]:
    """Return the first token of a quantity in `window` and the one behind its last; -1, -1 for none."""
    tokens = window.tokens
    first = bisect.bisect_right(tokens, quantity.start, lo=window.fresh, key=_end)
    last = bisect.bisect_left(tokens, quantity.end, lo=window.fresh, key=_start)
    return (first, last) if first < last else (-1, -1)


class _Packer(NamedTuple):
    """Puts chosen sentences into windows, in order."""

    chosen: list[int]
    tokens: dict[int, list[Token]]
    counted: dict[int, list[int]]
    above: list[tuple[int, ...]]
    longest: int

    def windows(self) -> list[Window]:
        """Return the windows; numbers of a sentence longer than one are named in each that it is cut into."""
        found: list[Window] = []
        last = max(place for place, number in enumerate(self.chosen) if number in self.counted)
        place = 0
        while place <= last:
            run, sentences = self._context(place)
            fresh, numbers, first = len(run), list[int](), place
            while place <= last:
                number = self.chosen[place]
                part = self.tokens[number]
                if place > first and len(run) + len(part) > self.longest:
                    break
                if number not in self.counted:
                    part = part[: self.longest - len(run)]
                run += part
                sentences += [number] * len(part)
                numbers += self.counted.get(number, [])
                place += 1
            if len(run) > self.longest:
                found += self._split(run, sentences, numbers, fresh)
            elif numbers:
                found.append(Window(run, sentences, fresh, numbers))
        return found

    def _context(self, place: int) -> tuple[list[Token], list[int]]:
        """Return what comes first: the title, what governs the first sentence, and what stands before it."""
        first = self.chosen[place]
        most = int(self.longest * _GOVERNOR)
        wanted = {number for number in (0, *self.above[first][-3:]) if number < first}
        context = {number: self.tokens[number][:most] for number in wanted}
        room = int(self.longest * _CONTEXT) - sum(map(len, context.values()))
        for number in self.chosen[max(0, place - _BEFORE) : place][::-1]:
            if number not in wanted and len(self.tokens[number]) <= room:
                context[number] = self.tokens[number]
                room -= len(self.tokens[number])
        ordered = sorted(context.items())
        return (
            [token for _, part in ordered for token in part],
            [number for number, part in ordered for _ in part],
        )

    def _split(self, run: list[Token], sentences: list[int], numbers: list[int], fresh: int) -> list[Window]:
        """Cut a sentence that is longer than a window into overlapping ones."""
        size, step = self.longest, self.longest // 2
        return [
            Window(run[low : low + size], sentences[low : low + size], max(0, fresh - low), numbers)
            for low in range(0, max(1, len(run) - size + step), step)
        ]
