"""Raw files and releases on another store (s3://, and whatever fsspec knows), mirrored here.

A run works on local folders alone: raw files are fetched first, and a release is pushed once it is
whole. On the store as here, nothing points to a release before all of its files stand there:

    <remote>/releases/<version>/…    SHA256SUMS last
    <remote>/index.json              names the latest release, written after its files; index.html and
                                     feed.xml beside it are for people
    <remote>/.work/…                 what was read and extracted, so that another machine goes on from it

The packages of the extra s3 are needed for s3://; the store's address and keys are those of its own
configuration (AWS_ENDPOINT_URL, AWS_PROFILE and so on).
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from flows.machine import state
from flows.machine.secrets import hidden
from flows.records import Explained
from flows.run import staging

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.settings import Settings

MARKS = {"SHA256SUMS", "done.json"}
"""Files that say that a folder is whole; each is the last of its folder to be moved."""


class Unreachable(Explained):
    """A store that does not answer as it should."""


def is_remote(place: str) -> bool:
    """Return whether `place` is an address and no path."""
    return "://" in place


def mirror(place: str) -> Path:
    """Return the local folder that stands for a remote one; its name is that of the remote one."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zhibiao"
    digest = hashlib.blake2b(place.rstrip("/").encode(), digest_size=8).hexdigest()
    return cache / digest / (PurePosixPath(place.partition("://")[2].rstrip("/")).name or "root")


def fetch(place: str) -> Path:
    """Bring the files of a remote folder, or one remote file, here; return the local folder or file.

    What is here in the same version already is not fetched again; what is gone there goes here.
    """
    store = _Store(place)
    here = mirror(place)
    notes = here.with_name(f"{here.name}.versions.json")
    known = {name: at for name, at in (state.read(notes, dict) or {}).items() if not _leads_out(name)}
    found = store.versions()
    for name, version in found.items():
        if known.get(name) != version or not (here / name).exists():
            store.get(name, here / name)
    for name in set(known) - set(found):
        (here / name).unlink(missing_ok=True)
    notes.parent.mkdir(parents=True, exist_ok=True)
    staging.put(notes, json.dumps(found).encode())
    if not found:
        here.mkdir(parents=True, exist_ok=True)
    return here


def pull(settings: Settings) -> None:
    """Bring here what the last run left on `settings.remote`: its release and what it extracted."""
    if not settings.remote:
        return
    store, output = _Store(settings.remote), settings.output
    found = store.versions()
    if "index.json" in found:
        store.get("index.json", output / "index.json")
        latest = (state.read(output / "index.json", dict) or {}).get("latest")
        _get_folder(store, found, f"releases/{latest}/", output, "SHA256SUMS")
    current = staging.folder(settings.work).relative_to(output).as_posix()
    for name in found:
        folder, _, file = name.rpartition("/")
        if file == "done.json" and folder.startswith(current):
            _get_folder(store, found, f"{folder}/", output, "done.json")
        elif folder.endswith(".work/read") and not (output / name).exists():
            store.get(name, output / name)


def push(settings: Settings) -> None:
    """Bring to `settings.remote` what it lacks: batches, whole releases, and the index of them."""
    if not settings.remote:
        return
    store, output = _Store(settings.remote), settings.output
    there = store.versions()
    marks = [*settings.work.glob("batches/*/*/done.json"), *output.glob("releases/*/SHA256SUMS")]
    for mark in sorted(marks):
        if mark.relative_to(output).as_posix() not in there:
            for path in _mark_last(path for path in mark.parent.rglob("*") if path.is_file()):
                store.put(path, path.relative_to(output).as_posix())
    above = [output / name for name in ("index.html", "feed.xml", "index.json")]
    for path in [*settings.work.glob("read/*.json"), *above]:
        store.put(path, path.relative_to(output).as_posix())


def _get_folder(store: _Store, found: dict[str, str], folder: str, output: Path, mark: str) -> None:
    if (output / folder / mark).is_file():
        return
    for path in _mark_last(Path(name) for name in found if name.startswith(folder)):
        store.get(path.as_posix(), output / path)


def _mark_last(paths: Iterable[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: (path.name in MARKS, path.as_posix()))


def _leads_out(name: str) -> bool:
    """Tell a key that would be written elsewhere, on this system or another, from a name of a file."""
    parts = name.replace("\\", "/").split("/")
    return any(part in ("", ".", "..") or ":" in part or "\0" in part for part in parts)


class _Store:
    """One folder of a store, its files by their path below it."""

    def __init__(self, place: str) -> None:
        import fsspec

        try:
            self._files, root = fsspec.core.url_to_fs(place)
        except (ImportError, ValueError) as error:
            raise Unreachable(hidden(f"{place}: {error}"), "for s3:// pip install 'zhibiao[s3]'") from error
        self._place, self._root = place, root.rstrip("/")

    def versions(self) -> dict[str, str]:
        """Return what tells the content of each file from any other that stood in its place."""
        self._files.invalidate_cache()
        found: dict[str, Any] = self._try(self._files.find, self._root, detail=True)
        versions = {}
        for path, about in found.items():
            changed = about.get("ETag") or about.get("mtime") or about.get("LastModified") or ""
            name = path.removeprefix(self._root).removeprefix("/") or PurePosixPath(path).name
            if _leads_out(name):
                logging.getLogger("prefect.zhibiao").warning(
                    "%s holds %r, which is no name below it; it is left there, rename it",
                    hidden(self._place),
                    name,
                )
                continue
            versions[name] = f"{about['size']} {changed}"
        return dict(sorted(versions.items()))

    def get(self, name: str, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        coming = path.with_name(f".{path.name}.coming")
        self._try(self._files.get_file, self._address(name), str(coming))
        coming.replace(path)

    def put(self, path: Path, name: str) -> None:
        self._try(self._files.put_file, str(path), f"{self._root}/{name}")

    def _address(self, name: str) -> str:
        return self._root if self._root.endswith(f"/{name}") else f"{self._root}/{name}"

    def _try(self, action: Any, *arguments: Any, **options: Any) -> Any:
        try:
            return action(*arguments, **options)
        except Exception as error:  # each store has errors of its own
            cause = " ".join(str(error).split()) or type(error).__name__
            remedy = "check the address, the keys and the network"
            raise Unreachable(hidden(f"{self._place}: {cause}"), remedy) from error
