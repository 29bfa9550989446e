"""Words, parts of speech and names by the LAC-small weights that jieba ships, in whole numbers.

The model is Baidu's: embeddings of characters, two layers of GRU in both directions, a linear layer and
a CRF (jieba/lac_small/nets.py). It was trained on half-width punctuation, so characters are mapped one to
one first.

A step of a layer is a file for onnxruntime, written by `flows.extract.reader.train.export_tagger`: states are
bytes and weights whole numbers of seven bits, whose products are a quarter of the work that those of jieba's
own are, and exact in any order. One label of two hundred comes out otherwise (tests/language/test_tagger.py).
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from flows.language import lac
from flows.language.arrays import Bytes, Floats, Longs
from flows.machine import networks

Feed = Callable[[slice], tuple[NDArray[np.generic], NDArray[np.generic]]]

WEIGHTS = Path(__file__).parent / "weights"
GRID = 127
"""The whole number that stands for a state of 1."""
CENTRE = 128
"""The byte that stands for a state of 0."""
STATES = 512
"""States of a character: of two layers, each in both directions."""
_HELD = ("state_0", "byte_0", "state_1", "byte_1")
"""What a layer holds from one character to the next: of both directions the state, as it is and as a byte."""
_NEW = tuple(f"new_{name}" for name in _HELD)
_BATCH = 256
_LONGEST = 320
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_INPUT = _HALF_WIDTH | {ord(mark): ord(twin) for mark, twin in zip("、。“”‘’", ",.\"\"''", strict=True)}


class Tagged(NamedTuple):
    """A sentence as the model reads it: its words, and of each character the label and the hidden states."""

    words: list[Tag]
    labels: Longs
    states: Bytes
    """The states of both layers, upper first, of which CENTRE stands for 0 and GRID more for 1."""


class Tag(NamedTuple):
    """A word of a sentence with its part of speech (v, n, …) or kind of name (PER, ORG, LOC, TIME)."""

    start: int
    end: int
    word: str
    label: str


_as_tag = functools.partial(tuple.__new__, Tag)
"""What Tag._make does, at a third of its time."""


def read(sentences: Sequence[str], starts: Sequence[int] | None = None) -> list[Tagged]:
    """Return each sentence as the model reads it, its words in order and without gaps.

    Offsets count from the begin of the sentence, or from that of the text in which it starts at `starts`.
    Each distinct sentence is read once; pass many at a time, as batches of like length are fast.
    """
    names = [label.partition("-")[0] for label in lac.model().labels]
    begins = np.array([not label.endswith("-I") for label in lac.model().labels])
    outside = lac.model().labels.index("O")
    distinct = list(dict.fromkeys(sentences))
    text, edges = "".join(distinct), _edges(distinct)
    labels, states = _labels(text.translate(_INPUT), edges)
    first = begins[labels]
    first[1:] &= (labels[1:] != outside) | (labels[:-1] != outside)
    first[edges[:-1][np.diff(edges) > 0]] = True
    cuts = np.append(np.flatnonzero(first), len(text))
    words = [text[start:end] for start, end in itertools.pairwise(cuts.tolist())]
    kinds = [names[label] for label in labels[cuts[:-1]].tolist()]
    ranges = itertools.pairwise(np.searchsorted(cuts[:-1], edges).tolist())
    found = dict(zip(distinct, zip(edges.tolist(), ranges, strict=False), strict=True))
    tagged = []
    for sentence, start in zip(sentences, starts or itertools.repeat(0), strict=False):
        origin, (low, high) = found[sentence]
        rows = slice(origin, origin + len(sentence))
        bounds = (cuts[low : high + 1] + (start - origin)).tolist()
        inside = list(map(_as_tag, zip(bounds, bounds[1:], words[low:high], kinds[low:high], strict=False)))
        tagged.append(Tagged(inside, labels[rows], states[rows]))
    return tagged


def _edges(sentences: Sequence[str]) -> Longs:
    """Return where each sentence starts, and the last one ends, when they are joined."""
    return np.cumsum([0, *map(len, sentences)])


def _labels(text: str, edges: Longs) -> tuple[Longs, Bytes]:
    """Return the label and the states of each character of sentences that are joined."""
    model = lac.model()
    pieces = [
        (low, min(low + _LONGEST, end))
        for start, end in itertools.pairwise(edges.tolist())
        for low in range(start, end, _LONGEST)
    ]
    pieces.sort(key=lambda piece: piece[0] - piece[1])
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    # What the first layer takes in depends on the character alone: each is worked out once.
    distinct, chars = np.unique(model.numbers[codes], return_inverse=True)
    table = _inputs(distinct)
    labels = np.empty(len(text), np.int64)
    states = np.empty((len(text), STATES), np.uint8)
    for low in range(0, len(pieces), _BATCH):
        _decode(np.array(pieces[low : low + _BATCH]), chars, table, labels, states)
    return labels, states


FINE = 2.0**19, 2.0**24
"""The whole numbers that stand for 1 in embeddings and in their weights: as fine as all sums allow."""


def _inputs(numbers: Longs) -> Floats:
    """Return what characters, by their numbers in the vocabulary, put into the first layer, by direction.

    A matrix is multiplied in an order that depends on how many rows it has and on the processor, and the last
    bit of sums with it; a sentence shall be read the same in every batch. So whole numbers are multiplied, in
    floats that hold all of their sums (tests/language/test_tagger.py).
    """
    model = lac.model()
    sums = _whole(model.embeddings[numbers], FINE[0]) @ _input_weight()
    return (sums / (FINE[0] * FINE[1])).astype(np.float32) + model.layers[0].input_bias[:, None]


@functools.cache
def _input_weight() -> NDArray[np.float64]:
    return _whole(lac.model().layers[0].input_weight, FINE[1])


def _whole(values: Floats, one: float) -> NDArray[np.float64]:
    """Return values as whole numbers, of which `one` stands for 1."""
    return np.rint(values.astype(np.float64) * one)


def _decode(batch: Longs, chars: Longs, table: Floats, labels: Longs, states: Bytes) -> None:
    """Put the best path of each sentence into `labels`, and the states of both layers into `states`.

    The sentences, start and end, come longest first.

    `chars` has for each character its row in `table`, the inputs of the first layer by direction.

    Characters are packed by time: all first characters, all second ones, and so on; `active[t]` sentences
    have a character t. So each step works on one block without padding.
    """
    starts, lengths = batch[:, 0], batch[:, 1] - batch[:, 0]
    steps = np.arange(lengths[0])
    active = (lengths[None, :] > steps[:, None]).sum(axis=1)
    offsets = np.concatenate(([0], np.cumsum(active)))
    sentence = np.concatenate([np.arange(count) for count in active])
    step = np.repeat(steps, active)
    mirror = offsets[lengths[sentence] - 1 - step] + sentence
    places = starts[sentence] + step
    chars = chars[places]
    mirrored = chars[mirror]
    lower, upper, emission = _graphs()
    found = np.empty((len(chars), states.shape[1]), np.uint8)
    above, below = np.hsplit(found, 2)
    _recur(lower, lambda rows: (table[0][chars[rows]], table[1][mirrored[rows]]), mirror, active, below)
    _recur(upper, lambda rows: (below[rows], below[mirror[rows]]), mirror, active, above)
    [emissions] = emission.run(["emissions"], {"states": above})
    labels[places] = _viterbi(emissions, active, offsets)
    states[places] = found


@functools.cache
def _graphs() -> tuple[onnxruntime.InferenceSession, ...]:
    """Return a step of the lower layer, one of the upper layer, and what scores labels by its states.

    Raises:
        NoWeights: they were not made from the weights that jieba has here.
    """
    graphs = tuple(networks.opened(str(WEIGHTS / f"{name}.onnx")) for name in ("lower", "upper", "emission"))
    for graph in graphs:
        if graph.get_modelmeta().custom_metadata_map["digest"] != lac.DIGEST:
            raise lac.NoWeights(
                f"{WEIGHTS}: made from other weights than those of jieba 0.42.1",
                "run python -m flows.extract.reader.train.export_tagger",
            )
    return graphs


def _recur(
    step: onnxruntime.InferenceSession, feed: Feed, mirror: Longs, active: Longs, hidden: Bytes
) -> None:
    """Put the states of one layer into `hidden` as bytes, both directions side by side.

    `feed` gives what a range of characters puts into each direction, in the order in which that reads them.
    """
    most, width = int(active[0]), hidden.shape[1] // 2
    held = [np.zeros((most, width), np.float32), np.full((most, width), CENTRE, np.uint8)] * 2
    low = 0
    for count in active.tolist():
        rows = slice(low, low + count)
        given = dict(zip(_HELD, (each[:count] for each in held), strict=True))
        given["given_0"], given["given_1"] = feed(rows)
        held = step.run(_NEW, given)
        hidden[rows, :width] = held[1]
        hidden[mirror[rows], width:] = held[3]
        low += count


def _viterbi(scores: Floats, active: Longs, offsets: Longs) -> Longs:
    """Return the label of each character, packed by time.

    `scores` has a row for each label; those of the paths are added to it in place.

    A label that continues a word (x-I) follows only x-B and x-I: every other way into it costs more than
    any path can win back, so those ways are not looked at.
    """
    model = lac.model()
    begin, inside = np.arange(0, 57, 2), np.arange(1, 57, 2)
    into_begin = np.ascontiguousarray(model.transitions[:, begin])[:, :, None]
    from_begin = model.transitions[inside - 1, inside][:, None]
    from_inside = model.transitions[inside, inside][:, None]
    scores[:, : active[0]] += model.start[:, None]
    room = np.empty(57 * 29 * int(active[0]), np.float32)
    last = np.zeros(int(active[0]), np.int64)
    ends = np.append(active[1:], 0)
    for low, count, before, after in zip(
        offsets.tolist(), active.tolist(), [0, *active.tolist()], ends.tolist(), strict=False
    ):
        here = scores[:, low : low + count]
        if low:
            past = scores[:, low - before : low - before + count]
            ways = room[: 57 * 29 * count].reshape(57, 29, count)  # in one piece takes half the time
            here[::2] += np.add(past[:, None, :], into_begin, out=ways).max(axis=0)
            here[1::2] += np.maximum(past[:-1:2] + from_begin, past[1::2] + from_inside)
        if after < count:
            last[after:count] = (here[:, after:] + model.stop[:, None]).argmax(axis=0)
    labels, into = np.empty(scores.shape[1], np.int64), np.ascontiguousarray(model.transitions.T)
    current = last
    for position in range(len(active) - 1, -1, -1):
        low, count = int(offsets[position]), int(active[position])
        following = int(active[position + 1]) if position + 1 < len(active) else 0
        chosen = last[:count].copy()
        if following:
            past = scores[:, low : low + following].T
            chosen[:following] = np.add(past, into[current[:following]], order="C").argmax(axis=1)
        labels[low : low + count] = chosen
        current = chosen
    return labels
