"""PDF with a text layer: letters become lines, lines are put in the order in which they are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence

from flows.ingest import official, pdf_letters, pdf_order, pdf_tables, raised
from flows.ingest.articles import Line, Page
from flows.ingest.files import Refused
from flows.ingest.pdf_letters import Run, Sheet
from flows.settings import Settings

_REPAIR = "print it to a new PDF file, or give its text"
_HANGING_MARKS = "，。；：、！？”’）》」』】"
_CHAPTER_SIZE = 1.3
"""Size of a heading, over that of the body, that begins no article of its own."""
_MARGIN = 0.1
"""Share of a page's height in which headers and footers stand."""
_REPORT = 12
"""Pages from which a file in one column is one document, whatever its headings look like."""
_LEGIBLE = 0.6
_FEW = 40
"""Characters that are too few to tell whether a text layer is legible."""


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
        sheets = [pdf_letters.sheet(document, number) for number in range(len(document))]
    finally:
        document.close()
    if not any(sheet.runs for sheet in sheets):
        raise Refused("no text layer, only pictures", "recognise its text first, or give its text")
    if not _is_legible("".join(run.text for sheet in sheets for run in sheet.runs)):
        raise Refused("a text layer that decodes to noise", "recognise its text anew, or give its text")
    _drop_headers(sheets)
    ordered: list[Run] = []
    begun: pdf_tables.Begun | None = None
    for number, sheet in enumerate(sheets):
        begun = pdf_tables.write_out(sheet, begun)
        runs = _labels_joined(sheet.runs) if number == 0 else sheet.runs
        ordered += pdf_order.ordered(runs, number, ordered[-1].column + 1 if ordered else 0)
    return _as_page(ordered, len(sheets))


def _is_legible(text: str) -> bool:
    """Return whether a text layer holds writing: letters, figures and characters in use."""
    if len(text) < _FEW:
        return True
    kept = text.encode("gb2312", "ignore").decode("gb2312")
    letters = sum(char.isalnum() or char in "，。、；：（）《》“”%.,-/" for char in kept)
    traditional = len(text.encode("big5", "ignore").decode("big5"))
    return max(letters, 0.9 * traditional) > _LEGIBLE * len(text)


def _labels_joined(runs: Sequence[Run]) -> list[Run]:
    """Return the lines of the first page, labels that stand side by side as one: 证券代码 and 公告编号."""
    labels = [run for run in runs if official.split_labels(run.text) and len(run.text) < 40]
    kept = list(runs)
    for line in pdf_letters.lines(labels):
        if len(line) > 1:
            kept = [run for run in kept if all(run is not other for other in line[1:])]
            line[0].text = "　".join(run.text for run in line)
            line[0].right = line[-1].right
    return kept


def _as_page(runs: Sequence[Run], pages: int) -> Page:
    body = _body_size([run for run in runs if not run.told]) or _body_size(runs) or 1.0
    # In a report large letters begin a chapter, on a page of columns an article.
    in_columns = sum(len(run.text) for run in runs if run.row) > 0.3 * sum(len(run.text) for run in runs)
    largest = float("inf") if in_columns else _CHAPTER_SIZE
    lines: list[Line] = []
    texts: list[str] = []
    at = 0
    measures = _measures(runs)
    for number, run in enumerate(runs):
        text = raised.powers(run.text)
        lines.append(
            Line(
                at,
                at + len(text),
                size=1.0 if run.told else min(run.size / body, largest),
                indent=0.0 if run.told else run.indent,
                block=run.block,
                measure=0.0 if run.told else measures.get(number, 0.0),
                reach=(run.right - run.edge) / run.size,
            )
        )
        texts.append(text)
        at += len(text) + 1
    whole = pages >= _REPORT and not in_columns
    return Page("\n".join(texts), tuple(lines), whole=whole)


def _body_size(runs: Sequence[Run]) -> float | None:
    """Return the size of most letters, None where there are no sentences.

    Tables are set smaller than the text around them, and may hold more letters.
    """
    if not any(mark in run.text for run in runs for mark in "，。"):
        return None
    sizes = Counter(round(run.size * 2) / 2 for run in runs for _ in run.text)
    return sizes.most_common(1)[0][0]


def _measures(runs: Sequence[Run]) -> dict[int, float]:
    """Return the width of the column that each line stands in, by the line's number.

    A column shows its width by two lines that fill it. One too short for that has the width of those
    beside it, or of what stands at the same edge on other pages.
    """
    kinds: tuple[Callable[[Run], Hashable], ...] = (
        lambda run: (run.column, run.size),
        lambda run: (run.page, run.row, run.size),
        lambda run: (round(run.edge / 6), run.size, run.row == 0),
    )
    found: dict[int, float] = {}
    for kind in kinds:
        groups: dict[Hashable, list[int]] = {}
        for number, run in enumerate(runs):
            if not run.told:
                groups.setdefault(kind(run), []).append(number)
        for numbers in groups.values():
            measure = _measure([runs[number] for number in numbers])
            for number in numbers if measure else ():
                found.setdefault(number, measure)
    return found


def _measure(lines: Sequence[Run]) -> float:
    """Return the width that lines fill in full-width characters, 0.0 where they do not show it.

    A mark at the end of a line may hang over the edge; the widest line without one shows where it is.
    """
    reaches = [(run.right - run.edge) / run.size for run in lines]
    upright = [reach for run, reach in zip(lines, reaches, strict=True) if run.text[-1] not in _HANGING_MARKS]
    measure = max(upright, default=max(reaches))
    return measure if sum(reach > measure - 2.0 for reach in reaches) > 1 else 0.0


def _drop_headers(sheets: Sequence[Sheet]) -> None:
    """Take out what stands at the top or bottom of several pages alike, numbers aside, and page numbers."""
    seen: Counter[str] = Counter()
    for sheet in sheets:
        seen.update({_key(run) for run in sheet.runs if _in_margin(run, sheet.height)})
    often = max(1, len(sheets) // 3)
    for sheet in sheets:
        dropped = [
            run
            for line in pdf_letters.lines([run for run in sheet.runs if _in_margin(run, sheet.height)])
            if all(seen[_key(run)] > often or (len(line) == 1 and run.text.isdecimal()) for run in line)
            for run in line
        ]
        sheet.runs = [run for run in sheet.runs if all(run is not other for other in dropped)]
        sheet.words = [word for word in sheet.words if not any(_holds(run, word) for run in dropped)]


def _holds(run: Run, word: Run) -> bool:
    return (
        run.left - 1 < word.left and word.right < run.right + 1 and run.bottom - 1 < word.middle < run.top + 1
    )


def _in_margin(run: Run, height: float) -> bool:
    return run.top > height * (1 - _MARGIN) or run.bottom < height * _MARGIN


def _key(run: Run) -> str:
    return re.sub(r"[\d一二三四五六七八九十]+|\s", "", run.text) + str(round(run.bottom / 4))
