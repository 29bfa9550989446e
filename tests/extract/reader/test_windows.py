"""What governs a sentence, and in which window each number is read."""

from __future__ import annotations

from collections import Counter

from flows.extract.reader import windows
from flows.extract.reader.windows import Window
from flows.extract.reading import Reading
from flows.language import quantities
from tests.extract import texts
from tests.extract.reader.given import by_character, given


def above(text: str, **more: str | None) -> dict[str, list[str]]:
    """Return by sentence what governs it."""
    reading, _ = texts.read(text, **more)
    sentences = [reading.text[span.start : span.end] for span in reading.sentences]
    found = zip(sentences, windows.governors(reading), strict=True)
    return {sentence: [sentences[at] for at in governing] for sentence, governing in found}


def cut(text: str, longest: int, **more: str | None) -> tuple[Reading, list[Window]]:
    """Return the windows of a text that is cut into characters."""
    reading, _ = texts.read(text, **more)
    return reading, windows.read(reading, quantities.find(reading.text), by_character(reading), longest)


def words_of(reading: Reading, window: Window) -> str:
    return "".join(reading.text[token.start : token.end] for token in window.tokens)


def test_a_heading_governs_what_stands_below_it_until_the_next() -> None:
    found = above("工业情况\n产值5亿元。\n利润2亿元。\n农业情况\n粮食3万吨。")
    assert found["产值5亿元。"] == found["利润2亿元。"] == ["工业情况"]
    assert found["农业情况"] == []
    assert found["粮食3万吨。"] == ["农业情况"]


def test_an_item_governs_its_paragraphs_and_ends_at_the_next_item() -> None:
    found = above("一、工业\n（一）企业\n新增3家。\n（二）园区\n新建2个。\n二、农业\n粮食3万吨。")
    assert {"一、工业", "（一）企业"} <= set(found["新增3家。"])
    assert {"一、工业", "（二）园区"} <= set(found["新建2个。"])
    assert "（一）企业" not in found["新建2个。"]
    assert not {"一、工业", "（二）园区"} & set(found["粮食3万吨。"])
    assert found["粮食3万吨。"][-1] == "二、农业"


def test_what_introduces_a_list_governs_all_its_items_and_nothing_behind_them() -> None:
    found = above("会议提出以下任务：\n1. 新建学校5所。\n2. 修路30公里。\n去年情况\n接待游客5万人次。")
    assert found["1. 新建学校5所。"] == found["2. 修路30公里。"] == ["会议提出以下任务："]
    assert found["接待游客5万人次。"] == ["去年情况"]


def test_the_title_governs_a_text_without_headings() -> None:
    assert above("产值5亿元。\n利润2亿元。", title="某县情况")["利润2亿元。"] == ["某县情况"]


def test_a_document_without_numbers_has_no_windows() -> None:
    assert cut("没有数字。\n也没有。", 40)[1] == cut("", 40)[1] == []


def test_title_and_heading_come_before_the_sentence_that_they_govern() -> None:
    text = "总述。" + "话。" * 20 + "\n工业情况\n无。无。无。产值5亿元。"
    reading, [window] = cut(text, 40, title="某县情况")
    assert words_of(reading, window) == "某县情况工业情况无。产值5亿元。"
    assert [window.sentences[place] for place in (0, 4)] == [0, 22]


def test_sentences_without_numbers_are_left_out_but_for_the_one_before() -> None:
    reading, [window] = cut("产值5亿元。甲无。乙无。丙无。利润2亿元。", 60)
    assert words_of(reading, window) == "产值5亿元。丙无。利润2亿元。"
    assert window.fresh == 0


def test_what_a_window_has_no_room_for_begins_the_next_with_what_stands_before() -> None:
    reading, found = cut("甲。产值为5亿元。利润为2亿元。税收为1亿元。", 22)
    assert [words_of(reading, window) for window in found] == [
        "甲。产值为5亿元。利润为2亿元。",
        "甲。税收为1亿元。",
    ]
    assert [window.numbers for window in found] == [[0, 1], [2]]


def test_a_sentence_longer_than_a_window_is_split_and_each_number_read_once() -> None:
    text = "全区" + "，".join(f"项目{place}投资{place + 1}亿元" for place in range(30)) + "。"
    reading, found = cut(text, 60)
    numbers = quantities.find(reading.text)
    assert len(found) > 3
    assert Counter(index for window in found for index in window.numbers) == Counter(range(len(numbers)))
    for window in found:
        assert len(window.tokens) <= 60
        for index in window.numbers:
            first, last = windows.own_tokens(window, numbers[index])
            assert window.tokens[first].start == numbers[index].start
            assert window.tokens[last - 1].end == numbers[index].end


def test_numbers_of_a_split_sentence_have_text_before_them() -> None:
    text = "全区" + "，".join(f"项目{place}投资{place + 1}亿元" for place in range(30)) + "。"
    reading, found = cut(text, 60)
    numbers = quantities.find(reading.text)
    before = [
        windows.own_tokens(window, numbers[index])[0] for window in found[1:] for index in window.numbers
    ]
    assert min(before) >= 20


def test_windows_hold_whole_words_of_the_tagger() -> None:
    one = given("武清区建成学校40所，增长4.8%。")
    [window] = one.built().windows
    assert len(window.tokens) == len(window.sentences)
    quotes = [one.reading.text[token.start : token.end] for token in window.tokens]
    assert "武清区" in quotes
    assert "".join(quotes) == one.reading.text


def test_a_number_is_not_looked_for_among_what_is_read_before_it() -> None:
    reading, found = cut("产值5亿元。甲地税收为1亿元。乙地税收为3亿元。", 22)
    numbers = quantities.find(reading.text)
    assert [window.numbers for window in found] == [[0, 1], [2]]
    assert found[1].tokens[0].start == 0
    assert windows.own_tokens(found[1], numbers[0]) == (-1, -1)
    assert windows.own_tokens(found[0], numbers[2]) == (-1, -1)
