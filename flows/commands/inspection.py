"""What would be taken from a text, as one JSON object a text, without a run.

It goes the way of a run, ingest and extract, but through no file and no Arrow table: neither
Prefect nor pandas is imported, so that the first answer comes within two seconds.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from flows import contract
from flows.extract import document as extract
from flows.extract.reader import explanation
from flows.ingest import documents, regions
from flows.ingest.files import Refused
from flows.language import quantities
from flows.records import Explained, Refusal
from flows.resolve import entities, indicators, units
from flows.resolve.subjects import Subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from flows.extract.reading import Reading
    from flows.records import Document, Extraction, Mention, Metric, Number, Period


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one text says."""

    document: Document
    numbers: Sequence[Number]
    """Every number, with or without a unit."""
    times: Sequence[Period]
    """Every stated time, as whole days."""
    extraction: Extraction
    """All records: mentions, metrics, relations and events."""
    reading: Reading = field(repr=False, compare=False)
    """The text as it was read."""

    @property
    def metrics(self) -> Sequence[Metric]:
        """The numbers that measure something, with what they mean."""
        return self.extraction.metrics

    @property
    def mentions(self) -> Sequence[Mention]:
        """Persons, bodies, places, policies and industries."""
        return self.extraction.mentions

    def as_dict(self) -> dict[str, Any]:
        """Return it as `zhibiao inspect` prints it: metrics and mentions with all columns of their tables.

        They are those that a release of this text alone would hold.
        """
        content, subjects = self.document.content, Subjects(self.extraction)
        return {
            "document_id": self.document.document_id,
            "published_on": self.document.published_on,
            "region_code": self.document.region_code,
            "numbers": [_number(number, content) for number in self.numbers],
            "times": [_time(period, content) for period in self.times],
            "metrics": [_metric(metric, subjects) for metric in self.metrics],
            "mentions": [_mention(mention) for mention in self.mentions],
        }


class UnknownRegion(Explained):
    """The region that a command names is none."""


def check(region: str | None) -> None:
    """Raise UnknownRegion where a name or code is given that is no region's."""
    if region and regions.resolve(region) is None:
        cause = f"--region {region}: no division of China or country, or several, have this name"
        raise UnknownRegion(cause, "write it in full, as 天津市 or 江苏省苏州市, or by its code, as 120000")


def inspect(
    text: str, *, title: str = "", published_on: dt.date | str | None = None, region: str | None = None
) -> Inspection:
    """Return what would be taken from a text.

    Args:
        text: the article, without its title.
        title: its title; offsets count in `title + "\\n" + text`.
        published_on: the day of publication, as a date or written 2026-03-27.
        region: the name of the place that 本市, 全省 or 我国 stand for.

    Raises:
        Refused: the text is empty, or the date or the region is none; it says why, and what to do.
    """
    day = str(published_on) if published_on else None
    found = documents.parse(_line({"title": title, "text": text}, day, region), "the text")
    if isinstance(found, Refusal):
        raise Refused(found.cause, found.remedy, found.record)
    return _of(found)


def _of(document: Document) -> Inspection:
    [read], extraction = extract.study([document])
    times = [period for period in read.periods if period.kind != "duration"]
    return Inspection(document, quantities.numbers(read.text), times, extraction, read)


def text(
    content: str,
    out: IO[str],
    published_on: str | None,
    region: str | None,
    why: bool = False,
    for_people: bool = False,
) -> int:
    """Print what one text says; return the exit status, 1 where the text was refused.

    `why` adds what each number could have been, and how likely each was. `for_people` prints tables of
    what matters most instead of JSON.
    """
    try:
        found = inspect(content, published_on=published_on, region=region)
    except Refused as error:
        out.write(f"{error}\n" if for_people else _json({"error": str(error)}) + "\n")
        return 1
    if for_people:
        _print_tables(found, out)
    else:
        out.write(_json(_answer(found, why), indent=2) + "\n")
    return 0


def _print_tables(found: Inspection, out: IO[str]) -> None:
    """Print numbers and names as tables; a Chinese character takes two columns, which rich knows."""
    from rich.console import Console
    from rich.table import Table

    metrics = Table("indicator", "value", "status", "subject", "period", "confidence")
    for metric in found.metrics:
        kind = metric.status if metric.measure == "level" else f"{metric.status}, {metric.measure}"
        period = " – ".join(
            dict.fromkeys(str(day) for day in (metric.period_start, metric.period_end) if day)
        )
        sure = f"{metric.confidence:.2f}"
        metrics.add_row(metric.indicator, _amount(metric), kind, metric.subject, period, sure)
    names = Table("type", "name", "position")
    for mention in found.mentions:
        names.add_row(mention.type, mention.quote, mention.position)
    console = Console(file=out, highlight=False, markup=False)
    console.print(metrics if found.metrics else "no number that measures something")
    console.print(names if found.mentions else "no name")
    console.print("all columns, with their places in the text: --json")


def _amount(metric: Metric) -> str:
    from flows.publish.charts import COMPARATORS

    ends = [
        f"{end:,.6f}".rstrip("0").rstrip(".") for end in (metric.value, metric.value_high) if end is not None
    ]
    sign = COMPARATORS.get(metric.comparator)
    return f"{sign} {'–'.join(ends)} {metric.unit}" if sign else f"{'–'.join(ends)} {metric.unit}"


def lines(
    source: Iterable[bytes], out: IO[str], published_on: str | None, region: str | None, why: bool = False
) -> int:
    """Answer documents line by line; a line that is none gets an object with `error`.

    `published_on` and `region` stand for what a line does not say. Return 3 where a line was refused.
    """
    status = 0
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        found = _parse(line, f"line {number}", published_on, region)
        if isinstance(found, Refusal):
            out.write(_json({"error": str(found)}) + "\n")
            status = 3
        else:
            out.write(_json(_answer(_of(found), why)) + "\n")
        out.flush()
    return status


def raw(path: Path, out: IO[str]) -> int:
    """Print how a raw file was cut into documents; return 3 where something of it was refused."""
    found = documents.inspect(path)
    for row in found:
        out.write(_json(row, indent=2) + "\n")
    return 3 if any("cause" in row for row in found) else 0


def _parse(line: bytes, name: str, published_on: str | None, region: str | None) -> Document | Refusal:
    try:
        record = json.loads(line)
        if isinstance(record, dict):
            return documents.parse(_line(record, published_on, region), name)
        return documents.parse(line.decode(), name)
    except (ValueError, RecursionError) as error:
        return Refusal(name, None, f"no JSON in UTF-8 ({error})", "write the line as a JSON object with text")


def _line(record: dict[str, Any], published_on: str | None, region: str | None) -> str:
    defaults = {"published_on": published_on, "region": region}
    return json.dumps(defaults | {name: value for name, value in record.items() if value is not None})


def _answer(found: Inspection, why: bool) -> dict[str, Any]:
    answer = found.as_dict()
    if why:
        answer["why"] = explanation.explain(found.reading, found.mentions)
    return answer


def _number(number: Number, content: str) -> dict[str, Any]:
    row = {
        "start": number.start,
        "end": number.end,
        "quote": content[number.start : number.end],
        "value": number.value,
    }
    if number.value_high is not None:
        row["value_high"] = number.value_high
    if number.unit:
        row["unit"] = number.unit
    return row


def _time(period: Period, content: str) -> dict[str, Any]:
    return {
        "start": period.start,
        "end": period.end,
        "quote": content[period.start : period.end],
        "period_start": period.period_start,
        "period_end": period.period_end,
    }


def _metric(metric: Metric, subjects: Subjects) -> dict[str, Any]:
    entity_id, region_code = subjects.place(metric)
    derived = {
        "indicator_id": indicators.identify(metric.indicator, metric.unit, metric.measure),
        "unit_code": units.code(metric.unit),
        "subject_entity_id": entity_id,
        "region_code": region_code,
        "repeats_metric_id": None,
    }
    return {
        name: derived[name] if name in derived else getattr(metric, name)
        for name in contract.table("metrics").columns
    }


def _mention(mention: Mention) -> dict[str, Any]:
    derived = {"entity_id": entities.identify(mention.type, mention.name)}
    return {
        name: derived[name] if name in derived else getattr(mention, name)
        for name in contract.table("mentions").columns
    }


def _json(content: dict[str, Any], indent: int | None = None) -> str:
    def day(value: dt.date) -> str:
        return value.isoformat()

    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=indent, default=day)
