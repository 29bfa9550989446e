"""What is read in a benchmark: texts of the user's, or the sample documents with changes."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RAW = ROOT / "raw"
_CLAUSE = re.compile(r"[^，。！？；\n]+[，。！？；]?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?=%|个|家|万|亿|元|公里|平方)")

Record = dict[str, str]


def load(paths: Sequence[Path], characters: int) -> tuple[list[Record], str]:
    """Return texts of about as many characters in all, and a line that says what they are.

    Each of `paths` gives an equal share, from its beginning: JSON Lines with `text` and perhaps
    `title`, or a text file, each paragraph a text. Without paths the sample documents are repeated.

    Raises:
        SystemExit: a path holds no text.
    """
    if not paths:
        return _up_to(_varied(_samples()), characters), (
            "the sample documents in raw/, then texts of their clauses in another order with other numbers"
        )
    found: list[Record] = []
    for path in paths:
        found += _up_to(_read(path), characters // len(paths))
    if not found:
        raise SystemExit(f"no text in {', '.join(map(str, paths))}; name .jsonl with `text`, or text files")
    return found, ", ".join(path.name for path in paths)


def count(records: Sequence[Record]) -> int:
    """Return the characters of some texts, as the project counts them."""
    return sum(len(record["title"]) + bool(record["title"]) + len(record["text"]) for record in records)


def _up_to(records: Iterator[Record], characters: int) -> list[Record]:
    found: list[Record] = []
    left = characters
    for record in records:
        if left <= 0:
            break
        found.append(record)
        left -= len(record["title"]) + len(record["text"])
    return found


def _read(path: Path) -> Iterator[Record]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            if ".jsonl" in path.name:
                record = json.loads(line)
                yield {"title": record.get("title") or "", "text": record["text"]}
            elif line.strip():
                yield {"title": "", "text": line.strip()}


def _samples() -> list[Record]:
    from flows.ingest import documents
    from flows.records import Document
    from flows.settings import Settings

    settings = Settings()
    files = (file for file in documents.discover([RAW], settings) if isinstance(file, documents.RawFile))
    read = itertools.chain.from_iterable(documents.read(file, settings) for file in files)
    return [{"title": one.title, "text": one.text} for one in read if isinstance(one, Document)]


def _varied(samples: Sequence[Record]) -> Iterator[Record]:
    """Yield the samples, then for ever texts like them, of which hardly two share a sentence."""
    yield from samples
    chance = random.Random(1)
    clauses = [clause for record in samples for clause in _CLAUSE.findall(record["text"])]
    middles = [clause for clause in clauses if clause[-1] == "，"]
    ends = [clause for clause in clauses if clause[-1] == "。"]

    def another(clause: str) -> str:
        if clause[-1] == "，":
            return _with_other_numbers(chance.choice(middles), chance)
        end = chance.choice(ends) if clause[-1] == "。" else clause
        return _with_other_numbers(chance.choice(middles) + end, chance)

    for record in itertools.cycle(samples):
        text = _CLAUSE.sub(lambda match: another(match[0]), record["text"])
        yield {"title": another(record["title"]) if record["title"] else "", "text": text}


def _with_other_numbers(clause: str, chance: random.Random) -> str:
    return _NUMBER.sub(lambda match: f"{float(match[0]) * chance.uniform(0.5, 1.5):.1f}", clause)
