"""How fast each format is read, in megabytes of files a second, and in how much memory.

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
from tests.ingest.printed import Print


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


TABLE = [
    ["指标", "单位", "2025年", "比上年增长（%）"],
    *([f"产品{at}", "万吨", f"{at * 3.7:.1f}", "5.1"] for at in range(24)),
]


def tables_pdf(number: int) -> bytes:
    page = Print()
    for sheet in range(8):
        page.text(60, 40, title(number), 16)
        page.grid(60, 80, [150, 60, 100, 120], TABLE, rules="all" if sheet % 2 else "none")
        page.turn()
    return page.bytes()


def tables_html(number: int) -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
    body = "".join(f"<p>{each}</p><table>{rows}</table>" for each in paragraphs(number))
    return f"<html><head><title>{title(number)}</title></head><body><div>{body}</div></body></html>".encode()


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
    "tables.html": tables_html,
    "a.pdf": pdf,
    "tables.pdf": tables_pdf,
    "a.docx": docx,
    "a.txt.gz": lambda number: gzip.compress(text(number)),
}


def processors() -> float:
    """Return the processors' seconds that this process and the one of the readers took."""
    reader = guard._worker.process.pid if guard._worker else None
    times = psutil.Process(reader).cpu_times() if reader else None
    return time.process_time() + (times.user + times.system if times else 0.0)


def memory() -> int:
    """Return the bytes that this process and the one of the readers hold."""
    pids = [None, *([guard._worker.process.pid] if guard._worker else [])]
    return sum(int(psutil.Process(pid).memory_info().rss) for pid in pids)


def measure(folder: Path) -> tuple[int, int, float, float, int]:
    """Return bytes, characters, seconds, processors' seconds and memory that reading a folder takes."""
    settings = Settings()
    begin, busy = time.perf_counter(), processors()
    size = characters = most = 0
    for raw in discover([folder], settings):
        assert not isinstance(raw, Refusal), raw
        size += raw.size
        for document in read(raw, settings):
            assert not isinstance(document, Refusal), document
            characters += len(document.content)
        most = max(most, memory())
    return size, characters, time.perf_counter() - begin, processors() - busy, most


def main() -> None:
    wanted = int(float(sys.argv[1] if len(sys.argv) > 1 else "2") * 1e6)
    print("                                            by the clock        by the processor")
    print(
        f"{'format':<12} {'files':>6} {'MB':>7} {'seconds':>8}"
        + f" {'MB/s':>7} {'chars/s':>9}" * 2
        + f" {'memory':>7}"
    )
    for name, make in FORMATS.items():
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            count = max(1, min(400, wanted // len(make(0))))
            for number in range(count):
                (folder / f"{number}-{name}").write_bytes(make(number))
            _report(name, count, measure(folder))
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "a.jsonl").write_bytes(records(wanted * 10))
        _report("a.jsonl", 1, measure(Path(place)))


def _report(name: str, count: int, measured: tuple[int, int, float, float, int]) -> None:
    size, characters, seconds, busy, most = measured
    print(f"{name:<12} {count:>6,} {size / 1e6:>7.2f} {seconds:>8.2f}", end="")
    for each in (seconds, busy):
        print(f" {size / 1e6 / each:>7.2f} {characters / each:>9,.0f}", end="")
    print(f" {most / 1e6:>4.0f} MB")


if __name__ == "__main__":
    main()
