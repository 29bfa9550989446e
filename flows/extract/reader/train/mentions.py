"""Names annotated beside gold, apart from their texts: `python -m flows.extract.reader.train.mentions GOLD`.

Gold has the metrics of all of its documents and the names of some. Those of the others were annotated in the
same way afterwards; as in `standoff`, a row has a digest of the text and offsets into it, and no text.
The command keeps what a folder with `documents.jsonl` and `annotations.jsonl` has of names.
"""

from __future__ import annotations

import argparse
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flows.extract import reading
from flows.extract.reader.train import data, posts, standoff
from flows.extract.reading import Reading
from flows.records import Document

ANNOTATIONS = Path(__file__).parent / "mentions.jsonl.gz"


def of(content: str, path: Path = ANNOTATIONS) -> list[dict[str, Any]]:
    """Return the names annotated in a document, by its content, as gold has them, if there are any."""
    found = []
    for start, end, kind, optional, low, high in kept(path).get(standoff.digest(content), ()):
        post = {"position": [content[low:high]]} if high else {}
        found.append({"start": start, "end": end, "type": kind, "optional": optional} | post)
    return found


@functools.cache
def kept(path: Path = ANNOTATIONS) -> dict[str, list[list[Any]]]:
    """Return the names by the digest of what they stand in."""
    return {row["content"]: row["mentions"] for row in data.lines(path)}


def apart(reading: Reading, entities: list[dict[str, Any]]) -> list[list[Any]]:
    """Return start, end, type, whether it is arguable, and start and end of the post, of each name."""
    found = []
    for one in entities:
        post = next(iter(posts.spans(reading, [one])), (0, 0))
        found.append([one["start"], one["end"], one["type"], bool(one["optional"]), *post])
    return found


def read(records: Sequence[dict[str, Any]]) -> list[Reading]:
    """Return how documents as gold has them are read."""
    documents = [
        Document(one["document_id"], one.get("title") or "", one["text"], "", "", "", "", 0, 0)
        for one in records
    ]
    return [one for low in range(0, len(documents), 100) for one in reading.read(documents[low : low + 100])]


def add(folder: Path, path: Path = ANNOTATIONS) -> int:
    """Keep the names that the documents of a gold folder have; return how many documents are kept in all."""
    golds = {row["document_id"]: row.get("entities") for row in data.lines(folder / "annotations.jsonl")}
    records = [one for one in data.lines(folder / "documents.jsonl") if golds.get(one["document_id"])]
    found = {
        standoff.digest(one.content): apart(one, golds[one.document.document_id] or [])
        for one in read(records)
    }
    rows = (kept(path) if path.exists() else {}) | found
    data.pack(path, ({"content": content, "mentions": names} for content, names in rows.items()))
    kept.cache_clear()
    return len(rows)


def main() -> None:
    """Keep the names of a gold folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="GOLD")
    print(f"names of {add(parser.parse_args().folder)} texts kept")


if __name__ == "__main__":
    main()
