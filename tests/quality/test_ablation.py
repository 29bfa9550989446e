"""What a switch says of a pattern is what the pattern does, and nothing stays switched off."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from flows.extract import cues, reading
from flows.extract.numbers import countable
from flows.language import quantities
from flows.records import Document
from tests.quality import ablation, switches

TEXT = "2026年3月，全市工业产值增长5%。3项目标完成第2批，建成绿色工厂20家。"


def case(text: str = TEXT) -> ablation.Case:
    document = Document("d", "", text, "某报", "s", "CC0-1.0", "a.txt", 0, len(text), dt.date(2026, 4, 1))
    [read] = reading.read([document])
    return ablation.Case(read, list(quantities.find(read.text)), {"document_id": "d", "metrics": []})


@pytest.fixture(scope="module")
def earned() -> dict[str, ablation.Earning]:
    return {one.name: one for one in ablation.patterns([case()])}


def test_a_pattern_that_parts_clauses_changes_rows(earned: dict[str, ablation.Earning]) -> None:
    assert earned["numbers.slots._BREAK"].rows > 0


def test_a_pattern_that_matches_nowhere_is_tried_nowhere(earned: dict[str, ablation.Earning]) -> None:
    assert earned["numbers.countable._TELEPHONE"] == ("numbers.countable._TELEPHONE", 0, 0, 0, 0, 0)


def test_patterns_that_functions_write_are_among_them(earned: dict[str, ablation.Earning]) -> None:
    assert any(name.startswith("numbers.confidence ") for name in earned)


def test_a_pattern_that_is_out_matches_nothing_and_is_lit_again() -> None:
    before = countable._ORDINAL
    with switches.watched() as lit:
        switch = lit["numbers.countable._ORDINAL"]
        assert countable._ORDINAL is switch
        assert countable._ORDINAL.search("第")
        assert switch.matched
        with ablation.out(switch):
            assert countable._ORDINAL.search("第") is None
            assert countable._ORDINAL.sub("", "第") == "第"
        assert countable._ORDINAL.search("第")
    assert countable._ORDINAL is before
    assert countable.re is re


def test_a_cue_word_that_is_out_stands_in_no_role_until_it_is_lit_again() -> None:
    with switches.without({("rise", "增长")}):
        assert "增长" not in cues.words("rise")
    assert "增长" in cues.words("rise")


def test_a_role_earns_what_its_words_change_and_nothing_where_they_are_not_there() -> None:
    one = case()
    one.rows = ablation.extract(one)
    earned = {each.name: each for each in ablation.roles([one])}
    assert earned["cues rise"].rows > 0
    assert earned["cues decree"].documents == 0


def test_a_word_that_changes_nothing_is_named_with_the_documents_that_hold_it() -> None:
    one = case("2026年3月，全市工业产值下降5%，力争建成绿色工厂20家以上。")
    one.rows = ablation.extract(one)
    idle = dict(ablation.idle_words([one]))
    assert ("hedge", "力争") not in idle
    assert idle["make", "建成"] == 1
    assert idle["decree", "颁布"] == 0
