"""Persons: the tagger's, those of bylines, and names set with a space between."""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import TYPE_CHECKING

from flows.extract.names.places import is_pair
from flows.extract.names.spans import RULED, TAGGED, Candidate, ending, endings, parts
from flows.language import scan
from flows.language.gazetteer import resolve_region

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flows.extract.reading import Reading
    from flows.language.tagger import Tag
    from flows.records import EntityType

_REPORTER = "(?P<post>记者|通讯员|摄影报道|摄影|撰稿|实习生)"
_REPORTER_CUE = re.compile(_REPORTER)
_BEFORE_REPORTER = frozenset("本报网新华社特约见习实首席融全媒体")
_BYLINE = re.compile(
    rf"(?:本报|本网|新华社|特约|见习|实习|首席|融媒体|全媒体)?{_REPORTER}[ :：]{{0,2}}"
    r"(?P<names>[一-龥]{2,4}(?:(?:[ 、]{1,2})[一-龥]{2,4}){0,6})(?= |$|\n|[)）。，;；]|/|摄|文|报道|通讯员)"
)
_FOREIGN = re.compile(r"[一-龥]{1,8}(?:[·•.-][一-龥]{1,10})+")
_PERSON = frozenset(("PER", "nr"))
_LIKE_NAMES = frozenset(("LOC", "ORG", "ns", "nz", "n"))
_QUOTED_TAIL = re.compile("[连旅号级班轮]?[”-]")
_SAYS = re.compile(r"表示|说|介绍|指出|认为|告诉|称|强调|透露|坦言|带队|率队|主持|出席")
# What follows a foreign place that the tagger takes for a person.
_SITE = re.compile(
    r"(?:等)?(?:地区|地带|方向|难民营|市(?!长)|镇(?!长)|州(?!长)|等地|及周边|附近|口岸|机场|港口|核电站|大区)"
)
_NOT_PERSON = re.compile(r"^[一-龥]方$|[0-9A-Za-z]|[族队省市县区均]$")


@functools.cache
def _spaced() -> tuple[re.Pattern[str], re.Pattern[str]]:
    single = "".join(part for part in parts("surname") if len(part) == 1)
    name = rf" +(?P<name>[{single}] +[一-龥])(?=\s|$)"
    return re.compile(name), re.compile(rf"(?P<post>[一-龥]{{2,12}}){name}")


def bylines(text: str) -> Iterator[re.Match[str]]:
    """Yield the bylines of `text`, with groups `post` and `names`."""
    return scan.near(_REPORTER_CUE, _BYLINE, text, _BEFORE_REPORTER.__contains__)


def spaced(text: str) -> Iterator[re.Match[str]]:
    """Yield each `name` of two characters set wide, behind its `post`: 市长 龚 正."""
    return scan.near(*_spaced(), text, scan.is_chinese)


@functools.cache
def _chinese() -> re.Pattern[str]:
    single = "".join(part for part in parts("surname") if len(part) == 1)
    longer = "|".join(part for part in parts("surname") if len(part) > 1)
    return re.compile(rf"(?:{longer}|[{single}])[一-龥]{{1,2}}")


@functools.cache
def _titles_behind() -> re.Pattern[str]:
    return re.compile("|".join(sorted(parts("post_after"), key=len, reverse=True)))


def persons(reading: Reading) -> Iterator[Candidate]:
    """Return candidates for persons in the document."""
    for words in reading.words:
        yield from _tagged(reading.text, words)
    for match in bylines(reading.text):
        for name in re.finditer(r"[一-龥]{2,4}", match["names"]):
            if _chinese().fullmatch(name[0]) and name[0] not in parts("post"):
                start = match.start("names") + name.start()
                yield Candidate(start, start + len(name[0]), "PERSON", RULED)
    for match in spaced(reading.text):
        if ending(match["post"], "post"):
            yield Candidate(*match.span("name"), "PERSON", RULED, re.sub(r"\s", "", match["name"]))


def known(text: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the persons of `candidates`, cut anew where names that the document knows say so.

    Headlines run names together (蔡奇丁|薛祥), and a name may swallow the next character (李强先|后).
    """
    persons = sorted(item for item in set(candidates) if item.type == "PERSON")
    counts = Counter(text[item.start : item.end] for item in persons)
    found: list[Candidate] = []
    for item in persons:
        name = text[item.start : item.end]
        shorter = next(
            (name[:size] for size in (2, 3) if len(name) == size + 1 and counts[name[:size]] > counts[name]),
            "",
        )
        if shorter:
            item = item._replace(end=item.start + len(shorter))
        before = found[-1] if found else None
        if before and before.end == item.start:
            whole = text[before.start : item.end]
            cut = next((size for size in (2, 3) if counts[whole[:size]] and counts[whole[size:]]), 0)
            if cut:
                found[-1] = before._replace(end=before.start + cut)
                item = item._replace(start=before.start + cut)
        found.append(item)
    return found


def is_person(name: str, following: str = "", titled: bool = False) -> bool:
    """Return whether `name`, which the tagger took for a person's, looks like one.

    What stands behind a post (`titled`) may be written in any way: 日本首相高桥健一.
    """
    if len(name) < 2 or _NOT_PERSON.search(name) or name in parts("trap"):
        return False
    title = ending(name, "post")
    if title and (title == name or resolve_region(name[: -len(title)])):
        return False
    if name.endswith(("超", "近", "达")) and following.isdigit():
        return False
    if _FOREIGN.fullmatch(name) or _chinese().fullmatch(name) or (titled and len(name) > 2):
        return True
    if name.endswith(("国", "军")):
        return False
    surnames = parts("surname")
    if len(name) == 4 and name[0] in surnames and name[1] in surnames:
        return True
    return sum(char in parts("sound") for char in name) >= 0.75 * len(name)


def _tagged(text: str, words: Sequence[Tag]) -> Iterator[Candidate]:
    lasts = endings("post").lasts
    before: Tag | None = None
    for index, word in enumerate(words):
        label = word.label
        if label in _PERSON:
            yield from _person(text, words, index)
        elif label in _LIKE_NAMES and before and before.word[-1] in lasts and _speaks(text, before, word):
            yield Candidate(word.start, word.end, "PERSON", RULED)
        before = word


def _person(text: str, words: Sequence[Tag], index: int) -> Iterator[Candidate]:
    """Return the person, persons or place that the tagger took for a person's name."""
    word = words[index]
    if "、" in word.word:
        yield from _several(text, word)
        return
    start, end = _trimmed(text, word.start, _joined(text, words, index))
    name = text[start:end]
    title = ending(name, "post")
    if title and len(name) > len(title) + 1 and _titles_behind().fullmatch(title):
        end -= len(title)
        name = text[start:end]
    quoted = text[start - 1 : start] == "“" and bool(_QUOTED_TAIL.match(text, end))
    if _SITE.match(text, end) and not _chinese().fullmatch(name) and name not in parts("trap"):
        yield Candidate(start, end, "PLACE", TAGGED)
    elif (
        not quoted
        and not is_pair(text, word)
        and is_person(name, text[end : end + 1], bool(ending(text[max(0, start - 6) : start], "post")))
    ):
        yield Candidate(start, end, "PERSON", TAGGED)


def _speaks(text: str, before: Tag, word: Tag) -> bool:
    """Whether the word stands where a person's name does: behind a post, before what the person says."""
    return (
        bool(ending(before.word, "post"))
        and before.end == word.start
        and bool(_chinese().fullmatch(word.word))
        and bool(_SAYS.match(text, word.end))
    )


def _several(text: str, word: Tag) -> Iterator[Candidate]:
    """Part what the tagger took for one name: 杰宁、纳布卢斯. Where a place follows all are places."""
    kind: EntityType = "PLACE" if _SITE.match(text, word.end) else "PERSON"
    for piece in re.finditer("[^、]+", word.word):
        if kind == "PLACE" or is_person(piece[0]):
            yield Candidate(word.start + piece.start(), word.start + piece.end(), kind, TAGGED)


def _joined(text: str, words: Sequence[Tag], index: int) -> int:
    """Return the end of the name: the tagger cuts long transliterated ones in two."""
    start, end = words[index].start, words[index].end
    for after in words[index + 1 : index + 4]:
        is_name = after.label in _PERSON
        if after.start != end or not (is_name or after.word in ("·", "•")):
            break
        two_chinese = _chinese().fullmatch(after.word) and _chinese().fullmatch(text[start:end])
        if is_name and text[end - 1] not in "·•" and two_chinese:
            break
        end = after.end
    return end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut marks around a name, a title before it, and a title behind it with all that follows."""
    while start < end and not "一" <= text[start] <= "龥":
        start += 1
    while start < end and not "一" <= text[end - 1] <= "龥":
        end -= 1
    for size in range(min(8, end - start - 2), 1, -1):
        head = text[start : start + size]
        title = "夫人" if head.endswith("夫人") else ending(head, "post")
        if title and (title in ("夫人", head) or resolve_region(head[: -len(title)])):
            start += size
            break
    if (
        end - start > 2
        and text[end - 1] == "致"
        and text[end : end + 1] in ("电", "信", "辞", "慰", "贺", "函")
    ):
        end -= 1
    if _chinese().match(text[start:end]) and end - start > 3:
        for size in (3, 2):
            if _titles_behind().match(text[start + size : end]):
                return start, start + size
    return start, end
