"""PDF with a text layer: letters become lines, lines are put in the order in which they are read.

PDFium gives letters with their boxes. A page is cut where white space crosses it, columns before
rows (the recursive XY-cut of Nagy and Seth, 1984), until no two lines stand side by side.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flows.ingest.articles import Line, Page
from flows.ingest.files import Refused
from flows.settings import Settings

_REPAIR = "print it to a new PDF file, or give its text"
_WORD = re.compile(r"(?P<spaces>\s*)(?P<word>\S+)")
_WORD_GAP = 1.6
"""White space within a line, in sizes of its font, that is not the gap between two columns."""
_HANGING_MARKS = "，。；：、！？”’）》」』】"
_CHAPTER_SIZE = 1.3
"""Size of a heading, over that of the body, that begins no article of its own."""
_MARGIN = 0.1
"""Share of a page's height in which headers and footers stand."""


@dataclass(slots=True)
class _Run:
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


def page(data: bytes, settings: Settings) -> Page:
    """Return the lines of a PDF file in reading order; Refused where it has no text layer."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused(f"no PDF file that can be opened ({error})", _REPAIR) from None
    try:
        if len(document) > settings.max_pages:
            raise Refused(f"more than {settings.max_pages:,} pages", "split it, or raise ZHIBIAO_MAX_PAGES")
        sheets = [_sheet(document, number) for number in range(len(document))]
    finally:
        document.close()
    if not any(runs for runs, _ in sheets):
        raise Refused("no text layer, only pictures", "recognise its text first, or give its text")
    _drop_headers(sheets)
    ordered: list[_Run] = []
    for number, (runs, _) in enumerate(sheets):
        ordered += _ordered(runs, number, ordered[-1].column + 1 if ordered else 0)
    return _as_page(ordered)


def _as_page(runs: Sequence[_Run]) -> Page:
    sizes = Counter(round(run.size * 2) / 2 for run in runs for _ in run.text)
    body = sizes.most_common(1)[0][0] if sizes else 1.0
    # In a report large letters begin a chapter, on a page of columns an article.
    in_columns = sum(len(run.text) for run in runs if run.row) > 0.3 * sum(len(run.text) for run in runs)
    largest = float("inf") if in_columns else _CHAPTER_SIZE
    lines, at = [], 0
    measures = _measures(runs)
    for number, run in enumerate(runs):
        lines.append(
            Line(
                at,
                at + len(run.text),
                size=min(run.size / body, largest),
                indent=run.indent,
                block=run.block,
                measure=measures.get(number, 0.0),
                reach=(run.right - run.edge) / run.size,
            )
        )
        at += len(run.text) + 1
    return Page("\n".join(run.text for run in runs), tuple(lines))


def _measures(runs: Sequence[_Run]) -> dict[int, float]:
    """Return the width of the column that each line stands in, by the line's number.

    A column shows its width by two lines that fill it. One too short for that has the width of those
    beside it, or of what stands at the same edge on other pages.
    """
    kinds: tuple[Callable[[_Run], Hashable], ...] = (
        lambda run: (run.column, run.size),
        lambda run: (run.page, run.row, run.size),
        lambda run: (round(run.edge / 6), run.size, run.row == 0),
    )
    found: dict[int, float] = {}
    for kind in kinds:
        groups: dict[Hashable, list[int]] = {}
        for number, run in enumerate(runs):
            groups.setdefault(kind(run), []).append(number)
        for numbers in groups.values():
            measure = _measure([runs[number] for number in numbers])
            for number in numbers if measure else ():
                found.setdefault(number, measure)
    return found


def _measure(lines: Sequence[_Run]) -> float:
    """Return the width that lines fill in full-width characters, 0.0 where they do not show it.

    A mark at the end of a line may hang over the edge; the widest line without one shows where it is.
    """
    reaches = [(run.right - run.edge) / run.size for run in lines]
    upright = [reach for run, reach in zip(lines, reaches, strict=True) if run.text[-1] not in _HANGING_MARKS]
    measure = max(upright, default=max(reaches))
    return measure if sum(reach > measure - 2.0 for reach in reaches) > 1 else 0.0


def _sheet(document: Any, number: int) -> tuple[list[_Run], float]:
    """Return the lines of one page as they stand in the file, and its height."""
    sheet = document[number]
    text = sheet.get_textpage()
    try:
        return list(_runs(_words(text))), float(sheet.get_height())
    finally:
        text.close()
        sheet.close()


def _words(text: Any) -> Iterator[_Run]:
    """Yield the runs of letters between white space.

    A box takes a call each: those of the first and the last letter are asked for, no more.
    """
    from pypdfium2 import raw

    codes = [raw.FPDFText_GetUnicode(text, at) for at in range(text.count_chars())]
    letters = "".join(chr(code) if code and not 0xD800 <= code <= 0xDFFF else "\ufffd" for code in codes)
    for match in _WORD.finditer(letters):
        boxes = [_box(text, at) for at in {match.start("word"), match.end() - 1}]
        size = raw.FPDFText_GetFontSize(text, match.start("word"))
        top, bottom = max(box[3] for box in boxes), min(box[2] for box in boxes)
        yield _Run(
            text=match["word"],
            spaces=match["spaces"],
            left=min(box[0] for box in boxes),
            right=max(box[1] for box in boxes),
            bottom=bottom,
            top=top,
            size=size if size > 1.5 else max(top - bottom, 1.0),
        )


def _box(text: Any, at: int) -> tuple[float, float, float, float]:
    """Return left, right, bottom and top of the room that a letter takes, whatever its ink."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, at, box)
    return box.left, box.right, box.bottom, box.top


def _runs(words: Iterable[_Run]) -> Iterator[_Run]:
    """Yield words that stand beside each other in one line as one run."""
    run: _Run | None = None
    for word in words:
        if run and _same_line(run, word):
            run.text += re.sub(r"[\r\n]", "", word.spaces) + word.text
            run.right = max(run.right, word.right)
            run.bottom, run.top = min(run.bottom, word.bottom), max(run.top, word.top)
            continue
        if run:
            yield run
        run = word
    if run:
        yield run


def _same_line(run: _Run, word: _Run) -> bool:
    # A comma hangs low and a dash stands high, so boxes of one line need not overlap.
    middle = (word.bottom + word.top) / 2
    return (
        run.bottom - 0.6 * word.size < middle < run.top + 0.6 * word.size
        and abs(word.size - run.size) < 0.2 * run.size
        and -0.5 * word.size < word.left - run.right < _WORD_GAP * word.size
    )


def _drop_headers(sheets: Sequence[tuple[list[_Run], float]]) -> None:
    """Take out what stands at the top or bottom of several pages alike, numbers aside, and page numbers."""
    seen: Counter[str] = Counter()
    for runs, height in sheets:
        seen.update({_key(run) for run in runs if _in_margin(run, height)})
    for runs, height in sheets:
        often = max(1, len(sheets) // 3)
        runs[:] = [
            run
            for run in runs
            if not (_in_margin(run, height) and (seen[_key(run)] > often or run.text.isdecimal()))
        ]


def _in_margin(run: _Run, height: float) -> bool:
    return run.top > height * (1 - _MARGIN) or run.bottom < height * _MARGIN


def _key(run: _Run) -> str:
    return re.sub(r"[\d一二三四五六七八九十]+|\s", "", run.text) + str(round(run.bottom / 4))


def _ordered(runs: list[_Run], page: int, column: int) -> list[_Run]:
    """Return the lines of one page in reading order, with indents and blocks."""
    if not runs:
        return []
    size = statistics.median(run.size for run in runs)
    found: list[_Run] = []
    for number, group in enumerate(_cut(runs, size, 0), start=column):
        group.sort(key=lambda run: -run.bottom)
        edge = min(run.left for run in group)
        last = None
        for run in group:
            run.page, run.column = page, number
            run.indent = (
                round((run.left - edge) / run.size * 2) / 2 if run.left - edge < 6 * run.size else 0.0
            )
            run.edge = edge
            run.block = found[-1].block if found else 0
            if last and (last.bottom - run.top > 1.2 * run.size or abs(last.size - run.size) > 0.2 * size):
                run.block += 1
            last = run
            found.append(run)
    return found


def _cut(runs: list[_Run], size: float, depth: int) -> Iterator[list[_Run]]:
    """Yield groups of lines in reading order, no two lines of one side by side."""
    if len(runs) < 2 or depth > 40 or not _side_by_side(runs):
        yield runs
        return
    columns = _split(runs, lambda run: (run.left, run.right), 0.8 * size)
    if len(columns) > 1:
        row = 1 + max(run.row for run in runs)
        for column in columns:
            for run in column:
                run.row = row
            yield from _cut(column, size, depth + 1)
        return
    rows = _split(runs, lambda run: (-run.top, -run.bottom), 0.0)
    if len(rows) == 1:
        yield _joined(runs)
        return
    widest = max(range(1, len(rows)), key=lambda at: _gap(rows[at - 1], rows[at]))
    for part in (rows[:widest], rows[widest:]):
        yield from _cut([run for row in part for run in row], size, depth + 1)


def _side_by_side(runs: Sequence[_Run]) -> bool:
    ordered = sorted(runs, key=lambda run: -run.top)
    return any(
        min(upper.top, lower.top) - max(upper.bottom, lower.bottom) > 0.3 * min(upper.size, lower.size)
        for upper, lower in itertools.pairwise(ordered)
    )


def _split(runs: Sequence[_Run], extent: Any, gap: float) -> list[list[_Run]]:
    """Return the runs in groups between which white space of at least `gap` points lies."""
    groups: list[list[_Run]] = []
    end = float("-inf")
    for run in sorted(runs, key=extent):
        first, last = extent(run)
        if not groups or first - end > gap:
            groups.append([])
        groups[-1].append(run)
        end = max(end, last)
    return groups


def _gap(upper: Sequence[_Run], lower: Sequence[_Run]) -> float:
    return min(run.bottom for run in upper) - max(run.top for run in lower)


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Return lines that overlap so that no cut parts them: those of one height as one, left to right."""
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: -run.bottom):
        if rows and abs(rows[-1][0].bottom - run.bottom) < 0.5 * run.size:
            rows[-1].append(run)
        else:
            rows.append([run])
    for row in rows:
        row.sort(key=lambda run: run.left)
        row[0].text = " ".join(run.text for run in row)
        row[0].right = max(run.right for run in row)
    return [row[0] for row in rows]
