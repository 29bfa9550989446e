"""A line of a page by itself: its kind, how it begins and ends, which pairs of characters stand in it."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flows import contract
from flows.ingest import furniture, inference, layout
from flows.ingest.elements import BYLINE, DATELINE, LONGEST_BYLINE, SPEAKER

_HALF = str.maketrans("，：；（）？！　", ",:;()?! ")
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


def written(words: str) -> Written:
    """Return the words of a line as they are compared."""
    words = words.translate(_HALF)
    return Written(words, _kind(words), layout.width(words[:_LONGEST_SHORT]), pairs(words))


def _kind_of(char: str) -> str:
    return "han" if _HAN.match(char) else "digit" if char.isdigit() else char


@functools.cache
def weights() -> dict[str, float]:
    """Return what it says of two passages that they share a pair of characters; a rare pair says more."""
    return {row["pair"]: float(row["weight"]) for row in contract.codelist("character_pairs")}


RARE = 7.0


def _weight(pairs: frozenset[str]) -> float:
    known = weights()
    return math.fsum(known.get(pair, RARE) for pair in pairs)  # the same in any order


def pairs(words: str) -> frozenset[str]:
    """Return the pairs of Chinese characters that stand side by side."""
    return frozenset(
        a + b for a, b in pairwise(words) if "\u4e00" <= a <= "\u9fff" and "\u4e00" <= b <= "\u9fff"
    )


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


def shared(mine: frozenset[str], other: frozenset[str]) -> str:
    """Return how much of `mine` stands in `other`, in steps."""
    whole = _weight(mine)
    if not whole or not other:
        return "?"
    share = _weight(mine & other) / whole
    return next((str(step) for step, most in enumerate(_STEPS) if share <= most), str(len(_STEPS)))


_STEPS = (0.0, 0.03, 0.06, 0.1, 0.15, 0.22, 0.32, 0.5, 0.75)


def rare(mine: frozenset[str], other: frozenset[str]) -> int:
    """Return how many rare pairs two passages share, up to six."""
    return min(sum(pair not in weights() for pair in mine & other), 6)


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
    else:
        yield f"begins {line.words[:2]}"
        yield f"lead {line.lead}"
    if line.is_signed:
        yield "signed"
