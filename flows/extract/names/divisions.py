"""Divisions that the network passes over: named in full, or at the head of a row (静海：出口12亿元)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.extract.names.labels import Name
from flows.extract.reading import Reading
from flows.language import gazetteer

_LABEL = re.compile(r"(?:^|(?<=[\n。；]))[ \u3000]*(?P<name>[一-龥]{2,11})[：:](?=[^。；\n]{0,40}[0-9])")


def in_full(reading: Reading) -> Iterator[Name]:
    """Yield the divisions by their full names, where words begin and end: not 应城市 in 响应城市."""
    words = [word for sentence in reading.words for word in sentence] if reading.regions else []
    starts, ends = {word.start for word in words}, {word.end for word in words}
    for start, end, code in reading.regions:
        name = gazetteer.regions()[code].name
        whole = code != gazetteer.ROOT and reading.text.endswith(name, start, end)
        if whole and end - start > 2 and start in starts and end in ends:
            yield Name(start, end, "PLACE")


def of_rows(reading: Reading) -> Iterator[Name]:
    """Yield the divisions of the document's region that stand before a colon and numbers, by any name."""
    here = reading.document.region_code
    for match in _LABEL.finditer(reading.text) if here else ():
        code = gazetteer.resolve_region(match["name"], here)
        if code and code != here and gazetteer.is_within(code, here or gazetteer.ROOT):
            yield Name(match.start("name"), match.end("name"), "PLACE")
