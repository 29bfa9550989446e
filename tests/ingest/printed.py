"""Draws the PDF files of the tests: tables with and without rules, boxes, upright text, raised notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

_FONT = "STSong-Light"
_PAD = 4.0


class Print:
    """Pages that a test draws on, from the top left in points."""

    def __init__(self) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
        self._stream = io.BytesIO()
        self._canvas: Any = Canvas(self._stream, pagesize=(595, 842), invariant=1)

    def text(self, left: float, top: float, line: str, size: float = 11, middle: bool = False) -> None:
        self._canvas.setFont(_FONT, size)
        if middle:
            self._canvas.drawCentredString(left, 842 - top - size, line)
        else:
            self._canvas.drawString(left, 842 - top - size, line)

    def lines(self, left: float, top: float, lines: Sequence[str], size: float = 11) -> None:
        for number, line in enumerate(lines):
            self.text(left, top + number * size * 1.6, line, size)

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self._canvas.setLineWidth(0.5)
        self._canvas.line(left, 842 - top, right, 842 - bottom)

    def grid(
        self,
        left: float,
        top: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str | None]],
        *,
        height: float = 20,
        size: float = 9,
        rules: str = "all",
    ) -> float:
        """Draw a table and return where it ends; None in a row goes on with the cell to its left, `^` above.

        `rules`: all, three (over and under the head and under the table) or none.
        """
        edges = [left + sum(widths[:at]) for at in range(len(widths) + 1)]
        for down, row in enumerate(rows):
            self._row(edges, row, top + down * height, height, size)
            if rules == "all":
                self._box(edges, row, top + down * height, height)
        bottom = top + len(rows) * height
        levels = {"all": (bottom,), "three": (top, top + height, bottom)}
        for level in levels.get(rules, ()):
            self.rule(edges[0], level, edges[-1], level)
        return bottom

    def _row(
        self, edges: Sequence[float], row: Sequence[str | None], top: float, height: float, size: float
    ) -> None:
        for at, cell in enumerate(row):
            if cell is None or cell == "^":
                continue
            end = next((each for each in range(at + 1, len(row)) if row[each] is not None), len(row))
            parts = cell.split("\n")
            for number, part in enumerate(parts):
                level = top + (height - len(parts) * size * 1.15) / 2 + number * size * 1.15
                left = (edges[at] + edges[end]) / 2 if at else edges[0] + _PAD
                self.text(left, level, part, size, middle=at > 0)

    def _box(self, edges: Sequence[float], row: Sequence[str | None], top: float, height: float) -> None:
        for at, cell in enumerate(row):
            if cell != "^":
                self.rule(edges[at], top, edges[at + 1], top)
            if cell is not None:
                self.rule(edges[at], top, edges[at], top + height)
        self.rule(edges[-1], top, edges[-1], top + height)

    def turn(self) -> None:
        """Go on on the next page."""
        self._canvas.showPage()

    def bytes(self) -> bytes:
        self._canvas.save()
        return self._stream.getvalue()
