"""What it costs to be wrong: against gold, and against a teacher's chances."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from flows.extract.reader import naming
from flows.extract.reader.train import hints, paths
from flows.extract.reader.train.heads import CLASSES

_TOKENS, _NAMES, _RUNS = 0.2, 0.3, 0.3
"""Weights of which tokens are of the name, of the name as a whole, of the run that spells the subject."""
_CLASS_WEIGHTS = (1.0, 1.0, 1.0, 0.5)
_HINTS = 3.0
"""Weight of the hints beside a number's answers."""
_NEVER = -1e4


def cost(found: dict[str, Tensor], batch: dict[str, Tensor]) -> Tensor:
    """Return the mean cost of a number."""
    total = _of_tokens(found["chosen"], batch)
    taught = "soft_classes" in batch
    total = total + (_taught_classes if taught else _gold_classes)(found["classes"], batch)
    for name in ("subject", "period"):
        there = batch[f"{name}_there"]
        scores = found[name].masked_fill(~there, _NEVER)
        if taught:
            total = total - (batch[f"soft_{name}"] * scores.log_softmax(1) * there).sum()
        else:
            total = total + _any_right(scores, batch[f"{name}_right"])
    return total / max(1, len(batch["numbers"]))


def _of_tokens(chosen: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """Cost of tokens: of the name, one by one and as a whole, and of the run that spells the subject."""
    inside, named = batch["inside"][batch["window"]], batch["named"]
    own = chosen[..., naming.NAME]
    apart = functional.binary_cross_entropy_with_logits(own, named, reduction="none")
    total = _TOKENS * ((apart * inside).sum(1) * batch["weight"]).sum()
    whole = paths.of_names(chosen[..., naming.STEPS], batch["names"], inside)
    total = total - _NAMES * (whole * batch["sure"]).sum()
    first, goes_on, last = (chosen[..., role] for role in (naming.FIRST, naming.GOES_ON, naming.LAST))
    runs = paths.of_runs(first, goes_on, last, batch["sentences"][batch["window"]], inside).flatten(1)
    runs = runs.masked_fill(~batch["runs"].flatten(1), paths.NEVER)
    return total - _RUNS * (torch.logsumexp(runs, 1) * batch["spelt"]).sum()


def of_hints(guessed: Tensor, given: Tensor) -> Tensor:
    """Return the mean cost of what is guessed (B, T, WIDTH) for the words with hints."""
    there = given[..., 0] != hints.UNKNOWN
    wrong = (guessed - given.float() * hints.STEP).square().mean(-1)
    return _HINTS * (wrong * there).sum() / there.sum().clamp(min=1)


def _any_right(scores: Tensor, right: Tensor) -> Tensor:
    """Cost of candidates of which any that is right will do; none where no candidate is."""
    known = right.any(1)
    wrong = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right, _NEVER), 1)
    return (wrong * known).sum()


def _gold_classes(scores: Tensor, batch: dict[str, Tensor]) -> Tensor:
    right = torch.cat([batch["kept"][:, None], batch["right_classes"]], 1)
    total, low = scores.sum() * 0, 0
    for column, (size, weight) in enumerate(zip(CLASSES, _CLASS_WEIGHTS, strict=True)):
        known = right[:, column] >= 0
        own = scores[:, low : low + size]
        wrong = functional.cross_entropy(own, right[:, column].clamp(min=0), reduction="none")
        total, low = total + weight * (wrong * known).sum(), low + size
    return total


def _taught_classes(scores: Tensor, batch: dict[str, Tensor]) -> Tensor:
    total, low = scores.sum() * 0, 0
    for size, weight in zip(CLASSES, _CLASS_WEIGHTS, strict=True):
        chances = batch["soft_classes"][:, low : low + size]
        total = total - weight * (chances * scores[:, low : low + size].log_softmax(1)).sum()
        low += size
    return total
