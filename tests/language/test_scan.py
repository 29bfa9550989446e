"""What is tried only near its cue is found wherever it stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.language import scan

TEXTS = st.text("甲乙丙x12 。", max_size=40)


def test_no_place_is_tried_twice_however_many_cues_stand_there():
    text = "百分之" * 100_000
    assert len(list(scan.near(re.compile("分之"), re.compile("千分之"), text, lambda _: True))) == 0


@pytest.mark.parametrize(
    ("cue", "pattern", "leads"),
    [
        ("x", r"(?:甲?\d+)?乙*x\d?", lambda mark: mark in "甲乙12"),
        ("x|丙丙", r"[甲乙]{1,3}(?:x|丙丙)", lambda mark: mark != "。"),
        ("甲乙", r"(?:\d+\s?甲|1)?甲乙(?!丙)", lambda mark: mark in "甲乙12 "),
        ("[12]", r"\d+(?:x\d+)*", None),
    ],
)
@given(TEXTS)
def test_finds_what_the_pattern_finds_in_the_whole_text(cue, pattern, leads, text):
    found = scan.near(re.compile(cue), re.compile(pattern), text, leads)
    assert [match.span() for match in found] == [match.span() for match in re.finditer(pattern, text)]
