"""A table of a PDF page, however it was found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Table:
    """A table of a page: its cells, and where it stands."""

    rows: list[list[str]]
    left: float
    right: float
    bottom: float
    top: float


def set_in(text: str, by: float, size: float) -> str:
    """Return the label of a row behind the white space that sets it in: parts are set in further."""
    return "　" * min(round(by / size), 8) + text
