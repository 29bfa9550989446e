"""Writes the binary formats that the tests read, from text that the tests give."""

from __future__ import annotations

import io
from collections.abc import Sequence

_FONT = "STSong-Light"


def docx(title: str, paragraphs: Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a DOCX file with a title, paragraphs and a table at its end.

    `# ` begins a heading, and a paragraph between `**` is bold.
    """
    from docx import Document

    document = Document()
    if title:
        document.add_heading(title, level=0)
    for paragraph in paragraphs:
        if paragraph.startswith("# "):
            document.add_heading(paragraph[2:], level=1)
        else:
            run = document.add_paragraph().add_run(paragraph.removeprefix("**").removesuffix("**"))
            if paragraph.startswith("**"):
                run.bold = True
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, word in zip(grid.add_row().cells, row, strict=True):
                cell.text = word
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(
    title: str,
    columns: Sequence[Sequence[str]],
    *,
    header: str = "",
    footer: str = "",
    size: float = 10.5,
    width: float = 220,
    pages: int = 1,
) -> bytes:
    """Return a PDF file: a headline over columns of lines, with a header and footer on each page.

    `columns` are lines as a newspaper has them; with `pages` the columns are dealt to the pages in order.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    share = -(-len(columns) // pages)
    for page in range(pages):
        canvas.setFont(_FONT, 9)
        canvas.drawString(50, 810, header)
        canvas.drawString(280, 30, footer.format(page=page + 1))
        top = 760.0
        if page == 0 and title:
            canvas.setFont(_FONT, 22)
            canvas.drawString(50, top, title)
            top -= 40
        canvas.setFont(_FONT, size)
        for number, column in enumerate(columns[page * share : (page + 1) * share]):
            for row, line in enumerate(column):
                canvas.drawString(50 + number * (width + 30), top - row * size * 1.6, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def sheet(pieces: Sequence[tuple[float, float, float, Sequence[str]]]) -> bytes:
    """Return a PDF file of one page: each piece has left, top, size and lines, and stands where it says."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(842, 1191), invariant=1)
    for left, top, size, lines in pieces:
        canvas.setFont(_FONT, size)
        for row, line in enumerate(lines):
            canvas.drawString(left, top - row * size * 1.5, line)
    canvas.save()
    return stream.getvalue()
