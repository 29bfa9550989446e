"""The teacher: a pretrained encoder, fine-tuned on gold, that answers texts without answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from flows.extract.reader import naming, windows
from flows.extract.reader.inputs import Inputs
from flows.extract.reader.subjects import UNLISTED
from flows.extract.reader.train import batches, fitting, hints, pieces, pretrained
from flows.extract.reader.train.batches import Answered, Taught
from flows.extract.reader.train.data import Example
from flows.extract.reader.train.fitting import Item, Plan
from flows.extract.reader.train.heads import CLASSES, Heads
from flows.extract.reader.train.network import TEACHER, Pieces
from flows.extract.reader.train.pieces import Vocabulary
from flows.extract.reading import Reading

PLAN = Plan(epochs=4, rate=1.5e-4, heads_rate=1.5e-3, tokens=4000)
LONGEST = 240
"""Pieces of a window, of which a word has one or two."""
_VOCABULARY = 7500
_SURE = 0.02
_SAMPLE = 200
"""Documents whose words tell along which axes states differ."""


class Teacher(NamedTuple):
    """The networks with the vocabulary that they were made for."""

    vocabulary: Vocabulary
    encoder: Pieces
    heads: Heads

    def items(self, reading: Reading, built: Inputs, example: Example | None = None) -> list[Item]:
        """Return the windows of a document, in pieces, with the answers of gold where there are some."""
        cut = pieces.cutter(reading, self.vocabulary)
        found = windows.read(reading, built.quantities, cut, LONGEST)
        answers = batches.by_gold(example) if example else None
        return [Item(built, window, answers, "gold", example) for window in found if window.numbers]


def new(texts: Iterable[str]) -> Teacher:
    """Start from the pretrained encoder, with the pieces that `texts` need."""
    whole = pretrained.read(TEACHER.layers)
    weights = pretrained.pruned(whole, texts, _VOCABULARY)
    return Teacher(weights.vocabulary, Pieces.pretrained(weights), Heads(TEACHER.width))


def train(teacher: Teacher, examples: Sequence[Example]) -> None:
    """Fine-tune on the examples that are not kept for validation."""
    items = [
        item
        for example in examples
        if example.part == "training"
        for item in teacher.items(example.reading, example.inputs, example)
    ]
    fitting.fit(teacher.encoder, teacher.heads, items, PLAN)


def teach(teacher: Teacher, texts: Iterable[tuple[Reading, Inputs]], axes: hints.Axes) -> list[Answered]:
    """Return what the teacher says of each number of `texts`, by document."""
    documents = [(built, teacher.items(reading, built)) for reading, built in texts]
    items = [item for _, own in documents for item in own]
    owners = [number for number, (_, own) in enumerate(documents) for _ in own]
    pairs = [
        own_pairs.get(place, [])
        for built, own in documents
        for own_pairs in [hints.pairs([item.window for item in own], built.windows)]
        for place in range(len(own))
    ]
    answered = [
        Answered(built, [None] * len(built.quantities), [None] * len(built.windows)) for built, _ in documents
    ]
    with torch.no_grad():
        for part in fitting.grouped(items, 2400):
            batch = batches.batch([fitting.piece(items[place]) for place in part])
            found, states = fitting.scores_and_states(teacher.encoder, teacher.heads, batch)
            chances = {
                name: found[name]
                .masked_fill(~batch[f"{name}_there"], -1e9)
                .softmax(1)
                .numpy()
                .astype(np.float16)
                for name in ("subject", "period")
            }
            classes = torch.cat([one.softmax(1) for one in found["classes"].split(CLASSES, 1)], 1)
            rows = zip(
                found["chosen"].numpy(), classes.numpy().astype(np.float16), chances["subject"],
                chances["period"], strict=True,
            )  # fmt: skip
            for place, seen in zip(part, states.float().numpy(), strict=True):
                answer, pieces = answered[owners[place]], items[place].window.tokens
                for number in items[place].window.numbers:
                    answer.taught[number] = _taught(items[place], *next(rows))
                for own in pairs[place]:
                    words = answer.inputs.windows[own].tokens
                    answer.hints[own] = hints.of(axes, seen[: len(pieces)], pieces, words)
    return answered


def axes(teacher: Teacher, examples: Sequence[Example]) -> hints.Axes:
    """Return the axes along which the teacher's states of the words of `examples` differ most."""
    seen: list[hints.Floats] = []
    with torch.no_grad():
        for example in examples[:_SAMPLE]:
            items = teacher.items(example.reading, example.inputs, example)
            found = hints.pairs([item.window for item in items], example.inputs.windows)
            for place, own in found.items():
                batch = batches.batch([fitting.piece(items[place])])
                states = fitting.scores_and_states(teacher.encoder, teacher.heads, batch)[1][0]
                for one in own:
                    words = example.inputs.windows[one].tokens
                    means, there = hints.averaged(states.float().numpy(), items[place].window.tokens, words)
                    seen.append(means[there])
    return hints.axes(np.concatenate(seen))


def _taught(
    item: Item, chosen: NDArray[Any], classes: NDArray[Any], subject: NDArray[Any], period: NDArray[Any]
) -> Taught:
    own = item.window.tokens
    scores = chosen[None, : len(own)]
    names = naming.propose(scores, np.array([token.end - token.start for token in own]))
    best = int(names.chances[0].argmax())
    taken = set(names.columns[names.tokens[0, best]].tolist())
    tokens = [
        (token.start, token.end, chance, at in taken)
        for at, (token, chance) in enumerate(zip(own, naming.chances_of(scores)[0].tolist(), strict=True))
        if chance > _SURE
    ]
    [first], [last], [chance] = naming.spelt(scores, np.array(item.window.sentences))
    run = own[first].start, own[last].end, float(chance * subject[UNLISTED])
    return Taught(tokens, float(names.chances[0, best]), run, classes, subject, period)
