"""What a number is said of: the place, body, project or event that its clause or what governs it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.extract import cues
from flows.extract.indicator.heads import text_of
from flows.extract.nouns import Head, Slot
from flows.extract.reading import Reading
from flows.language import gazetteer
from flows.language.sentences import Span
from flows.language.tagger import Tag
from flows.records import Mention

Subject = tuple[str | None, str | None]
"""Full name of what a number is said of, and its region code."""

_CHINA: Subject = ("中国", "CN")
_REPORTS = cues.reporting("survey")
_HERE = cues.pattern("here", "here_too")
_NATION = re.compile(
    r"全国|我国|国内|中国(?!移动|联通|电信|石化|石油|银行|人民|物流|气象|科学|工程|银|铁|建|中|[（(])"
)
# What stands for the region or the country has one of these characters.
_TELLING = re.compile("[全我本国]")
_OPENER = re.compile(
    r"^(?:[，。；、\s]|其中|同时|此外|另外|目前|截至|截止|此前|近日|日前|如今|眼下|（[^）]*）|在|而|但)+"
)
# A project, event or building that is named at the start of a sentence is what its numbers are said of.
_KINDS = (
    "工程|项目|电站|水库|大桥|隧道|机场|高铁|铁路|高速公路|纪念馆|博物馆|展览馆|产业园|气田|油田"
    "|节|大会|大赛|博览会|交易会|展览会|运动会|峰会"
)
_KIND = re.compile(_KINDS)
_THING = re.compile(rf"(?:{_KINDS})(?:[一二三四五六七八九十]期)?$")
_NUMBERED_THING = re.compile(r"第.{1,4}届|“")
_MAINLAND = frozenset({"内地", "境内", "大陆", "中国大陆", "中国内地"})
# An organ of state says and does; what it reports is said of its country or place.
_ORGAN = re.compile(
    r"(?:部|委|局|署|厅|办|院|委员会|办公室|总局|政府|海关|法院|检察院|人大|政协|央行|中国人民银行)$"
)
_OUTSIDE = frozenset({"海外", "境外", "港澳台"})
_JOINED = re.compile(r"[、—]|(?:和|与|至|到|同|对|以及)")
_CLAUSE_END = re.compile(r"[，；：:;]")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
"""（以下简称“…”） behind a name says nothing of what the body does."""
_LONGEST_ASIDE = 40


class Subjects:
    """Walks through a document sentence by sentence and knows what each number is said of.

    A place or body that opens a sentence holds until the next one, 全省 or a headline. Not so in a
    report of a government: there the default is its own region, and another place counts only where
    it opens the number's own clause.
    """

    def __init__(self, reading: Reading, mentions: Sequence[Mention]) -> None:
        """Prepare the places and bodies of `reading`."""
        self._reading = reading
        self._all = [
            mention
            for mention in mentions
            if mention.type == "ORG" or (mention.type == "PLACE" and len(mention.quote) > 1)
        ]
        self._next = 0
        self._places: list[Mention] = []
        self._home_code = reading.document.region_code
        self._local = self._home_code not in (None, "CN")
        self._report = reading.is_report
        self._thing: Subject | None = None
        self._number = 0
        self._titled = self._title_subject()
        self._governing = self._home()

    def enter(self, number: int) -> None:
        """Step into sentence `number`."""
        self._number = number
        span = self._reading.sentences[number]
        self._places = []
        while self._next < len(self._all) and self._all[self._next].start < span.end:
            self._places.append(self._located(self._all[self._next]))
            self._next += 1
        self._thing = None if self._report else self._named_thing()

    def reset(self) -> None:
        """Forget what governed so far, as below a headline."""
        self._governing = self._home()

    def leave(self) -> None:
        """Keep what the sentence was about for the next."""
        span = self._reading.sentences[self._number]
        if self._thing:
            self._governing = self._thing
            return
        if self._is_silent(span):
            return
        for clause in self._clauses(span.start, span.end):
            if subject := self._leading(clause, own=False):
                self._governing = subject
                return

    def places_in(self, span: Span) -> list[Mention]:
        """Return the places and bodies of the sentence that share a character with `span`."""
        return [place for place in self._places if place.start < span.end and span.start < place.end]

    def find(self, slot: Slot, head: Head) -> Subject:
        """Return the subject of `slot`: the place or body that opens its clause, else what governs it."""
        if found := self._beside(slot, head):
            return found
        for clause in self._clauses(slot.sentence.start, slot.quantity.start):
            if self._thing and clause.end < slot.quantity.start:
                return self._thing
            if self._is_silent(clause):
                continue
            own = clause.start <= slot.quantity.start <= clause.end or self._governs(clause)
            if found := self._leading(clause, own=own):
                return found
        return self._home() if self._report else self._governing

    def named(self, quote: str, slot: Slot) -> Subject | None:
        """Return the place that `quote` names before the quantity of `slot`."""
        for place in self._places:
            if place.quote == quote and place.start < slot.quantity.start:
                return place.name, place.region_code
        code = gazetteer.resolve_region(quote, self._home_code)
        return (gazetteer.regions()[code].name, code) if code else None

    def _title_subject(self) -> Subject | None:
        """Return the place that opens the title, where the title names no other."""
        title = self._reading.text[: len(self._reading.document.title)]
        found = gazetteer.regions_in(title, self._reading.document.region_code)
        if len({place.region_code for place in found}) != 1:
            return None
        start = title.rfind("】", 0, found[0].start) + 1
        opens = self._reading.is_opening(0, Span(start, found[0].start))
        if not opens or _JOINED.match(title, found[0].end) or found[0].region_code == "CN":
            return None
        return gazetteer.regions()[found[0].region_code].name, found[0].region_code

    def _home(self) -> Subject:
        return self._titled or self._region()

    def _region(self) -> Subject:
        """Return what 全省 and 本市 stand for in the document."""
        code = self._reading.document.region_code
        return (gazetteer.regions()[code].name, code) if code else (None, None)

    def _located(self, place: Mention) -> Mention:
        """Give a place its code and full name."""
        if place.quote in _MAINLAND:
            return replace(place, name="中国", region_code="CN")
        if place.type != "PLACE":
            return place
        # The code of a park or an oil field is that of the division it lies in; its name stays its own.
        code = gazetteer.resolve_region(place.name, place.region_code or self._reading.document.region_code)
        region = gazetteer.regions()[code] if code else None
        if region is None or (region.code, region.name) == (place.region_code, place.name):
            return place
        return replace(place, region_code=region.code, name=region.name)

    def _named_thing(self) -> Subject | None:
        """Return the project, event or building that opens the sentence: 乐平水利枢纽工程日前正式开工."""
        span = self._reading.sentences[self._number]
        if not _KIND.search(self._reading.text, span.start, span.end):
            return None
        taken = self._opening_words()
        name = text_of(taken).rpartition("的")[2]
        if not (6 <= len(name) <= 25 and _THING.search(name)):
            return None
        inside = self.places_in(Span(taken[-1].end - len(name), taken[-1].end))
        if not inside and not _NUMBERED_THING.match(name):
            return None
        return name, next((place.region_code for place in inside if place.region_code), None)

    def _opening_words(self) -> list[Tag]:
        """Return the words from the sentence's start to its first verb, time or mark; a dash starts anew."""
        taken: list[Tag] = []
        times = self._reading.periods_in(self._reading.sentences[self._number])
        for word in self._reading.words[self._number]:
            timed = any(time.start < word.end and word.start < time.end for time in times)
            if not taken and (timed or word.label in ("TIME", "t", "c", "r")):
                continue
            if word.word == "——":
                taken = []
            elif (
                timed
                or word.label in ("TIME", "t", "v", "d", "p", "c", "vd", "ad", "r")
                or word.word in "，。；：！？"
            ):
                break
            else:
                taken.append(word)
        return taken

    def _beside(self, slot: Slot, head: Head) -> Subject | None:
        """Return the place right before the indicator, or the one of 在新疆投资."""
        text = self._reading.text
        for place in self.places_in(Span(slot.left.start, slot.quantity.start)):
            before = text[place.start - 1 : place.start]
            touches = bool(head.name) and not head.behind and text[place.end : head.start] in ("", "的")
            setting = place.type == "PLACE" and before in tuple("在将为") and not self._report
            if (
                (touches or setting)
                and before not in tuple("对与和向、至—同")
                and self._is_subject(place, own=True)
            ):
                return place.name, place.region_code
        return None

    def _clauses(self, start: int, end: int) -> Iterator[Span]:
        """Yield the clauses between `start` and `end`, the nearest to `end` first."""
        edges = [start, *(match.end() for match in _CLAUSE_END.finditer(self._reading.text, start, end)), end]
        for first, last in zip(edges[-2::-1], edges[:0:-1], strict=True):
            if first < last:
                yield Span(first, last)

    def _leading(self, clause: Span, *, own: bool) -> Subject | None:
        """Return the place or body before which only times and connectors stand in a clause."""
        if self._is_silent(clause):
            return None
        opening = _OPENER.sub("", self._without_times(clause))
        if _NATION.match(opening) and not self._report:
            return _CHINA
        if self._local and _HERE.match(opening):
            return self._region()
        last: Mention | None = None
        for place in self.places_in(clause):
            if last is None and not self._reading.is_opening(self._number, Span(clause.start, place.start)):
                break
            if last is not None and self._reading.text[last.end : place.start] not in ("", "的", "市", "省"):
                break
            last = place
        if last is None or not self._is_subject(last, own=own):
            return None
        return last.name, last.region_code

    def _governs(self, clause: Span) -> bool:
        """Tell a division before a colon, and one that opens its sentence and has a number in its clause.

        What follows in the sentence is said of it, too: 和平区：出口12亿元，常住人口35.5万人.
        """
        text = self._reading.text[clause.start : clause.end]
        for place in self.places_in(clause):
            if place.type == "PLACE" and place.region_code and text[:-1].strip() == place.quote:
                return text[-1] in "：:"
            if _is_division(place) and clause.start == self._start() == place.start:
                return any(mark.isdigit() for mark in self._without_times(clause))
        return False

    def _is_silent(self, clause: Span) -> bool:
        """Tell, at a glance, a clause that can name no subject."""
        if _TELLING.search(self._reading.text, clause.start, clause.end):
            return False
        return not any(place.start < clause.end and clause.start < place.end for place in self._places)

    def _is_subject(self, place: Mention, *, own: bool) -> bool:
        """Tell a place that something is said of from a source, a partner or a member of a list."""
        aside = _IN_BRACKETS.match(self._reading.text, place.end, place.end + _LONGEST_ASIDE)
        end = aside.end() if aside else place.end
        after = self._reading.text[end : end + 14]
        if place.quote in _MAINLAND:
            return True
        if not own and self._reading.text.startswith("、", place.start - 1):
            return False  # the last of a list does not govern what follows
        if place.type == "ORG" and _ORGAN.search(place.quote):
            return False
        if place.quote in _OUTSIDE or _REPORTS.match(after) or _JOINED.match(after):
            return False
        if self._report:
            within = bool(place.region_code) and place.region_code != "CN"
            return own and (within or place.type == "ORG")
        return True

    def _start(self) -> int:
        return self._reading.sentences[self._number].start

    def _without_times(self, span: Span) -> str:
        """Return the text of `span` without the times in it."""
        pieces, start = [], span.start
        for period in self._reading.periods_in(span) if self._reading.periods else ():
            pieces.append(self._reading.text[start : max(start, period.start)])
            start = max(start, period.end)
        return "".join(pieces) + self._reading.text[start : span.end]


def _is_division(place: Mention) -> bool:
    """Tell a division by its full name, 和平区, from what lies in one."""
    region = gazetteer.regions().get(place.region_code or "")
    return place.type == "PLACE" and region is not None and region.name == place.quote
