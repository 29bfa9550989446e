"""Words as tokens, and the characters that they are known by."""

from __future__ import annotations

import numpy as np

from flows.extract.reader import words
from flows.extract.reader.words import LABELS, SLOTS, characters, known_characters, slots
from tests.extract import texts


def cut(text: str, number: int, edges: list[int]) -> list[str]:
    reading, _ = texts.read(text)
    return [reading.text[token.start : token.end] for token in words.cutter(reading)(number, edges)]


def test_a_sentence_is_cut_into_the_words_of_the_tagger_with_their_labels() -> None:
    reading, _ = texts.read("武清区建成学校40所。")
    found = words.cutter(reading)(0, [])
    assert [token[:2] for token in found] == [word[:2] for word in reading.words[0]]
    assert [LABELS[token.kind] for token in found] == [word.label for word in reading.words[0]]


def test_a_word_that_holds_an_edge_is_cut_there() -> None:
    text = "武清区建成学校40所。"
    [place] = [cut(text, 0, []).index("武清区")]
    assert cut(text, 0, [1, 2])[place : place + 3] == ["武", "清", "区"]
    assert "".join(cut(text, 0, list(range(len(text))))) == text
    assert all(len(word) == 1 for word in cut(text, 0, list(range(len(text)))))


def test_an_edge_between_words_or_outside_the_sentence_cuts_nothing() -> None:
    text = "武清区建成学校40所。宝坻区建成公园12个。"
    whole = cut(text, 1, [])
    assert cut(text, 1, [0, 3, len(text), 10_000]) == whole


def test_cutting_leaves_the_reading_as_it_was() -> None:
    reading, _ = texts.read("武清区建成学校40所。")
    before = list(reading.words[0])
    words.cutter(reading)(0, [1])
    assert list(reading.words[0]) == before


def test_digits_are_alike_and_what_is_not_known_has_one_number() -> None:
    known = known_characters()
    found = characters(f"{known[0]}0９\ue000𠮷{known[-1]}")
    assert found.tolist() == [3, 2, 2, 1, 1, len(known) + 2]


def test_known_characters_are_single_and_in_the_table_once() -> None:
    known = known_characters()
    assert len(known) == len(set(known))
    assert not any(letter.isspace() or letter.isdigit() for letter in known)


def test_a_word_is_known_by_its_first_two_and_last_two_characters() -> None:
    known = np.arange(10, 20, dtype=np.int16)
    starts = np.array([0, 1, 3, 0, 0], np.int32)
    ends = np.array([1, 3, 6, 4, 10], np.int32)
    found = slots(known, starts, ends)
    assert found.shape == (5, SLOTS)
    assert found.tolist() == [
        [10, 0, 0, 0],
        [11, 12, 0, 0],
        [13, 14, 0, 15],
        [10, 11, 12, 13],
        [10, 11, 18, 19],
    ]


def test_a_sentence_that_no_word_is_made_of_is_still_read() -> None:
    assert cut("1.", 0, [0, 1]) == ["1", "."]
