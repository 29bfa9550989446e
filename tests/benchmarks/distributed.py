"""What a Dask cluster costs beside the processes of one machine, and from what size it pays.

    python -m tests.benchmarks.distributed [PATH ...] [--characters 1 3 6]

The texts (JSON Lines with `text`; the sample documents where no PATH is given) are extracted by two
processes, and by two workers of a cluster on this machine, which have the same cores: what takes
longer there is the price of the cluster. A line through the sizes parts it into what a run pays once
and what it pays by text; from that follows from what size a cluster of so many such cores is quicker.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests import cluster
from tests.benchmarks import runs, texts

MILLION = 1_000_000
LOCAL = 2
"""Processes, and workers of the cluster beside them."""


class Point(NamedTuple):
    """Seconds of extraction for one size."""

    millions: float
    local: float
    away: float


def measure(paths: Sequence[Path], characters: int) -> Point:
    """Extract the same texts both ways; check that the release is the same."""
    with tempfile.TemporaryDirectory() as place:
        raw = Path(place) / "raw"
        raw.mkdir()
        records, _ = texts.load(paths, characters)
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (raw / "texts.jsonl").write_text(lines, encoding="utf-8")
        command = (*runs.ZHIBIAO, "run", raw, "--workers", str(LOCAL), "--output")
        local = runs.take(*command, Path(place) / "local")
        with cluster.start(Path(place), LOCAL) as (address, _):
            away = runs.take(*command, Path(place) / "away", "--engine", "dask", "--address", address)
        digests = {
            json.loads((Path(place) / one / "latest" / "release.json").read_text(encoding="utf-8"))[
                "data_sha256"
            ]
            for one in ("local", "away")
        }
    if len(digests) > 1:
        raise SystemExit("the cluster gave another release than the local run")
    return Point(texts.count(records) / MILLION, local.stages()["extract"], away.stages()["extract"])


def line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return where the line of least squares starts, and its slope."""
    x_mean = sum(x for x, _ in points) / len(points)
    y_mean = sum(y for _, y in points) / len(points)
    slope = sum((x - x_mean) * (y - y_mean) for x, y in points) / sum((x - x_mean) ** 2 for x, _ in points)
    return y_mean - slope * x_mean, slope


def pays_from(points: Sequence[Point], cores: int) -> float | None:
    """Return the millions of characters from which a cluster of `cores` is quicker; None if never.

    On other machines the work of the two cores here is shared by `cores`; what is paid once stays.
    """
    here_once, here_each = line([(point.millions, point.local) for point in points])
    away_once, away_each = line([(point.millions, point.away) for point in points])
    won = here_each - away_each * LOCAL / cores
    return max(0.0, (away_once - here_once) / won) if won > 0 else None


def main() -> None:
    """Measure each size, and print the table and the sizes from which it pays."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--characters", type=float, nargs="+", default=[1, 3, 6], metavar="MILLION")
    options = parser.parse_args()
    print(
        "| million characters | two processes, s | cluster of two workers, s |\n|---:|---:|---:|", flush=True
    )
    points = []
    for size in options.characters:
        points.append(measure(options.paths, int(size * MILLION)))
        print(f"| {points[-1].millions:.1f} | {points[-1].local:.1f} | {points[-1].away:.1f} |", flush=True)
    if len(points) < 2:
        return
    print("\n| cores of the cluster | pays from, million characters |\n|---:|---:|")
    for cores in (4, 8, 16, 32):
        size = pays_from(points, cores)
        print(f"| {cores} | {'never' if size is None else f'{size:.1f}'} |")


if __name__ == "__main__":
    main()
