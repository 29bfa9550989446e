"""Speed of whole runs: their stages, two processes beside one, nothing new, and starting up.

    python -m tests.benchmarks.runs [RAW] [--characters N] [--times N]

`make bench-run` calls it. RAW is what `zhibiao run` would be given; without it the sample documents
are repeated with changes. Commands are timed from outside, in seconds of the clock and of the
processors, of all their processes: on a machine that does other work the second is the one to trust.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import race, report, texts
from tests.plain import STAGES

ZHIBIAO = ("-m", "flows.cli")
SENTENCE = "到2030年，全市建成智能工厂1000家以上，规模以上工业增加值增长6.5%。"


class Took(NamedTuple):
    """What a command took, and what it printed."""

    wall: float
    cpu: float
    printed: str

    def stages(self) -> dict[str, float]:
        """Return the seconds of each stage, as a run prints them."""
        lines = (line.rsplit(maxsplit=1) for line in self.printed.splitlines())
        prefix = "seconds of "
        return {
            line[0].strip().removeprefix(prefix): float(line[1])
            for line in lines
            if line and line[0].startswith(prefix)
        }


def take(*arguments: str | Path) -> Took:
    """Run Python with these arguments, and measure it with all of its processes."""
    before, started = os.times(), dt.datetime.now(dt.UTC)
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(texts.ROOT)},
    )  # fmt: skip
    wall = (dt.datetime.now(dt.UTC) - started).total_seconds()
    if done.returncode not in (0, 3):
        raise SystemExit(f"{arguments} ended with status {done.returncode}:\n{done.stderr}")
    after = os.times()
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return Took(wall, cpu, done.stdout)


def starting(raw: Path, output: Path, times: int) -> str:
    """Time what should be quick, in turns; `output` holds a release of `raw`."""
    run = ("run", raw, "--output", output)
    commands: dict[str, tuple[str, tuple[str | Path, ...]]] = {
        "`zhibiao --help`": ("< 0.5", (*ZHIBIAO, "--help")),
        "`zhibiao inspect` of a sentence": ("< 2", (*ZHIBIAO, "inspect", SENTENCE)),
        "an empty Prefect flow": ("", ("-m", "tests.benchmarks.empty")),
        "a run that finds nothing new": ("3 more than the empty flow", (*ZHIBIAO, *run)),
    }
    found: dict[str, list[Took]] = {name: [] for name in commands}
    for _ in range(times):
        for name, (_, command) in commands.items():
            found[name].append(take(*command))
    lines = ["| | seconds | CPU seconds | goal, seconds |", "|---|---:|---:|---:|"]
    for name, (goal, _) in commands.items():
        lines.append(f"| {name} | {_median(found[name], 0):.2f} | {_median(found[name], 1):.2f} | {goal} |")
    return "\n".join(lines)


def _median(took: Sequence[Took], place: int) -> float:
    return statistics.median(float(one[place]) for one in took)


def stages(one: Took, two: Took) -> str:
    """Return the seconds of each stage, and their shares, with one process and with two."""
    lines = ["| stage | one process, s | share | two processes, s | share |", "|---|---:|---:|---:|---:|"]
    first, second = one.stages(), two.stages()
    for stage in STAGES:
        parts = (f"{of[stage]:.1f} | {of[stage] / sum(of.values()):.0%}" for of in (first, second))
        lines.append(f"| {stage} | {' | '.join(parts)} |")
    lines.append(f"| the whole command | {one.wall:.1f} | | {two.wall:.1f} | |")
    lines.append(f"| CPU seconds of it | {one.cpu:.1f} | | {two.cpu:.1f} | |")
    times = first["extract"] / second["extract"]
    return "\n".join([*lines, "", f"Two processes extract {times:.2f} times as fast as one (goal: 1.85)."])


def measure(raw: Path, times: int, tell: Callable[[str], object]) -> list[str]:
    """Return the tables of whole runs and of starting."""
    with tempfile.TemporaryDirectory() as place:
        output = Path(place) / "two"
        tell("a run with two processes")
        two = take(*ZHIBIAO, "run", raw, "--output", output, "--workers", "2")
        tell("a run with one process")
        one = take(*ZHIBIAO, "run", raw, "--output", Path(place) / "one", "--workers", "1")
        released = json.loads((output / "latest" / "release.json").read_text(encoding="utf-8"))
        take(*ZHIBIAO, "run", raw, "--output", output)  # other settings: all stages once more
        tell("starting")
        quick = starting(raw, output, times)
    size = f"{released['characters']:,} characters in {released['documents']:,} documents"
    return [f"{size}: {sum(released['rows'].values()):,} rows.", stages(one, two), quick]


def main() -> None:
    """Measure, print the tables and write them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("raw", nargs="?", type=Path, metavar="RAW")
    parser.add_argument("--characters", type=int, default=1_000_000, help="of the samples (1000000)")
    parser.add_argument("--times", type=int, default=3, help="how often each quick command runs (3)")
    parser.add_argument("--out", type=Path, default=Path("output/bench"), help="folder (output/bench)")
    parser.add_argument("--into", type=Path, metavar="PAGE", help="page whose figures are brought up to date")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        raw = options.raw or Path(place) / "raw"
        if options.raw is None:
            raw.mkdir()
            records, _ = texts.load([], options.characters)
            lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
            (raw / "samples.jsonl").write_text(lines, encoding="utf-8")
        parts = measure(raw, options.times, lambda what: print(f"… {what}", file=sys.stderr))
    text = "\n\n".join([f"{dt.date.today()}, {race.machine()}.", *parts]) + "\n"
    report.tell("runs", text, options.out, options.into)


if __name__ == "__main__":
    main()
