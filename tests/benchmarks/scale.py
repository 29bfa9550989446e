"""Time and peak memory of a run by the size of its input, over all of its processes.

    python -m tests.benchmarks.scale FOLDER [--characters 1 10 50] [--output DIR]

FOLDER holds JSON Lines (any news of yours). It is repeated, with changed identifiers and titles,
until it has as many million characters as asked for. One line of figures a size, as Markdown.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

MILLION = 1_000_000


def main() -> None:
    """Run once a size and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--characters", type=float, nargs="+", default=[1, 10, 50], metavar="MILLION")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    print("| million characters | documents | seconds | characters a second | peak RSS, MB | second run, s |")
    print("|---:|---:|---:|---:|---:|---:|", flush=True)
    for size in options.characters:
        with tempfile.TemporaryDirectory() as place:
            raw, output = Path(place) / "raw", Path(place) / "output"
            characters, documents = repeat(options.folder, raw, int(size * MILLION))
            command = [sys.executable, "-m", "flows.cli", "run", raw, "--output", output]
            command += ["--workers", str(options.workers)]
            seconds, peak = measure(command)
            again, _ = measure(command)
            rate = characters / seconds
            print(
                f"| {characters / MILLION:.1f} | {documents:,} | {seconds:.0f} | {rate:,.0f} "
                f"| {peak / MILLION:,.0f} | {again:.0f} |",
                flush=True,
            )


def repeat(source: Path, raw: Path, characters: int) -> tuple[int, int]:
    """Write documents of `source` over and over, and return their characters and number."""
    raw.mkdir()
    total = count = 0
    part = None
    for turn, record in _turns(source):
        if total >= characters:
            break
        if count % 10_000 == 0:
            if part:
                part.close()
            part = (raw / f"part-{count // 10_000:04}.jsonl").open("w", encoding="utf-8")
        record |= {"document_id": f"{record.get('document_id', count)}-{turn}"}
        record["title"] = f"{record.get('title') or ''}（{turn}）"
        assert part
        part.write(json.dumps(record, ensure_ascii=False) + "\n")
        total += len(record["title"]) + 1 + len(record["text"])
        count += 1
    if part:
        part.close()
    return total, count


def measure(command: list[object]) -> tuple[float, int]:
    """Run a command; return its wall time and the most RSS that it and its children held together."""
    started = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    peak = [0]

    def watch() -> None:
        root = psutil.Process(process.pid)
        while process.poll() is None:
            held = 0
            try:
                for one in (root, *root.children(recursive=True)):
                    held += one.memory_info().rss
            except psutil.Error:
                pass
            peak[0] = max(peak[0], held)
            time.sleep(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = process.wait()
    watcher.join()
    if status not in (0, 3):
        raise SystemExit(f"the run ended with status {status}")
    return time.monotonic() - started, peak[0]


def _turns(source: Path) -> Iterator[tuple[int, dict[str, str]]]:
    turn = 0
    while True:
        for path in sorted(source.glob("*.jsonl*")):
            opener = gzip.open if path.suffix == ".gz" else open
            with opener(path, "rt", encoding="utf-8") as file:
                for line in file:
                    yield turn, json.loads(line)
        turn += 1


if __name__ == "__main__":
    main()
