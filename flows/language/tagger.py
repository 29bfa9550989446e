"""Words, parts of speech and names by the LAC-small weights that jieba ships, read with numpy.

The model is Baidu's: embeddings of characters, two layers of GRU in both directions, a linear layer and
a CRF (jieba/lac_small/nets.py). It was trained on half-width punctuation, so characters are mapped one to
one first; `tag_ids` alone takes them as they are.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ids = NDArray[np.int64]

# SHA-256 over the weights in the order of their names, then word.dic and tag.dic, of jieba 0.42.1.
_DIGEST = "751c457502f4c88fc07fcbb2b789679d9ec901ae3e2c83ff57a3f726f6ef848a"
_BATCH = 128
_LONGEST = 320
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_INPUT = _HALF_WIDTH | {ord(mark): ord(twin) for mark, twin in zip("、。“”‘’", ",.\"\"''", strict=True)}


class Tag(NamedTuple):
    """A word of a sentence with its part of speech (v, n, …) or kind of name (PER, ORG, LOC, TIME)."""

    start: int
    end: int
    word: str
    label: str


class _Layer(NamedTuple):
    """One bidirectional GRU layer; the first axis is the direction."""

    input_weight: Floats
    input_bias: Floats
    gates: Floats
    candidate: Floats


class _Model(NamedTuple):
    vocabulary: dict[str, int]
    labels: tuple[str, ...]
    embeddings: Floats
    layers: tuple[_Layer, _Layer]
    emission_weight: Floats
    emission_bias: Floats
    start: Floats
    stop: Floats
    transitions: Floats


def tag(sentences: Sequence[str]) -> list[list[Tag]]:
    """Return the words of each sentence, in order and without gaps.

    Each distinct sentence is tagged once; pass many at a time, as batches of like length are fast.
    """
    names = [label.partition("-")[0] for label in _model().labels]
    begins = np.array([not label.endswith("-I") for label in _model().labels])
    outside = _model().labels.index("O")
    tagged: dict[str, list[Tag]] = {}
    distinct = list(dict.fromkeys(sentences))
    for sentence, ids in zip(distinct, tag_ids([text.translate(_INPUT) for text in distinct]), strict=True):
        first = begins[ids]
        first[1:] &= (ids[1:] != outside) | (ids[:-1] != outside)
        first[:1] = True
        starts = np.flatnonzero(first).tolist()
        ends = [*starts[1:], len(sentence)]
        kinds = ids[starts].tolist() if starts else []
        tagged[sentence] = [
            Tag(start, end, sentence[start:end], names[kind])
            for start, end, kind in zip(starts, ends[: len(starts)], kinds, strict=True)
        ]
    return [tagged[sentence] for sentence in sentences]


def tag_ids(sentences: Sequence[str]) -> list[Ids]:
    """Return for each sentence the number of the label of each character, as Paddle itself gives it.

    The numbers are the lines of jieba's lac_small/tag.dic. A sentence above 320 characters is read in pieces.
    """
    model = _model()
    unknown = model.vocabulary["OOV"]
    pieces: list[tuple[int, Ids]] = []
    for number, text in enumerate(sentences):
        ids = np.fromiter((model.vocabulary.get(char, unknown) for char in text), np.int64, len(text))
        pieces += [(number, ids[cut : cut + _LONGEST]) for cut in range(0, len(ids), _LONGEST)]
    # What the first layer takes in depends on the character alone: each is worked out once.
    chars = np.unique(np.concatenate([ids for _, ids in pieces])) if pieces else np.empty(0, np.int64)
    first = model.layers[0]
    table = model.embeddings[chars] @ first.input_weight + first.input_bias[:, None]
    order = sorted(range(len(pieces)), key=lambda index: -len(pieces[index][1]))
    found: list[Ids] = [np.empty(0, np.int64)] * len(pieces)
    for low in range(0, len(order), _BATCH):
        batch = order[low : low + _BATCH]
        rows = [np.searchsorted(chars, pieces[index][1]) for index in batch]
        for index, path in zip(batch, _decode(rows, table), strict=True):
            found[index] = path
    answer: list[list[Ids]] = [[] for _ in sentences]
    for (number, _), path in zip(pieces, found, strict=True):
        answer[number].append(path)
    return [np.concatenate(paths) if paths else np.empty(0, np.int64) for paths in answer]


def _decode(batch: Sequence[Ids], table: Floats) -> list[Ids]:
    """Return the best path of each sentence; the sentences come longest first.

    A sentence gives for each character its row in `table`, the inputs of the first layer by direction.

    Characters are packed by time: all first characters, all second ones, and so on; `active[t]` sentences
    have a character t. So each step works on one block without padding.
    """
    model = _model()
    lengths = np.array([len(ids) for ids in batch])
    steps = np.arange(lengths[0])
    active = (lengths[None, :] > steps[:, None]).sum(axis=1)
    offsets = np.concatenate(([0], np.cumsum(active)))
    sentence = np.concatenate([np.arange(count) for count in active])
    step = np.repeat(steps, active)
    mirror = offsets[lengths[sentence] - 1 - step] + sentence
    chars = np.concatenate(batch)[np.concatenate(([0], np.cumsum(lengths)))[sentence] + step]

    first, second = model.layers
    inputs = np.empty((2, len(chars), table.shape[-1]), np.float32)
    np.take(table[0], chars, axis=0, out=inputs[0])
    np.take(table[1], chars[mirror], axis=0, out=inputs[1])
    hidden = _recur(first, inputs, mirror, active, offsets)
    np.matmul(hidden, second.input_weight[0], out=inputs[0])
    np.matmul(hidden[mirror], second.input_weight[1], out=inputs[1])
    inputs += second.input_bias[:, None]
    hidden = _recur(second, inputs, mirror, active, offsets)
    emissions = hidden @ model.emission_weight + model.emission_bias
    best = _viterbi(emissions, active, offsets)
    return [best[offsets[: len(ids)] + number] for number, ids in enumerate(batch)]


def _recur(layer: _Layer, inputs: Floats, mirror: Ids, active: Ids, offsets: Ids) -> Floats:
    """Return the states of one layer, both directions side by side.

    `inputs` holds for each direction the three gates of each character, in the order in which the
    direction reads them. What goes through a sigmoid is halved in the weights, as
    sigmoid(x) = (1 + tanh(x / 2)) / 2.
    """
    width, most = layer.candidate.shape[-1], int(active[0])
    states = np.empty((2, inputs.shape[1], width), np.float32)
    state = np.zeros((2, most, width), np.float32)
    gate_buffer = np.empty((2, most, 2 * width), np.float32)
    buffer = np.empty_like(state)
    for low, count in zip(offsets.tolist(), active.tolist(), strict=False):
        state, gates, candidate = state[:, :count], gate_buffer[:, :count], buffer[:, :count]
        np.matmul(state, layer.gates, out=gates)
        gates += inputs[:, low : low + count, : 2 * width]
        np.tanh(gates, out=gates)
        gates *= 0.5
        gates += 0.5
        update, reset = gates[..., :width], gates[..., width:]
        reset *= state
        np.matmul(reset, layer.candidate, out=candidate)
        candidate += inputs[:, low : low + count, 2 * width :]
        np.tanh(candidate, out=candidate)
        candidate -= state
        candidate *= update
        new = states[:, low : low + count]
        np.add(state, candidate, out=new)
        state = new
    return np.concatenate((states[0], states[1][mirror]), axis=1)


def _viterbi(emissions: Floats, active: Ids, offsets: Ids) -> Ids:
    """Return the label of each character, packed by time as the emissions are.

    A label that continues a word (x-I) follows only x-B and x-I: every other way into it costs more than
    any path can win back, so those ways are not looked at.
    """
    model = _model()
    begin, inside = np.arange(0, 57, 2), np.arange(1, 57, 2)
    into_begin = np.ascontiguousarray(model.transitions[:, begin])[:, :, None]
    from_begin = model.transitions[inside - 1, inside][:, None]
    from_inside = model.transitions[inside, inside][:, None]
    scores = np.ascontiguousarray(emissions.T)
    scores[:, : active[0]] += model.start[:, None]
    ways = np.empty((57, 29, int(active[0])), np.float32)
    last = np.zeros(int(active[0]), np.int64)
    ends = np.append(active[1:], 0)
    for low, count, before, after in zip(
        offsets.tolist(), active.tolist(), [0, *active.tolist()], ends.tolist(), strict=False
    ):
        here = scores[:, low : low + count]
        if low:
            past = scores[:, low - before : low - before + count]
            np.add(past[:, None, :], into_begin, out=ways[:, :, :count])
            here[begin] += ways[:, :, :count].max(axis=0)
            here[inside] += np.maximum(past[inside - 1] + from_begin, past[inside] + from_inside)
        if after < count:
            last[after:count] = (here[:, after:] + model.stop[:, None]).argmax(axis=0)
    labels = np.empty(scores.shape[1], np.int64)
    current = last
    for position in range(len(active) - 1, -1, -1):
        low, count = int(offsets[position]), int(active[position])
        following = int(active[position + 1]) if position + 1 < len(active) else 0
        chosen = last[:count].copy()
        if following:
            chosen[:following] = (
                scores[:, low : low + following] + model.transitions[:, current[:following]]
            ).argmax(axis=0)
        labels[low : low + count] = chosen
        current = chosen
    return labels


@functools.cache
def _model() -> _Model:
    folder = _folder()
    weights = folder / "model_baseline"
    files = [*sorted(weights.iterdir()), folder / "word.dic", folder / "tag.dic"]
    content = {file.name: file.read_bytes() for file in files}
    digest = hashlib.sha256(b"".join(content.values())).hexdigest()
    if digest != _DIGEST:
        raise RuntimeError(f"{folder}: not the weights of jieba 0.42.1; install jieba==0.42.1 again")
    tensors = {name: _tensor(data) for name, data in content.items() if not name.endswith(".dic")}
    vocabulary = {char: int(number) for number, char in _pairs(content["word.dic"])}
    labels = tuple(label for _, label in _pairs(content["tag.dic"]))
    return _Model(
        vocabulary,
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
        raise RuntimeError(
            "the package jieba, whose weights tag names, is not installed: pip install jieba==0.42.1"
        )
    return Path(spec.origin).parent / "lac_small"


def _pairs(data: bytes) -> list[tuple[str, str]]:
    lines = (line.split("\t") for line in data.decode().split("\n"))
    return [(fields[0], fields[1]) for fields in lines if len(fields) == 2]


def _layer(tensors: dict[str, Floats], number: int) -> _Layer:
    """Join the forward GRU `number` and the backward one after it."""
    gates, candidates, inputs, biases = [], [], [], []
    for index in (number, number + 1):
        flat = tensors[f"gru_{index}.w_0"].ravel()
        width = tensors[f"gru_{index}.w_0"].shape[0]
        halves = np.repeat(np.array([0.5, 1.0], np.float32), [2 * width, width])
        # Paddle stores the gates' [H, 2H] and behind it the candidate's [H, H], whatever the shape says.
        gates.append(flat[: 2 * width * width].reshape(width, 2 * width) * np.float32(0.5))
        candidates.append(flat[2 * width * width :].reshape(width, width))
        inputs.append(tensors[f"fc_{index}.w_0"] * halves)
        biases.append((tensors[f"fc_{index}.b_0"] + tensors[f"gru_{index}.b_0"].ravel()) * halves)
    return _Layer(np.stack(inputs), np.stack(biases), np.stack(gates), np.stack(candidates))


def _tensor(data: bytes) -> Floats:
    """Read Paddle's LoDTensor: 16 bytes of versions, the length of a description, the description, the data.

    The description is a protocol buffer: field 1 the type (5 is float32), field 2 repeated, the shape.
    """
    size = int.from_bytes(data[16:20], "little")
    description = data[20 : 20 + size]
    if description[:2] != b"\x08\x05":
        raise RuntimeError("a weight of jieba's lac_small is not float32; install jieba==0.42.1 again")
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
