"""Where the words that belong to a quantity stand: to its left and to its right."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from flows.extract import cues
from flows.extract.nouns import Slot
from flows.language.quantities import Quantity
from flows.language.sentences import Span
from flows.language.tagger import Tag

# A space parts clauses between Chinese words only; a comma before three digits groups thousands.
_BREAK = re.compile(r"[，；。！？：:;!?\n]|,(?!\d{3})|——|(?<=[^\x00-\x7f])[ \u3000]+(?=[^\x00-\x7f])")
# What stands beside a statement and is no part of it: brackets, 扣除价格因素.
_BRACKETED = re.compile(r"（[^（）]*）|\([^()]*\)|(?:扣除|剔除)[^，。；（）\d]{1,8}(?:因素|影响)后?")
# 全国规模以上工业增加值 comes as one word; the country is no part of the name.
_HERE = re.compile(rf"(?:{cues.pattern('here', 'nation').pattern})(?=.{{2}})")
# 福建省地区 of 福建省地区生产总值 comes as one word, too.
_DIVISION_AND_NOUN = re.compile(r"([\u4e00-\u9fff]{2,}[省市州县])(地区)")
# 河西三区: the last place of a list and how many there are come as one word, too.
_DIVISION_AND_COUNT = re.compile(r"([\u4e00-\u9fff]{2,})([两三四五六七八九十]+[区市县省州])")
_JOINT = re.compile(r"\s*(?:、|和|与|及|以及|或)\s*")


def cut(text: str, sentence: Span, words: Sequence[Tag], quantities: Sequence[Quantity]) -> list[Slot]:
    """Return one slot for each of `quantities`, which lie in `sentence`, in order."""
    masked = _mask(text, sentence, quantities)
    words_in = partial(_within, words, masked)
    marks = [match.span() for match in _BREAK.finditer(masked, sentence.start, sentence.end)]
    breaks = [sentence.start, *(end for _, end in marks)]
    stops = [*(start for start, _ in marks), sentence.end]
    found: list[Slot] = []
    for index, quantity in enumerate(quantities):
        start = breaks[bisect_right(breaks, max(quantity.start, sentence.start)) - 1]
        following = bisect_left(stops, quantity.end)
        stop = stops[following] if following < len(stops) else sentence.end
        before = quantities[index - 1] if index else None
        after = quantities[index + 1] if index + 1 < len(quantities) else None
        left = _left(masked, start, before, quantity)
        right = Span(quantity.end, min(stop, after.start) if after else stop)
        beside = before is not None and before.end >= start
        found.append(
            Slot(
                quantity=quantity,
                sentence=sentence,
                clause=Span(start, stop),
                before=_clauses_before(breaks, before, start),
                left=left,
                right=right,
                left_words=words_in(left),
                right_words=words_in(right),
                chained=beside and _JOINT.fullmatch(text, left.start, left.end) is not None,
                words_in=words_in,
            )
        )
    return found


def _left(masked: str, start: int, before: Quantity | None, quantity: Quantity) -> Span:
    """Return the text before a quantity that is its own; what stands before 、 belongs to the one before."""
    if before is None:
        return Span(start, quantity.start)
    left = Span(max(start, before.end), quantity.start)
    comma = masked.rfind("、", left.start + 1, left.end) if before.end >= start else -1
    return Span(comma, left.end) if comma > 0 else left


def _clauses_before(breaks: Sequence[int], before: Quantity | None, start: int) -> tuple[Span, ...]:
    """Return the clauses between the quantity before and the clause from `start` on, the nearest first."""
    first = bisect_left(breaks, before.end) if before else 0
    edges = breaks[first : bisect_right(breaks, start)]
    return tuple(Span(first, last) for first, last in pairwise(edges))[::-1]


def _mask(text: str, sentence: Span, quantities: Sequence[Quantity]) -> str:
    """Blank what stands aside without a quantity: 指数（CTSI）为188.9点, 扣除价格因素增长5%."""
    for match in _BRACKETED.finditer(text, sentence.start, sentence.end):
        first, last = match.span()
        if not any(first <= quantity.start < last for quantity in quantities):
            text = text[:first] + "\x00" * (last - first) + text[last:]
    return text


def _within(words: Sequence[Tag], masked: str, span: Span) -> tuple[Tag, ...]:
    """Return the words in `span`; one that sticks out is cut, one in brackets left out."""
    found = []
    # Compared as tuples, by their first field, words are found in half the time that a key takes.
    first = max(0, bisect_left(words, (span.start + 1,)) - 1)
    last = bisect_left(words, (span.end,), first)
    for word in words[first:last]:
        start, end = max(word.start, span.start), min(word.end, span.end)
        if start < end and masked[start] != "\x00":
            if end - start < len(word.word):
                word = Tag(start, end, word.word[start - word.start : end - word.start], word.label)
            # What the tagger did not see (a raised note) is of no word.
            if word.word:
                found.append(word)
    return tuple(_mend(found))


def _mend(words: Sequence[Tag]) -> list[Tag]:
    """Put 占比 and 在建 together, which the tagger cuts in two (税占比达), and part 福建省地区."""
    mended: list[Tag] = []
    for word in words:
        if word.label in ("n", "nz", "vn") and (opening := _HERE.match(word.word)):
            middle = word.start + opening.end()
            mended.append(Tag(word.start, middle, opening.group(), "n"))
            word = Tag(middle, word.end, word.word[opening.end() :], word.label)
        if word.word.endswith("地区") and (cut := _DIVISION_AND_NOUN.fullmatch(word.word)):
            middle = word.start + cut.end(1)
            mended.append(Tag(word.start, middle, cut[1], "LOC"))
            word = Tag(middle, word.end, cut[2], "n")
        if word.label in ("LOC", "ns") and (cut := _DIVISION_AND_COUNT.fullmatch(word.word)):
            middle = word.start + cut.end(1)
            mended.append(Tag(word.start, middle, cut[1], word.label))
            word = Tag(middle, word.end, cut[2], "n")
        before = mended[-1].word if mended else ""
        if (
            before.isascii()
            and before.isalpha()
            and word.word.strip().isascii()
            and word.word.strip().isalpha()
        ):
            mended[-1] = Tag(mended[-1].start, word.end, before + word.word.strip(), "nz")  # GD/P
            continue
        if before == "在" and word.word == "建":
            mended[-1] = Tag(mended[-1].start, word.end, "在建", "vn")
            continue
        if before == "占" and word.word[0] == "比" and word.word not in ("比重", "比例", "比率"):
            mended[-1] = Tag(mended[-1].start, word.start + 1, "占比", "n")
            if len(word.word) > 1:
                mended.append(Tag(word.start + 1, word.end, word.word[1:], "v"))
        else:
            mended.append(word)
    return mended
