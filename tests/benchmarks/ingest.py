"""How fast each format is read, in megabytes of files a second.

    python -m tests.benchmarks.ingest [MEGABYTES]

The files are made up: articles of some two thousand characters, as many as the size asks for.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from flows.ingest import guard
from flows.ingest.documents import discover, read
from flows.records import Refusal
from flows.settings import Settings
from tests.ingest import corpus, factory


def paragraphs(number: int) -> list[str]:
    """Return the paragraphs of one article; no two articles are alike."""
    chosen = [each for answer in corpus.ARTICLES for each in answer.paragraphs]
    return [f"{each[:-1]}，编号{number}-{at}。" for at, each in enumerate(chosen * 2)]


def title(number: int) -> str:
    return f"{corpus.ARTICLES[number % 6].title}（之{number}）"


def text(number: int) -> bytes:
    return "\n".join([title(number), "", *(f"　　{each}" for each in paragraphs(number))]).encode()


def columns(number: int) -> bytes:
    lines = [line for each in paragraphs(number) for line in corpus.wrap(each, 20)]
    return "\n".join([*corpus.HEAD, "", title(number), "", *lines]).encode()


def html(number: int) -> bytes:
    body = "".join(f"<p>{each}</p>" for each in paragraphs(number))
    nav = '<div class="nav">' + '<a href="/">首页</a>' * 30 + "</div>"
    head = f"<head><title>{title(number)}</title></head>"
    return f"<html>{head}<body>{nav}<h1>{title(number)}</h1>{body}</body></html>".encode()


def pdf(number: int) -> bytes:
    lines = [line for each in paragraphs(number) for line in corpus.wrap(each, 20)]
    halves = [lines[at : at + 42] for at in range(0, len(lines), 42)]
    return factory.pdf(
        title(number), halves, header="云川日报", footer="第{page}页", pages=-(-len(halves) // 2)
    )


def docx(number: int) -> bytes:
    return factory.docx(title(number), paragraphs(number))


def record(number: int) -> bytes:
    return json.dumps(
        {"title": title(number), "text": "\n".join(paragraphs(number))}, ensure_ascii=False
    ).encode()


def records(size: int) -> bytes:
    one = len(record(0)) + 1
    return b"\n".join(record(number) for number in range(max(1, size // one)))


FORMATS: dict[str, Callable[[int], bytes]] = {
    "a.txt": text,
    "columns.txt": columns,
    "a.md": text,
    "a.html": html,
    "a.pdf": pdf,
    "a.docx": docx,
    "a.txt.gz": lambda number: gzip.compress(text(number)),
}


def processors() -> float:
    """Return the processors' seconds that this process and the one of the readers took."""
    reader = guard._worker.process.pid if guard._worker else None
    times = psutil.Process(reader).cpu_times() if reader else None
    return time.process_time() + (times.user + times.system if times else 0.0)


def measure(folder: Path) -> tuple[int, int, float, float]:
    """Return bytes, characters, seconds and processors' seconds that reading the files of `folder` takes."""
    settings = Settings()
    begin, busy = time.perf_counter(), processors()
    size = characters = 0
    for raw in discover([folder], settings):
        assert not isinstance(raw, Refusal), raw
        size += raw.size
        for document in read(raw, settings):
            assert not isinstance(document, Refusal), document
            characters += len(document.content)
    return size, characters, time.perf_counter() - begin, processors() - busy


def main() -> None:
    wanted = int(float(sys.argv[1] if len(sys.argv) > 1 else "2") * 1e6)
    print("                                            by the clock        by the processor")
    print(f"{'format':<12} {'files':>6} {'MB':>7} {'seconds':>8}" + f" {'MB/s':>7} {'chars/s':>9}" * 2)
    for name, make in FORMATS.items():
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            count = max(1, min(400, wanted // len(make(0))))
            for number in range(count):
                (folder / f"{number}{name.removeprefix('a')}").write_bytes(make(number))
            _report(name, count, measure(folder))
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "a.jsonl").write_bytes(records(wanted * 10))
        _report("a.jsonl", 1, measure(Path(place)))


def _report(name: str, count: int, measured: tuple[int, int, float, float]) -> None:
    size, characters, seconds, busy = measured
    print(f"{name:<12} {count:>6,} {size / 1e6:>7.2f} {seconds:>8.2f}", end="")
    for each in (seconds, busy):
        print(f" {size / 1e6 / each:>7.2f} {characters / each:>9,.0f}", end="")
    print()


if __name__ == "__main__":
    main()
