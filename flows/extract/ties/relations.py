"""Ties that the text states: posts, places, publishers of policies, bylines and enumerations."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.extract import cues
from flows.extract.reading import Reading, by_sentence
from flows.extract.ties import enumerations
from flows.language import gazetteer
from flows.language.sentences import Span
from flows.records import Mention, Predicate, Relation

_REPORTER = re.compile(r"(?:记者|通讯员|摄影|实习生|撰稿|编辑)$")
_ISSUE = cues.pattern("publish", "decree", "approve").pattern
# Written twice, since a pattern that opens with an optional word is tried at each character.
_ISSUES = re.compile(rf"(?:联合(?:{_ISSUE})|{_ISSUE})(?:了|的|实施)?")
_LIES = re.compile(r"(?:位于|坐落于|坐落在|地处|落户于?|落地)$")
_AND = re.compile(r"[、，]|和|与|及|以及|会同|联合")
_REACH = 40


def find(reading: Reading, mentions: Sequence[Mention]) -> list[Relation]:
    """Return the ties that the document states, sorted by start; each once a sentence."""
    found = [
        *_posts(reading, mentions),
        *_divisions(reading, mentions),
        *enumerations.find(reading, mentions),
    ]
    for sentence, inside in by_sentence(reading, mentions):
        found += _locations(reading, sentence, inside)
        found += _publishers(reading, sentence, inside)
    unique = {(*relation.told_by, relation.start): relation for relation in found}
    return sorted(unique.values(), key=lambda item: (item.start, item.position, item.relation_id))


def _posts(reading: Reading, mentions: Sequence[Mention]) -> Iterator[Relation]:
    """Return who holds which post, at the first place where the text says so, and who reports for whom."""
    bodies = [item for item in mentions if item.type == "ORG"]
    said: set[tuple[str, str]] = set()
    for item in mentions:
        post = item.position
        if item.type != "PERSON" or not post or (item.name, post) in said:
            continue
        start, end = _statement(reading.text, item, post)
        if start == item.start and end == item.end:
            continue
        said.add((item.name, post))
        reporter = _REPORTER.search(post) is not None
        body = next((b for b in bodies if start <= b.start and b.end <= end), None)
        publisher = reading.document.publisher if reporter else ""
        yield Relation(
            document_id=reading.document.document_id,
            subject_type="PERSON",
            subject=item.name,
            predicate="reports_for" if reporter else "holds_position",
            quote=reading.content[start:end],
            start=start,
            end=end,
            object_type="ORG" if body or publisher else None,
            object=body.name if body else publisher or None,
            object_text=post,
        )


def _statement(text: str, item: Mention, post: str) -> tuple[int, int]:
    """Return where the post and the name stand together."""
    before = text.rfind(post, max(0, item.start - len(post) - _REACH), item.start)
    if before >= 0 and not re.search(r"[。！？；]", text[before : item.start]):
        return before, item.end
    if text.startswith(post, item.end):
        return item.start, item.end + len(post)
    return item.start, item.end


def _divisions(reading: Reading, mentions: Sequence[Mention]) -> Iterator[Relation]:
    """Return that a place is part of the one right before it, in one mention or in two: 浙江嘉兴."""
    for outer, inner in itertools.pairwise(mentions):
        touching = outer.type == inner.type == "PLACE" and outer.end == inner.start
        inside = not inner.identifier or inner.name.startswith(outer.name)
        if touching and inside and outer.name != inner.name:
            yield _tie(reading, inner, "part_of", outer, outer.start, inner.end)
    for place in mentions:
        divisions = gazetteer.parts(place.quote) if place.type == "PLACE" else ()
        if len(divisions) > 1 and divisions[-1].end == len(place.quote):
            outer_code = gazetteer.resolve_region(place.quote[: divisions[-1].start])
            outer_name = gazetteer.full_name(outer_code) if outer_code else ""
            if outer_name and outer_name != place.name and place.name.startswith(outer_name):
                outer = replace(place, name=outer_name)
                yield _tie(reading, place, "part_of", outer, place.start, place.end)


def _locations(reading: Reading, sentence: Span, mentions: Sequence[Mention]) -> Iterator[Relation]:
    """Return what the sentence says to lie where: X位于Y, 位于Y的X."""
    places = [item for item in mentions if item.type == "PLACE"]
    for index, place in enumerate(places):
        if not _LIES.search(reading.text, max(sentence.start, place.start - 4), place.start):
            continue
        last = place
        for following in places[index + 1 :]:
            if following.start != last.end:
                break
            last = following
        behind = next(
            (m for m in mentions if m.start >= last.end and reading.text[last.end : m.start] == "的"), None
        )
        ahead = next(
            (m for m in reversed(mentions) if m.end <= place.start and place.start - m.end <= 2), None
        )
        subject = behind or ahead
        if subject and subject.type in ("ORG", "PLACE", "POLICY") and _may_lie(subject, last):
            start, end = min(subject.start, place.start), max(subject.end, last.end)
            yield _tie(reading, subject, "located_in", last, start, end)


def _may_lie(subject: Mention, place: Mention) -> bool:
    """Whether `subject` is a thing in one place, not an army or a country, nor the place itself."""
    nowhere = subject.identifier_scheme == "ISO 3166-1" or subject.name.endswith("军队")
    around = subject.type == "PLACE" and place.name.startswith(subject.name)
    return not (nowhere or around or subject.name == place.name)


def _publishers(reading: Reading, sentence: Span, mentions: Sequence[Mention]) -> Iterator[Relation]:
    """Return which bodies issued a policy: 国家发展改革委、财政部联合印发《…》."""
    for match in _ISSUES.finditer(reading.text, sentence.start, sentence.end):
        policy = next((m for m in mentions if m.start >= match.end() and m.type == "POLICY"), None)
        if policy is None or not re.fullmatch(
            r"[《“]?|[^，。；、]{0,14}[《“]", reading.text[match.end() : policy.start]
        ):
            continue
        edge = match.start()
        for item in reversed([m for m in mentions if m.end <= match.start()]):
            gap = reading.text[item.end : edge]
            joined = edge == match.start() or _AND.fullmatch(gap)
            if item.type != "ORG" or len(gap) > 14 or re.search(r"[。；：]", gap) or not joined:
                break
            yield _tie(reading, policy, "issued_by", item, item.start, policy.end)
            edge = item.start


def _tie(
    reading: Reading, subject: Mention, predicate: Predicate, target: Mention, start: int, end: int
) -> Relation:
    return Relation(
        document_id=reading.document.document_id,
        subject_type=subject.type,
        subject=subject.name,
        predicate=predicate,
        quote=reading.content[start:end],
        start=start,
        end=end,
        object_type=target.type,
        object=target.name,
    )
