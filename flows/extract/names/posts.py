"""The post that a document says of each person."""

from __future__ import annotations

import bisect
import functools
import re
from typing import TYPE_CHECKING

from flows.extract.names.persons import bylines, spaced
from flows.extract.names.spans import ending, parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flows.extract.names.spans import Candidate
    from flows.extract.reading import Reading
    from flows.language.tagger import Tag

_LABELS = frozenset(("ORG", "nt", "LOC", "ns", "n", "nz", "vn", "nw", "an", "f", "s", "a", "b", "j", "xc"))
_LEAD = re.compile(
    r"^(?:时任|时(?=任)|当日|下午|上午|晚|》|、|的|期间|中方|其中|会上|作为|由|来华|到访|来访)+"
)
_REPORTERS = re.compile("记者|通讯员|摄影")
_LISTED = re.compile(r"[、 ]+|和|以及")


def posts(reading: Reading, names: Sequence[Candidate]) -> dict[int, str]:
    """Return the post of each person of `names`, by the start of the mention, where the document says one.

    The post stands before the name (天津市委书记某某) or behind it (某某主席); in a list it belongs to all
    that follow. A person keeps the fullest post that the document gives anywhere, and one called by the
    last part of a foreign name is the person with the whole name.
    """
    stated = _stated(reading, names)
    called = {item.start: item.name or reading.text[item.start : item.end] for item in names}
    fullest: dict[str, str] = {}
    for start, title in stated.items():
        if len(title) > len(fullest.get(called[start], "")):
            fullest[called[start]] = title
    for whole, title in list(fullest.items()):
        fullest.setdefault(re.split("[·•]", whole)[-1], title)
    return {start: fullest[name] for start, name in called.items() if name in fullest}


def _stated(reading: Reading, names: Sequence[Candidate]) -> dict[int, str]:
    """Return what is said right at each mention."""
    ends = {item.start: item.end for item in names}
    found = _in_bylines(reading.text, ends)
    shared, shared_end = "", -1
    for words, index, start in _words_of(reading, sorted(ends)):
        title = _before(reading.text, words, index, start)
        if not title and shared_end >= 0 and _LISTED.fullmatch(reading.text, shared_end, start):
            title = shared
        shared, shared_end = title, ends[start] if title else -1
        if title := title or _behind(reading.text, ends[start]):
            found[start] = title
    return found


def _words_of(reading: Reading, starts: Sequence[int]) -> Iterator[tuple[Sequence[Tag], int, int]]:
    """Return for each of `starts` the words of its sentence and the number of the word it lies in."""
    sentences = [words for words in reading.words if words]
    for start in starts:
        words = sentences[bisect.bisect_right(sentences, start, key=lambda item: item[0].start) - 1]
        yield words, bisect.bisect_right(words, start, key=lambda word: word.start) - 1, start


def _in_bylines(text: str, ends: Mapping[int, int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for match in (*bylines(text), *spaced(text)) if ends else ():
        post = match["post"]
        first, last = match.span("names" if "names" in match.re.groupindex else "name")
        if ending(post, "post"):
            for start in (start for start in ends if first <= start < last):
                nearer = _REPORTERS.findall(text, first, start)
                found[start] = nearer[-1] if nearer else post
    return found


def _before(text: str, words: Sequence[Tag], index: int, start: int) -> str:
    """Return the title right before `start`, in the word `index`, with the body or place it belongs to."""
    first = index
    while first and words[first - 1].word.isspace():
        first -= 1
    inside = text[words[index].start : start]
    if not (ending(inside, "post") or (not inside and first and ending(words[first - 1].word, "post"))):
        return ""
    while first and _belongs(words, first - 1):
        first -= 1
    return _LEAD.sub("", text[words[first].start : start].strip(" 、,(（"))


def _belongs(words: Sequence[Tag], index: int) -> bool:
    """Whether the word `index` is a part of the title that goes on behind it."""
    word, before = words[index], words[index - 1] if index else None
    if word.word in ("、", ","):
        return before is not None and (bool(ending(before.word, "post")) or before.word == "》")
    if word.word in ("和", "与", "及"):
        # 发展与技术部部长 goes on, 外长某某和防长某某 does not.
        plain = before is not None and before.label in ("n", "vn", "nz", "v", "ORG") and len(before.word) <= 2
        return plain and before is not None and not ending(before.word, "post")
    if word.word == "的":
        return (
            before is not None
            and before.label in ("LOC", "ORG", "ns", "nt")
            and words[index + 1].word != "、"
        )
    if word.word in parts("not_title") or word.word in ("(", "（"):
        return False
    return word.word in parts("title_word") or word.label in _LABELS


@functools.cache
def _titles_behind() -> re.Pattern[str]:
    title = "|".join(sorted(parts("post_after"), key=len, reverse=True))
    return re.compile(rf"(?:{title})(?:、(?:国家)?(?:{title}))?(?!团|国|席|令|特使|办公)")


def _behind(text: str, end: int) -> str:
    """Return the title right behind a name: 某某主席, 某某总书记、国家主席."""
    match = _titles_behind().match(text, end)
    return match[0] if match else ""
