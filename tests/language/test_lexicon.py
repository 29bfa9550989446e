"""Words of a lexicon are found from the left, the longest first, whatever overlaps."""

from hypothesis import given
from hypothesis import strategies as st

from flows.language.lexicon import Lexicon

WORDS = st.sets(st.text("甲乙丙", min_size=1, max_size=5), min_size=1, max_size=8)


@given(WORDS, st.text("甲乙丙", max_size=30))
def test_finds_what_a_plain_search_finds(words, text):
    wanted, position = [], 0
    while position < len(text):
        size = max((len(word) for word in words if text.startswith(word, position)), default=0)
        if size:
            wanted.append((position, position + size))
        position += size or 1
    found = Lexicon((word, word) for word in words).find(text)
    assert [(item.start, item.end) for item in found] == wanted


def test_gives_back_the_entry_of_a_word():
    lexicon = Lexicon([("甲乙", 1), ("甲", 2)])
    assert [item.entry for item in lexicon.find("甲乙甲丙")] == [1, 2]
