"""Trains the second look: `python -m flows.extract.reader.train.second_look GOLD [GOLD ...]`.

Of the names of each number gold says which are right; a small network learns to tell them by what
`flows.extract.reader.naming` tells of them. It is trained on documents that the reader has seen, too, which
are read a little better than others, and judged on those of calibration.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from flows.extract.reader import judging, naming, second_look
from flows.extract.reader.train import data, overlap
from flows.extract.reader.train.data import Example, bag_f1
from flows.extract.reader.train.split import PARTS

EPOCHS, SEEDS = 30, 12
"""How often all cases are read; how many networks are trained, of which the best on calibration is kept."""
_BATCH, _RATE, _DECAY = 128, 2e-3, 1e-1
_HIDDEN = 24
_WORDS_LOST, _LOST = 0.3, 0.1
_LEAST, _NEVER = 0.1, -1e9


class Case(NamedTuple):
    """A number with C names: what is told of them, which are there, and how right each is."""

    told: naming.Told
    there: NDArray[np.bool_]
    right: NDArray[np.float32]


def cases(examples: Iterable[Example]) -> list[Case]:
    """Return what is to be chosen for each metric of gold."""
    found = []
    for example in examples:
        seen = judging.look(example.inputs)
        if seen is None:
            continue
        for place, row in enumerate(seen.rows.tolist()):
            gold = example.gold[row]
            if gold and not gold["optional"] and gold["indicator"] and seen.there[place].any():
                told = naming.Told(*(column[place] for column in seen.told))
                found.append(Case(told, seen.there[place], _rightness(example, seen, place, gold)))
    return found


def _rightness(example: Example, seen: judging.Seen, place: int, gold: dict[str, Any]) -> NDArray[np.float32]:
    spans = (seen.spans(place, which) for which in range(seen.there.shape[1]))
    names = [naming.name_of(example.reading.text, one) for one in spans]
    return np.array([max(bag_f1(one, name) for one in gold["indicator"]) for name in names], np.float32)


class Even(nn.Linear):
    """A layer whose inputs come to a mean of nought and a spread of one."""

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__(inputs, hidden)
        self.register_buffer("mean", torch.zeros(inputs))
        self.register_buffer("spread", torch.ones(inputs))

    def fit(self, seen: Tensor) -> None:
        """Take mean and spread from what is seen (B, inputs)."""
        self.mean, self.spread = seen.mean(0), seen.std(0) + _LEAST

    def forward(self, given: Tensor) -> Tensor:
        """Map (..., inputs) to (..., hidden)."""
        given = (given - self.mean) / self.spread
        return super().forward(functional.dropout(given, _LOST, self.training))

    def folded(self) -> tuple[Tensor, Tensor]:
        """Return weights (inputs, hidden) and bias that do the same to inputs as they are."""
        weight = self.weight / self.spread
        return weight.T, self.bias - weight @ self.mean


class Table(nn.Embedding):
    """What words add to a score."""

    def __init__(self, buckets: int) -> None:
        super().__init__(buckets, 1)
        nn.init.zeros_(self.weight)

    def forward(self, buckets: Tensor) -> Tensor:
        """Sum up (..., W) words; in training a share of them is left out."""
        words = super().forward(buckets)[..., 0]
        if self.training:
            words = words * (torch.rand(words.shape) >= _WORDS_LOST)
        return words.sum(-1)


class Names(nn.Module):
    """Scores names; `flows.extract.reader.second_look.names` does the same."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.numbers = Even(naming.FEATURES, hidden)
        self.categories = nn.Embedding(naming.LABELS + naming.KINDS, hidden)
        self.score, self.words = nn.Linear(hidden, 1, bias=False), Table(naming.BUCKETS)
        self.level = nn.Parameter(torch.zeros(()))
        nn.init.normal_(self.categories.weight, std=0.05)

    def forward(self, numbers: Tensor, categories: Tensor, buckets: Tensor) -> Tensor:
        """Map what is told of (B, C) names to their scores."""
        hidden = torch.relu(self.numbers(numbers) + self.categories(categories).sum(-2))
        return self.score(hidden)[..., 0] + self.words(buckets) + self.level

    def weights(self) -> dict[str, Tensor]:
        """Return the weights as `second_look` names them, rows of tables and inputs first."""
        numbers, bias = self.numbers.folded()
        return {
            "numbers": numbers, "bias": bias, "categories": self.categories.weight,
            "score": self.score.weight[0], "words": self.words.weight[:, 0], "level": self.level,
        }  # fmt: skip

    def fit(self, told: Sequence[Tensor], there: Tensor) -> None:
        """Learn what the inputs are like."""
        self.numbers.fit(told[0][there])


def fit(found: Sequence[Case], seed: int = 0) -> Names:
    """Train the network."""
    torch.manual_seed(seed)
    told, there, right = _stacked(found)
    network = Names(_HIDDEN)
    network.fit(told, there)
    steps = max(1, len(found) // _BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    pace = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS * steps)
    for _ in range(EPOCHS):
        for part in torch.randperm(len(found))[: steps * _BATCH].split(_BATCH):
            scores = network(*(one[part] for one in told)).masked_fill(~there[part], _NEVER)
            value = _cost(scores, right[part])
            optimiser.zero_grad()
            value.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            pace.step()
    return network.eval()


def _cost(scores: Tensor, right: Tensor) -> Tensor:
    """Return what it costs to choose by `scores`: of some that are right any will do, and none scores 0."""
    good = right >= naming.ALIKE
    chances = functional.pad(scores, (0, 1)).log_softmax(1)
    wanted = torch.cat([good, ~good.any(1, keepdim=True)], 1)
    return -torch.logsumexp(chances.masked_fill(~wanted, _NEVER), 1).mean()


def _stacked(found: Sequence[Case]) -> tuple[list[Tensor], Tensor, Tensor]:
    told = [torch.from_numpy(np.stack(column)) for column in zip(*(case.told for case in found), strict=True)]
    there, right = (np.stack([getattr(case, name) for case in found]) for name in ("there", "right"))
    return told, torch.from_numpy(there), torch.from_numpy(right)


def share_right(network: Names, found: Sequence[Case]) -> float:
    """Return for how many of the cases what scores best is right."""
    told, there, right = _stacked(found)
    with torch.no_grad():
        best = network(*told).masked_fill(~there, _NEVER).argmax(1)
    return float((right.gather(1, best[:, None]) >= naming.ALIKE).float().mean())


def train(examples: Sequence[Example], path: Path = second_look.WEIGHTS) -> str:
    """Train on the training documents whose sources are told; return how often what is chosen is right.

    The weights are written to `path`: those of some networks that is right most often on cases kept apart, if
    there are any. Documents without sources were read so often that the networks know them by heart: they are
    taken where there are no others, or where they were kept for calibration.
    """
    learned = [one for one in examples if one.part == "training"]
    told = [one for one in learned if one.genre] or learned
    told += [one for one in examples if one.part != "training"]
    parts = {part: cases(one for one in told if one.part == part) for part in PARTS}
    found, apart = parts["training"], parts["calibration"]
    networks = [fit(found, seed) for seed in range(SEEDS if apart else 1)]
    network = max(networks, key=lambda one: share_right(one, apart)) if apart else networks[0]
    weights = {name: value.detach().numpy().astype(np.float16) for name, value in network.weights().items()}
    np.savez_compressed(path, **weights)  # type: ignore[arg-type]
    second_look.weights.cache_clear()
    return ", ".join(f"{part} {share_right(network, own):.4f}" for part, own in parts.items() if own)


def main() -> None:
    """Train on gold folders, and write the weights to where runs read them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    [examples], _ = overlap.distinct([list(data.examples(parser.parse_args().gold))])
    print(train(examples))


if __name__ == "__main__":
    main()
