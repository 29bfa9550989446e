"""What the last run that finished was made from, so that a run that finds nothing new ends there.

    <work>/finished.json    what decided the release, the release, and what validation found

The tables follow from the documents, the settings, and the code, code lists and packages. A run
that has the same of each would make the same tables again, for seconds or minutes; so where the
release of the last run still stands as it was left, it is the answer. Whatever is in doubt counts as
new: then all stages run, and what they make is compared with the release byte for byte, as ever.
"""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import contract
from flows.machine import state
from flows.publish import archive, checksums
from flows.publish.release import Release
from flows.run import staging

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flows.records import Document
    from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class Finished:
    """A release, and what validation found in the tables of it: one dict a table."""

    release: Release
    results: Sequence[Mapping[str, Any]]


def fingerprint(keys: Iterable[str], copies: Sequence[Document], settings: Settings) -> str:
    """Return a hash of all that decides a release.

    That is the documents, by their `keys`, the `copies` of them in other places, all settings, every
    file of the code and of schemas/, and the packages that are installed.
    """
    digest = hashlib.blake2b(digest_size=16)
    for part in (
        *sorted(keys),
        "",
        *map(staging.key, copies),
        "",
        settings.model_dump_json(exclude={"served"}),
        code(),
    ):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def recall(before: str, settings: Settings) -> Finished | None:
    """Return what the last run made of the same, if its release is the newest and stands as it was left.

    The index of the releases is written anew and `latest` points to it afterwards.
    """
    noted: dict[str, Any] | None = state.read(_path(settings), dict)
    if noted is None or not isinstance(noted.get("rows"), dict) or not isinstance(noted.get("results"), list):
        return None
    newest = archive.newest(settings.output)
    if newest is None or (noted.get("fingerprint"), noted.get("files")) != (before, _files(newest)):
        return None
    archive.write_index(settings.output)
    archive.point_latest(settings.output, newest)
    return Finished(Release(newest.name, newest, published=False, rows=noted["rows"]), noted["results"])


def note(before: str, finished: Finished, settings: Settings) -> None:
    """Keep what this run made, for the next one."""
    content = {
        "fingerprint": before,
        "files": _files(finished.release.folder),
        "rows": finished.release.rows,
        "results": list(finished.results),
    }
    staging.put(_path(settings), json.dumps(content, ensure_ascii=False).encode())


def _path(settings: Settings) -> Path:
    return settings.work / "finished.json"


def _files(release: Path) -> list[list[Any]]:
    """Return place, size and time of each file of a release: what was touched since does not go unseen."""
    found = [*checksums.files(release), release / checksums.FILE]
    about = ((path, path.stat()) for path in found if path.exists())
    return [[f"{release.name}/{path.relative_to(release)}", at.st_size, at.st_mtime_ns] for path, at in about]


def _state(folders: Iterable[Path], places: Iterable[str]) -> str:
    """Return a hash of all files below `folders`, of Python, and of the packages installed in `places`."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for folder in folders:
        found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        for path in sorted(found):
            name = path.relative_to(folder).as_posix()
            digest.update(name.encode() + b"\0" + hashlib.blake2b(path.read_bytes()).digest())
    packages = {path.name for place in places for path in Path(place).glob("*.dist-info")}
    digest.update("\0".join(sorted(packages)).encode())  # the names hold the versions
    return digest.hexdigest()


@functools.cache
def code() -> str:
    """Return a hash of all code that runs: as it stands at the first call, which is to be at the start.

    What is put on the disk after that is not what runs.
    """
    return _state((contract.PACKAGE, contract.SCHEMAS), sys.path)
