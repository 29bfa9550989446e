"""Chances of names and of runs, beside sums over all that there are."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the dependency group `train`")

from flows.extract.reader import inputs, naming  # noqa: E402
from flows.extract.reader import paths as run_time  # noqa: E402
from flows.extract.reader.train import paths  # noqa: E402

TOKENS = 5


@pytest.fixture
def steps() -> torch.Tensor:
    torch.manual_seed(0)
    return torch.randn(2, TOKENS, len(inputs.PATH))


def every(tokens: int) -> list[list[bool]]:
    """Return all names of some tokens; there are none of those behind."""
    sets = [list(one) for one in itertools.product([False, True], repeat=tokens) if any(one)]
    return [one + [False] * (TOKENS - tokens) for one in sets]


@pytest.mark.parametrize("tokens", [TOKENS, 3])
def test_the_chances_of_all_names_come_to_one(steps: torch.Tensor, tokens: int) -> None:
    inside = torch.arange(TOKENS).expand(2, -1) < tokens
    found = [paths.of_names(steps, torch.tensor([one, one]), inside).exp() for one in every(tokens)]
    assert torch.allclose(sum(found), torch.ones(2), atol=1e-5)


def test_a_run_scores_names_as_training_does(steps: torch.Tensor) -> None:
    names = torch.tensor(every(TOKENS))
    inside = torch.ones(len(names), TOKENS, dtype=torch.bool)
    scores = run_time.scores(names.numpy()[None], np.arange(TOKENS), steps[:1].numpy())
    there = paths._scores(steps[:1].expand(len(names), -1, -1), names, inside)
    assert np.allclose(scores[0], there.numpy(), atol=1e-5)


def test_a_run_chooses_the_words_that_training_finds_likeliest() -> None:
    torch.manual_seed(1)
    chosen, sentences = torch.randn(3, 20, len(inputs.ROLES)), torch.arange(20, dtype=torch.int32) // 7
    scores = [chosen[..., role] for role in (naming.FIRST, naming.GOES_ON, naming.LAST)]
    everywhere = torch.ones(3, 20, dtype=torch.bool)
    chances = paths.of_runs(*scores, sentences.expand(3, -1), everywhere).exp()
    assert torch.allclose(chances.sum((1, 2)), torch.ones(3), atol=1e-5)
    first, last, likely = naming.spelt(chosen.numpy(), sentences.numpy())
    for place in range(3):
        own = chances[place, first[place], last[place] - first[place]]
        assert own == chances[place].max()
        assert float(own) == pytest.approx(float(likely[place]), abs=1e-5)


def test_no_run_reaches_over_the_end_of_a_window_or_sentence() -> None:
    chosen = torch.zeros(1, TOKENS)
    inside = torch.arange(TOKENS)[None] < 3
    one, two = torch.zeros(1, TOKENS), torch.arange(TOKENS)[None] // 2
    assert (paths.of_runs(chosen, chosen, chosen, one, inside).exp() > 0).sum() == 3 + 2 + 1
    assert (paths.of_runs(chosen, chosen, chosen, two, inside).exp() > 0).sum() == 3 + 1
