"""What a row claims of itself."""

from __future__ import annotations

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from flows.extract.reader import calibration
from flows.extract.reader.calibration import confidence, signs
from flows.extract.reader.judging import Choice, Judgement
from tests.extract.reader.given import given

CHANCES = st.floats(0, 1)
SCHOOLS = given("武清区建成学校40所。")


def judged(name: str, name_chance: float, overlap: float, chance: float) -> Judgement:
    [quantity] = SCHOOLS.counted
    fields = ("kept", "status", "measure", "comparator", "subject", "period")
    choices = dict.fromkeys(fields, Choice(0, chance)) | {"name": Choice(0, name_chance)}
    return Judgement(quantity, 0, name, overlap, choices, (0, 0), {}, 0, lambda name: [])


@settings(max_examples=60, deadline=None)
@over(st.sampled_from(["", "学校", "一个很长很长很长很长的名称"]), CHANCES, CHANCES, CHANCES)
def test_confidence_is_a_chance_in_hundredths(
    name: str, name_chance: float, overlap: float, chance: float
) -> None:
    found = confidence(judged(name, name_chance, overlap, chance))
    assert 0 <= found <= 1
    assert found == round(found, 2)


def test_every_weight_is_of_a_sign() -> None:
    known = signs(judged("学校", 0.9, 0.9, 0.9))
    assert set(calibration._weights()) <= set(known)


def test_the_surer_of_two_rows_claims_more_where_its_sign_weighs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration, "_weights", lambda: {"always": -0.5, "statement": 0.5})
    low, high = (confidence(judged("学校", 0.5, 0.5, chance)) for chance in (0.6, 0.99))
    assert 0 < low < high < 1
