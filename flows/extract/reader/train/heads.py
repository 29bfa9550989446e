"""The heads of the reader, in torch: what chooses for each number by the states of its window."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from flows.extract.reader import features, inputs, periods, subjects
from flows.extract.reader.train.network import side_by_side

HIDDEN, TOKEN = 64, 64
"""Width of what is known of a number or candidate, and of a token as seen from a number."""
CONVENTIONS = ("gold", "annotated", "made up")
"""Whose answers there are to learn from: gold's first, to which nothing is added."""
STEPS, LOOKS = (1, 2, 4), 2
"""How far each layer over the tokens as seen from a number sees, and in how many ways it sees all of them."""


class Features(nn.Module):
    """A sum of embeddings, one for each whole number that is known of a thing."""

    def __init__(self, sizes: tuple[int, ...], width: int) -> None:
        super().__init__()
        offsets = [sum(sizes[:place]) for place in range(len(sizes))]
        self.register_buffer("offsets", torch.tensor(offsets, dtype=torch.int32))
        self.table = nn.Embedding(sum(sizes), width)
        nn.init.normal_(self.table.weight, std=0.1)

    def forward(self, values: Tensor) -> Tensor:
        """Map (..., F) whole numbers to (..., width)."""
        return self.table(values + self.offsets).sum(-2)


def _of(states: Tensor, window: Tensor) -> Tensor:
    """Return for each number what is known of its window; one window serves all of its numbers."""
    return states if states.shape[0] == 1 else states[window]


def _averaged(weights: Tensor, states: Tensor, window: Tensor) -> Tensor:
    """Average the tokens (N, T) of each number's window to (N, width)."""
    return weights @ states[0] if states.shape[0] == 1 else (weights[:, None] @ states[window])[:, 0]


class Sight(nn.Module):
    """What it means to stand at one of `features.DISTANCES` and of `features.PLACES`, as one whole number."""

    def __init__(self) -> None:
        super().__init__()
        self.distance = nn.Embedding(features.DISTANCES, TOKEN)
        self.place = nn.Embedding(features.PLACES, TOKEN)
        for table in (self.distance, self.place):
            nn.init.normal_(table.weight, std=0.1)

    def forward(self, seen: Tensor) -> Tensor:
        """Map (N, T) whole numbers to (N, T, TOKEN). The table of both together is folded at run time."""
        table = (self.distance.weight[:, None] + self.place.weight[None]).flatten(0, 1)
        return functional.embedding(seen, table)


class Near(nn.Module):
    """What tokens are beside those some steps before and behind them, and beside those that count most.

    A convolution, as one product in whole numbers, and what `LOOKS` weighings of all tokens see.
    """

    def __init__(self, width: int, step: int) -> None:
        super().__init__()
        self.step = step
        self.three = nn.Linear(3 * width, width, bias=False)
        self.look = nn.Linear(width, LOOKS, bias=False)
        self.context = nn.Linear(LOOKS * width, width)
        for weight in (self.three.weight, self.context.weight):
            nn.init.normal_(weight, std=0.02)

    def forward(self, tokens: Tensor, inside: Tensor | None) -> Tensor:
        """Map (N, T, width) to the same; `inside` (N, T) says which tokens there are, if not all."""
        if inside is not None:
            tokens = tokens * inside[..., None]
        looks = self.look.weight @ tokens.transpose(1, 2)
        if inside is not None:
            looks = looks.masked_fill(~inside[:, None], -1e9)
        seen = (looks.softmax(-1) @ tokens).flatten(1)
        return self.three(side_by_side(tokens, self.step)) + self.context(seen)[:, None]


def _at(tokens: Tensor, ends: Tensor, rows: Tensor | None) -> Tensor:
    """Return the mean (N, K, width) of the tokens at `ends` (N, K, 2), from 1 on; what is at 0 is nought.

    `rows` (N) says which of `tokens` (B, T, width) each number's are, if those are not all the same.
    """
    places = functional.pad(tokens, (0, 0, 1, 0))
    if rows is not None:
        ends = ends + (rows * places.shape[1])[:, None, None]
    table = places.flatten(0, 1)
    first, last = (functional.embedding(ends[..., side], table) for side in (0, 1))
    return (first + last) / 2


class Chooser(nn.Module):
    """Scores the candidates of a number."""

    def __init__(self, width: int, sizes: tuple[int, ...]) -> None:
        super().__init__()
        self.own = nn.Linear(width, 2 * HIDDEN, bias=False)
        self.number, self.picked, self.number2 = (nn.Linear(width, HIDDEN, bias=False) for _ in range(3))
        self.known = nn.Linear(sum(sizes), HIDDEN, bias=False)
        self.seen = nn.Linear(TOKEN, HIDDEN, bias=False)
        nn.init.normal_(self.known.weight, std=0.1)
        self.mix = nn.Linear(HIDDEN, HIDDEN)
        self.score = nn.Linear(HIDDEN, 1)

    def forward(
        self, states: Tensor, window: Tensor, ends: Tensor, number: Tensor, picked: Tensor, about: Tensor,
        known: Tensor, seen: Tensor,
    ) -> Tensor:  # fmt: skip
        """Return scores (N, K) of candidates whose first and last tokens are `ends` (N, K, 2), 0 for nowhere.

        The first token of a window is 1; `known` (N, K, F) has a 1 for each value of a feature that holds,
        `seen` (N, T, TOKEN) the tokens as seen from the numbers.
        """
        own, own2 = _at(self.own(states), ends, window if len(states) > 1 else None).split(HIDDEN, -1)
        z = own + (self.number(number) + self.picked(picked) + about)[:, None] + self.known(known)
        z = z + self.seen(_at(seen, ends, torch.arange(seen.shape[0])))
        z = functional.relu(z + own2 * self.number2(number)[:, None])
        return self.score(z + functional.relu(self.mix(z))).squeeze(-1)


CLASSES = tuple(own.stop - own.start for own in inputs.CLASSES.values())


class Heads(nn.Module):
    """What is chosen for each number: its tokens by `inputs.ROLES`, its classes, its subject, its period."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.token = nn.Linear(width, 2 * TOKEN, bias=False)
        self.number, self.number2 = (nn.Linear(width, TOKEN, bias=False) for _ in range(2))
        self.sight = Sight()
        self.about_name = nn.Linear(HIDDEN, TOKEN, bias=False)
        self.near = nn.ModuleList(Near(TOKEN, step) for step in STEPS)
        self.choose = nn.Linear(TOKEN, len(inputs.ROLES))
        self.about = Features(inputs.NUMBER_SIZES, HIDDEN)
        self.convention = nn.Embedding(len(CONVENTIONS), HIDDEN, padding_idx=0)
        nn.init.zeros_(self.convention.weight)
        self.both = nn.Linear(2 * width, 128)
        self.about2 = nn.Linear(HIDDEN, 128)
        self.classes = nn.Linear(128, sum(CLASSES))
        self.subject = Chooser(width, subjects.SIZES)
        self.unlisted = nn.Linear(128, 1)
        self.period = Chooser(width, periods.SIZES)
        nn.init.zeros_(self.choose.bias)
        nn.init.constant_(self.choose.bias[:1], -2.0)

    def forward(self, states: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        """Score all of N numbers whose windows' states are (B, T, width)."""
        window, own = batch["window"], batch["own"].to(states.dtype)
        number = _averaged(own, states, window)
        token, token2 = _of(self.token(states), window).split(TOKEN, -1)
        about = self.about(batch["numbers"])
        if "convention" in batch:
            about = about + self.convention(batch["convention"])
        z = token + (self.number(number) + self.about_name(about))[:, None]
        z = functional.relu(z + token2 * self.number2(number)[:, None] + self.sight(batch["seen"]))
        inside = _of(batch["inside"], window) if len(states) > 1 else None
        for near in self.near:
            z = functional.relu(z + near(z, inside))
        # Tokens last: onnxruntime is slow where only a few numbers stand in a row.
        odds = (self.choose.weight @ z.transpose(1, 2) + self.choose.bias[:, None]).float()
        likely = odds[:, 0] if inside is None else odds[:, 0].masked_fill(~inside, -1e9)
        picked = _averaged(likely.softmax(-1).to(states.dtype), states, window)
        hidden = functional.relu(self.both(torch.cat([number, picked], -1)) + self.about2(about))
        out = {"chosen": odds.transpose(1, 2), "classes": self.classes(hidden).float()}
        for name, chooser in (("subject", self.subject), ("period", self.period)):
            ends, known = batch[f"{name}_ends"], batch[f"{name}_known"].to(states.dtype)
            out[name] = chooser(states, window, ends, number, picked, about, known, z).float()
        out["subject"] = torch.cat([out["subject"], self.unlisted(hidden).float()], 1)
        return out
