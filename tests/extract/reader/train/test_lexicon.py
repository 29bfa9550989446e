"""Words that mean the like stand near each other in the table, words that no text has nowhere."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the dependency group `train`")

from flows.extract.reader import words  # noqa: E402
from flows.extract.reader.train import heads, lexicon, network, student, teacher  # noqa: E402
from flows.extract.reader.train.pieces import Vocabulary  # noqa: E402

LETTERS = "产值增长投资公司"


@pytest.fixture(scope="module")
def made() -> teacher.Teacher:
    torch.manual_seed(0)
    encoder = network.Pieces(len(LETTERS) + 1, 8, layers=0)
    vocabulary = Vocabulary({one: (number, -1.0) for number, one in enumerate(LETTERS, 1)}, 0, 0, 0)
    return teacher.Teacher(vocabulary, encoder, heads.Heads(network.TEACHER.width))


def place_of(word: str) -> int:
    slots = words.slots(words.characters(word), np.array([0], np.int32), np.array([len(word)], np.int32))
    return int(network.meaning_of(torch.from_numpy(slots))[0])


def test_words_of_the_same_pieces_mean_the_same(made: teacher.Teacher) -> None:
    table = lexicon.table(made, Counter({"产值": 5, "值产": 3, "增长": 4, "投资公司": 2}))
    near, far = (
        np.linalg.norm(table[place_of("产值")] - table[place_of(other)]) for other in ("值产", "增长")
    )
    assert near < 1e-4 < far
    assert not table[place_of("公司")].any()


def test_a_student_keeps_the_meanings_as_it_learns(made: teacher.Teacher) -> None:
    table = lexicon.table(made, Counter({"产值": 5, "增长": 4}))
    pupil = student.new(table)
    assert np.array_equal(pupil.encoder.meanings.weight.numpy(), table)
    assert not pupil.encoder.meanings.weight.requires_grad
