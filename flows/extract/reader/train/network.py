"""The encoders of the reader, in torch: what words or pieces of a window become states."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from flows.extract.reader import inputs, windows, words
from flows.extract.reader.train.pretrained import Pretrained
from flows.language import tagger

MEANINGS, MEANING = 32749, 64
"""Places of the table of what words mean, a prime number, and how wide it is."""
_MIXED = (7919, 104729, 1299709, 15485863)


class Shape(NamedTuple):
    """Size of an encoder, how its layers bend, and what share of its words it does without in training."""

    width: int
    heads: int
    inner: int
    layers: int
    """Of attention; before each of an encoder of words stands one that sees the tokens beside."""
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
        # Sizes as plain numbers: an exported file shall not work them out again for each window.
        size, width = len(x), self.q.out_features
        own = width // self.heads

        def split(y: Tensor) -> Tensor:
            return y.reshape(size, -1, self.heads, own).transpose(1, 2)

        looks = split(self.q(x) * own**-0.5) @ split(self.k(x)).transpose(2, 3)
        if mask is not None:
            looks = looks + mask
        mixed = (looks.softmax(-1) @ split(self.v(x))).transpose(1, 2).reshape(size, -1, width)
        x = self.aln(x + self.drop(self.ao(mixed)))
        return self.oln(x + self.drop(self.fo(self.bend(self.fi(x)))))


def side_by_side(tokens: Tensor, step: int = 1) -> Tensor:
    """Map (B, T, width) to (B, T, 3 * width): each token between those `step` before and behind it.

    Where there is none stands nought. `export` knows the shape of this graph.
    """
    wide = functional.pad(tokens, (0, 0, step, step))
    return torch.cat([wide[:, : -2 * step], tokens, wide[:, 2 * step :]], -1)


class Beside(nn.Module):
    """A feed-forward layer over each token and the two beside it, with what went in added and normalised.

    It puts words together that stand together, in half the time that a layer with attention takes.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.bend = shape.bend
        self.fi, self.fo = nn.Linear(3 * shape.width, shape.inner), nn.Linear(shape.inner, shape.width)
        self.oln = nn.LayerNorm(shape.width, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, inside: Tensor | None) -> Tensor:
        """Map (B, T, width) to the same; `inside` (B, T) says which tokens there are, if not all."""
        if inside is not None:
            x = x * inside[..., None]
        return self.oln(x + self.drop(self.fo(self.bend(self.fi(side_by_side(x))))))


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
        for number, layer in enumerate(self.layers):
            x = layer(self.beside(number, x, batch.get("inside")), mask)
        return x

    def beside(self, number: int, x: Tensor, inside: Tensor | None) -> Tensor:
        """Return what a layer of attention, by its number, starts from."""
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
        self.state = nn.Linear(tagger.STATES, shape.width)
        self.meanings = nn.Embedding(MEANINGS, MEANING)
        self.meanings.weight.requires_grad_(requires_grad=False)
        self.meaning = nn.Linear(MEANING, shape.width, bias=False)
        self.phrases = nn.ModuleList(Beside(shape) for _ in range(shape.layers))

    def tokens(self, batch: dict[str, Tensor]) -> Tensor:
        """Return (B, T, width) by the words' characters and meanings and what the tagger makes of them."""
        slots = batch["slots"]
        written = self.word(self.character(slots).reshape(len(slots), -1, self.word.in_features))
        states = (batch["states"].to(self.state.weight.dtype) - tagger.CENTRE) * (1 / tagger.GRID)
        meant = self.meanings(meaning_of(batch["slots"]))
        if self.training:
            written, states, meant = (_thinned(one, self.shape.lost) for one in (written, states, meant))
        return written + self.state(states) + self.meaning(meant)

    def beside(self, number: int, x: Tensor, inside: Tensor | None) -> Tensor:
        """Put tokens together with those beside them, before attention."""
        found: Tensor = self.phrases[number](x, inside)
        return found


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
