"""JSON Lines: one document a line, read as a stream, its text taken as it is."""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from flows.ingest import characters, days, encoding
from flows.ingest.articles import Facts
from flows.ingest.encoding import Undecodable
from flows.ingest.files import Refused

_BROKEN = re.compile("[\udc80-\udcff]")
"""What stands for a byte that could not be decoded."""
_NOT_TEXT = "write the line as a JSON object with the keys title and text"


def read(stream: BinaryIO, max_line_chars: int) -> Iterator[tuple[str, str, Facts] | Refused]:
    """Yield (record name, text, facts) for each line, or Refused for one that is no document.

    Memory is bounded by `max_line_chars`. Empty lines are passed over. Undecodable is raised where
    the whole stream is no text.
    """
    number = 0
    for number, line in enumerate(_lines(stream, max_line_chars), start=1):
        if isinstance(line, Refused):
            yield Refused(line.cause, line.remedy, f"line {number}")
        elif line.strip():
            try:
                text, facts = record(line)
                yield f"line {number}", text, facts
            except Refused as error:
                yield Refused(error.cause, error.remedy, f"line {number}")
    if not number:
        raise Undecodable("the file is empty", "fill it or take it out")


def _lines(stream: BinaryIO, limit: int) -> Iterator[str | Refused]:
    # At the end of a stream peek gives what is there, and at its beginning a whole buffer.
    sample = stream.peek(1 << 16)  # type: ignore[attr-defined]
    if not sample:
        return
    codec = encoding.detect(sample)
    errors = "replace" if codec.startswith(("utf-16", "utf-32")) else "surrogateescape"
    reader = io.TextIOWrapper(stream, codec, errors=errors, newline="\n")
    while line := reader.readline(limit + 1):
        if len(line) > limit:
            while line and not line.endswith("\n"):
                line = reader.readline(limit)
            yield Refused(
                f"longer than {limit:,} characters", "split the document, or raise ZHIBIAO_MAX_LINE_CHARS"
            )
        elif _BROKEN.search(line):
            yield Refused(f"broken {codec.upper()}", "save the line again in UTF-8")
        else:
            yield line


def record(line: str) -> tuple[str, Facts]:
    """Return text and facts of one line; Refused where it is no document."""
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Refused(f"no JSON ({error})", _NOT_TEXT) from None
    if not isinstance(content, dict):
        raise Refused(f"JSON, but no object ({type(content).__name__})", _NOT_TEXT)
    text = content.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Refused("has no text" if "text" in content else "lacks the key text", _NOT_TEXT)
    return text, facts(content)


def facts(content: dict[str, Any]) -> Facts:
    """Return what the keys of a record, or of a document's front matter, say of it."""
    day = _date(content.get("published_on"))
    region = _string(content, "region")
    return Facts(
        document_id=_string(content, "document_id"),
        title=_string(content, "title"),
        published_on=day,
        published_on_basis="stated" if day else None,
        publisher=_string(content, "publisher"),
        region=region,
        region_basis="stated" if region else None,
        url=_string(content, "url"),
        authors=_names(content.get("authors")),
        licence=_string(content, "licence"),
    )


def _string(content: dict[str, Any], key: str) -> str | None:
    value = content.get(key)
    if value is None:
        return None
    if isinstance(value, (dict, list, bool)) or (isinstance(value, float) and not math.isfinite(value)):
        raise Refused(f"the key {key} holds no text", f"write {key} as a string, or leave it out")
    _bounded(key, str(value), characters.LONGEST_KEY if key == "document_id" else characters.LONGEST)
    if key == "title":
        return str(value).replace("\n", " ")
    return _name(key, str(value)) or None


def _names(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Refused("the key authors holds no names", "write authors as a list of strings")
    _bounded("authors", "".join(names), characters.LONGEST)
    return tuple(name for each in names if (name := _name("authors", each)))


def _bounded(key: str, value: str, most: int) -> None:
    if len(value) > most:
        raise Refused(f"the key {key} holds {len(value):,} characters", f"write at most {most:,} there")


def _name(key: str, value: str) -> str:
    """Return what names something; Refused where a character of it is none."""
    if character := characters.unseen(value):
        raise Refused(f"the key {key} holds {character}, which is no text", f"write {key} without it")
    return value.strip()


def _date(value: Any) -> dt.date | None:
    if value is None or value == "":
        return None
    try:
        if isinstance(value, dt.date):
            value = value.isoformat()
        if not isinstance(value, str):
            raise ValueError
        day = dt.date.fromisoformat(value.strip().replace(" ", "T").partition("T")[0])
    except ValueError:
        raise Refused(f"published_on is no date ({value!r:.60})", "write it as 2026-03-27") from None
    if not days.possible(day):
        raise Refused(f"published_on lies outside {days.span()} ({value!r:.60})", "write it as 2026-03-27")
    return day
