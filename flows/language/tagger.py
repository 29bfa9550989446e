"""Words, parts of speech and names by the LAC-small weights that jieba ships, read with numpy.

The model is Baidu's: embeddings of characters, two layers of GRU in both directions, a linear layer and
a CRF (jieba/lac_small/nets.py). It was trained on half-width punctuation, so characters are mapped one to
one first; `tag_ids` alone takes them as they are.
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from flows.language import lac

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ids = NDArray[np.int64]
    Bytes = NDArray[np.int8]
    Feed = Callable[[int, int, Floats], None]

_BATCH = 256
_LONGEST = 320
_GRID = 127
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_INPUT = _HALF_WIDTH | {ord(mark): ord(twin) for mark, twin in zip("、。“”‘’", ",.\"\"''", strict=True)}


class Tagged(NamedTuple):
    """A sentence as the model reads it: its words, and of each character the label and the hidden states."""

    words: list[Tag]
    labels: Ids
    states: Bytes
    """The states of both layers, upper first, from -127 to 127."""


class Tag(NamedTuple):
    """A word of a sentence with its part of speech (v, n, …) or kind of name (PER, ORG, LOC, TIME)."""

    start: int
    end: int
    word: str
    label: str


_as_tag = functools.partial(tuple.__new__, Tag)
"""What Tag._make does, at a third of its time."""


def tag(sentences: Sequence[str], starts: Sequence[int] | None = None) -> list[list[Tag]]:
    """Return the words of each sentence, in order and without gaps.

    Offsets count from the begin of the sentence, or from that of the text in which it starts at `starts`.
    """
    return [tagged.words for tagged in read(sentences, starts)]


def read(sentences: Sequence[str], starts: Sequence[int] | None = None) -> list[Tagged]:
    """Return each sentence as the model reads it, with offsets as `tag` counts them.

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


def tag_ids(sentences: Sequence[str]) -> list[Ids]:
    """Return for each sentence the number of the label of each character, as Paddle itself gives it.

    The numbers are the lines of jieba's lac_small/tag.dic. A sentence above 320 characters is read in pieces.
    """
    edges = _edges(sentences)
    return np.split(_labels("".join(sentences), edges)[0], edges[1:-1]) if sentences else []


def _edges(sentences: Sequence[str]) -> Ids:
    """Return where each sentence starts, and the last one ends, when they are joined."""
    return np.cumsum([0, *map(len, sentences)])


def _labels(text: str, edges: Ids) -> tuple[Ids, Bytes]:
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
    first = model.layers[0]
    embedded = model.embeddings[_two(distinct)]
    table = embedded @ first.input_weight + first.input_bias[:, None]
    labels = np.empty(len(text), np.int64)
    states = np.empty((len(text), 4 * first.candidate.shape[-1]), np.int8)
    batches = [np.array(pieces[low : low + _BATCH]) for low in range(0, len(pieces), _BATCH)]
    most = max((int((batch[:, 1] - batch[:, 0]).sum()) for batch in batches), default=0)
    # Memory that is new at each batch would cost a seventh of the time in page faults.
    hidden = np.zeros((2, most + 1, 2 * first.candidate.shape[-1]), np.float32)
    for batch in batches:
        _decode(batch, chars, table, hidden, labels, states)
    return labels, states


def _two(rows: Ids) -> Ids:
    """Return `rows`, a single one twice.

    A matrix of one row is multiplied in another order than one of several, and the last bit of the sums
    with it; so that a sentence is read the same in every batch, no matrix here has one row.
    """
    return np.repeat(rows, 2) if len(rows) == 1 else rows


def _decode(batch: Ids, chars: Ids, table: Floats, hidden: Floats, labels: Ids, states: Bytes) -> None:
    """Put the best path of each sentence into `labels`, and the states of both layers into `states`.

    The sentences, start and end, come longest first.

    `chars` has for each character its row in `table`, the inputs of the first layer by direction.

    Characters are packed by time: all first characters, all second ones, and so on; `active[t]` sentences
    have a character t. So each step works on one block without padding.
    """
    model = lac.model()
    starts, lengths = batch[:, 0], batch[:, 1] - batch[:, 0]
    steps = np.arange(lengths[0])
    active = (lengths[None, :] > steps[:, None]).sum(axis=1)
    offsets = np.concatenate(([0], np.cumsum(active)))
    sentence = np.concatenate([np.arange(count) for count in active])
    step = np.repeat(steps, active)
    mirror = np.append(offsets[lengths[sentence] - 1 - step] + sentence, 0)
    places = starts[sentence] + step
    chars = np.append(chars[places], 0)
    first, second = model.layers
    mirrored = chars[mirror]

    # np.take writes into `out` without a copy in between only where it need not check the indices.
    def look_up(low: int, high: int, out: Floats) -> None:
        np.take(table[0], chars[low:high], axis=0, out=out[0], mode="clip")
        np.take(table[1], mirrored[low:high], axis=0, out=out[1], mode="clip")

    lower, upper = hidden[:, : len(chars)]
    _recur(first, look_up, mirror, active, offsets, lower)
    gathered = np.empty((max(int(active[0]), 2), lower.shape[1]), np.float32)

    def multiply(low: int, high: int, out: Floats) -> None:
        np.matmul(lower[low:high], second.input_weight[0], out=out[0])
        backward = gathered[: high - low]
        np.take(lower, mirror[low:high], axis=0, out=backward, mode="clip")
        np.matmul(backward, second.input_weight[1], out=out[1])
        out += second.input_bias[:, None]

    _recur(second, multiply, mirror, active, offsets, upper)
    emissions = (upper @ model.emission_weight)[:-1] + model.emission_bias
    labels[places] = _viterbi(emissions, active, offsets)
    width = upper.shape[1]
    for first_column, layer_states in ((0, upper), (width, lower)):
        layer_states *= _GRID
        np.rint(layer_states, out=layer_states)
        states[places, first_column : first_column + width] = layer_states[:-1]


def _recur(layer: lac.Layer, feed: Feed, mirror: Ids, active: Ids, offsets: Ids, hidden: Floats) -> None:
    """Put the states of one layer into `hidden`, both directions side by side.

    `feed` puts the three gates' inputs of the characters from one to another into a buffer, for each
    direction in the order in which it reads them. As sigmoid(x) = (1 + tanh(x / 2)) / 2, what goes through
    a sigmoid is halved in the weights; so is what a gate is multiplied with, since gates stay doubled here.
    """
    width, most = layer.candidate.shape[-1], max(int(active[0]), 2)
    state = np.zeros((2, most, width), np.float32)
    input_buffer = np.zeros((2, most, 3 * width), np.float32)
    gate_buffer = np.empty((2, most, 2 * width), np.float32)
    buffer = np.empty_like(state)
    for low, count in zip(offsets.tolist(), active.tolist(), strict=False):
        rows = max(count, 2)  # see _two
        state, gates, candidate = state[:, :rows], gate_buffer[:, :rows], buffer[:, :rows]
        inputs = input_buffer[:, :rows]
        feed(low, low + rows, inputs)
        np.matmul(state, layer.gates, out=gates)
        gates += inputs[..., : 2 * width]
        np.tanh(gates, out=gates)
        gates += 1
        update, reset = gates[..., :width], gates[..., width:]
        reset *= state
        np.matmul(reset, layer.candidate, out=candidate)
        candidate += inputs[..., 2 * width :]
        np.tanh(candidate, out=candidate)
        candidate -= state
        candidate *= update
        candidate *= 0.5
        state += candidate
        hidden[low : low + count, :width] = state[0, :count]
        hidden[mirror[low : low + count], width:] = state[1, :count]


def _viterbi(emissions: Floats, active: Ids, offsets: Ids) -> Ids:
    """Return the label of each character, packed by time as the emissions are.

    A label that continues a word (x-I) follows only x-B and x-I: every other way into it costs more than
    any path can win back, so those ways are not looked at.
    """
    model = lac.model()
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
