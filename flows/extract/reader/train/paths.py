"""How likely a name is among all names, and a run of words among all runs: what `paths` and `naming` score.

The names of a number are all sets of tokens but the empty one. The sum over them is that of a chain with
three states (in a piece, between pieces, behind the last), token by token.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from flows.extract.reader.naming import LONGEST

NEVER = -1e9


def of_names(steps: Tensor, names: Tensor, inside: Tensor) -> Tensor:
    """Return the log chances (N,) of `names` (N, T), which have one token at least.

    `steps` (N, T, len(PATH)) are the scores of tokens, `inside` (N, T) says which there are.
    """
    return _scores(steps, names & inside, inside) - _sums(steps, inside)


def _scores(steps: Tensor, names: Tensor, inside: Tensor) -> Tensor:
    """Return the scores (N,) of names; `flows.extract.reader.paths.scores` does the same."""
    before = functional.pad(names, (1, 0))[:, :-1]
    count = names.cumsum(1)
    begun, more = count > names.long(), count < count[:, -1:]
    taken = (
        names,
        names & ~begun,
        names & begun & ~before,
        ~names & before & more,
        ~names & before & ~more,
        ~names & begun & more,
    )
    return (steps * torch.stack(taken, -1) * inside[..., None]).sum((1, 2))


def _sums(steps: Tensor, inside: Tensor) -> Tensor:
    """Return the logarithm (N,) of the sum over all names."""
    at = steps.new_full((len(steps), 3), NEVER)
    for (within, opens, resumes, pauses, closes, between), there in zip(
        (one.unbind(1) for one in steps.unbind(1)), inside.unbind(1), strict=True
    ):
        piece, gap, behind = at.unbind(1)
        begun = torch.logsumexp(torch.stack([opens, piece, gap + resumes], 1), 1)
        following = (
            begun + within,
            torch.logaddexp(gap, piece + pauses) + between,
            torch.logaddexp(behind, piece + closes),
        )
        at = torch.where(there[:, None], torch.stack(following, 1), at)
    return torch.logaddexp(at[:, 0], at[:, 2])


def of_runs(first: Tensor, goes_on: Tensor, last: Tensor, sentences: Tensor, inside: Tensor) -> Tensor:
    """Return the log chances (N, T, LONGEST) of runs of 1 to LONGEST tokens, by where they begin.

    `first`, `goes_on` and `last` (N, T) score what a run begins with, goes on with, ends with; `sentences`
    (N, T) are those of tokens, which no run leaves, and `inside` (N, T) says which tokens there are.
    """
    size = first.shape[1]

    def reached(values: Tensor, beyond: float) -> Tensor:
        return functional.pad(values, (0, LONGEST - 1), value=beyond).unfold(1, LONGEST, 1)

    passed = goes_on.masked_fill(~inside, 0).cumsum(1)
    scores = reached(last + passed, NEVER) + (first - passed)[..., None]
    there = reached(inside, False) & inside[..., None] & (reached(sentences, -1) == sentences[..., None])
    return scores.masked_fill(~there, NEVER).flatten(1).log_softmax(1).view(-1, size, LONGEST)
