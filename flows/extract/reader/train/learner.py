"""The network of `flows.extract.names.network`, as torch trains it."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from flows.extract.names import features, labels
from flows.language.tagger import CENTRE, GRID, STATES

WIDTH = 64
CONVOLUTIONS = 2
DROPOUT = 0.3
CAUTION = 1.25
"""What is added to the odds of no name. Where gold leaves open whether something is a name, nothing is said
against one, so that a network finds too many."""
NAMES = labels.NAMES.size
LABELS = NAMES + labels.POSTS.size
"""How many labels of names come first, and how many there are with those of posts."""


class Learner(nn.Module):
    """The network of `flows.extract.names.network`, as torch trains it.

    Once `whole` is set it reckons as that one does: weights and what passes between layers rounded to
    whole steps, with gradients that pass by the rounding.
    """

    def __init__(self, flags: int) -> None:
        super().__init__()
        self.states = nn.Parameter(torch.randn(STATES, WIDTH) / STATES**0.5)
        self.tables = nn.ParameterDict(
            {
                name: nn.Parameter(torch.randn(size, WIDTH) * 0.05)
                for name, size in (
                    ("flags", flags),
                    ("labels", features.LABELS),
                    ("bigrams", features.BIGRAMS),
                    ("bigrams_before", features.BIGRAMS),
                    ("characters", features.CHARACTERS),
                )
            }
        )
        self.bias = nn.Parameter(torch.zeros(WIDTH))
        self.convolutions = nn.ParameterList(
            [nn.Parameter(torch.randn(5 * WIDTH, WIDTH) / (5 * WIDTH) ** 0.5) for _ in range(CONVOLUTIONS)]
        )
        self.convolution_biases = nn.ParameterList(
            [nn.Parameter(torch.zeros(WIDTH)) for _ in range(CONVOLUTIONS)]
        )
        self.output = nn.Parameter(torch.randn(2 * WIDTH, LABELS) / (2 * WIDTH) ** 0.5)
        self.output_bias = nn.Parameter(torch.zeros(LABELS))
        self.dice = torch.rand(40_000_000)
        self.whole = False
        self.tops = [4.0] * (CONVOLUTIONS + 1)
        """What 127 stands for between the layers."""

    def first_step(self) -> torch.Tensor:
        """Return what one step of the first layer's weights is worth.

        States come as bytes up to 255, twice as much as all else, so that their weights keep to half.
        """
        tables = [table.abs().max() / 127 for table in self.tables.values()]
        return torch.stack([self.states.abs().max() / 63, *tables]).max()

    def forward(self, seen: features.Features) -> torch.Tensor:
        """Return row by label the logarithm of odds."""
        real = torch.from_numpy(seen.real).unsqueeze(1)
        step = self.first_step().detach()
        states, table = (
            self._round(self.states, step),
            {k: self._round(t, step) for k, t in self.tables.items()},
        )
        pairs = torch.from_numpy(seen.bigrams)
        drop = self._dropped
        total = drop((torch.from_numpy(seen.states).float() - CENTRE) / GRID, DROPOUT) @ states
        total = total + drop(torch.from_numpy(seen.flags).float(), DROPOUT / 2) @ table["flags"]
        total = total + table["labels"][torch.from_numpy(seen.labels)] + self.bias
        total = total + self._looked_up(table["bigrams"], pairs)
        total = total + self._looked_up(table["characters"], torch.from_numpy(seen.characters))
        before = self._looked_up(table["bigrams_before"], pairs)
        total = total + torch.cat([torch.zeros(1, WIDTH), before[:-1]])
        lower = upper = self._settled(total, 0) * real
        for level, (weight, bias) in enumerate(zip(self.convolutions, self.convolution_biases, strict=True)):
            side = 2 * (level + 1)
            padded = functional.pad(drop(upper, DROPOUT), (0, 0, side, side))
            pieces = [padded[shift * (level + 1) :][: len(upper)] for shift in range(5)]
            total = torch.cat(pieces, 1) @ self._round(weight, weight.detach().abs().max() / 127) + bias
            upper = self._settled(total, level + 1) * real
        both = drop(torch.cat([lower, upper], 1), DROPOUT)
        return both @ self._round(self.output, self.output.detach().abs().max() / 127) + self.output_bias

    def _dropped(self, values: torch.Tensor, share: float) -> torch.Tensor:
        """Return `values` with a share of them at nought, in training.

        The dice are cast once and read from another place each time: casting took a third of the time.
        """
        if not self.training:
            return values
        first = int(torch.randint(len(self.dice) - values.numel(), ()))
        kept = self.dice[first : first + values.numel()].view(values.shape) > share
        return values * kept / (1 - share)

    def _looked_up(self, table: torch.Tensor, numbers: torch.Tensor) -> torch.Tensor:
        rows = functional.embedding(numbers, table)
        if self.training:
            rows = rows * self._dropped(torch.ones(len(rows), 1), DROPOUT)
        return rows

    def _settled(self, total: torch.Tensor, level: int) -> torch.Tensor:
        if not self.whole:
            return functional.relu(total)
        top = self.tops[level]
        return self._round(total.clamp(0, top), torch.tensor(top / 127))

    def _round(self, values: torch.Tensor, step: torch.Tensor) -> torch.Tensor:
        if not self.whole:
            return values
        rounded = (values / step).round() * step
        return values + (rounded - values).detach()

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Return the weights in whole steps, as `export_names` writes them."""

        def whole(values: torch.Tensor, step: float) -> np.ndarray[Any, Any]:
            return (values.detach() / step).round().numpy()

        step = self.first_step().item()
        out = {"classes": np.array(features.classes())}
        out |= {"states": whole(self.states, step).astype(np.int8)}
        out |= {name: whole(table, step).astype(np.int8) for name, table in self.tables.items()}
        unit = step / 127
        out["bias"] = whole(self.bias, unit).astype(np.float32)
        steps, worth = [unit / (self.tops[0] / 127)], self.tops[0] / 127
        for level, (weight, bias) in enumerate(zip(self.convolutions, self.convolution_biases, strict=True)):
            step = weight.abs().max().item() / 127
            out[f"convolution_{level}"] = whole(weight, step).astype(np.int8)
            out[f"convolution_bias_{level}"] = whole(bias, step * worth).astype(np.float32)
            top = self.tops[level + 1] / 127
            steps.append(step * worth / top)
            worth = top
        step = self.output.abs().max().item() / 127
        out["output"] = whole(self.output, step).astype(np.int8)
        doubtful = self.output_bias.detach().clone()
        doubtful[0] += CAUTION
        out["output_bias"] = whole(doubtful, step * worth).astype(np.float32)
        out["steps"] = np.array(steps, np.float32)
        out["output_step"] = np.array(step * worth, np.float32)
        return out
