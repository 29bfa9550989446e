"""What a number could be called, and what is told of each name."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from flows.extract.reader import inputs, naming
from flows.extract.reader.naming import BEST, Names, Told
from tests.extract.reader.given import Given, given

SCHOOLS = given("武清区建成学校40所，公园12个。")


def told(one: Given, odds: np.ndarray) -> tuple[Names, Told]:
    """Return the names of the numbers of a text's only window, and what is told of them."""
    built = one.built()
    [window] = built.windows
    arrays = inputs.arrays(built, window)
    names = naming.propose(odds, arrays.ends - arrays.starts)
    return names, naming.tell(names, arrays, np.zeros(len(window.numbers), np.int64))


def odds_of(one: Given, *words: str) -> np.ndarray:
    """Return odds that say of each number which words its name has."""
    [window] = one.built().windows
    spelt = [one.reading.text[token.start : token.end] for token in window.tokens]
    return np.array([[4.0 if word in own.split() else -4.0 for word in spelt] for own in words], np.float32)


def test_a_name_that_is_proposed_twice_is_there_once() -> None:
    names, _ = told(SCHOOLS, odds_of(SCHOOLS, "学校", "公园"))
    assert names.there[:, 0].all()
    assert not names.there[:, BEST].any()
    assert names.there.sum() == 2


def test_where_no_token_is_likely_there_is_no_name() -> None:
    names, found = told(SCHOOLS, odds_of(SCHOOLS, "", ""))
    assert not names.there.any()
    assert np.isfinite(found.numbers).all()


def test_a_threshold_makes_a_name_of_the_tokens_above_it() -> None:
    names = naming.propose(np.array([[3.0, 0.1, -1.5]]), np.array([2, 2, 2]))
    runs = {tuple(names.columns[own].tolist()) for own in names.tokens[0][names.there[0]]}
    assert runs == {(0,), (0, 1), (0, 1, 2)}


def test_names_overlap_by_the_characters_that_they_have_in_common() -> None:
    sizes = np.array([2, 4, 1])
    names = naming.propose(np.array([[3.0, 0.1, -1.5]]), sizes)
    taken = [set(names.columns[own].tolist()) for own in names.tokens[0]]
    for one, other in itertools.product(range(len(taken)), repeat=2):
        common, *both = (
            sum(sizes[list(own)]) for own in (taken[one] & taken[other], taken[one], taken[other])
        )
        f1 = 2 * common / max(1, sum(both))
        assert naming.overlaps(names, sizes)[0, one, other] == pytest.approx(f1)


def test_the_best_name_has_what_is_likelier_than_half_of_what_it_reaches() -> None:
    sizes = np.array([2, 2, 2])
    assert naming.best(np.array([[0.95, 0.43, 0.05]]), sizes).tolist() == [[True, True, False]]
    assert naming.best(np.array([[0.95, 0.27, 0.05]]), sizes).tolist() == [[True, False, False]]


@settings(max_examples=40, deadline=None)
@over(st.data())
def test_whatever_the_odds_what_is_told_is_of_the_shape_that_is_promised(data: st.DataObject) -> None:
    [window] = SCHOOLS.built().windows
    values = st.lists(st.floats(-40, 40, width=32), min_size=len(window.tokens), max_size=len(window.tokens))
    odds = np.array([data.draw(values), data.draw(values)], np.float32)
    names, found = told(SCHOOLS, odds)
    assert found.numbers.shape == (*names.there.shape, naming.FEATURES)
    assert np.isfinite(found.numbers).all()
    assert (found.buckets >= 0).all()
    assert (found.buckets < naming.BUCKETS).all()
    assert found.categories.max() < naming.LABELS + naming.KINDS
