"""Raised characters: numbers of notes, which belong to no number of the text, and powers of units."""

from __future__ import annotations

import re

_NOTE = re.compile(
    r"[\[［〔【(（]?\s*(?:注\s*)?(?:\d{1,3}|[①-⑳]|[*＊†‡#])(?:\s*[,，、\-—–]\s*\d{1,3})*\s*[\]］〕】)）]?"
)
_POWERS = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_METRES = re.compile(r"(?:^|[^A-Za-z])[a-zμ]{0,2}m\s*$")
_WRITTEN = re.compile(r"(?<=[\d万亿千百])\s?(?P<unit>[kcd]?m)\s?(?P<power>[23])(?![\d.])\s?")
_TEN = re.compile(r"(?:[×xX*·]\s*|(?<![\d.]))10$")


def read(text: str, before: str) -> str | None:
    """Return what raised `text` stands for behind `before`; None where it is text like any other.

    `km` with a raised 2 is km², 10 with a raised 4 is 10⁴, and a number behind a word is that of a note.
    """
    if text in ("2", "3") and _METRES.search(before):
        return text.translate(_POWERS)
    if re.fullmatch(r"[-−]?\d{1,2}", text) and _TEN.search(before):
        return text.translate(_POWERS)
    return "" if _NOTE.fullmatch(text) else None


def powers(text: str) -> str:
    """Return `text` with square and cubic metres whose power came down to the line: 4.5万 m 2 is 4.5万 m²."""
    return _WRITTEN.sub(lambda match: match["unit"] + match["power"].translate(_POWERS), text)
