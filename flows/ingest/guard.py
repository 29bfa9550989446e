"""Readers of formats that can hide anything, behind bounds of time and memory."""

from __future__ import annotations

from flows.ingest import docx, html, pdf
from flows.ingest.articles import Page
from flows.ingest.files import Refused
from flows.settings import Settings

READERS = {"html": html.page, "pdf": pdf.page, "docx": docx.page}


def read(format: str, data: bytes, settings: Settings) -> Page:
    """Return the page of a file of `format`; Refused where its reader cannot make one of it."""
    try:
        return READERS[format](data, settings)
    except Refused:
        raise
    except Exception as error:
        cause = f"the {format} reader failed ({type(error).__name__}: {error!s:.120})"
        raise Refused(cause, "open it and save it again, or give its text") from error
