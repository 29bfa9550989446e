"""Annotations apart from their texts: `python -m flows.extract.reader.train.standoff [--add GOLD] [TEXTS]`.

The texts that were annotated beside gold are others' and stand in no repository of ours. What readers said
of them does, as stand-off annotation: a digest of each text, offsets into it, and what is no text (numbers,
days, names that the text does not spell). Who has the texts, as JSON Lines, gets a gold folder for training;
`--add` keeps what a gold folder of laid texts has.
"""

from __future__ import annotations

import argparse
import csv
import functools
import hashlib
import itertools
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flows.extract.reader.train import data
from flows.extract.reader.train.align import AFTER, BEFORE, align
from flows.extract.reader.train.split import PARTS, Part

ANNOTATIONS = Path(__file__).parent / "annotations.jsonl.gz"
_ENDS = tuple("。！？；!?;")
_HEADER = ("published_on", "publisher", "region")
_AS_IT_IS = ("start", "end", "value", "value_high", "unit", "comparator", "measure", "status", "period")

Place = list[int] | str
"""Where a text has something, as start and end, or what is written where it has it nowhere."""


def laid(text: str) -> str:
    """Return a text as it was laid before annotators: sentences joined, line ends where none ends a line."""
    return "".join(one if one.endswith(_ENDS) else one + "\n" for one in data.sentences(text))


def digest(content: str) -> str:
    """Return what a document is known by."""
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def content_of(document: dict[str, Any]) -> str:
    """Return what offsets count in: the text, below its title where there is one."""
    return "\n".join(filter(None, (document.get("title"), document["text"])))


def apart(document: dict[str, Any], gold: dict[str, Any], part: Part = "training") -> dict[str, Any]:
    """Return the annotations of a document, which serves as `part`, without any of its text.

    A number whose name the text does not spell is arguable (`optional`): nothing is left to tell it by.
    """
    text = content_of(document)
    metrics = []
    for one in gold["metrics"]:
        names = [_spans(text, one, name) for name in one["indicator"]]
        told: dict[str, Any] = {name: one[name] for name in _AS_IT_IS}
        told["optional"] = one["optional"] or not any(names)
        told["indicator"] = names
        told["subject"] = [_place(text, name, one["start"]) for name in one["subject"]]
        metrics.append(told)
    header = {name: document[name] for name in _HEADER if document.get(name)}
    return {"content": digest(text), "part": part, **header, "metrics": metrics}


def _spans(text: str, metric: dict[str, Any], name: str) -> list[list[int]]:
    """Return the pieces of the text that a name is made of."""
    low = max(0, metric["start"] - BEFORE)
    spans: list[list[int]] = []
    for at in align(name, text[low : metric["end"] + AFTER], metric["start"] - low):
        if spans and spans[-1][1] == low + at:
            spans[-1][1] += 1
        else:
            spans.append([low + at, low + at + 1])
    return spans


def _place(text: str, name: str, near: int) -> Place:
    starts = [match.start() for match in re.finditer(re.escape(name), text)]
    start = min(starts, key=lambda at: abs(at - near), default=-1)
    return name if start < 0 else [start, start + len(name)]


def together(text: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return the annotations of a document's content as gold has them, `document_id` left out.

    Names have the characters that the text has, in its order: 新建学校数量 of 新建的学校 is 新建学校.
    """

    def of(place: Place) -> str:
        return place if isinstance(place, str) else text[place[0] : place[1]]

    metrics = [
        one
        | {"quote": text[one["start"] : one["end"]], "subject": [of(place) for place in one["subject"]]}
        | {"indicator": ["".join(map(of, spans)) for spans in one["indicator"] if spans]}
        for one in row["metrics"]
    ]
    return {"metrics": metrics}


@functools.cache
def kept(path: Path = ANNOTATIONS) -> dict[str, dict[str, Any]]:
    """Return the annotations by the digest of what they are of."""
    return {row["content"]: row for row in data.lines(path)}


def add(folder: Path, part: Part = "training", path: Path = ANNOTATIONS) -> int:
    """Keep the annotations of a gold folder, whose documents serve as `part`; return how many are kept."""
    golds = {row["document_id"]: row for row in data.lines(folder / "annotations.jsonl")}
    found = (apart(one, golds[one["document_id"]], part) for one in data.lines(folder / "documents.jsonl"))
    rows = (kept(path) if path.exists() else {}) | {row["content"]: row for row in found}
    data.pack(path, rows.values())
    kept.cache_clear()
    return len(rows)


def join(texts: Sequence[Path], folder: Path, path: Path = ANNOTATIONS) -> int:
    """Write a gold folder of the annotated documents that `texts` have; return how many those are."""
    rows = dict(kept(path))
    documents, golds, parts = [], [], []
    for record in itertools.chain.from_iterable(map(data.lines, texts)):
        document = {"title": record.get("title") or "", "text": laid(record["text"])}
        content = content_of(document)
        if row := rows.pop(digest(content), None):
            name = {"document_id": row["content"]}
            documents.append(name | document | {key: row[key] for key in _HEADER if key in row})
            golds.append(name | together(content, row))
            parts.append(name | {"part": row["part"]})
    folder.mkdir(parents=True, exist_ok=True)
    for file, lines in (("documents.jsonl", documents), ("annotations.jsonl", golds)):
        written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / file).write_text(written, encoding="utf-8")
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as sources:
        writer = csv.DictWriter(sources, ["document_id", "part"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(parts)
    return len(documents)


def main() -> None:
    """Add annotations, or write the gold folder that texts make with them; tell how many."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, default=Path("build/reader/annotated"))
    parser.add_argument("--add", type=Path, metavar="GOLD")
    parser.add_argument("--part", choices=PARTS, default="training", help="what the added documents serve as")
    options = parser.parse_args()
    if options.add:
        print(f"annotations of {add(options.add, options.part)} texts kept")
    if options.texts:
        print(f"{join(options.texts, options.out)} of {len(kept())} annotated texts found")


if __name__ == "__main__":
    main()
