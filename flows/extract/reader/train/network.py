"""The networks of the reader, in torch: an encoder, and heads that choose."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from flows.extract.reader import features, inputs, periods, subjects, windows, words
from flows.extract.reader.train.pretrained import Pretrained

HIDDEN, TOKEN = 64, 64
"""Width of what is known of a number or candidate, and of a token as seen from a number."""


MEANINGS, MEANING = 32749, 64
"""Places of the table of what words mean, a prime number, and how wide it is."""
_MIXED = (7919, 104729, 1299709, 15485863)


class Shape(NamedTuple):
    """Size of an encoder, how its layers bend, and what share of its words it does without in training."""

    width: int
    heads: int
    inner: int
    layers: int
    bend: Callable[[Tensor], Tensor] = functional.relu
    lost: float = 0.0


TEACHER = Shape(384, 12, 1536, 8, functional.gelu)
STUDENT = Shape(192, 6, 384, 2, lost=0.1)


class Layer(nn.Module):
    """Attention and a feed-forward layer, each with what went in added and normalised."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, inner = shape.width, shape.inner
        self.heads, self.bend = shape.heads, shape.bend
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, inner), nn.Linear(inner, width)
        self.aln, self.oln = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Map (B, T, width) to the same; `mask` (B, 1, 1, T) is added to what attention sees."""
        size, length, width = x.shape

        def split(y: Tensor) -> Tensor:
            return y.reshape(size, length, self.heads, width // self.heads).transpose(1, 2)

        looks = split(self.q(x)) @ split(self.k(x)).transpose(2, 3) * (width // self.heads) ** -0.5
        if mask is not None:
            looks = looks + mask
        mixed = (looks.softmax(-1) @ split(self.v(x))).transpose(1, 2).reshape(size, length, width)
        x = self.aln(x + self.drop(self.ao(mixed)))
        return self.oln(x + self.drop(self.fo(self.bend(self.fi(x)))))


class Encoder(nn.Module):
    """Tokens with their marks, parts and parts of speech become states."""

    def __init__(self, shape: Shape, positions: int) -> None:
        super().__init__()
        self.shape = shape
        self.position = nn.Embedding(positions, shape.width)
        self.mark = nn.Embedding(len(inputs.MARKS), shape.width)
        self.part = nn.Embedding(len(inputs.PARTS), shape.width)
        self.label = nn.Embedding(len(words.LABELS), shape.width)
        for table in (self.mark, self.part, self.label):
            nn.init.normal_(table.weight, std=0.02)
        nn.init.normal_(self.position.weight, std=0.02)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))

    def tokens(self, batch: dict[str, Tensor]) -> Tensor:
        """Return what is known of the tokens themselves (B, T, width)."""
        raise NotImplementedError

    def forward(self, batch: dict[str, Tensor], mask: Tensor | None = None) -> Tensor:
        """Map a batch of B windows of T tokens to their states (B, T, width)."""
        x = self.tokens(batch)
        place = torch.arange(x.shape[1])
        x = x + self.position(place)[None] + self.mark(batch["marks"])
        x = self.norm(x + self.part(batch["parts"]) + self.label(batch["labels"]))
        for layer in self.layers:
            x = layer(x, mask)
        return x


def meaning_of(slots: Tensor) -> Tensor:
    """Return where the words of slots (..., SLOTS) stand in the table of meanings (...)."""
    return (slots.long() @ torch.tensor(_MIXED)) % MEANINGS


class Words(Encoder):
    """The encoder that reads at run time: the tagger's words by their first and last characters.

    `meanings` is what `lexicon` found, and is not trained.
    """

    _CHARACTER = 48

    def __init__(self, known: int, shape: Shape = STUDENT) -> None:
        super().__init__(shape, windows.LONGEST)
        self.character = nn.Embedding(known, self._CHARACTER, padding_idx=0)
        self.word = nn.Linear(words.SLOTS * self._CHARACTER, shape.width)
        self.state = nn.Linear(words.STATES, shape.width)
        self.meanings = nn.Embedding(MEANINGS, MEANING)
        self.meanings.weight.requires_grad_(requires_grad=False)
        self.meaning = nn.Linear(MEANING, shape.width, bias=False)

    def tokens(self, batch: dict[str, Tensor]) -> Tensor:
        """Return (B, T, width) by the words' characters and meanings and what the tagger makes of them."""
        written = self.word(self.character(batch["slots"]).flatten(-2))
        states = batch["states"].to(self.state.weight.dtype) * (1 / words.GRID)
        meant = self.meanings(meaning_of(batch["slots"]))
        if self.training:
            written, states, meant = (_thinned(one, self.shape.lost) for one in (written, states, meant))
        return written + self.state(states) + self.meaning(meant)


def _thinned(rows: Tensor, lost: float) -> Tensor:
    """Return rows (..., width), a share of them at nought."""
    return rows * (torch.rand(*rows.shape[:-1], 1) >= lost)


class Pieces(Encoder):
    """The teacher: the lower layers of a pretrained encoder."""

    def __init__(self, pieces: int, positions: int, layers: int = TEACHER.layers) -> None:
        super().__init__(TEACHER._replace(layers=layers), positions)
        self.word = nn.Embedding(pieces, TEACHER.width)

    def tokens(self, batch: dict[str, Tensor]) -> Tensor:
        """Return the embeddings of the pieces."""
        return self.word(batch["kinds"])

    @classmethod
    def pretrained(cls, weights: Pretrained) -> Pieces:
        """Start from a pretrained encoder's lower layers."""
        encoder = cls(len(weights.word), len(weights.position), len(weights.layers))
        state = encoder.state_dict()
        state["word.weight"] = torch.tensor(weights.word)
        state["position.weight"] = torch.tensor(weights.position)
        state["norm.weight"], state["norm.bias"] = map(torch.tensor, weights.norm)
        for number, layer in enumerate(weights.layers):
            for name, (weight, bias) in layer.items():
                state[f"layers.{number}.{name}.weight"] = torch.tensor(weight)
                state[f"layers.{number}.{name}.bias"] = torch.tensor(bias)
        encoder.load_state_dict(state)
        return encoder


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
    """What tokens are beside those before and behind them: a convolution, as one product in whole numbers."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.three = nn.Linear(width, 3 * width, bias=False)
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, tokens: Tensor) -> Tensor:
        """Map (N, T, width) to the same."""
        before, own, behind = self.three(tokens).chunk(3, -1)
        before = functional.pad(before[:, :-1], (0, 0, 1, 0))
        return before + own + functional.pad(behind[:, 1:], (0, 0, 0, 1)) + self.bias


class Chooser(nn.Module):
    """Scores the candidates of a number."""

    def __init__(self, width: int, sizes: tuple[int, ...]) -> None:
        super().__init__()
        self.own = nn.Linear(width, 2 * HIDDEN, bias=False)
        self.number, self.picked, self.number2 = (nn.Linear(width, HIDDEN, bias=False) for _ in range(3))
        self.known = nn.Linear(sum(sizes), HIDDEN, bias=False)
        nn.init.normal_(self.known.weight, std=0.1)
        self.mix = nn.Linear(HIDDEN, HIDDEN)
        self.score = nn.Linear(HIDDEN, 1)

    def forward(
        self, states: Tensor, window: Tensor, ends: Tensor, number: Tensor, picked: Tensor, about: Tensor,
        known: Tensor,
    ) -> Tensor:  # fmt: skip
        """Return scores (N, K) of candidates whose first and last tokens are `ends` (N, K, 2), 0 for nowhere.

        The first token of a window is 1; `known` (N, K, F) has a 1 for each value of a feature that holds.
        """
        rows = functional.pad(self.own(states), (0, 0, 1, 0)).flatten(0, 1)
        if states.shape[0] > 1:
            ends = ends + (window * (states.shape[1] + 1))[:, None, None]
        own, own2 = functional.embedding(ends, rows).mean(-2).chunk(2, -1)
        z = own + (self.number(number) + self.picked(picked) + about)[:, None] + self.known(known)
        z = functional.relu(z + own2 * self.number2(number)[:, None])
        return self.score(z + functional.relu(self.mix(z))).squeeze(-1)


CLASSES = tuple(own.stop - own.start for own in inputs.CLASSES.values())


class Heads(nn.Module):
    """What is chosen for each number: its tokens, its classes, its subject, its period."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.token = nn.Linear(width, 2 * TOKEN, bias=False)
        self.number, self.number2 = (nn.Linear(width, TOKEN, bias=False) for _ in range(2))
        self.sight = Sight()
        self.about_name = nn.Linear(HIDDEN, TOKEN, bias=False)
        self.near = Near(TOKEN)
        self.choose = nn.Linear(TOKEN, len(inputs.ROLES))
        self.about = Features(inputs.NUMBER_SIZES, HIDDEN)
        self.both = nn.Linear(2 * width, 128)
        self.about2 = nn.Linear(HIDDEN, 128)
        self.classes = nn.Linear(128, sum(CLASSES))
        self.subject = Chooser(width, subjects.SIZES)
        self.unlisted = nn.Linear(128, 1)
        self.period = Chooser(width, periods.SIZES)
        nn.init.constant_(self.choose.bias, -2.0)

    def forward(self, states: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        """Score all of N numbers whose windows' states are (B, T, width)."""
        window, own = batch["window"], batch["own"].to(states.dtype)
        number = _averaged(own, states, window)
        token, token2 = _of(self.token(states), window).chunk(2, -1)
        about = self.about(batch["numbers"])
        z = token + (self.number(number) + self.about_name(about))[:, None]
        z = functional.relu(z + token2 * self.number2(number)[:, None] + self.sight(batch["seen"]))
        chosen = self.choose(functional.relu(z + self.near(z))).float()
        picked = chosen[..., 0].masked_fill(~_of(batch["inside"], window), -1e9).softmax(-1)
        picked = _averaged(picked.to(states.dtype), states, window)
        hidden = functional.relu(self.both(torch.cat([number, picked], -1)) + self.about2(about))
        out = {"chosen": chosen, "classes": self.classes(hidden).float()}
        for name, chooser in (("subject", self.subject), ("period", self.period)):
            ends, known = batch[f"{name}_ends"], batch[f"{name}_known"].to(states.dtype)
            out[name] = chooser(states, window, ends, number, picked, about, known).float()
        out["subject"] = torch.cat([out["subject"], self.unlisted(hidden).float()], 1)
        return out
