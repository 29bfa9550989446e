"""The files of a release and their checksums: `SHA256SUMS`, as `sha256sum --check` reads it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flows.publish.exporter import Exporter

if TYPE_CHECKING:
    from pathlib import Path

    from flows.publish.exporter import Stage

FILE = "SHA256SUMS"


class Checksums(dict[str, str]):
    """The SHA-256 of the files of a folder by their path in it, each computed once, when it is asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def __missing__(self, path: str) -> str:
        self[path] = sha256(self.folder / path)
        return self[path]


def write(checksums: Checksums) -> None:
    """Write SHA256SUMS of all files of a release."""
    folder = checksums.folder
    names = (path.relative_to(folder).as_posix() for path in files(folder))
    lines = [f"{checksums[name]}  {name}\n" for name in names]
    (folder / FILE).write_text("".join(lines), encoding="utf-8")


def read(folder: Path) -> dict[str, str]:
    """Return the checksums that a release states, by path."""
    lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def files(folder: Path) -> list[Path]:
    """Return all files of a release but SHA256SUMS, sorted."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != FILE)
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _export(stage: Stage) -> None:
    write(stage.checksums)


EXPORTER = Exporter(FILE, "所有文件的校验和", "checksums of all files", "text/plain", "closing", _export)
