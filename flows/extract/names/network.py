"""The network that says of each character which part of which kind of name it is.

Two layers of convolution over what `features` sees, trained by `flows.extract.reader.train.names` and run by
onnxruntime. Weights and what passes between the layers are whole numbers of at most seven bits, and every
sum of their products is exact: the order of the sums, and with it the batch, the processor and the library,
change nothing.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from flows.extract.names import features
from flows.extract.reader import session
from flows.language.arrays import Floats
from flows.machine import networks

TOP = 127
"""The most that passes between layers."""
REACH = 5
"""How many characters a convolution sees at once."""
INPUTS = ("states", "flags", "labels", "bigrams", "bigrams_before", "characters", "real")
_BLOCK = 4096


class Network(NamedTuple):
    """A network as onnxruntime holds it."""

    session: onnxruntime.InferenceSession
    halo: int
    """How many rows beyond its own a row's answer depends on."""


@functools.cache
def load() -> Network:
    """Return the network with the weights that come with the package."""
    return read(session.WEIGHTS.with_name("names.onnx"))


def read(path: Path) -> Network:
    """Return the network with the weights of a file.

    Raises:
        RuntimeError: the code lists have other classes of words than those that it learned with.
    """
    network, learned = unpack(path.read_bytes())
    if learned != features.classes():
        odd = sorted(set(learned) ^ set(features.classes()))
        raise RuntimeError(
            f"{path}: the weights and the code lists differ in the classes {odd}; train the names anew"
            " (python -m flows.extract.reader.train.names)"
        )
    return network


def unpack(weights: bytes) -> tuple[Network, tuple[str, ...]]:
    """Return the network that a file holds, and the classes of words that it learned with."""
    opened = networks.opened(weights)
    told = opened.get_modelmeta().custom_metadata_map
    return Network(opened, int(told["halo"])), tuple(json.loads(told["classes"]))


def scores(network: Network, seen: features.Features) -> Floats:
    """Return for each row how much speaks for each label, as logarithms of odds."""
    count = len(seen.real)
    blocks = []
    for low in range(0, count, _BLOCK):
        first, last = max(0, low - network.halo), min(count, low + _BLOCK + network.halo)
        [block] = network.session.run(None, _given(seen, slice(first, last)))
        blocks.append(block[low - first : low - first + _BLOCK])
    return np.concatenate(blocks)


def _given(seen: features.Features, rows: slice) -> dict[str, NDArray[np.generic]]:
    pairs = seen.bigrams[rows]
    return {
        "states": seen.states[rows],
        "flags": seen.flags[rows],
        "labels": seen.labels[rows],
        "bigrams": pairs,
        "bigrams_before": np.append(features.BIGRAMS, pairs[:-1]),
        "characters": seen.characters[rows],
        "real": seen.real[rows, None].astype(np.float32),
    }
