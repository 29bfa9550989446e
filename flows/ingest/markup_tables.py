"""Tables written as HTML in a text, as programs that convert files to Markdown leave them."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from flows.language.sentences import Span

_BEGIN, _END = "<table", "</table>"
_MOST_COLUMNS, _MOST_ROWS = 60, 2000


def spans(text: str) -> Iterator[Span]:
    """Yield where tables stand in a text, tags included."""
    lower = text.lower()
    at = lower.find(_BEGIN)
    while at >= 0:
        end = lower.find(_END, at)
        if end < 0:
            return
        yield Span(at, end + len(_END))
        at = lower.find(_BEGIN, end)


def rows(markup: str) -> list[list[str]]:
    """Return the cells of a table, one that spans several written into each of them."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    width = 1 + max((over for _, over in reader.cells), default=-1)
    height = 1 + max((down for down, _ in reader.cells), default=-1)
    return [[reader.cells.get((down, over), "").strip() for over in range(width)] for down in range(height)]


class _Reader(HTMLParser):
    """Puts what stands in cells to their places."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.cells: dict[tuple[int, int], str] = {}
        self._row = -1
        self._places: list[tuple[int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._row += 1
            self._places = []
        elif tag in ("td", "th") and 0 <= self._row < _MOST_ROWS:
            self._open(dict(attrs))

    def _open(self, told: dict[str, str | None]) -> None:
        over = 0
        while (self._row, over) in self.cells:
            over += 1
        width, height = _span(told.get("colspan")), _span(told.get("rowspan"))
        self._places = [
            (self._row + down, over + right)
            for down in range(height)
            for right in range(min(width, max(_MOST_COLUMNS - over, 0)))
        ]
        self.cells |= dict.fromkeys(self._places, "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._places = []

    def handle_data(self, data: str) -> None:
        for place in self._places:
            self.cells[place] += data.replace("\n", "")


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _MOST_COLUMNS) if value and value.isdecimal() else 1
