"""What a switch says of a pattern is what the pattern does, and nothing stays switched off."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from flows.extract import cues, reading, wording
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
    assert earned["wording._BREAK"].rows > 0


def test_a_pattern_that_matches_nowhere_is_tried_nowhere(earned: dict[str, ablation.Earning]) -> None:
    assert earned["reading._RULEBOOK"] == ("reading._RULEBOOK", 0, 0, 0, 0, 0)


def test_a_pattern_that_is_out_matches_nothing_and_is_lit_again() -> None:
    before = wording._BREAK
    with switches.watched() as lit:
        switch = lit["wording._BREAK"]
        assert wording._BREAK is switch
        assert wording._BREAK.search("，")
        assert switch.matched
        with ablation.out(switch):
            assert wording._BREAK.search("，") is None
            assert wording._BREAK.sub("", "，") == "，"
        assert wording._BREAK.search("，")
    assert wording._BREAK is before
    assert wording.re is re


def test_a_cue_word_that_is_out_stands_in_no_role_until_it_is_lit_again() -> None:
    with switches.without({("hedge", "力争")}):
        assert "力争" not in cues.words("hedge")
    assert "力争" in cues.words("hedge")


HOPED = "2026年3月，全市工业产值下降5%，力争到2030年建成绿色工厂20家以上。"


def test_a_role_earns_what_its_words_change_and_nothing_where_they_are_not_there() -> None:
    one = case(HOPED)
    one.rows = ablation.extract(one)
    earned = {each.name: each for each in ablation.roles([one])}
    assert earned["cues hedge"].rows > 0
    assert earned["cues decree"].documents == 0


def test_a_word_that_changes_nothing_is_named_with_the_documents_that_hold_it() -> None:
    one = case(HOPED)
    one.rows = ablation.extract(one)
    idle = dict(ablation.idle_words([one]))
    assert ("hedge", "力争") not in idle
    assert idle["decree", "颁布"] == 0
