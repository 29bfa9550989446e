"""A run of made-up rows, and what the tests of publishing share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows import contract
from flows.publish import release, wide, xlsx
from flows.publish.release import Release
from flows.records import Refusal, Run
from flows.settings import Settings
from flows.tables.dataset import Dataset
from tests import synthetic


@dataclass
class Findings:
    results: list[dict[str, Any]] = field(default_factory=list)


def tables(metrics: int = 40) -> dict[str, pa.Table]:
    made = synthetic.tables(metrics)
    reject = {"table": "metrics", "row_id": "m-1", "expectation": "bounds", "column": "confidence"}
    reject |= {"value": "2.0", "withdrawn": False, "row": '{"evidence": "一句话", "metric_id": "m-1"}'}
    made["rejects"] = pa.Table.from_pylist([reject], contract.arrow_schema("rejects"))
    return made


def run(day: int = 23, refusals: tuple[Refusal, ...] = ()) -> Run:
    started_at = dt.datetime(2026, 11, day, 7, tzinfo=dt.UTC)
    return Run(
        started_at=started_at, files=2, documents=5, characters=900, refusals=refusals, code_version="test"
    )


def publish(
    content: dict[str, pa.Table],
    output: Path,
    day: int = 23,
    refusals: tuple[Refusal, ...] = (),
    **settings: Any,
) -> Release:
    """Publish tables into an output folder."""
    return publish_checked(*prepared(content, output, **settings), day, refusals)


def prepared(content: dict[str, pa.Table], output: Path, **settings: Any) -> tuple[Dataset, Settings]:
    """Write tables as validation leaves them for publishing."""
    chosen = Settings(output=output, **settings)
    return synthetic.checked(content, chosen.work / "tables" / "checked"), chosen


def publish_checked(
    checked: Dataset, chosen: Settings, day: int = 23, refusals: tuple[Refusal, ...] = ()
) -> Release:
    """Publish tables that are ready for it."""
    return release.publish(checked, Findings(), run(day, refusals), chosen.output, chosen)


def workbook(content: dict[str, pa.Table], folder: Path, name: str = "a.xlsx") -> Path:
    """Write the workbook of some tables, and return it."""
    checked = synthetic.checked(content, folder / "checked")
    wide.write(checked, folder)
    described = {
        "version": "2026-11-23",
        "schema_version": contract.dataset()["schema_version"],
        "created_at": "2026-11-23T07:00:00+00:00",
        "rows": {name: table.num_rows for name, table in content.items()},
    }
    xlsx.write(checked, folder / name, described)
    return folder / name


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """One release that no test may change."""
    output = tmp_path_factory.mktemp("output")
    return publish(tables(), output)
