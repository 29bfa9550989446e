"""What a second look makes of names."""

from __future__ import annotations

from flows.extract.reader import judging, second_look
from tests.extract.reader.given import given

PLAN = given("武清区建成学校40所，公园12个。到2030年，全市力争建成医院30家。")


def test_chances_are_those_of_what_is_there_and_leave_room_for_none() -> None:
    built = PLAN.built()
    seen = judging.look(built)
    assert seen is not None
    chances = second_look.names(seen.told, seen.there)
    assert (chances[~seen.there] == 0).all()
    assert ((chances.sum(1) > 0) & (chances.sum(1) < 1)).all()


def test_numbers_come_in_the_order_of_the_text() -> None:
    judged = judging.judgements(PLAN.reading, PLAN.built())
    assert [one.row for one in judged] == [0, 1, 2]
    for one in judged:
        assert one.name in PLAN.reading.text


def test_a_name_counts_with_all_that_say_the_same() -> None:
    built = PLAN.built()
    seen = judging.look(built)
    assert seen is not None
    alone = second_look.names(seen.told, seen.there)
    for place, one in enumerate(judging.judgements(PLAN.reading, built)):
        own = one.scores["name"][place]
        assert (own >= alone[place] * (1 - 1e-5)).all()
        assert one.choices["name"].chance >= alone[place].max() * (1 - 1e-5)
