"""How tokens lie as seen from a number."""

from __future__ import annotations

import numpy as np

from flows.extract.reader import features, inputs
from flows.extract.reader.features import DISTANCES, PLACES
from tests.extract.reader.given import given


def test_tokens_before_and_behind_a_number_are_told_apart_and_its_own_are_its_own() -> None:
    one = given("武清区建成学校40所，宝坻区建成公园12个。")
    built = one.built()
    [window] = built.windows
    seen = features.seen(inputs.arrays(built, window))
    assert seen.distance.shape == seen.place.shape == seen.own.shape == (2, len(window.tokens))
    for row, quantity in enumerate(one.counted):
        own = [quantity.start <= token.start < quantity.end for token in window.tokens]
        assert seen.own[row].tolist() == own
        first, last = own.index(True), len(own) - own[::-1].index(True)
        assert (np.diff(seen.distance[row]) >= 0).all()
        assert (seen.distance[row, :first] < 32).all()
        assert (seen.distance[row, first:last] == 32).all()
        assert (seen.distance[row, last:] > 32).all()


def test_a_token_beyond_another_number_or_in_another_sentence_stands_elsewhere() -> None:
    one = given("建成学校40所，公园12个。新增车位30个。")
    built = one.built()
    [window] = built.windows
    seen = features.seen(inputs.arrays(built, window))
    tokens = [one.reading.text[token.start : token.end] for token in window.tokens]
    school, park, places = tokens.index("学校"), tokens.index("公园"), tokens.index("车位")
    assert len({int(seen.place[1, at]) for at in (school, park, places)}) == 3
    assert seen.place[0, school] == seen.place[1, park] == seen.place[2, places]


def test_far_tokens_keep_within_the_tables() -> None:
    text = "建成" + "漫长而平静的一天，" * 80 + "公园12个" + "，又是漫长而平静的一天" * 80 + "。"
    built = given(text).built()
    read = [window for window in built.windows if window.numbers]
    assert read
    for window in read:
        seen = features.seen(inputs.arrays(built, window))
        assert 0 <= seen.distance.min() <= seen.distance.max() < DISTANCES
        assert 0 <= seen.place.min() <= seen.place.max() < PLACES
