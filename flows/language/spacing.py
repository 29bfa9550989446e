"""What stands between the words of a sentence and is none: marks of notes, spaces beside figures.

The tagger was trained on texts without them: a word beside one is taken for another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from flows.language.normalise import BLANK

_HAN = r"\u4e00-\u9fff"
_NEEDLESS = re.compile(
    rf"{BLANK}+"
    # 投资 120 亿元, GDP 达到, 3 500 万: figures and letters set apart from the characters around them.
    rf"|(?<=[{_HAN}])[ ]+(?=[\d¥$€£A-Za-z+<>≥≤≈±-])|(?<=[\dA-Za-z%‰])[ ]+(?=[{_HAN}])"
    r"|(?<=\d)[ ]+(?=\d{3}(?!\d))"
    # The number of an item of a list.
    r"|\A[(（]?\d{1,2}[、.．)）](?:(?!\d)|(?=(?:19|20|21)\d\d年))[ ]*"
)
_BESIDE_FIGURES = re.compile(rf"(?<=[{_HAN}—–~～至到-])[ ]+(?=\d)|(?<=\d)[ ]+(?=[{_HAN}—–~～-])")
_FIRST_OF_ITEM = frozenset("(（0123456789")


class Squeezed(NamedTuple):
    """A sentence without what is needless, and for each of its characters, and its end, the place before."""

    text: str
    places: Sequence[int] | None
    """None where nothing was left out."""


def squeeze(sentence: str) -> Squeezed:
    """Leave out of a sentence (as `normalise` leaves it) what no word is made of."""
    tight = " " not in sentence and BLANK not in sentence
    if (tight and sentence[:1] not in _FIRST_OF_ITEM) or not _NEEDLESS.search(sentence):
        return Squeezed(sentence, None)
    return _without(sentence, _NEEDLESS)


def tightened(text: str) -> Squeezed:
    """Leave out of a text the spaces that set figures apart from the characters around them: 6 月 30 日."""
    found = " " in text and _BESIDE_FIGURES.search(text)
    return _without(text, _BESIDE_FIGURES) if found else Squeezed(text, None)


def _without(text: str, needless: re.Pattern[str]) -> Squeezed:
    places: list[int] = []
    last = 0
    for match in needless.finditer(text):
        places += range(last, match.start())
        last = match.end()
    places += range(last, len(text))
    return Squeezed("".join([text[place] for place in places]), places)
