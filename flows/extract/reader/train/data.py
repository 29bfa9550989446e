"""Gold as examples: each number of each document with what is right of it among its candidates."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flows.extract import reading as readings
from flows.extract.names import mentions as names
from flows.extract.reader import inputs, naming
from flows.extract.reader.inputs import Inputs
from flows.extract.reader.train.align import AFTER, BEFORE, align
from flows.extract.reader.train.split import PARTS, Part, part_of
from flows.extract.reading import Reading
from flows.ingest import documents as ingest
from flows.language import quantities
from flows.language.quantities import Quantity
from flows.records import Document, Mention, Refusal
from flows.settings import Settings

MADE_UP = Path(__file__).with_name("made_up")
"""Gold that was written for training, text and answers."""
_BATCH = 200
_SENTENCE = re.compile(r"(?<=[。！？；!?;])")
_SUFFIX = re.compile(r"(壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市|区|县)$")
_MARKS = re.compile(r"[\s“”\"'《》（）()、，的]")


class Example(NamedTuple):
    """A document with its answers; N numbers.

    `kept` is 1 for a metric, 0 for none, -1 where gold does not say. `characters` are those that the
    indicator stands on, `subject_spans` where the text spells the subject. Of subjects and periods `right`
    says which candidates are; all false where none is, or gold does not say. Classes are places in the lists
    of `inputs`, -1 where gold does not say.
    """

    reading: Reading
    inputs: Inputs
    gold: Sequence[dict[str, Any] | None]
    kept: NDArray[np.int8]
    characters: list[set[int]]
    subject_spans: list[list[tuple[int, int]]]
    classes: NDArray[np.int8]
    """(N, 3): status, measure, comparator."""
    subject_right: NDArray[np.bool_]
    period_right: NDArray[np.bool_]
    part: Part
    genre: str


def examples(folders: Sequence[Path]) -> Iterator[Example]:
    """Yield the documents of gold folders (documents.jsonl, annotations.jsonl and, if there, sources.csv).

    `sources.csv` has `document_id` and `genre` with `source`, which tells the part by hash, or `part` itself.
    """
    for folder in folders:
        gold = {row["document_id"]: row for row in lines(file_of(folder, "annotations"))}
        sources = {row["document_id"]: row for row in _sources(folder)}
        for reading, mentions in _read(file_of(folder, "documents")):
            row = gold.get(reading.document.document_id)
            source = sources.get(reading.document.document_id, {})
            if row is not None:
                yield _example(reading, mentions, row["metrics"], source)


def file_of(folder: Path, name: str) -> Path:
    """Return the path of a file of a gold folder, `documents` or `annotations`, which may be compressed."""
    path = folder / f"{name}.jsonl"
    return path if path.exists() else folder / f"{name}.jsonl.gz"


def unlabelled(path: Path) -> Iterator[tuple[Reading, Inputs]]:
    """Yield the documents of a file of texts without answers that have numbers."""
    for reading, mentions in _read(path):
        counted = _counted(reading)
        if counted:
            yield reading, _built(reading, mentions, counted)


def _read(path: Path) -> Iterator[tuple[Reading, Sequence[Mention]]]:
    documents = _documents(path)
    for start in range(0, len(documents), _BATCH):
        read = readings.read(documents[start : start + _BATCH])
        yield from zip(read, names.find(read), strict=True)


def _counted(reading: Reading) -> list[Quantity]:
    """Return the numbers that could be metrics."""
    return inputs.countable(reading, quantities.find(reading.text))


def _built(reading: Reading, mentions: Sequence[Mention], counted: Sequence[Quantity]) -> Inputs:
    """Return the inputs with the parts of speech, which a teacher's pieces do not tell by themselves."""
    return inputs.build(reading, mentions, counted)._replace(labels=inputs.labels_of(reading))


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield what a file of JSON Lines has, compressed or not."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def pack(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write JSON Lines, compressed: the same bytes for the same rows."""
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text as gold numbers them."""
    cut = (one for line in text.split("\n") for one in _SENTENCE.split(line))
    return (one for one in cut if one.strip())


def _sources(folder: Path) -> list[dict[str, str]]:
    path = folder / "sources.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _documents(path: Path) -> list[Document]:
    settings, found = Settings(), []
    for raw in ingest.discover([path], settings):
        if isinstance(raw, Refusal):
            raise FileNotFoundError(str(raw))
        found += [one for one in ingest.read(raw, settings) if isinstance(one, Document)]
    return found


def _example(
    reading: Reading,
    mentions: Sequence[Mention],
    gold: Sequence[dict[str, Any]],
    source: dict[str, str],
) -> Example:
    counted = _counted(reading)
    built = _built(reading, mentions, counted)
    answers = _paired(counted, gold)
    count = len(counted)
    kept = np.array([0 if one is None else -1 if one["optional"] else 1 for one in answers], np.int8)
    classes = np.full((count, 3), -1, np.int8)
    subject = np.zeros(built.subjects.values.shape, bool)
    period = np.zeros(built.periods.values.shape, bool)
    characters: list[set[int]] = [set() for _ in counted]
    for place, (quantity, answer) in enumerate(zip(counted, answers, strict=True)):
        if answer is None:
            continue
        classes[place] = (
            inputs.STATUSES.index(answer["status"][0]),
            inputs.MEASURES.index(answer["measure"][0]),
            inputs.COMPARATORS.index(answer["comparator"][0]),
        )
        if answer["indicator"]:
            low = max(0, quantity.start - BEFORE)
            part = reading.text[low : quantity.end + AFTER]
            names_of = [align(name, part, quantity.start - low) for name in answer["indicator"]]
            characters[place] = {low + at for at in max(names_of, key=len)}
        wanted = {subject_name(name) for name in answer["subject"]}
        for column, value in enumerate(built.subjects.values[place]):
            if value >= 0 and wanted:
                subject[place, column] = subject_name(built.subjects.choices[value][0]) in wanted
        spans = {period_of(text) for text in answer["period"]}
        for column, value in enumerate(built.periods.values[place]):
            if value >= 0 and spans:
                period[place, column] = tuple(built.periods.choices[value]) in spans
    return Example(
        reading, built, answers, kept, characters,
        [subject_spans(reading.text, answer) for answer in answers], classes, subject, period,
        _part(source), source.get("genre", ""),
    )  # fmt: skip


def _part(source: dict[str, str]) -> Part:
    """Return what a document serves as: as its gold says, or else by its source, if it has one."""
    told = next((part for part in PARTS if part == source.get("part")), None)
    return told or (part_of(source["source"]) if "source" in source else "training")


def subject_spans(text: str, gold: dict[str, Any] | None) -> list[tuple[int, int]]:
    """Return wherever `text` has one of the names of the subject that gold gives."""
    names = filter(None, gold["subject"] if gold else ())
    return [match.span() for name in names for match in re.finditer(re.escape(name), text)]


def _paired(counted: Sequence[Quantity], gold: Sequence[dict[str, Any]]) -> list[dict[str, Any] | None]:
    """Return for each number the gold metric that shares most characters with it, one to one."""
    overlaps = sorted(
        (
            (min(one["end"], quantity.end) - max(one["start"], quantity.start), i, j)
            for i, one in enumerate(gold)
            for j, quantity in enumerate(counted)
            if one["start"] < quantity.end and quantity.start < one["end"]
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in overlaps:
        if i not in used and j not in taken:
            used.add(i)
            taken[j] = i
    return [gold[taken[j]] if j in taken else None for j in range(len(counted))]


def subject_name(name: object) -> str:
    """Return a subject's name without what its two ways of writing differ in."""
    text = re.sub(r"(人民政府|政府)$", "", str(name or ""))
    text = {"全国": "中国", "我国": "中国", "国家": "中国"}.get(text, text)
    return _SUFFIX.sub("", text) if len(text) > 2 else text


def period_of(text: str | None) -> tuple[dt.date | None, dt.date | None]:
    """Read 2026-01/2026-05 as its first and last day; None as no period."""
    if not text:
        return None, None
    first, _, last = text.partition("/")
    return pd.Period(first).start_time.date(), pd.Period(last or first).end_time.date()


def same_name(names: Iterable[str], name: str) -> bool:
    """Tell whether a name is one of gold's; where gold gives none any is."""
    return max((bag_f1(one, name) for one in names), default=1.0) >= naming.ALIKE


def bag_f1(one: str, other: str) -> float:
    """F1 of the characters of two names, marks and spaces left out."""
    x, y = (Counter(_MARKS.sub("", name)) for name in (one, other))
    common = sum((x & y).values())
    return 2 * common / (sum(x.values()) + sum(y.values())) if common else 0.0
