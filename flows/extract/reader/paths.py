"""A name as a way through the tokens of a window: up to its first piece, through pieces and gaps, to its end.

Taken one by one, likely tokens make names with holes, and names of two numbers at once. So the networks score
the steps of the way: to be in a piece, to open the first or resume with another, to pause behind a piece or
close the name there, to stand between two (`inputs.PATH`). What a name scores is the sum of its steps; in
training a name stands against all that there are (`train.paths`), in a run against those that are likely.
"""

from __future__ import annotations

import numpy as np

from flows.extract.reader import inputs
from flows.language.arrays import Bools, Floats, Longs

WITHIN, OPENS, RESUMES, PAUSES, CLOSES, BETWEEN = range(len(inputs.PATH))


def scores(tokens: Bools, columns: Longs, steps: Floats) -> Floats:
    """Return the scores (n, C) of the ways through names of n numbers; that of an empty name means nothing.

    `tokens` (n, C, K) says which of the tokens `columns` (K,) of a window each name has; `steps`
    (n, T, len(PATH)) are the scores of all T tokens of the window.
    """
    size = steps.shape[1]
    here, behind = steps[:, columns], steps[:, np.minimum(columns + 1, size - 1)]
    passed = steps[..., BETWEEN].cumsum(1)[:, columns]
    come, leave = here[..., RESUMES] + passed - here[..., BETWEEN], behind[..., PAUSES] - passed
    end = behind[..., CLOSES] * (columns + 1 < size)
    # Between tokens side by side nothing pauses.
    joined = (come[:, 1:] + leave[:, :-1]) * (np.diff(columns) == 1)
    whole = tokens.astype(np.float32)
    total = (whole @ (here[..., WITHIN] + come + leave)[..., None])[..., 0]
    total -= ((whole[..., 1:] * whole[..., :-1]) @ joined[..., None])[..., 0]
    rows = np.arange(len(tokens))[:, None]
    first, last = tokens.argmax(2), tokens.shape[2] - 1 - tokens[..., ::-1].argmax(2)
    return np.asarray(total + (here[..., OPENS] - come)[rows, first] + (end - leave)[rows, last], np.float32)
