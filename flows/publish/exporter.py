"""The one shape of what writes a file of a release, and what it is given.

An exporter stands beside the code that writes its file; `exporters` lists them all, and whoever tells
of the files of a release (catalogue, card, linked data, docs) takes them from that list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from flows import contract
from flows.tables.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from flows.publish.checksums import Checksums
    from flows.records import Run
    from flows.settings import Settings

Part = Literal["table", "dataset", "description", "closing"]
"""What a file holds, in the order of writing: a table; the dataset; what describes both; what tells of
all files before it."""

TABLE = "{table}"
"""In the name of a file: one is written for each table, under the table's name."""


class Findings(Protocol):
    """What validation found: a dict a table with its rows, rejects and expectations."""

    @property
    def results(self) -> Sequence[Mapping[str, Any]]:
        """Return one dict a table."""
        ...


@dataclass(frozen=True, slots=True)
class Exporter:
    """A file of the release, or one for each table: its name, what it is, and what writes it."""

    file_name: str
    """Path in the release; see `TABLE`."""
    title: str
    title_en: str
    media_type: str
    part: Part
    write: Callable[[Stage], None]
    """Writes the file, or those of all tables; a function of a module, which another process can call."""
    slow: bool = False
    """Whether it takes as long as the others together, so that a process of its own pays."""

    def files(self) -> dict[str, contract.Table | None]:
        """Return the files by their path in the release, each with the table that it holds, if one alone."""
        if TABLE not in self.file_name:
            return {self.file_name: None}
        return {self.file_name.replace(TABLE, table.name): table for table in contract.files()}


@dataclass(frozen=True, slots=True)
class Stage:
    """A release on its way: what its exporters may read, and the folder that they write into."""

    checked: Dataset
    """The tables as they passed validation."""
    findings: Findings
    run: Run
    settings: Settings
    previous: Path | None
    """The release before this one."""
    checksums: Checksums
    """Those of the files that are written."""
    exporters: Sequence[Exporter]
    """All of them, for those that tell of the others."""
    release: Mapping[str, Any] = field(default_factory=dict)
    """What `release.json` says; nothing until the tables are written, which decide whether there is news."""

    @property
    def folder(self) -> Path:
        """The folder that becomes the release."""
        return self.checksums.folder

    @property
    def tables(self) -> Dataset:
        """The tables of the release, its own Parquet files."""
        return Dataset(self.folder, checked=True)
