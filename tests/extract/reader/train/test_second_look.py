"""The second look is learned from gold, and runs without torch as it does with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the dependency group `train`")

from flows.extract.reader import judging, naming, second_look  # noqa: E402
from flows.extract.reader.train import data  # noqa: E402
from flows.extract.reader.train import second_look as learned  # noqa: E402
from flows.extract.reader.train.data import Example  # noqa: E402
from tests.extract.reader.train import texts  # noqa: E402


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    folder = tmp_path_factory.mktemp("gold")
    texts.write(folder)
    return [one._replace(part="training") for one in data.examples([folder])]


@pytest.fixture
def weights(examples: list[Example], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "second_look.npz"
    monkeypatch.setattr(learned, "_BATCH", 8)
    learned.train(examples, path)
    monkeypatch.setattr(second_look, "WEIGHTS", path)
    second_look.weights.cache_clear()
    yield path
    second_look.weights.cache_clear()


def test_what_gold_says_is_learned(examples: list[Example], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "_BATCH", 8)
    monkeypatch.setattr(learned, "EPOCHS", 120)  # few cases, against networks that are sure of themselves
    known = [case for case in learned.cases(examples) if (case.right >= naming.ALIKE).any()]
    assert len(known) > 8
    assert learned.share_right(learned.fit(known), known) > 0.9


def test_a_run_scores_as_torch_does(examples: list[Example], weights: Path) -> None:
    network = learned.fit(learned.cases(examples))
    for example in examples:
        seen = judging.look(example.inputs)
        assert seen is not None
        ours = second_look.names(seen.told, seen.there)
        with torch.no_grad():
            scores = network(*map(torch.from_numpy, seen.told))
        scores = scores.masked_fill(~torch.from_numpy(seen.there), -1e9)
        theirs = torch.nn.functional.pad(scores, (0, 1)).softmax(1)[:, :-1].numpy()
        assert np.abs(ours - theirs).max() < 0.02  # weights are kept in half the bytes
