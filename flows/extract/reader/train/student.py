"""The student: the small networks that read at run time, taught by the teacher and by gold."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from flows.extract.reader import words
from flows.extract.reader.train import batches, fitting, hints
from flows.extract.reader.train.batches import Answered
from flows.extract.reader.train.data import Example
from flows.extract.reader.train.fitting import Item, Plan
from flows.extract.reader.train.heads import CONVENTIONS, Heads
from flows.extract.reader.train.network import STUDENT, Words

PLAN = Plan(epochs=5, rate=1.5e-3, heads_rate=1.5e-3, tokens=2400)
"""On the teacher's answers and gold together."""
FURTHER = Plan(epochs=2, rate=8e-4, heads_rate=8e-4, tokens=2400)
_RUNS = 2
"""How often, from there, gold alone is learned from. The mean of weights is right more often than most."""
CHECKPOINT = Path(__file__).with_name("student.npz")
"""What the student that runs has learned, before its weights became whole numbers: to go on from."""


class Student(NamedTuple):
    """The networks that are exported, and what guesses hints in training."""

    encoder: Words
    heads: Heads
    guess: nn.Linear


def new(meanings: NDArray[np.float32]) -> Student:
    """Return a student that knows nothing but what words mean."""
    encoder = Words(len(words.known_characters()) + 3)
    encoder.meanings.weight.copy_(torch.from_numpy(meanings))
    return Student(encoder, Heads(STUDENT.width), nn.Linear(STUDENT.width, hints.WIDTH))


def _networks(student: Student) -> nn.ModuleDict:
    return nn.ModuleDict({"encoder": student.encoder, "heads": student.heads})


def _learned(student: Student) -> dict[str, Tensor]:
    """Return the weights that training changes, by their names: all but what words mean and whole numbers."""
    states = _networks(student).state_dict()
    return {
        name: value
        for name, value in states.items()
        if value.is_floating_point() and not name.startswith("encoder.meanings")
    }


def resumed(meanings: NDArray[np.float32], path: Path = CHECKPOINT) -> Student:
    """Return a student that knows what the one kept at `path` does, to go on from.

    Raises:
        KeyError: the one that was kept lacks weights.
    """
    student = new(meanings)
    with np.load(path) as file:
        kept = {name: torch.from_numpy(file[name].astype(np.float32)) for name in _learned(student)}
    networks = _networks(student)
    networks.load_state_dict(networks.state_dict() | kept)
    return student


def keep(student: Student, path: Path = CHECKPOINT) -> None:
    """Keep what a student learned, in half the bytes."""
    halves = {name: value.numpy().astype(np.float16) for name, value in _learned(student).items()}
    np.savez_compressed(path, **halves)  # type: ignore[arg-type]


def items(examples: Sequence[Example], convention: str = "gold") -> list[Item]:
    """Return the windows of documents, in words, with the answers of gold or by another of `CONVENTIONS`."""
    number = CONVENTIONS.index(convention)
    return [
        Item(example.inputs, window, batches.by_gold(example), "gold", example, convention=number)
        for example in examples
        for window in example.inputs.windows
        if window.numbers
    ]


def taught(texts: Sequence[Answered], source: str = "teacher") -> list[Item]:
    """Return the windows of texts that a teacher has answered."""
    return [
        Item(built, window, batches.by_teacher(answers), source, hints=given)
        for built, answers, told in texts
        for window, given in zip(built.windows, told, strict=True)
        if window.numbers and all(answers[row] is not None for row in window.numbers)
    ]


def train(student: Student, gold: Sequence[Item], answered: Sequence[Item]) -> None:
    """Learn from the teacher's answers together with gold, and then from gold alone, some times over."""
    fitting.fit(student.encoder, student.heads, [*answered, *gold], PLAN, guess=student.guess)
    runs = [copy.deepcopy(student) for _ in range(_RUNS)]
    for seed, run in enumerate(runs):
        fitting.fit(run.encoder, run.heads, gold, FURTHER, seed)
    _networks(student).load_state_dict(mean_of([_networks(run) for run in runs]))


def mean_of(networks: Sequence[nn.Module]) -> dict[str, Tensor]:
    """Return the mean of the weights of networks of one shape; what is no fraction is as in the first."""
    states = [network.state_dict() for network in networks]
    return {
        name: torch.stack([state[name] for state in states]).mean(0) if first.is_floating_point() else first
        for name, first in states[0].items()
    }
