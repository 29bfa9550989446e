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

_CHANCES = (0.35, 0.5)
"""Between which the chance lies from which on a token is of the name."""
_BRIDGED = frozenset("的“”\"'‘’·-—–－()（）《》 ")
_TRIMMED = "的了在和与及、，。：:；“”\"'‘’ \n"
_CLIPPED = 0.75
"""Share of a name that is the name without its first word."""
_LONGEST = 12
"""Words that a subject has at most."""
_BEFORE = 3
"""How many numbers back a head is looked for that a name may not join."""


def overlaps(odds: Floats, sizes: Longs) -> Floats:
    """Return for n names the F1 of characters to be expected of the T tokens that are best taken.

    `odds` (n, T) are those of each token to be of the name, `sizes` (T,) its characters.
    """
    chances = np.exp(-np.logaddexp(0, -odds))
    order = np.argsort(-odds, axis=1, kind="stable")
    expected = np.take_along_axis(chances * sizes, order, 1).cumsum(1)
    taken = sizes[order].cumsum(1)
    return np.asarray((2 * expected / np.maximum(taken + expected[:, -1:], 1e-6)).max(1), np.float32)


def generous(expected: Floats) -> Floats:
    """Return for n names with the F1 to be expected what to add to the odds of their tokens (n, 1).

    Of all sets of tokens the best by F1 has those that are likelier than half of the F1 that it reaches
    (Lipton, Elkan and Naryanaswamy 2014): what is left out of a name costs more than what is too much, the
    more so the less sure all of it is.
    """
    chances = np.clip(expected / 2, *_CHANCES)
    return np.asarray(np.log(1 / chances - 1), np.float32)[:, None]


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
