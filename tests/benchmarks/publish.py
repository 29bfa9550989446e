"""Time each format of a release of made-up rows: `python -m tests.benchmarks.publish --metrics 100000`."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows import contract
from flows.publish import described, exporters, release
from flows.publish.checksums import Checksums
from flows.publish.exporter import Stage
from flows.records import Run
from flows.settings import Settings
from tests import synthetic


@dataclass
class Findings:
    results: list[dict[str, Any]] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--metrics", type=int, default=100_000)
    metrics = parser.parse_args().metrics
    tables = synthetic.tables(metrics)
    tables["rejects"] = pa.Table.from_pylist([], contract.arrow_schema("rejects"))
    run = Run(dt.datetime.now(dt.UTC), 1, 1, 1, (), "benchmark")
    with tempfile.TemporaryDirectory() as name:
        folder, settings = Path(name) / "release", Settings(output=Path(name))
        folder.mkdir()
        checked = synthetic.checked(tables, Path(name) / "checked")
        stage = Stage(checked, Findings(), run, settings, None, Checksums(folder), exporters.EXPORTERS)
        for exporter in exporters.EXPORTERS:
            if exporter.part == "dataset" and not stage.release:
                rows = {name: table.num_rows for name, table in tables.items()}
                stage = dataclasses.replace(stage, release=described.release("benchmark", stage, rows, ""))
            timed(exporter.file_name, lambda stage=stage, exporter=exporter: exporter.write(stage))
    with tempfile.TemporaryDirectory() as name:
        output = Path(name)
        checked = synthetic.checked(tables, output / ".work" / "tables" / "checked")
        done = timed(
            "whole release",
            lambda: release.publish(checked, Findings(), run, output, Settings(output=output)),
        )
        print(f"{sum(done.rows.values()):,} rows, of them {done.rows['metrics']:,} metrics")
        for path in sorted(done.folder.iterdir()):
            if path.stem in ("metrics", "zhibiao", "index"):
                print(f"{path.name:20} {path.stat().st_size / 1e6:8.2f} MB")


def timed(what: str, action: Any) -> Any:
    """Print wall time, and time of the processors: the first grows with what else the machine does."""
    wall, processors = time.perf_counter(), _processors()
    result = action()
    wall, processors = time.perf_counter() - wall, _processors() - processors
    print(f"{what:20} {wall:8.2f} s   {processors:8.2f} s of a processor", flush=True)
    return result


def _processors() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
