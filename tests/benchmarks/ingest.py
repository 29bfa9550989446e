"""How fast each format is read, in megabytes of files a second, and in how much memory.

    python -m tests.benchmarks.ingest [MEGABYTES] [--into docs/raw-input.md]

The files are made up: articles of some two thousand characters, as many as the size asks for. Each format
is read in a process of its own, and its memory is that of this process and the one of the readers.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import psutil

from flows.ingest import guard
from flows.ingest.documents import discover, read
from flows.records import Refusal
from flows.settings import Settings
from tests.benchmarks import report
from tests.benchmarks.race import machine
from tests.ingest import factory, texts
from tests.ingest.printed import Print


def paragraphs(number: int) -> list[str]:
    """Return the paragraphs of one article; no two articles are alike."""
    chosen = [each for answer in texts.ARTICLES for each in answer.paragraphs]
    return [f"{each[:-1]}，编号{number}-{at}。" for at, each in enumerate(chosen * 2)]


def title(number: int) -> str:
    return f"{texts.ARTICLES[number % 6].title}（之{number}）"


def text(number: int) -> bytes:
    return "\n".join([title(number), "", *(f"　　{each}" for each in paragraphs(number))]).encode()


def columns(number: int) -> bytes:
    lines = [line for each in paragraphs(number) for line in texts.wrap(each, 20)]
    return "\n".join([*texts.HEAD, "", title(number), "", *lines]).encode()


def html(number: int) -> bytes:
    body = "".join(f"<p>{each}</p>" for each in paragraphs(number))
    nav = '<div class="nav">' + '<a href="/">首页</a>' * 30 + "</div>"
    head = f"<head><title>{title(number)}</title></head>"
    return f"<html>{head}<body>{nav}<h1>{title(number)}</h1>{body}</body></html>".encode()


def pdf(number: int) -> bytes:
    lines = [line for each in paragraphs(number) for line in texts.wrap(each, 20)]
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


RECORDS = "a.jsonl"
WHAT = {
    "a.txt": "text",
    "columns.txt": "text in columns",
    "a.txt.gz": "text, packed",
    "a.md": "Markdown",
    "a.html": "HTML",
    "tables.html": "HTML of tables",
    "a.pdf": "PDF",
    "tables.pdf": "PDF of tables",
    "a.docx": "DOCX",
    RECORDS: "JSON Lines",
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


class Measured(NamedTuple):
    """What reading a folder took: bytes, characters, seconds of processors, bytes of memory."""

    size: int
    characters: int
    busy: float
    memory: int


def measure(folder: Path) -> Measured:
    """Read a folder and return what it took."""
    settings = Settings()
    busy = processors()
    size = characters = most = 0
    for raw in discover([folder], settings):
        assert not isinstance(raw, Refusal), raw
        size += raw.size
        for document in read(raw, settings):
            assert not isinstance(document, Refusal), document
            characters += len(document.content)
        most = max(most, memory())
    return Measured(size, characters, processors() - busy, most)


def of_format(name: str, wanted: int) -> tuple[int, Measured]:
    """Return how many files of a format were made, and what reading them took."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if name == RECORDS:
            (folder / name).write_bytes(records(wanted * 10))
            return 1, measure(folder)
        make = FORMATS[name]
        count = max(1, min(400, wanted // len(make(0))))
        for number in range(count):
            (folder / f"{number}-{name}").write_bytes(make(number))
        return count, measure(folder)


def row(name: str, count: int, measured: Measured) -> str:
    cells = (
        WHAT[name],
        f"{count:,}",
        f"{measured.size / 1e6:.2f}",
        f"{measured.size / 1e6 / measured.busy:.2f}",
        f"{measured.characters / measured.busy:,.0f}",
        f"{measured.memory / 1e6:.0f}",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure all formats; print the table, and write it where the options say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("megabytes", nargs="?", type=float, default=2.0, help="of each format (2)")
    parser.add_argument("--out", type=Path, default=Path("output/bench"), help="folder (output/bench)")
    parser.add_argument("--into", type=Path, metavar="PAGE", help="page whose figures are brought up to date")
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    lines = [
        f"{dt.date.today()}, {machine()}.\n",
        "| format | files | MB | MB a CPU second | characters a CPU second | memory, MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name in WHAT:
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            count, measured = pool.submit(of_format, name, int(options.megabytes * 1e6)).result()
        lines.append(row(name, count, measured))
    report.tell("ingest", "\n".join(lines) + "\n", options.out, options.into)


if __name__ == "__main__":
    main()
