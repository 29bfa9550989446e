"""A document as the rooms of extraction see it."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

import numpy as np

from flows.extract.wording import Clauses
from flows.language import gazetteer, periods, sentences, spacing, tagger
from flows.language.arrays import Bytes, Longs
from flows.language.gazetteer import Place
from flows.language.normalise import normalise
from flows.language.sentences import Span
from flows.language.tagger import Tag
from flows.records import Document, Mention, Period

_start = attrgetter("start")


@dataclass(frozen=True)
class Reading:
    """A document with its text normalised, cut into sentences, and the words and times found in it.

    `text` is the document's `content`, normalised and as long as it, so that an offset in one is an
    offset in the other. `words` has one list a sentence; offsets of words count in `text`.
    """

    document: Document
    content: str
    text: str
    sentences: tuple[Span, ...]
    words: tuple[Sequence[Tag], ...]
    periods: tuple[Period, ...]
    labels: tuple[Longs, ...]
    """What the tagger says of each character of each sentence."""
    states: tuple[Bytes, ...]
    """The tagger's hidden states at each character of each sentence."""

    @cached_property
    def regions(self) -> Sequence[Place]:
        """The regions that the text names."""
        return gazetteer.regions_in(self.text, self.document.region_code)

    @cached_property
    def clauses(self) -> Clauses:
        """The clauses of the text."""
        return Clauses(self.text)

    @cached_property
    def genres(self) -> list[bool]:
        """Whether it is a report on a region, lays down rules, or says as a whole what is aimed at."""
        return [genre.search(self.document.title) is not None for genre in (_REPORT, _RULEBOOK, _PLAN)]

    def sentence_at(self, place: int) -> int:
        """Return the number of the sentence that a character stands in."""
        return max(0, bisect.bisect_right(self.sentences, place, key=_start) - 1)

    def is_heading(self, number: int) -> bool:
        """Tell a line without a full stop, which is a title or headline."""
        start, end = self.sentences[number]
        apart = self.text[end : end + 1] in ("\n", "") and self.text[end - 1] not in "。！？；：”，"
        return apart and end - start < _LONGEST_HEADING


_REPORT = re.compile(r"(?:工作|计划|预算|执行情况的?|规划)报告|公报")
_RULEBOOK = re.compile(
    r"办法|细则|条例|规定|规则|指南|认定标准|标准(?:明确|修订|发布|出台|公布)|政策(?:实施|$)|(?:支持|调整)[^，。]{0,16}政策"
)
_PLAN = re.compile(
    r"(?:行动|工作|实施|发展|建设)?(?:计划|方案|规划)》?(?:要点|摘要|解读|$)|重点任务|任务清单|工作要点|民生(?:目标|实事)|目标任务$"
)
_LONGEST_HEADING = 60


def read(documents: Sequence[Document]) -> list[Reading]:
    """Return the documents read, each on its own; they are read together because tagging is batched."""
    contents = [document.content for document in documents]
    texts = [normalise(content) for content in contents]
    spans = [sentences.split(text) for text in texts]
    tagged = iter(_tagged([(text, span) for text, cut in zip(texts, spans, strict=True) for span in cut]))
    found = []
    for document, content, text, cut in zip(documents, contents, texts, spans, strict=True):
        times = tuple(periods.find(text, document.published_on))
        words, labels, states = zip(*itertools.islice(tagged, len(cut)), strict=True) if cut else ((), (), ())
        found.append(Reading(document, content, text, tuple(cut), words, times, labels, states))
    return found


def by_sentence(reading: Reading, mentions: Sequence[Mention]) -> Iterator[tuple[Span, Sequence[Mention]]]:
    """Return each sentence that holds mentions, with them."""
    high = 0
    for sentence in reading.sentences:
        low = high
        while high < len(mentions) and mentions[high].start < sentence.end:
            high += 1
        if low < high:
            yield sentence, mentions[low:high]


def _tagged(sentences: Sequence[tuple[str, Span]]) -> list[tagger.Tagged]:
    """Return each sentence of a text as the tagger reads it, tagged without what no word is made of."""
    squeezed = [spacing.squeeze(text[span.start : span.end]) for text, span in sentences]
    tagged = tagger.read([each.text for each in squeezed], [span.start for _, span in sentences])
    return [
        read if each.places is None else _loosened(read, each.places, span)
        for read, each, (_, span) in zip(tagged, squeezed, sentences, strict=True)
    ]


def _loosened(read: tagger.Tagged, places: Sequence[int], span: Span) -> tagger.Tagged:
    """Return a squeezed sentence as it was; what was left out has no label and no states."""
    labels = np.full(span.end - span.start, -1)
    states = np.full((len(labels), tagger.STATES), tagger.CENTRE, np.uint8)
    kept = np.asarray(places, np.int64)[: len(read.labels)]
    labels[kept] = read.labels
    states[kept] = read.states
    begin = span.start
    words = [
        Tag(begin + places[start - begin], begin + places[end - begin - 1] + 1, word, label)
        for start, end, word, label in read.words
    ]
    return tagger.Tagged(words, labels, states)
