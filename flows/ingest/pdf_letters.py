"""The letters of a PDF page as runs: words of one line that stand beside each other, and its rules.

PDFium gives letters with their boxes, in the order of the file.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flows.ingest import pdf_turned, raised
from flows.ingest.pdf_turned import Box, Turn

_HYPHEN = "\x02"
"""How PDFium writes a hyphen at the end of a line: it may be a minus."""
_WORD = re.compile(rf"(?P<spaces>\s*)(?P<word>[^\s{_HYPHEN}]+{_HYPHEN}?|{_HYPHEN})")
_MARKS = re.compile(r"[\d\[\]［］〔〕①-⑳*＊]+")
"""What a raised number of a note is written with."""
_WORD_GAP = 1.6
"""White space within a line, in sizes of its font, that is not the gap between two columns."""
_SMALL = 0.8
_THIN = 3.0
"""Points up to which a filled box is a rule."""
_MOST_RULES = 4000


@dataclass(slots=True)
class Run:
    """Letters of one line, with their box in points from the bottom left of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    indent: float = 0.0
    block: int = 0
    edge: float = 0.0
    """Left edge of its column."""
    page: int = 0
    row: int = 0
    column: int = 0
    """Which columns stand beside each other on a page, 0 where none do, and which of all columns it is."""
    spaces: str = ""
    """White space before it in the file."""
    told: bool = False
    """Whether it is the sentence of a row of a table, which goes on in no other line."""

    @property
    def middle(self) -> float:
        """Where the middle of its height is."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A line that is drawn on a page: across from `start` to `end` at height `at`, or upright."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Sheet:
    """One page: its words and rules, and its height."""

    words: list[Run]
    rules: list[Rule]
    height: float
    runs: list[Run]


def sheet(document: Any, number: int) -> Sheet:
    """Return one page as it stands in the file."""
    page = document[number]
    text = page.get_textpage()
    try:
        turn = pdf_turned.of(page, text)
        words = list(_words(text, turn))
        rules = list(_rules(page, turn)) if words else []
        words = _lain_down(words)
        return Sheet(words, rules, turn.height, list(runs(words)))
    finally:
        text.close()
        page.close()


def _words(text: Any, turn: Turn) -> Iterator[Run]:
    """Yield the runs of letters between white space.

    A box takes a call each: those of the first and the last letter are asked for, no more.
    """
    from pypdfium2 import raw

    codes = [raw.FPDFText_GetUnicode(text, at) for at in range(text.count_chars())]
    letters = "".join(chr(code) if code and not 0xD800 <= code <= 0xDFFF else "\ufffd" for code in codes)
    for match in _WORD.finditer(letters):
        spaces = match["spaces"]
        for start, end in _pieces(text, letters, match.start("word"), match.end("word")):
            word = letters[start:end]
            boxes = [turn.lay(_box(text, at)) for at in {start, end - 1}]
            size = raw.FPDFText_GetFontSize(text, start)
            top, bottom = max(box[3] for box in boxes), min(box[2] for box in boxes)
            yield Run(
                text=re.sub(rf"(?<=[A-Za-z]){_HYPHEN}$", "", word).replace(_HYPHEN, "-"),
                spaces=spaces,
                left=min(box[0] for box in boxes),
                right=max(box[1] for box in boxes),
                bottom=bottom,
                top=top,
                size=size if size > 1.5 else max(top - bottom, 1.0),
            )
            spaces = ""


def _pieces(text: Any, letters: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a word of one size each: a raised number may follow a word without a gap."""
    from pypdfium2 import raw

    marks = list(_MARKS.finditer(letters, start, end))
    if not marks or (marks[0].start() == start and marks[0].end() == end):
        yield start, end
        return
    largest = max(raw.FPDFText_GetFontSize(text, at) for at in (start, end - 1))
    at = start
    for mark in marks:
        sizes = [raw.FPDFText_GetFontSize(text, each) for each in range(mark.start(), mark.end())]
        small = [mark.start() + number for number, size in enumerate(sizes) if 1.0 < size < _SMALL * largest]
        if small:
            first, last = small[0], small[-1] + 1
            yield from ((at, first),) if first > at else ()
            yield first, last
            at = last
    if at < end:
        yield at, end


def _box(text: Any, at: int) -> Box:
    """Return left, right, bottom and top of the room that a letter takes, whatever its ink."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, at, box)
    return box.left, box.right, box.bottom, box.top


def _rules(page: Any, turn: Turn) -> Iterator[Rule]:
    """Yield the rules of a page: thin boxes, and the sides of wide ones."""
    from pypdfium2 import raw

    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4)
    for item in itertools.islice(paths, _MOST_RULES):
        left, bottom, right, top = item.get_bounds()
        left, right, bottom, top = turn.lay((left, right, bottom, top))
        if right - left <= _THIN < top - bottom:
            yield Rule(True, (left + right) / 2, bottom, top)
        elif top - bottom <= _THIN < right - left:
            yield Rule(False, (top + bottom) / 2, left, right)
        elif top - bottom > _THIN and raw.FPDFPath_CountSegments(item) in (4, 5):
            yield from (Rule(True, at, bottom, top) for at in (left, right))
            yield from (Rule(False, at, left, right) for at in (bottom, top))


def _lain_down(words: list[Run]) -> list[Run]:
    """Return the words of a page, those that run downwards laid across in the order in which they are read.

    Columns of upright text are read from the right to the left.
    """
    upright = [
        word
        for word in words
        if len(word.text) > 2
        and word.top - word.bottom > 1.8 * word.size
        and word.right - word.left < 1.6 * word.size
    ]
    if not upright or sum(len(word.text) for word in upright) < 0.3 * sum(len(word.text) for word in words):
        return words
    size = upright[0].size
    upright.sort(key=lambda word: (-round(word.right / size), -word.top))
    if not any(mark in word.text for word in upright for mark in "，。；、"):
        # Without marks only the columns say where a phrase ends.
        first, *others = upright
        first.text = "　".join(word.text for word in upright)
        words = [word for word in words if all(word is not other for other in others)]
        upright = [first]
    left, top = min(word.left for word in upright), max(word.top for word in upright)
    step = (top - min(word.bottom for word in upright)) / len(upright)
    for number, word in enumerate(upright):
        word.left, word.right = left, left + size * len(word.text)
        word.top = top - number * step
        word.bottom = word.top - size
        word.spaces = "\n"
    return words


def runs(words: Iterable[Run]) -> Iterator[Run]:
    """Yield words that stand beside each other in one line as one run."""
    run: Run | None = None
    for word in words:
        if run and _is_raised(run, word):
            note = raised.read(word.text, run.text)
            run.text += word.text if note is None else note
            run.right = max(run.right, word.right)
            continue
        if run and _same_line(run, word):
            run.text += re.sub(r"[\r\n]", "", word.spaces) + word.text
            run.right = max(run.right, word.right)
            run.bottom, run.top = min(run.bottom, word.bottom), max(run.top, word.top)
            continue
        if run:
            yield run
        run = Run(word.text, word.left, word.right, word.bottom, word.top, word.size, spaces=word.spaces)
    if run:
        yield run


def _is_raised(run: Run, word: Run) -> bool:
    return (
        word.size < _SMALL * run.size
        and -0.5 * run.size < word.left - run.right < 0.5 * run.size
        and run.middle < word.middle < run.top + 0.6 * run.size
        and _MARKS.search(word.text) is not None
    )


def _same_line(run: Run, word: Run) -> bool:
    # A comma hangs low and a dash stands high, so boxes of one line need not overlap.
    return (
        run.bottom - 0.6 * word.size < word.middle < run.top + 0.6 * word.size
        and abs(word.size - run.size) < 0.2 * run.size
        and -0.5 * word.size < word.left - run.right < _WORD_GAP * word.size
    )


def lines(found: Sequence[Run]) -> list[list[Run]]:
    """Return runs by the lines that they stand in, from the top, each from the left."""
    found_lines: list[list[Run]] = []
    for run in sorted(found, key=lambda run: -run.middle):
        last = found_lines[-1][0] if found_lines else None
        if last and last.middle - run.middle < 0.5 * max(run.size, last.size):
            found_lines[-1].append(run)
        else:
            found_lines.append([run])
    return [sorted(line, key=lambda run: run.left) for line in found_lines]
