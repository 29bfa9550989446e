"""The weights of Baidu's LAC-small as jieba ships them, read with numpy.

The architecture is that of jieba/lac_small/nets.py: embeddings of characters, two layers of GRU in both
directions, a linear layer and a CRF.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

from flows.language.arrays import Floats, Longs
from flows.records import Explained

# SHA-256 over the weights in the order of their names, then word.dic and tag.dic, of jieba 0.42.1.
DIGEST = "751c457502f4c88fc07fcbb2b789679d9ec901ae3e2c83ff57a3f726f6ef848a"


_AGAIN = "install it with pip install jieba==0.42.1"


class NoWeights(Explained):
    """The weights that tag words are not there, or are others."""


class Layer(NamedTuple):
    """One bidirectional GRU layer; the first axis is the direction.

    Columns are those of the update gate, the reset gate and, but in `candidate`, the new state.
    """

    input_weight: Floats
    input_bias: Floats
    gates: Floats
    candidate: Floats


class Model(NamedTuple):
    """All weights, the characters that have an embedding, and the labels."""

    vocabulary: dict[str, int]
    numbers: Longs
    """The number in the vocabulary of each code point."""
    labels: tuple[str, ...]
    embeddings: Floats
    layers: tuple[Layer, Layer]
    emission_weight: Floats
    emission_bias: Floats
    start: Floats
    stop: Floats
    transitions: Floats


@functools.cache
def model() -> Model:
    """Return the model; its weights are checked against those of jieba 0.42.1.

    Raises:
        NoWeights: jieba is not there, or its weights are others.
    """
    folder = _folder()
    weights = folder / "model_baseline"
    files = [*sorted(weights.iterdir()), folder / "word.dic", folder / "tag.dic"]
    content = {file.name: file.read_bytes() for file in files}
    digest = hashlib.sha256(b"".join(content.values())).hexdigest()
    if digest != DIGEST:
        raise NoWeights(f"{folder}: not the weights of jieba 0.42.1", _AGAIN)
    tensors = {name: _tensor(data) for name, data in content.items() if not name.endswith(".dic")}
    vocabulary = {char: int(number) for number, char in _pairs(content["word.dic"])}
    labels = tuple(label for _, label in _pairs(content["tag.dic"]))
    numbers = np.full(sys.maxunicode + 1, vocabulary["OOV"])
    single = {char: number for char, number in vocabulary.items() if len(char) == 1}
    numbers[[ord(char) for char in single]] = list(single.values())
    return Model(
        vocabulary,
        numbers,
        labels,
        tensors["word_emb"],
        (_layer(tensors, 0), _layer(tensors, 2)),
        tensors["fc_4.w_0"],
        tensors["fc_4.b_0"],
        tensors["crfw"][0],
        tensors["crfw"][1],
        tensors["crfw"][2:],
    )


def _folder() -> Path:
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise NoWeights("the package jieba, whose weights tag names, is not installed", _AGAIN)
    return Path(spec.origin).parent / "lac_small"


def _pairs(data: bytes) -> list[tuple[str, str]]:
    lines = (line.split("\t") for line in data.decode().split("\n"))
    return [(fields[0], fields[1]) for fields in lines if len(fields) == 2]


def _layer(tensors: dict[str, Floats], number: int) -> Layer:
    """Join the forward GRU `number` and the backward one after it."""
    gates, candidates, inputs, biases = [], [], [], []
    for index in (number, number + 1):
        flat = tensors[f"gru_{index}.w_0"].ravel()
        width = tensors[f"gru_{index}.w_0"].shape[0]
        # Paddle stores the gates' [H, 2H] and behind it the candidate's [H, H], whatever the shape says.
        gates.append(flat[: 2 * width * width].reshape(width, 2 * width))
        candidates.append(flat[2 * width * width :].reshape(width, width))
        inputs.append(tensors[f"fc_{index}.w_0"])
        biases.append(tensors[f"fc_{index}.b_0"] + tensors[f"gru_{index}.b_0"].ravel())
    return Layer(np.stack(inputs), np.stack(biases), np.stack(gates), np.stack(candidates))


def _tensor(data: bytes) -> Floats:
    """Read Paddle's LoDTensor: 16 bytes of versions, the length of a description, the description, the data.

    The description is a protocol buffer: field 1 the type (5 is float32), field 2 repeated, the shape.
    """
    size = int.from_bytes(data[16:20], "little")
    description = data[20 : 20 + size]
    if description[:2] != b"\x08\x05":
        raise NoWeights("a weight of jieba's lac_small is not float32", _AGAIN)
    shape = _varints(description[2:])[1::2]
    return np.frombuffer(data, "<f4", offset=20 + size).reshape(shape)


def _varints(data: bytes) -> list[int]:
    numbers, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(value)
            value = shift = 0
    return numbers
