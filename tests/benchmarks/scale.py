"""Time and peak memory of a run by the size of its input, stage by stage and over all processes.

    python -m tests.benchmarks.scale FOLDER [--characters 1 10 50] [--staged]

FOLDER holds JSON Lines (any news of yours). It is repeated, each time with other identifiers and as
news of another year, so that no article is a reprint of another one, until it has as many million
characters as asked for. One line of figures a size, as Markdown; memory is the sum of what each
process holds, of what several share its part (PSS).

With --staged the texts are extracted once, copies of what was extracted are staged under other
identifiers and years, and the stages from there on are measured: 50 million characters take minutes.

Of seconds the first are of the clock, those in brackets of the processors, of all processes: on a
machine that does other work these are the ones to trust.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.plain import STAGES

MILLION = 1_000_000
FINISHED = re.compile(r"Task run '(\w+)-\w+' - Finished")
Seconds = tuple[float, float]
"""Of the clock, and of the processors."""
COMMAND = (sys.executable, "-m", "flows.cli", "run")
COPIES = (sys.executable, "-m", "tests.benchmarks.copies")


@dataclass
class Taken:
    """What a command took, as a whole and by stage; what comes after the last stage goes by `` there."""

    seconds: Seconds = (0.0, 0.0)
    stages: dict[str, Seconds] = field(default_factory=dict)
    peaks: dict[str, int] = field(default_factory=dict)
    """Bytes that were held at most."""


def main() -> None:
    """Run once a size and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--characters", type=float, nargs="+", default=[1, 10, 50], metavar="MILLION")
    parser.add_argument("--staged", action="store_true")
    options = parser.parse_args()
    head()
    with tempfile.TemporaryDirectory() as place:
        if options.staged:
            run(options.folder, Path(place) / "once")
        for size in options.characters:
            output = Path(place) / f"{size:g}"
            if options.staged:
                command = [*COPIES, Path(place) / "once", output, int(size * MILLION)]
            else:
                raw = Path(place) / f"raw-{size:g}"
                repeat(options.folder, raw, int(size * MILLION))
                command = [*COMMAND, raw, "--output", output]
            row(output, measure(command))


def run(folder: Path, output: Path) -> Taken:
    """Run on a folder of raw files."""
    return measure([*COMMAND, folder.resolve(), "--output", output])


def head(first: str = "") -> None:
    """Print the head of the table, whose first column is `first`."""
    columns = [*([first] if first else []), "million characters", "documents", "metrics", "rows"]
    columns += [f"{stage}, s" for stage in (*STAGES, "all")] + ["peak, MB", "in the stage"]
    print(f"| {' | '.join(columns)} |\n|{'---:|' * len(columns)}", flush=True)


def row(output: Path, taken: Taken, first: str = "") -> None:
    """Print the line of a run that published into `output`."""
    made = json.loads((output / "latest" / "release.json").read_text(encoding="utf-8"))
    stage, peak = max(taken.peaks.items(), key=lambda item: item[1])
    cells = [*([first] if first else []), f"{made['characters'] / MILLION:.2f}", f"{made['documents']:,}"]
    cells += [f"{made['rows']['metrics']:,}", f"{sum(made['rows'].values()):,}"]
    took = [taken.stages.get(stage) for stage in STAGES] + [taken.seconds]
    cells += [f"{one[0]:.1f} ({one[1]:.1f})" if one else "–" for one in took]
    cells += [f"{peak / MILLION:,.0f}", stage]
    print(f"| {' | '.join(cells)} |", flush=True)


def repeat(source: Path, raw: Path, characters: int) -> None:
    """Write documents of `source` over and over, until they have so many characters."""
    raw.mkdir()
    total = 0
    for turn, path in _turns(source):
        opener = gzip.open if path.suffix == ".gz" else open
        name = f"{turn:03}-{path.name.removesuffix('.gz')}"
        with opener(path, "rt", encoding="utf-8") as file, (raw / name).open("w", encoding="utf-8") as part:
            for line in file:
                record = json.loads(line)
                total += len(record.get("title") or "") + 1 + len(record["text"])
                part.write(json.dumps(_of_another_year(record, turn), ensure_ascii=False) + "\n")
                if total >= characters:
                    return


def _turns(source: Path) -> Iterator[tuple[int, Path]]:
    turn = 0
    while True:
        for path in sorted(source.glob("*.jsonl*")):
            yield turn, path
        turn += 1


def _of_another_year(record: dict[str, str], turn: int) -> dict[str, str]:
    made = record | {"document_id": f"{record.get('document_id', hash(record['text']))}-{turn}"}
    if day := record.get("published_on"):
        year, rest = day[:4], day[4:].replace("-02-29", "-02-28")
        made["published_on"] = f"{int(year) - turn}{rest}"
    return made


def measure(command: Sequence[object]) -> Taken:
    """Run a command and return what it took."""
    taken = Taken()
    before, started = os.times(), time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    root, held = psutil.Process(process.pid), [0]
    watcher = threading.Thread(target=_watch, args=(process, root, held))
    watcher.start()
    assert process.stderr
    said, since, spent = [], started, 0.0
    for line in process.stderr:
        said.append(line)
        if found := FINISHED.search(line):
            now, by_now = time.monotonic(), _spent(root)
            wall, cpu = taken.stages.get(found[1], (0.0, 0.0))
            taken.stages[found[1]] = wall + now - since, cpu + max(0.0, by_now - spent)
            taken.peaks[found[1]] = max(taken.peaks.get(found[1], 0), held[0])
            held[0], since, spent = 0, now, by_now
    status = process.wait()
    watcher.join()
    if status not in (0, 3):
        raise SystemExit(f"the run ended with status {status}:\n{''.join(said[-20:])}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    taken.seconds = time.monotonic() - started, cpu
    taken.peaks[""] = held[0]
    return taken


def _spent(root: psutil.Process) -> float:
    """Return the seconds of the processors that a process and all that it started took until now."""
    total = 0.0
    for one in _family(root):
        with contextlib.suppress(psutil.Error):
            times = one.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def _watch(process: subprocess.Popen[str], root: psutil.Process, held: list[int]) -> None:
    while process.poll() is None:
        total = 0
        for one in _family(root):
            with contextlib.suppress(psutil.Error):
                total += one.memory_full_info().pss
        held[0] = max(held[0], total)
        time.sleep(0.25)


def _family(root: psutil.Process) -> list[psutil.Process]:
    try:
        return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []


if __name__ == "__main__":
    main()
