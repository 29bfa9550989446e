"""Hints are the teacher's states, word by word, along the axes on which they differ most."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the dependency group `train`")

from flows.extract.reader.train import hints
from flows.extract.reader.windows import Token, Window

PIECES = [Token(0, 1, 0), Token(1, 2, 0), Token(2, 4, 0)]
WORDS = [Token(0, 2, 0), Token(2, 4, 0), Token(8, 9, 0)]


def test_a_word_has_the_mean_of_its_pieces() -> None:
    means, there = hints.averaged(np.array([[1.0], [3.0], [7.0]]), PIECES, WORDS)
    assert means[:2].ravel().tolist() == [2.0, 7.0]
    assert there.tolist() == [True, True, False]


def test_states_that_differ_give_hints_that_differ_and_unread_words_none() -> None:
    rng = np.random.default_rng(0)
    states = rng.normal(size=(400, 160)) * np.linspace(3, 0.1, 160)
    found = hints.axes(states)
    given = hints.of(found, states[:3], PIECES, WORDS)
    assert given.shape == (3, hints.WIDTH)
    assert (given[2] == hints.UNKNOWN).all()
    assert not (given[0] == given[1]).all()
    every = hints.of(
        found,
        states,
        [Token(at, at + 1, 0) for at in range(400)],
        [Token(at, at + 1, 0) for at in range(400)],
    )
    assert np.square(every * hints.STEP).mean() == pytest.approx(1, abs=0.1)


def test_a_window_takes_hints_from_the_one_that_reads_most_of_its_numbers() -> None:
    def window(*numbers: int) -> Window:
        return Window([], [], 0, list(numbers))

    taught = [window(0, 1), window(2, 3, 4)]
    assert hints.pairs(taught, [window(0), window(1, 2, 3), window(9)]) == {0: [0], 1: [1]}
