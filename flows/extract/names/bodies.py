"""The full names of bodies in a document that calls them by shorter ones as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from flows.extract.names.labels import Name
from flows.extract.names.lists import LEGAL_FORM, listed, parts
from flows.language import gazetteer

_CALLED = re.compile(
    r"\s?[（(](?:[^（）()\n]{0,30}[，,；;])?(?:以?下简?|简)称(?:为|作)?[：:]?"
    r"[“\"「]?([^“”\"「」（）()、，。；\n]{2,12})[”\"」]?[）)]"
)
_GROUP = re.compile(r"（?(?:集团|控股)）?$")
_BODY = re.compile(rf"(?:{parts('org_suffix')})$")
_LEAST = 4
"""Characters of a name that may be the end of another: fewer are too often a common noun."""


def in_full(text: str, found: Sequence[Name]) -> Mapping[str, Name]:
    """Return, by its short name, where a document names in full a body that it also names in short.

    That is the one that it says so of （以下简称“甲乙”）, the only one of that name with a legal form behind
    it (甲乙集团有限公司), or the only one of that name behind a place or another body (上海市甲乙基金会).
    """
    spans = [item for item in found if item.kind == "ORG"]
    bodies = {text[item.start : item.end]: item for item in reversed(spans)}
    wholes: dict[str, set[str]] = {}
    for whole in bodies:
        for short in (*_stems(whole), *_tails(whole, bodies)):
            if short != whole and short in bodies and not listed("ORG", short):
                wholes.setdefault(short, set()).add(whole)
    names = {short: bodies[min(whole)] for short, whole in wholes.items() if len(whole) == 1}
    return names | {match[1]: item for item in spans if (match := _CALLED.match(text, item.end))}


def _stems(whole: str) -> Iterator[str]:
    """Yield a name without its legal form, and without 集团 and 控股 before that."""
    stem = LEGAL_FORM.sub("", whole)
    while stem != whole and len(stem) > 1:
        yield stem
        whole, stem = stem, _GROUP.sub("", stem)


def _tails(whole: str, bodies: Mapping[str, Name]) -> Iterator[str]:
    """Yield the ends of a name that are names of bodies, behind a place or the name of another body."""
    for cut in range(2, len(whole) - _LEAST + 1):
        head, tail = whole[:cut], whole[cut:]
        if tail in bodies and tail not in head and (_BODY.search(head) or gazetteer.leading(head)):
            yield tail
