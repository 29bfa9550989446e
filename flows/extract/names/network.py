"""The network that says of each character which part of which kind of name it is.

Two layers of convolution over what `features` sees, trained by `flows.extract.reader.train.names`. Weights
and what passes between the layers are whole numbers of at most seven bits, and every sum of their products
stays below 2**24, where float32 still counts exactly: the order of the sums, and with it the batch, the
processor and the library, change nothing.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from flows.extract.names import features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

TOP = 127
_BLOCK = 4096
_REACH = 5
"""How many characters a convolution sees at once."""


class Network(NamedTuple):
    """Weights as whole numbers in float32, and what one of each layer's sums is worth in the next."""

    states: Floats
    flags: Floats
    labels: Floats
    bigrams: Floats
    bigrams_before: Floats
    characters: Floats
    bias: Floats
    convolutions: tuple[Floats, ...]
    convolution_biases: tuple[Floats, ...]
    output: Floats
    output_bias: Floats
    steps: Floats
    output_step: float

    @property
    def halo(self) -> int:
        """How many rows beyond its own a row's answer depends on."""
        return 1 + sum(_REACH // 2 * (level + 1) for level in range(len(self.convolutions)))


@functools.cache
def load() -> Network:
    """Return the network with the weights that come with the package."""
    return read(Path(__file__).parents[1] / "reader" / "weights" / "names.npz")


def read(path: Path) -> Network:
    """Return the network with the weights of a file.

    Raises:
        RuntimeError: the code lists have other classes of words than those that it learned with.
    """
    with np.load(path) as arrays:
        learned = tuple(arrays["classes"].tolist())
        if learned != features.classes():
            odd = sorted(set(learned) ^ set(features.classes()))
            raise RuntimeError(
                f"{path}: the weights and the code lists differ in the classes {odd}; train the names anew"
                " (python -m flows.extract.reader.train.names)"
            )
        return unpack(arrays)


def unpack(arrays: dict[str, NDArray[np.generic]]) -> Network:
    """Return the network that `arrays` hold."""
    whole = {
        name: np.ascontiguousarray(array, dtype=np.float32)
        for name, array in arrays.items()
        if name != "classes"
    }
    levels = range(sum(name.startswith("convolution_bias") for name in whole))
    return Network(
        states=whole["states"],
        flags=whole["flags"],
        labels=whole["labels"],
        bigrams=whole["bigrams"],
        bigrams_before=whole["bigrams_before"],
        characters=whole["characters"],
        bias=whole["bias"],
        convolutions=tuple(whole[f"convolution_{level}"] for level in levels),
        convolution_biases=tuple(whole[f"convolution_bias_{level}"] for level in levels),
        output=whole["output"],
        output_bias=whole["output_bias"],
        steps=whole["steps"],
        output_step=float(whole["output_step"].item()),
    )


def scores(network: Network, seen: features.Features) -> Floats:
    """Return for each row how much speaks for each label, as logarithms of odds."""
    count = len(seen.real)
    out = np.empty((count, network.output.shape[1]), np.float32)
    for low in range(0, count, _BLOCK):
        first, last = max(0, low - network.halo), min(count, low + _BLOCK + network.halo)
        block = _block(network, seen, slice(first, last))
        out[low : low + _BLOCK] = block[low - first : low - first + _BLOCK]
    return out


def _block(network: Network, seen: features.Features, rows: slice) -> Floats:
    real = seen.real[rows, None]
    total = seen.states[rows].astype(np.float32) @ network.states
    first = seen.flags[rows].astype(np.float32) @ network.flags
    first += network.labels[seen.labels[rows]]
    first += network.bigrams[seen.bigrams[rows]]
    first[1:] += network.bigrams_before[seen.bigrams[rows][:-1]]
    first += network.characters[seen.characters[rows]]
    first *= TOP
    total += first
    total += network.bias
    lower = _settled(total, network.steps[0], real)
    upper = lower
    for level, (weight, bias) in enumerate(
        zip(network.convolutions, network.convolution_biases, strict=True)
    ):
        upper = _settled(_neighbours(upper, level + 1) @ weight + bias, network.steps[level + 1], real)
    total = np.concatenate([lower, upper], axis=1) @ network.output
    total += network.output_bias
    total *= np.float32(network.output_step)
    return total


def _settled(total: Floats, step: np.float32, real: NDArray[np.bool_]) -> Floats:
    """Return the sums in whole steps from 0 to 127, nothing in a gap."""
    total *= step
    np.rint(total, out=total)
    np.clip(total, 0, TOP, out=total)
    total *= real
    return total


def _neighbours(rows: Floats, apart: int) -> Floats:
    """Return each row beside those before and behind it, `apart` rows from each other, that a layer sees."""
    side = _REACH // 2 * apart
    padded = np.pad(rows, ((side, side), (0, 0)))
    pieces: Sequence[Floats] = [padded[shift * apart : shift * apart + len(rows)] for shift in range(_REACH)]
    return np.concatenate(pieces, axis=1)
