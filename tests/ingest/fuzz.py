"""Breaks the files of the made-up corpus at random and reads them.

    python -m tests.ingest.fuzz [SECONDS]

Every broken file has to come out as documents whose segments fit, or as refusals, in bounded time.
"""

from __future__ import annotations

import gzip
import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from flows.ingest.documents import discover, read
from flows.records import Document, Refusal
from flows.settings import Settings
from tests.ingest import corpus, texts

SETTINGS = Settings(max_file_seconds=10.0, max_file_bytes=5_000_000)
SLOWEST = 15.0


@dataclass
class Tally:
    """What came of it, by format."""

    files: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


def broken(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """Return `data` with some bytes changed, taken out, doubled, or taken from another file."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 30))):
        at = rng.randrange(len(out) + 1)
        end = min(len(out), at + rng.choice((1, 2, 8, 64, 1000)))
        match rng.randrange(7):
            case 0:
                out[at:end] = rng.randbytes(end - at)
            case 1:
                del out[at:end]
            case 2:
                out[at:at] = out[at:end] * rng.choice((1, 3, 50))
            case 3:
                other = rng.choice(others)
                begin = rng.randrange(len(other))
                out[at:end] = other[begin : begin + rng.choice((4, 100, 2000))]
            case 4:
                del out[at:]
            case 5:
                out[at:at] = rng.choice(
                    (b"\0", b"\xff\xfe", b"<", b"\n" * 99, "\u202e".encode(), b"\x1f\x8b")
                )
            case 6 if at < len(out):
                out[at] ^= 1 << rng.randrange(8)
    return bytes(out)


def broken_inside(case: texts.Case, others: list[bytes], rng: random.Random) -> bytes:
    """Return the file with what it packs broken, and the packing whole, where it packs anything."""
    if case.name.endswith(".gz"):
        inner = texts.Case(case.name.removesuffix(".gz"), gzip.decompress(case.data), ())
        return gzip.compress(broken_inside(inner, others, rng), mtime=0)
    if not case.name.endswith(".docx"):
        return broken(case.data, others, rng)
    whole, out = zipfile.ZipFile(io.BytesIO(case.data)), io.BytesIO()
    chosen = rng.choice(["word/document.xml", "word/document.xml", *whole.namelist()])
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            data = whole.read(name)
            archive.writestr(name, broken(data, others, rng) if name == chosen else data)
    return out.getvalue()


def fuzz(folder: Path, *, files: int | None = None, seconds: float | None = None, seed: int = 0) -> Tally:
    """Read broken files until so many are read or so much time has passed; AssertionError at a failure."""
    rng = random.Random(seed)
    cases = list(corpus.cases())
    contents = [case.data for case in cases]
    tally = Tally()
    begin = time.monotonic()
    while (files is None or sum(tally.files.values()) < files) and (
        seconds is None or time.monotonic() - begin < seconds
    ):
        case = rng.choice(cases)
        path = folder / case.name
        data = broken(case.data, contents, rng) if rng.random() < 0.3 else broken_inside(case, contents, rng)
        path.write_bytes(data)
        kind = case.name.partition(".")[2]
        started = time.monotonic()
        check(path, kind, tally)
        tally.slowest = max(tally.slowest, time.monotonic() - started)
        tally.files[kind] += 1
        path.unlink()
    return tally


def check(path: Path, kind: str, tally: Tally) -> None:
    """Read one file; AssertionError where what comes out is not what the door promises."""
    started = time.monotonic()
    for raw in discover([path], SETTINGS):
        for item in [raw] if isinstance(raw, Refusal) else read(raw, SETTINGS):
            if isinstance(item, Refusal):
                tally.refused[kind] += 1
                assert item.cause, item
                assert item.remedy, item
                assert str(item).isprintable(), item
                assert "reader failed" not in item.cause or kind.removesuffix(".gz") != "html", item
            else:
                tally.read[kind] += 1
                _check_document(item)
    assert time.monotonic() - started < SLOWEST, path


def _check_document(document: Document) -> None:
    content = document.content
    content.encode()
    assert document.text.strip(), document
    assert 0 <= document.raw_start <= document.raw_end, document
    end = 0
    for segment in document.segments:
        assert end <= segment.start, document
        end = segment.start + segment.length
    assert end <= len(content), document


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with tempfile.TemporaryDirectory() as folder:
        tally = fuzz(Path(folder), seconds=seconds, seed=int(time.time()))
    print(f"{'format':<10} {'files':>7} {'documents':>10} {'refusals':>9}")
    for kind, count in sorted(tally.files.items()):
        print(f"{kind:<10} {count:>7,} {tally.read[kind]:>10,} {tally.refused[kind]:>9,}")
    print(f"{sum(tally.files.values()):,} broken files, no failure; the slowest took {tally.slowest:.2f} s")


if __name__ == "__main__":
    main()
