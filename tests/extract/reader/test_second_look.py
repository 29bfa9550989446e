"""What a second look makes of names and candidates."""

from __future__ import annotations

import numpy as np
import pytest

from flows.extract.reader import judging, naming, second_look
from flows.extract.reader.second_look import ELSEWHERE, Candidates, Numbers
from tests.extract.reader.given import given

PLAN = given("武清区建成学校40所，公园12个。到2030年，全市力争建成医院30家。")
NUMBERS = Numbers(np.ones(3, np.float32), np.zeros((3, 10), np.float32))


def candidates(common: bool = True) -> Candidates:
    values = np.array([[0, 1, ELSEWHERE], [1, 0, ELSEWHERE], [1, -1, ELSEWHERE]], np.int32)
    chances = np.array([[0.6, 0.3, 0.1], [0.9, 0.1, 0.0], [1.0, 0.0, 0.0]], np.float32)
    return Candidates(values, chances, np.zeros((3, 3, 2), np.float32), common)


def test_of_each_candidate_is_told_how_likely_it_is_for_the_other_numbers() -> None:
    told = second_look.beside(candidates(), NUMBERS)
    first, second = told[0, 0], told[0, 1]
    assert first[1] == np.float32(0.6)
    assert first[3] == pytest.approx(0.1 / 4)  # two others, and two that are added
    assert second[3] == pytest.approx(1.9 / 4)
    assert (first[4], second[4]) == (0, 1)


def test_numbers_that_are_no_metrics_do_not_count() -> None:
    one = NUMBERS._replace(kept=np.array([1, 0, 0], np.float32))
    assert second_look.beside(candidates(), one)[0, 1, 3] == 0


def test_where_others_do_not_count_nothing_is_told_of_them() -> None:
    alone = second_look.beside(candidates(common=False), NUMBERS)
    assert alone.shape == (3, 3, 3)
    assert (alone == second_look.beside(candidates(), NUMBERS)[..., :3]).all()


@pytest.mark.parametrize(
    ("span", "where"),
    [((4, 6), 0), ((2, 4), 1), ((1, 3), 2), ((0, 2), 2), ((8, 9), 4), ((-1, -1), None)],
)
def test_where_a_candidate_stands_from_the_name(span: tuple[int, int], where: int | None) -> None:
    told = second_look.beside_name(np.array([[span]], np.int32), np.array([[4, 8]]))[0, 0]
    assert told.tolist() == [place == where for place in range(5)]


def test_beside_no_name_nothing_is_told() -> None:
    assert not second_look.beside_name(np.array([[[0, 2]]], np.int32), np.array([[0, 0]])).any()


def test_chances_are_those_of_what_is_there_and_leave_room_for_none() -> None:
    built = PLAN.built()
    seen = judging.look(built, PLAN.proposed)
    assert seen is not None
    chances = second_look.names(seen.told, seen.there)
    assert (chances[~seen.there] == 0).all()
    assert ((chances.sum(1) > 0) & (chances.sum(1) < 1)).all()
    for field, found in judging.candidates_of(built, seen).items():
        own = second_look.candidates(field, found, judging.numbers_of(built, seen))
        assert (own[found.values == -1] == 0).all()
        assert (own.sum(1) < 1).all()


def test_numbers_come_in_the_order_of_the_text_with_what_was_proposed() -> None:
    judged = judging.judgements(PLAN.reading, PLAN.built(), PLAN.proposed)
    assert [one.row for one in judged] == [0, 1, 2]
    assert [one.proposed for one in judged] == PLAN.proposed
    for one in judged:
        assert one.judgement.name in PLAN.reading.text


def test_the_rules_name_is_kept_as_they_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def theirs(told: naming.Told, there: np.ndarray) -> np.ndarray:
        return (np.arange(there.shape[1]) == naming.RULES) * np.float32(0.9) * there

    monkeypatch.setattr(second_look, "names", theirs)
    for one in judging.judgements(PLAN.reading, PLAN.built(), PLAN.proposed):
        assert one.proposed is not None
        assert one.judgement.name == one.proposed.indicator


def test_a_name_counts_with_all_that_say_the_same() -> None:
    built = PLAN.built()
    seen = judging.look(built, PLAN.proposed)
    assert seen is not None
    alone = second_look.names(seen.told, seen.there)
    for place, one in enumerate(judging.judgements(PLAN.reading, built, PLAN.proposed)):
        own = one.judgement.scores["name"][place]
        assert (own >= alone[place] * (1 - 1e-5)).all()
        assert one.judgement.name_chance >= alone[place].max() * (1 - 1e-5)
