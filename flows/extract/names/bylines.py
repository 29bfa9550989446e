"""Persons of bylines, which have a form of their own: （记者 某某 某某）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.extract.names import lists
from flows.extract.names.labels import Name
from flows.language import scan

_REPORTER = "(?:记者|通讯员|摄影报道|摄影|撰稿|实习生)"
_CUE = re.compile(_REPORTER)
_CHINESE = re.compile(rf"(?:{lists.parts('surname')})[一-龥]{{1,2}}")
_BEFORE = frozenset("本报网新华社特约见习实首席融全媒体")
_BYLINE = re.compile(
    rf"(?:本报|本网|新华社|特约|见习|实习|首席|融媒体|全媒体)?{_REPORTER}[ :：]{{0,2}}"
    r"(?P<names>[一-龥]{2,4}(?:(?:[ 、]{1,2})[一-龥]{2,4}){0,6})(?= |$|\n|[)）。，;；]|/|摄|文|报道|通讯员)"
)


def find(text: str) -> Iterator[Name]:
    """Yield the persons of the bylines of `text`."""
    for match in scan.near(_CUE, _BYLINE, text, _BEFORE.__contains__):
        for name in re.finditer(r"[一-龥]{2,4}", match["names"]):
            if _CHINESE.fullmatch(name[0]) and not _CUE.fullmatch(name[0]):
                start = match.start("names") + name.start()
                yield Name(start, start + len(name[0]), "PERSON")
