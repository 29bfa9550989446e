"""What would be taken from a text, as one JSON object a text, without a run.

It goes the way of a run, ingest and extract, but through no file and no Arrow table: neither
Prefect nor pandas is imported, so that the first answer comes within two seconds.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from flows import contract
from flows.extract import document, reading
from flows.ingest import documents
from flows.language import quantities
from flows.records import Refusal
from flows.resolve import entities, indicators, units

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from flows.records import Document, EntityType, Mention, Metric, Number, Period


def text(content: str, out: IO[str], published_on: str | None, region: str | None) -> int:
    """Print what one text says; return the exit status, 1 where the text was refused."""
    found = documents.parse(_line({"text": content}, published_on, region))
    if isinstance(found, Refusal):
        out.write(_json({"error": str(found)}) + "\n")
        return 1
    out.write(_json(_describe(found), indent=2) + "\n")
    return 0


def lines(source: Iterable[bytes], out: IO[str], published_on: str | None, region: str | None) -> int:
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
            out.write(_json(_describe(found)) + "\n")
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


def _describe(one: Document) -> dict[str, Any]:
    extraction = document.extract([one])
    [read] = reading.read([one])
    content = one.content
    regions = {(mention.type, mention.name): mention.region_code for mention in extraction.mentions}
    return {
        "document_id": one.document_id,
        "published_on": one.published_on,
        "region_code": one.region_code,
        "numbers": [_number(number, content) for number in quantities.numbers(read.text)],
        "times": [_time(period, content) for period in read.periods if period.kind != "duration"],
        "metrics": [_metric(metric, regions) for metric in extraction.metrics],
        "mentions": [_mention(mention) for mention in extraction.mentions],
    }


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


def _metric(metric: Metric, regions: dict[tuple[EntityType, str], str | None]) -> dict[str, Any]:
    """Return the columns of the table `metrics`, as a release of this text alone would hold them."""
    kinds: tuple[EntityType, ...] = ("PLACE", "ORG")
    kind = next((kind for kind in kinds if (kind, metric.subject) in regions), None)
    subject = (kind, metric.subject) if kind and metric.subject else None
    derived = {
        "indicator_id": indicators.identify(metric.indicator, metric.unit, metric.measure),
        "unit_code": units.code(metric.unit),
        "subject_entity_id": entities.identify(*subject) if subject else None,
        "region_code": metric.region_code or (regions[subject] if subject else None),
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
