"""The nouns that the rooms hand to each other.

Offsets count Unicode code points of `Document.content`, which is `title + "\\n" + text`
(or `text` alone where there is no title); an end is exclusive. Dates are whole days,
and both ends of a period are included.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import operator
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeVar, cast

# The vocabulary. A test holds each to the enum of its column in schemas/.
Basis = Literal["year_on_year", "period_on_period", "base_period"]
"""What growth or change compares with."""
Comparator = Literal["eq", "ge", "gt", "le", "lt", "approx", "range"]
DateBasis = Literal["stated", "inferred"]
EntityType = Literal["PERSON", "ORG", "PLACE", "POLICY", "INDUSTRY"]
EventType = Literal["visit", "meeting", "press_conference", "publication", "launch", "signing"]
MeasureKind = Literal["level", "growth", "change"]
Outcome = Literal["met", "on_track", "behind", "missed", "open", "no_result"]
"""What has become of a target: met, or missed at its deadline; on_track or behind by its pace; open where
a result is too little to tell."""
PeriodBasis = Literal["stated", "inherited", "inferred", "withdrawn"]
"""Where a period comes from; withdrawn says that validation found that it cannot be, and emptied it."""
PeriodKind = Literal["period", "deadline", "since", "as_of", "duration", "named"]
"""deadline (到2030年), since (五年来), as_of (截至目前), duration (三年, without dates), named (a
festival, season or plan that is only mentioned by name, as in 春节年货 and “十五五”规划, or what a
number is compared with, 去年同期), or period."""
Predicate = Literal["holds_position", "located_in", "part_of", "includes", "issued_by", "reports_for"]
RegionBasis = Literal["stated", "inferred", "unknown"]
Role = Literal["host", "guest", "participant"]
StatusKind = Literal["actual", "target", "condition"]


def stable_id(prefix: str, *parts: object) -> str:
    """Return an identifier that depends on nothing but `parts`, in their order.

    The same statement in the same text gets the same id in every release, and keeps it where a number
    in the text is corrected: what goes in is the `outline` of the words, not the digits. Twelve bytes of
    BLAKE2b make a collision among a thousand million rows less likely than one in 10^10.
    """
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=12)
    return f"{prefix}-{digest.hexdigest()}"


_NUMBERS = re.compile(r"(?:\d[\d.,]*|[〇零一二三四五六七八九十百千万亿两])+")


def outline(text: str) -> str:
    """Return the words of a text with # for each number, in digits or in Chinese numerals."""
    return _NUMBERS.sub("#", unicodedata.normalize("NFKC", text))


class Explained(Exception):
    """An error that says what is wrong and what to do about it: the root of all that are meant for people."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(cause, remedy)  # as they are, so that it comes whole from another process
        self.cause, self.remedy = cause, remedy

    def __str__(self) -> str:
        return f"{self.cause}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters that stand alike in a Document and in its raw file.

    `start` counts in `Document.content`, `raw_start` in the decoded text of the raw file
    (of the record's own text where a file holds many records).
    """

    start: int
    raw_start: int
    length: int


@dataclass(frozen=True, slots=True)
class Document:
    """One article, as ingest hands it on."""

    document_id: str
    title: str
    text: str
    publisher: str
    source_id: str
    licence: str
    raw_path: str
    """Path of the raw file relative to the folder that was given, with forward slashes."""
    raw_start: int
    raw_end: int
    published_on: dt.date | None = None
    published_on_basis: DateBasis | None = None
    """None where there is no date."""
    region_code: str | None = None
    """GB/T 2260 code of what 本市, 全省 stand for; `CN` for the country."""
    region_basis: RegionBasis = "unknown"
    url: str | None = None
    authors: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    fingerprint: str = ""
    """Alike for reprints of a text; see flows.ingest.likeness."""
    signature: str = ""
    """Nearly alike for revisions of a text."""

    @property
    def content(self) -> str:
        """The text that all offsets count in."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file or record that did not become a Document, and what to do about it."""

    raw_path: str
    record: str | None
    """Line or article in the file (`line 3`), None for the whole file."""
    cause: str
    remedy: str
    traceback: str | None = None
    """The way to an error that nobody foresaw; None where the cause is one that is known."""

    def __str__(self) -> str:
        place = f"{self.raw_path}, {self.record}" if self.record else self.raw_path
        line = f"{place}: {self.cause}; {self.remedy}"
        return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in line)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: `1.2万亿`, `百分之五`, `三成`, `4.5—5`."""

    start: int
    end: int
    quote: str
    value: float
    value_high: float | None = None
    unit: str = ""
    """Unit or classifier as written without 万 and 亿; % for every way of writing per cent."""
    comparator: Comparator = "eq"


@dataclass(frozen=True, slots=True)
class Period:
    """A stated time, resolved to whole days."""

    start: int
    end: int
    quote: str
    period_start: dt.date | None
    period_end: dt.date | None
    kind: PeriodKind = "period"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in one place. `name` is its full name where that is known."""

    document_id: str
    type: EntityType
    quote: str
    start: int
    end: int
    name: str
    position: str | None = None
    region_code: str | None = None
    identifier_scheme: str | None = None
    identifier: str | None = None
    nth: int = 1
    """Place among the mentions that are told apart by nothing else; see `numbered`."""

    @property
    def told_by(self) -> tuple[str | None, ...]:
        """What tells the mention from others."""
        return self.document_id, self.type, self.quote

    @property
    def mention_id(self) -> str:
        """Stable identifier of the mention."""
        return stable_id("n", *self.told_by, self.nth)


@dataclass(frozen=True, slots=True)
class Metric:
    """One stated number with what it means; the fields are those of the table `metrics`."""

    document_id: str
    indicator: str
    value: float
    unit: str
    comparator: Comparator
    measure: MeasureKind
    status: StatusKind
    quote: str
    start: int
    end: int
    evidence: str
    confidence: float
    value_high: float | None = None
    subject: str | None = None
    region_code: str | None = None
    basis: Basis | None = None
    hedge: str | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    period_basis: PeriodBasis | None = None
    nth: int = 1
    """Place among the statements that are told apart by nothing else; see `numbered`."""

    @property
    def told_by(self) -> tuple[str | None, ...]:
        """What tells the statement from others: the words around the number, not the number."""
        before, _, after = self.evidence.partition(self.quote)
        return self.document_id, outline(before), outline(self.quote), outline(after)

    @property
    def metric_id(self) -> str:
        """Stable identifier of the statement."""
        return stable_id("m", *self.told_by, self.nth)


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie that the text states between two names, or a name and a piece of text."""

    document_id: str
    subject_type: EntityType
    subject: str
    predicate: Predicate
    quote: str
    start: int
    end: int
    object_type: EntityType | None = None
    object: str | None = None
    """Full name of the object where it is an entity."""
    object_text: str | None = None
    position: int = 0
    """Place in an enumeration, from 1; 0 where there is none."""
    nth: int = 1
    """Place among the ties that are told apart by nothing else; see `numbered`."""

    @property
    def told_by(self) -> tuple[str | None, ...]:
        """What tells the tie from others."""
        return self.document_id, self.subject, self.predicate, self.object, self.object_text

    @property
    def relation_id(self) -> str:
        """Stable identifier of the tie."""
        return stable_id("r", *self.told_by, self.nth)


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of an event: host, guest or participant."""

    type: EntityType
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a document reports as having happened."""

    document_id: str
    type: EventType
    quote: str
    start: int
    end: int
    place: str | None = None
    object: str | None = None
    date_start: dt.date | None = None
    date_end: dt.date | None = None
    actors: tuple[Actor, ...] = ()
    nth: int = 1
    """Place among the events that are told apart by nothing else; see `numbered`."""

    @property
    def told_by(self) -> tuple[str | None, ...]:
        """What tells the event from others."""
        return self.document_id, self.type, outline(self.quote)

    @property
    def event_id(self) -> str:
        """Stable identifier of the event."""
        return stable_id("e", *self.told_by, self.nth)


Record = TypeVar("Record", Mention, Metric, Relation, Event)


def changed(record: Record, **values: Any) -> Record:
    """Return `record` with other values: what `dataclasses.replace` does, in less than half of its time."""
    kind = type(record)
    read, setters = _fields(cast("Any", kind))
    made = object.__new__(kind)
    for write, value in zip(setters.values(), read(record), strict=True):
        write(made, value)
    for name, value in values.items():
        setters[name](made, value)
    return made


@functools.cache
def _fields(kind: type) -> tuple[Callable[[Any], tuple[Any, ...]], dict[str, Callable[[Any, Any], None]]]:
    """Return what reads all fields of a record at once, and by name what writes each."""
    names = [one.name for one in fields(kind)]
    return operator.attrgetter(*names), {name: getattr(kind, name).__set__ for name in names}


def numbered(records: Iterable[Record]) -> list[Record]:
    """Return the records, in their order, with `nth` where nothing else tells them apart."""
    seen: Counter[tuple[str | None, ...]] = Counter()
    found = []
    for record in records:
        words = record.told_by
        seen[words] += 1
        found.append(record if seen[words] == 1 else changed(record, nth=seen[words]))
    return found


@dataclass(slots=True)
class Extraction:
    """All that was taken from a batch of documents."""

    mentions: list[Mention] = field(default_factory=list)
    metrics: list[Metric] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run read, as the release tells it: documents in = documents out + documents refused."""

    started_at: dt.datetime
    """In UTC; a release's version is this day, and no data file holds it."""
    files: int
    documents: int
    """Documents that were read, without those that were refused."""
    characters: int
    """Length of all their contents, in code points."""
    refusals: tuple[Refusal, ...]
    code_version: str
    """Version of the code and code lists that extracted."""
