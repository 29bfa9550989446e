"""The one door of ingest: raw files become Documents.

    for raw in discover([Path("raw")]):
        if not isinstance(raw, Refusal):
            for item in read(raw, settings):   # each a Document or a Refusal

Nothing is lost: what does not become a Document comes as a Refusal that says why. What the raw
offsets of a Document count in: the decoded text of a .txt or .md file, the record's own text of a
line of JSON Lines, the text that the reader got out of an .html, .pdf or .docx file, line by line.

What fetches, reads and cuts pages is imported where that is done: a sentence is answered without.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.ingest import (
    encoding,
    fetched,
    files,
    inference,
    jsonl,
    likeness,
    regions,
)
from flows.ingest.articles import Article, Facts, Page, compose
from flows.ingest.characters import visible
from flows.ingest.encoding import Undecodable
from flows.ingest.files import RawFile, Refused
from flows.ingest.sources import Source
from flows.language.sentences import Span
from flows.records import Document, Refusal, Segment, outline, stable_id
from flows.settings import Settings

__all__ = ["RawFile", "discover", "inspect", "parse", "read"]


def discover(paths: Sequence[Path], settings: Settings | None = None) -> list[RawFile | Refusal]:
    """Return the raw files below `paths` in a stable order, and a Refusal for each that is none.

    Sources of kind feed and web are fetched first, where the settings ask for it.
    """
    from flows.ingest import fetch

    roots = [Path(path) for path in paths]
    refused = fetch.update(roots, settings) if settings and settings.fetch else []
    return [*refused, *files.discover(roots, settings.output if settings else None)]


def read(raw: RawFile, settings: Settings | None = None) -> Iterator[Document | Refusal]:
    """Yield the documents of one raw file, and a Refusal for each record that is none."""
    settings = settings or Settings()
    given: set[str] = set()
    derived: Counter[str] = Counter()
    try:
        for record, item in _records(raw, settings) if raw.format == "jsonl" else _articles(raw, settings):
            if isinstance(item, Refused):
                yield dataclasses.replace(item.refusal(raw.relative), record=record)
            elif item.document_id in given:
                cause = f"the document_id {item.document_id} stands in this file already"
                yield Refusal(raw.relative, record, cause, "give each document an id of its own")
            elif item.document_id == _derived_id(raw, item.url, item.title):
                derived[item.document_id] += 1
                yield again(item, derived[item.document_id])
            else:
                given.add(item.document_id)
                yield item
    except Refused as error:
        yield error.refusal(raw.relative)
    except Undecodable as error:
        yield Refusal(raw.relative, None, error.cause, error.remedy)
    except MemoryError:
        yield Refusal(raw.relative, None, "needs more memory than there is", "split the file")
    except Exception as error:
        yield Refused.unforeseen(error).refusal(raw.relative)


def parse(line: str, name: str = "standard input") -> Document | Refusal:
    """Return the document of one line in the raw JSON form; `name` is what a Refusal calls the line."""
    raw = RawFile(Path(), name, Path(name), len(line), "jsonl", Source())
    try:
        text, facts = jsonl.record(line)
        document = _as_it_is(raw, text, facts)
        if facts.document_id:
            return document
        # A line has no place of its own; its words alone tell it from others.
        return dataclasses.replace(document, document_id=stable_id("d", document.content))
    except Refused as error:
        return error.refusal(name)
    except Exception as error:
        return Refused.unforeseen(error).refusal(name)


def inspect(path: Path, settings: Settings | None = None) -> list[dict[str, object]]:
    """Return how one raw file was cut, for people: a row for each document or refusal.

    Each line of a document comes with where it begins and ends in the decoded raw file.
    """
    found: list[dict[str, object]] = []
    for raw in discover([path], settings):
        for item in [raw] if isinstance(raw, Refusal) else read(raw, settings):
            found.append(_told(item) if isinstance(item, Refusal) else _cut(item))
    return found


def _told(refusal: Refusal) -> dict[str, object]:
    return {name: value for name, value in dataclasses.asdict(refusal).items() if name != "traceback"}


def _cut(document: Document) -> dict[str, object]:
    left_out = ("text", "segments", "fingerprint", "signature")
    fields = (each.name for each in dataclasses.fields(document) if each.name not in left_out)
    lines: list[dict[str, object]] = []
    at = 0
    for line in document.content.split("\n"):
        end = at + len(line)
        spans = [
            (
                each.raw_start + max(at - each.start, 0),
                each.raw_start + min(end - each.start, each.length),
            )
            for each in document.segments
            if each.start < end and each.start + each.length > at
        ]
        row: dict[str, object] = {"line": line}
        if spans:
            row |= {"raw_start": spans[0][0], "raw_end": spans[-1][1], "pieces": len(spans)}
        lines.append(row)
        at = end + 1
    return {name: getattr(document, name) for name in fields} | {"lines": lines}


def _records(raw: RawFile, settings: Settings) -> Iterator[tuple[str | None, Document | Refused]]:
    """Yield the lines of a JSON Lines file, each with its name."""
    with files.open_bytes(raw, settings) as stream:
        for item in jsonl.read(stream, settings.max_line_chars):
            if isinstance(item, Refused):
                yield item.record, item
            elif raw.source.furniture == "remove":
                record, text, facts = item
                for document in _without_furniture(raw, text, facts, settings):
                    yield record, document
            else:
                record, text, facts = item
                yield record, _one(raw, text, facts)


def _without_furniture(raw: RawFile, text: str, facts: Facts, settings: Settings) -> Iterator[Document]:
    """Yield the articles of a record whose text is a page as it was printed."""
    from flows.ingest import newspaper
    from flows.ingest import text as texts

    page = Page(text, tuple(texts.lines(text, settings.max_line_chars)), facts, flowing=True)
    for article in newspaper.cut(page):
        yield _document(raw, page, article)


def _one(raw: RawFile, text: str, facts: Facts) -> Document | Refused:
    """Return the Document of a record; an error that nobody foresaw costs this record and no other."""
    try:
        return _as_it_is(raw, text, facts)
    except Exception as error:
        return Refused.unforeseen(error)


def _articles(raw: RawFile, settings: Settings) -> Iterator[tuple[str | None, Document | Refused]]:
    """Yield the articles of a file that is read whole, each with its name."""
    from flows.ingest import newspaper

    page = _page(raw, settings)
    articles = newspaper.cut(page)
    if not articles:
        raise Refused("no text was found in it", "check that it holds text and not only pictures")
    around = page.text if len(articles) > 1 else ""
    documents = [_document(raw, page, article, around) for article in articles]
    days = [each.published_on for each in documents if each.published_on]
    for number, document in enumerate(documents, start=1):
        record = f"article {number}" if len(articles) > 1 else None
        yield record, _dated(document, max(days, default=None))


def _dated(document: Document, day: dt.date | None) -> Document:
    """Return an article with the latest date of its page, where it has none."""
    if document.published_on or day is None:
        return document
    return dataclasses.replace(document, published_on=day, published_on_basis="inferred")


def _page(raw: RawFile, settings: Settings) -> Page:
    from flows.ingest import guard
    from flows.ingest import text as texts

    data = files.read_bytes(raw, settings)
    for start, format in _STARTS.items():
        if data.startswith(start) and raw.format != format:
            raise Refused(
                f"holds {format.upper()}, its name says {raw.format}", "give it the suffix of its format"
            )
    if raw.format in guard.READERS:
        page = guard.read(raw.format, data, settings)
        return dataclasses.replace(page, text=visible(page.text), facts=page.facts.visible())
    text = visible(encoding.decode(data))
    reader = texts.markdown if raw.format == "markdown" else texts.plain
    return reader(text, settings.max_line_chars)


_STARTS = {b"%PDF-": "pdf", b"PK\x03\x04": "docx"}
"""Bytes that a file of no other format begins with."""


def _as_it_is(raw: RawFile, text: str, facts: Facts) -> Document:
    """Return the Document of a record, nothing of its text changed but characters that nobody sees."""
    title = visible(facts.title or "")
    segment = Segment(len(title) + 1 if title else 0, 0, len(text))
    return _finish(raw, title, visible(text), (segment,), Span(0, len(text)), facts)


def _document(raw: RawFile, page: Page, article: Article, around: str = "") -> Document:
    title, text, segments = compose(page, article)
    start = min((each.raw_start for each in segments), default=0)
    end = max((each.raw_start + each.length for each in segments), default=0)
    return _finish(raw, title, text, segments, Span(start, end), article.facts, around)


def _finish(
    raw: RawFile,
    title: str,
    text: str,
    segments: tuple[Segment, ...],
    span: Span,
    facts: Facts,
    around: str = "",
) -> Document:
    """Return the Document, with the defaults of its source, then what its text lets one infer."""
    source = raw.source
    known = facts.over(
        Facts(
            published_on=source.published_on,
            published_on_basis="stated" if source.published_on else None,
            region=source.region,
            region_basis="stated" if source.region else None,
            publisher=source.publisher,
        )
    )
    known = inference.fill(known, title, text, raw.relative, around)
    code = regions.resolve(known.region) if known.region else None
    url = known.url or (fetched.address(raw.path) if source.kind != "files" else None)
    return Document(
        document_id=facts.document_id or _derived_id(raw, url, title),
        title=title,
        text=text,
        publisher=known.publisher or "unknown",
        source_id=source.source_id,
        licence=known.licence or source.licence,
        raw_path=raw.relative,
        raw_start=span.start,
        raw_end=span.end,
        published_on=known.published_on,
        published_on_basis=known.published_on_basis,
        region_code=code,
        region_basis=(known.region_basis or "unknown") if code else "unknown",
        url=url,
        authors=known.authors,
        segments=segments,
        fingerprint=likeness.fingerprint(text),
        signature=likeness.signature(text),
    )


_DERIVED = re.compile(r"d-[0-9a-f]{24}")


def is_derived(document_id: str) -> bool:
    """Tell whether an id was made here, and not by its source."""
    return _DERIVED.fullmatch(document_id) is not None


def again(document: Document, number: int) -> Document:
    """Return the document with the id of the `number`-th one of its place and headline."""
    if number == 1:
        return document
    return dataclasses.replace(document, document_id=stable_id("d", document.document_id, number))


def _derived_id(raw: RawFile, url: str | None, title: str) -> str:
    """Return an id that a corrected text keeps: of its source, its place there, and its headline.

    The place is the address, or else the path below the folder of the source, whichever folder above
    it was named. Digits of the headline do not count.
    """
    *folders, name = raw.relative.split("/")
    if raw.source.source_id in folders:
        last = len(folders) - folders[::-1].index(raw.source.source_id)
        folders = folders[last:]
    return stable_id("d", raw.source.source_id, url or "/".join((*folders, name)), outline(title))
