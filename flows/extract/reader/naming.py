"""What a number is called: the tokens that the reader takes for its name, against what the rules propose."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader.calibration import margins

if TYPE_CHECKING:
    from flows.extract.reader.inputs import Inputs
    from flows.extract.reader.reader import Judged

Floats = NDArray[np.float32]
Longs = NDArray[np.int64]

GENEROUS = 0.2
"""Added to the odds of a token to be of the name, so that one is taken from a chance of .45 on. A name counts
as right by the F1 of its characters, which loses more by what is left out than by what is too much."""
_BRIDGED = frozenset("的“”\"'‘’·-—–－()（）《》 ")
_TRIMMED = "的了在和与及、，。：:；“”\"'‘’ \n"
_CLIPPED = 0.75
"""Share of a name that is the name without its first word."""
_LONGEST = 12
"""Words that a subject has at most."""
_BEFORE = 3
"""How many numbers back a head is looked for that a name may not join."""


def overlaps(odds: Floats, sizes: Longs) -> list[float]:
    """Return for names of the tokens with `odds` above nought (n, T) the F1 of characters to be expected."""
    expected = sizes / (1 + np.exp(GENEROUS - odds))
    chosen = odds > 0
    common = (expected * chosen).sum(1)
    both = expected.sum(1) + (sizes * chosen).sum(1)
    return list((2 * common / np.maximum(both, 1e-6)).tolist())


def spelt(chosen: Floats) -> tuple[Longs, Longs, Floats]:
    """Return for n numbers the words that spell a subject: the first, the last, and how likely they do.

    `chosen` (n, T, 3) are the odds of each of T words to be what `inputs.ROLES` says.
    """
    firsts, lasts = chosen[..., 1], chosen[..., 2]
    rows, first = np.arange(len(chosen)), firsts.argmax(1)
    reached = first[:, None] + np.arange(_LONGEST)
    inside = reached < lasts.shape[1]
    follow = lasts[rows[:, None], np.where(inside, reached, 0)]
    last = first + np.where(inside, follow, -np.inf).argmax(1)
    return first, last, np.exp(-np.logaddexp(0, -firsts[rows, first]) - np.logaddexp(0, -lasts[rows, last]))


def name_of(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the characters of `spans` as one name; a mark or 的 between two of them belongs to it."""
    pieces: list[str] = []
    for (start, end), before in zip(spans, itertools.chain([None], spans), strict=False):
        if before and 0 < start - before[1] <= 2 and set(text[before[1] : start]) <= _BRIDGED:
            pieces.append(text[before[1] : start])
        pieces.append(text[start:end])
    return "".join(pieces).replace("\n", "").strip(_TRIMMED)


def holds(text: str, built: Inputs, judged: Judged, proposed: str) -> bool:
    """Tell whether the reader's name holds: not where it lacks but the first word (具有, 平均)."""
    name, gap = judged.judgement.name, judged.judgement.name_gap
    clipped = proposed.endswith(name) and len(name) >= _CLIPPED * len(proposed)
    joined = name.endswith(proposed) and _joins_a_head(text, built, judged, proposed)
    return not clipped and not joined and gap > margins()["indicator"]


def _joins_a_head(text: str, built: Inputs, judged: Judged, proposed: str) -> bool:
    """Tell whether a name has the head of one before: no 人口面积 in 人口1364万人，面积1.19万平方公里.

    What modifies the name before may hold on (公司合计 of 公司合计进厂量330万吨，发电量2亿度). On the
    calibration part of gold the rules are right in 11 of 21 such names, the reader in 9, however sure it is.
    """
    first = max(0, judged.row - _BEFORE)
    since = built.quantities[judged.row - 1].end if first < judged.row else judged.quantity.start
    if proposed not in text[since : judged.quantity.start]:
        return False
    joined = judged.judgement.name[: -len(proposed)]
    heads = [text[slice(*spans[-1])] for spans in built.named[first : judged.row] if spans]
    return any(head.endswith(joined) or joined.endswith(head) for head in heads)
