"""Made-up documents, read as the pipeline reads them."""

import datetime as dt

from flows.extract import reading
from flows.extract.names import mentions
from flows.extract.reading import Reading
from flows.records import Document, Mention

TIANJIN = "120000"


def document(
    text: str, title: str = "", region: str | None = TIANJIN, day: str | None = "2026-06-26"
) -> Document:
    return Document(
        document_id="d1",
        title=title,
        text=text,
        publisher="津沽时报",
        source_id="test",
        licence="test",
        raw_path="test.txt",
        raw_start=0,
        raw_end=len(text),
        published_on=dt.date.fromisoformat(day) if day else None,
        region_code=region,
    )


def read(text: str, **more: str | None) -> tuple[Reading, list[Mention]]:
    found = reading.read([document(text, **more)])
    return found[0], mentions.find(found)[0]


def quotes(text: str, kind: str, **more: str | None) -> list[str]:
    return [item.quote for item in read(text, **more)[1] if item.type == kind]
