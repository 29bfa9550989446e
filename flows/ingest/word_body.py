"""What stands in the body of a DOCX file, in its order: paragraphs and tables, as Word shows them.

Text in insertions, moves, links, fields, content controls, smart tags and text boxes is read; what was
deleted, moved away or is hidden is not. (ECMA-376, part 1, 17.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flows.ingest import raised

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {
    f"{_W}{name}"
    for name in ("del", "moveFrom", "rt", "instrText", "delText", "rPr", "pPr", "sdtPr", "tblPr")
}
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_OFF = {"0", "false", "off", "none"}
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, with the name of its style."""

    text: str
    style: str
    strong: bool = False
    """Whether all of its letters are bold."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table, a cell that spans several written into each of them."""

    rows: list[list[str]]


class Body:
    """Reads the body of a document whose styles are known."""

    def __init__(self, styles: dict[str, str], hidden: frozenset[str]) -> None:
        """Take the names of styles by their ids, and the ids of those whose text is hidden."""
        self._styles = styles
        self._hidden = hidden
        self._boxes: list[Any] = []
        """Text boxes of the paragraph that is read; what they hold comes behind it."""

    def blocks(self, parent: Any) -> Iterator[Paragraph | Grid]:
        """Yield the paragraphs and tables below an element, in their order."""
        for element in parent:
            if element.tag == f"{_W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element)
            elif element.tag == f"{_COMPATIBLE}AlternateContent":
                yield from self.blocks(_chosen(element))
            elif element.tag not in _GONE and not _is_contents(element):
                yield from self.blocks(element)

    def _paragraph(self, element: Any) -> Iterator[Paragraph | Grid]:
        style = _value(element, "pPr", "pStyle")
        if style in self._hidden:
            return
        outer, self._boxes = self._boxes, []
        text = "".join(self._text(element, []))
        boxes, self._boxes = self._boxes, outer
        if text.strip():
            yield Paragraph(text, self._styles.get(style, style), _is_strong(element))
        for box in boxes:
            yield from self.blocks(box)

    def _text(self, element: Any, said: list[str]) -> list[str]:
        """Add the text of what an element shows to `said`, and return it."""
        for child in element:
            tag = child.tag
            if tag == f"{_W}t":
                said.append(child.text or "")
            elif tag in _SIGNS:
                said.append(_SIGNS[tag])
            elif tag == f"{_W}r":
                self._run(child, said)
            elif tag == f"{_W}txbxContent":
                self._boxes.append(child)
            elif tag == f"{_COMPATIBLE}AlternateContent":
                self._text(_chosen(child), said)
            elif isinstance(tag, str) and tag not in _GONE:
                self._text(child, said)
        return said

    def _run(self, run: Any, said: list[str]) -> None:
        style = _value(run, "rPr", "rStyle")
        if _is_on(run, "vanish") or style in self._hidden:
            return
        if _value(run, "rPr", "vertAlign") == "superscript":
            text = "".join(self._text(run, []))
            word = raised.read(text.strip(), "".join(said[-3:]))
            said.append(text if word is None else word)
        else:
            self._text(run, said)

    def _table(self, table: Any) -> Iterator[Paragraph | Grid]:
        cells = [list(_cells(row)) for row in _rows(table)]
        # A table that holds tables lays out a page.
        if any(next(cell.iter(f"{_W}tbl"), None) is not None for row in cells for cell, _, _ in row):
            for row in cells:
                for cell, _, _ in row:
                    yield from self.blocks(cell)
            return
        grid: list[list[str]] = []
        for row in cells:
            words: list[str] = []
            for cell, span, goes_on in row:
                above = grid[-1][len(words)] if goes_on and grid and len(words) < len(grid[-1]) else None
                words += [self._cell(cell) if above is None else above] * span
            grid.append(words)
        yield Grid(grid)

    def _cell(self, cell: Any) -> str:
        """Return the text of a cell, its paragraphs as one."""
        paragraphs = [each.text for each in self.blocks(cell) if isinstance(each, Paragraph)]
        return "".join(text.replace("\n", "") for text in paragraphs)


def _rows(table: Any) -> Iterator[Any]:
    for element in table:
        if element.tag == f"{_W}tr":
            if element.find(f"{_W}trPr/{_W}del") is None:
                yield element
        elif element.tag not in _GONE and isinstance(element.tag, str):
            yield from _rows(element)


def _cells(row: Any) -> Iterator[tuple[Any, int, bool]]:
    """Yield the cells of a row, how many columns each spans, and whether it goes on from the row above."""
    for element in row:
        if element.tag == f"{_W}tc":
            span = _value(element, "tcPr", "gridSpan") or "1"
            merged = element.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merged is not None and merged.get(f"{_W}val", "continue") != "restart"
            yield element, min(int(span) if span.isdecimal() else 1, _MOST_COLUMNS), goes_on
        elif element.tag not in _GONE and isinstance(element.tag, str):
            yield from _cells(element)


def _value(element: Any, properties: str, name: str) -> str:
    """Return the value of one property of an element, an empty string where it has none."""
    found = element.find(f"{_W}{properties}/{_W}{name}")
    return "" if found is None else found.get(f"{_W}val") or ""


def _is_on(run: Any, name: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and (found.get(f"{_W}val") or "1").lower() not in _OFF


def _is_strong(paragraph: Any) -> bool:
    """Return whether all runs of a paragraph that hold letters are set in bold."""
    runs = [
        run
        for run in paragraph.iter(f"{_W}r")
        if any((each.text or "").strip() for each in run.iter(f"{_W}t"))
    ]
    return bool(runs) and all(_is_on(run, "b") for run in runs)


def _chosen(element: Any) -> Any:
    """Return the one of several ways of writing a thing that is to be read."""
    choice = element.find(f"{_COMPATIBLE}Choice")
    if choice is not None and next(choice.iter(f"{_W}t"), None) is not None:
        return choice
    fallback = element.find(f"{_COMPATIBLE}Fallback")
    return choice if fallback is None else fallback


def _is_contents(element: Any) -> bool:
    """Return whether an element is a table of contents, which repeats the headings."""
    gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"
