"""A line of a page by itself: its kind, how it begins and ends, and what of it other lines may share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.ingest import furniture, inference, layout, pairs
from flows.ingest.elements import BYLINE, DATELINE, LONGEST_BYLINE, SPEAKER

_HALF = str.maketrans("，：；（）？！　", ",:;()?! ")
_STOP = re.compile(r"(?<=[\u4e00-\u9fff”’)%》])\.(?=$|[\u4e00-\u9fff“‘《(\d”’])")
"""A full stop that is typed as a point."""
_CLOSED = re.compile(r"[。!?…][”’」』)》\]】]*$")
_SIGNED = re.compile(r"\([^()。]{0,12}(?:记者|通讯员|完|据|来源)[^()。]{0,24}\)$")
_CLAUSE = re.compile(r"[,;]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEADS = (
    ("day", re.compile(r".{0,12}\d{1,2}(?:月\d{1,2})?日")),
    ("recent", re.compile(r".{0,16}(?:昨[日天]|今[日天]|近日|日前|近期|连日来|本周|上周|当地时间)")),
    ("told", re.compile(r".{0,8}记者.{0,24}(?:获悉|了解到|看到)|.{0,6}从.{2,24}(?:获悉|了解到)")),
    ("since", re.compile(r"今年|截至|\d{4}年|上半年|前\S{1,3}月")),
    (
        "goes on",
        re.compile(
            r"此外|同时|其中|据介绍|据了解|下一步|目前|对此|随后|他|她|会议|与此|另外|为此|在此|据悉|接下来"
        ),
    ),
)
_LONGEST_HEAD = 60.0
_LONGEST_SHORT = 120
_ALIKE = 4.0
"""How much wider one subhead may be than another, in full-width characters."""
_PARTED = re.compile(r"[^ :]{3}[ :][^ :,;]{3}")
_NARROWEST = 10.0
_SHORTEST_BREAK = 30.0
"""Width up to which a line of two parts (破题起势 开局之年) is no paragraph that breaks off."""


@dataclass(frozen=True, slots=True)
class Written:
    """A line by itself, with half-width marks; `pairs` are those of its Chinese characters."""

    words: str
    kind: str
    width: float
    pairs: frozenset[str]

    @property
    def is_body(self) -> bool:
        """Whether it is a paragraph and may be no headline."""
        return self.is_text and not self.is_head

    @property
    def is_text(self) -> bool:
        """Whether it may be a paragraph."""
        return self.kind in ("closed", "open", "clause", "dateline", "numbered")

    @property
    def is_head(self) -> bool:
        """Whether it may be a headline."""
        return self.kind == "bare" or (self.kind in ("clause", "numbered") and self.width <= _LONGEST_HEAD)

    @property
    def is_closed(self) -> bool:
        """Whether it ends a sentence."""
        return _CLOSED.search(self.words) is not None

    @property
    def is_signed(self) -> bool:
        """Whether it ends with who wrote it."""
        return _SIGNED.search(self.words) is not None

    @property
    def has_clauses(self) -> bool:
        """Whether a comma parts it."""
        return _CLAUSE.search(self.words) is not None

    @property
    def is_parted(self) -> bool:
        """Whether it has the parts of a headline, and is too short to break off."""
        short = self.kind == "bare" and self.width <= _SHORTEST_BREAK
        return short and _PARTED.search(self.words) is not None

    @property
    def is_narrow(self) -> bool:
        """Whether it is too short to be a paragraph that breaks off where a column ends."""
        return self.kind == "bare" and self.width < _NARROWEST

    @property
    def first(self) -> str:
        """What kind of character it begins with."""
        return _kind_of(self.words[:1])

    @property
    def last(self) -> str:
        """What kind of character it ends with."""
        return _kind_of(self.words[-1:])

    @property
    def lead(self) -> str:
        """What kind of words it begins with."""
        if DATELINE.match(self.words):
            return "dateline"
        return next((name for name, sign in _LEADS if sign.match(self.words)), "none")

    def is_like(self, other: Written) -> bool:
        """Tell whether two lines have as many parts, and are about as wide."""
        same = all(self.words.count(mark) == other.words.count(mark) for mark in " :")
        return same and abs(self.width - other.width) <= _ALIKE


def written(words: str) -> Written:
    """Return the words of a line as they are compared."""
    words = _STOP.sub("。", words.translate(_HALF))
    return Written(words, _kind(words), layout.width(words[:_LONGEST_SHORT]), pairs.of(words))


def _kind_of(char: str) -> str:
    return "han" if _HAN.match(char) else "digit" if char.isdigit() else char


def _kind(words: str) -> str:
    short = len(words) <= _LONGEST_SHORT
    if short and furniture.MARKER.fullmatch(words):
        return "marker"
    if short and furniture.CAPTION.fullmatch(words) and not DATELINE.match(words):
        return "caption"
    if len(words) <= LONGEST_BYLINE and BYLINE.fullmatch(words):
        return "byline"
    if DATELINE.match(words):
        return "dateline"
    if short and (inference.is_occasion(words) or SPEAKER.fullmatch(words)):
        return "occasion"
    if layout.numbered(words) and not _CLOSED.search(words):
        return "numbered"
    if _CLOSED.search(words):
        return "closed"
    parts = words.split() if _CLAUSE.search(words) is None else [words]
    if "。" in words or words[-1:] in ":;,、" or max(map(len, parts)) > _LONGEST_HEAD:
        return "open"
    return "clause" if _CLAUSE.search(words) else "bare"


def by_itself(line: Written) -> Iterator[str]:
    """Yield what a line shows without the others."""
    yield "always"
    yield f"kind {line.kind}"
    steps = sum(line.width > most for most in (6, 10, 14, 18, 24, 32, 44, 60, 100))
    yield f"width {steps}"
    yield f"kind {line.kind} width {steps}"
    yield f"first {line.first}"
    yield f"last {line.last}"
    if line.is_head and line.kind != "clause":
        yield f"head ends {line.words[-2:]}"
        parts = min(line.words.count(" "), 4)
        yield f"spaces {parts}"
        yield f"spaces {parts} width {steps}"
        yield f"colon {':' in line.words[1:-1]} width {steps}"
    else:
        yield f"begins {line.words[:2]}"
        yield f"lead {line.lead}"
    if line.is_signed:
        yield "signed"
