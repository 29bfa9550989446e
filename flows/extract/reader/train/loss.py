"""What it costs to be wrong: against gold, and against a teacher's chances."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from flows.extract.reader.train import hints
from flows.extract.reader.train.heads import CLASSES

_ROLES = (0.2, 0.3, 0.3)
"""Weights of what a token is to a number, in the order of `inputs.ROLES`."""
_CLASS_WEIGHTS = (1.0, 1.0, 1.0, 0.5)
_HINTS = 3.0
"""Weight of the hints beside a number's answers."""
_NEVER = -1e4


def cost(found: dict[str, Tensor], batch: dict[str, Tensor]) -> Tensor:
    """Return the mean cost of a number."""
    inside = batch["inside"][batch["window"]].float()[..., None]
    tokens = functional.binary_cross_entropy_with_logits(found["chosen"], batch["chosen"], reduction="none")
    total = ((tokens * inside).sum(1) * batch["weight"] * torch.tensor(_ROLES)).sum()
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
