"""What a number could be called, which of that it is, and what spells a subject."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from flows.extract.reader import inputs, naming
from flows.extract.reader.naming import Names

IN, OPENS, RESUMES, PAUSES, CLOSES, BETWEEN = range(naming.STEPS.start, naming.STEPS.stop)
SIZES = np.array([2, 2, 2, 2, 2, 2])


def chosen(*odds: float) -> np.ndarray:
    """Return scores of the tokens of one number that are likely of the name by `odds`, and no more."""
    scores = np.zeros((1, len(odds), len(inputs.ROLES)), np.float32)
    scores[0, :, naming.NAME] = scores[0, :, IN] = odds
    return scores


def sets(names: Names) -> list[set[int]]:
    """Return the tokens of each name that there is."""
    return [set(names.columns[own].tolist()) for own in names.tokens[0][names.chances[0] > 0]]


def likeliest(names: Names) -> set[int]:
    return set(names.columns[names.tokens[0, int(names.chances[0].argmax())]].tolist())


def test_a_name_that_is_proposed_twice_is_there_once() -> None:
    names = naming.propose(chosen(5, 5, -5, -5, -5, -5), SIZES)
    assert names.tokens[0, : len(naming.THRESHOLDS) + 1].any(1).all()
    assert sets(names) == [{0, 1}, {1}]  # and without its first word


def test_where_no_token_is_likely_there_is_no_name() -> None:
    names = naming.propose(chosen(-5, -5, -5, -5, -5, -5), SIZES)
    assert not names.chances.any()


def test_a_threshold_makes_a_name_of_the_tokens_above_it() -> None:
    found = sets(naming.propose(chosen(3, 0.1, -1.5, -9, -9, -9), SIZES))
    assert all(own in found for own in ({0}, {0, 1}, {0, 1, 2}))


def test_pieces_make_names_of_their_own() -> None:
    found = sets(naming.propose(chosen(4, 4, -9, 4, -9, 4), SIZES))
    assert found[0] == {0, 1, 3, 5}
    assert found[1:] == [{3, 5}, {0, 1, 3}, {0, 1, 5}, {0, 1}, {5}, {1, 3, 5}]


def test_one_of_two_names_is_taken_where_both_at_once_are_none() -> None:
    scores = chosen(4, 4, -9, 4, 4, -9)
    assert likeliest(naming.propose(scores, SIZES)) == {0, 1, 3, 4}
    scores[0, :, RESUMES] = -9
    scores[0, 3, OPENS] = 1
    assert likeliest(naming.propose(scores, SIZES)) == {3, 4}


def test_names_that_say_the_same_count_for_each_other() -> None:
    scores = chosen(3, 3, 3, 0.2, -9, 1.3)
    scores[0, :, RESUMES] = 0.2
    names = naming.propose(scores, SIZES)
    longest = {0, 1, 2, 3, 5}
    assert longest in sets(names)
    assert names.chances[0].max() > 0.8
    assert likeliest(names) <= longest


def test_names_overlap_by_the_characters_that_they_have_in_common() -> None:
    names = np.array([[[1, 1, 0], [0, 1, 1], [0, 0, 1]]], bool)
    common = naming._common(names, np.array([2, 4, 1], np.float32))
    assert common[0].diagonal().tolist() == [6, 5, 1]
    assert naming._f1(common)[0] == pytest.approx(
        np.array([[1, 8 / 11, 0], [8 / 11, 1, 2 / 6], [0, 2 / 6, 1]])
    )


def test_the_best_name_has_what_is_likelier_than_half_of_the_f1_that_is_reached() -> None:
    assert naming._least(np.array([[0.5, 0.9, 0.2]])).tolist() == [[0.45]]
    assert naming._least(np.array([[0.1], [1.0]])).tolist() == [[0.35], [0.5]]


def test_a_run_of_words_that_spells_a_subject_stays_in_its_sentence() -> None:
    scores = chosen(0, 0, 0, 0)
    scores[0, 1, naming.FIRST] = scores[0, 2, naming.LAST] = 9
    assert [int(one[0]) for one in naming.spelt(scores, np.array([0, 0, 0, 0]))[:2]] == [1, 2]
    [first], [last], [chance] = naming.spelt(scores, np.array([0, 0, 1, 1]))
    assert (first, last) in ((1, 1), (2, 2))
    assert chance < 0.5


def test_a_run_goes_on_over_words_that_belong_to_it_alone() -> None:
    scores = chosen(0, 0, 0, 0, 0)
    scores[0, 0, naming.FIRST] = 9
    scores[0, [1, 4], naming.LAST] = 9, 10
    assert int(naming.spelt(scores, np.zeros(5))[1][0]) == 4
    scores[0, 2, naming.GOES_ON] = -9
    assert int(naming.spelt(scores, np.zeros(5))[1][0]) == 1


@settings(max_examples=60, deadline=None)
@over(st.lists(st.lists(st.floats(-40, 40, width=32), min_size=60, max_size=60), min_size=1, max_size=3))
def test_whatever_the_scores_chances_are_chances_of_what_is_there(values: list[list[float]]) -> None:
    scores = np.array(values, np.float32).reshape(len(values), 6, len(inputs.ROLES))
    names = naming.propose(scores, SIZES)
    for told in (names.chances, names.expected):
        assert told.shape == names.tokens.shape[:2]
        assert ((told >= 0) & (told <= 1.0001)).all()
    assert not names.chances[~names.tokens.any(2)].any()
    first, last, chances = naming.spelt(scores, np.zeros(6, np.int32))
    assert (first <= last).all()
    assert ((chances > 0) & (chances <= 1.0001)).all()
