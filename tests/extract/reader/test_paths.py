"""What a name scores as a way through the tokens."""

from __future__ import annotations

import numpy as np
import pytest

from flows.extract.reader import inputs, paths

BETWEEN = inputs.PATH.index("between")
TOKENS = 6


def scored(name: set[int], **steps: dict[int, float]) -> float:
    """Return the score of a name of tokens, where steps score what is given by token and 0 elsewhere."""
    given = np.zeros((1, TOKENS, len(inputs.PATH)), np.float32)
    for step, values in steps.items():
        for token, value in values.items():
            given[0, token, inputs.PATH.index(step)] = value
    columns = np.arange(TOKENS)
    return float(paths.scores(np.isin(columns, list(name))[None, None], columns, given)[0, 0])


def everywhere(value: float) -> dict[int, float]:
    return dict.fromkeys(range(TOKENS), value)


@pytest.mark.parametrize(
    ("step", "counted"),
    [("within", 3), ("opens", 1), ("resumes", 1), ("pauses", 1), ("closes", 1), ("between", 2)],
)
def test_a_name_in_two_pieces_takes_each_step_as_often_as_it_goes_it(step: str, counted: int) -> None:
    assert scored({0, 1, 4}, **{step: everywhere(1.0)}) == counted


def test_pieces_side_by_side_are_one() -> None:
    assert scored({1, 2, 3}, resumes=everywhere(9.0), pauses=everywhere(9.0)) == 0
    assert scored({1, 2, 3}, opens={1: 2.0}, closes={4: 3.0}) == 5


def test_a_name_that_the_window_ends_is_closed_by_nothing() -> None:
    assert scored({4, 5}, closes=everywhere(1.0)) == 0


def test_tokens_that_no_name_has_count_where_a_name_passes_them() -> None:
    steps = np.zeros((1, TOKENS, len(inputs.PATH)), np.float32)
    steps[0, :, BETWEEN] = [1, 2, 4, 8, 16, 32]
    columns = np.array([0, 3, 5])
    names = np.array([[[True, True, False], [True, False, True], [False, True, True]]])
    assert paths.scores(names, columns, steps)[0].tolist() == [6, 30, 16]
