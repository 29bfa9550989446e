"""Parquet: the files that validation wrote are those of the release, and the wide tables beside them."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from flows import contract
from flows.publish import evidence, wide
from flows.publish.exporter import Exporter

if TYPE_CHECKING:
    from flows.publish.exporter import Stage
    from flows.tables.dataset import Dataset


def write(checked: Dataset, released: Dataset) -> None:
    """Put `<table>.parquet` of every table into the release, as a second name of the same file if it can."""
    for definition in contract.tables():
        source, target = checked.path(definition.name), released.path(definition.name)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)


def _export(stage: Stage) -> None:
    write(stage.checked, stage.tables)
    everywhere, licences = not stage.settings.evidence, stage.settings.evidence_withheld
    evidence.leave_out(stage.checked, stage.tables, everywhere=everywhere, licences=licences)
    wide.write(stage.tables, stage.folder)


EXPORTER = Exporter(
    "{table}.parquet",
    "Parquet 表",
    "a table as Parquet",
    "application/vnd.apache.parquet",
    "table",
    _export,
)
