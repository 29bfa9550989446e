"""What validation found, and what was refused before: the folder `validation/` of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.publish.archive import write_json
from flows.publish.exporter import Exporter

if TYPE_CHECKING:
    from pathlib import Path

    from flows.publish.exporter import Stage


def _results(stage: Stage) -> None:
    _write(stage.folder / RESULTS.file_name, list(stage.findings.results))


def _refusals(stage: Stage) -> None:
    refusals = [
        {"raw_path": item.raw_path, "record": item.record, "cause": item.cause, "remedy": item.remedy}
        for item in stage.run.refusals
    ]
    _write(stage.folder / REFUSALS.file_name, refusals)


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    write_json(path, content)


RESULTS = Exporter(
    "validation/results.json",
    "每张表的检验结果",
    "what was checked in each table, and how many rows failed",
    "application/json",
    "description",
    _results,
)
REFUSALS = Exporter(
    "validation/refusals.json",
    "未收录的文件及原因",
    "what could not be read, why, and what to do",
    "application/json",
    "description",
    _refusals,
)
