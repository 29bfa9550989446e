"""The layout of an output folder, and the only code that moves anything in it.

releases/<version>/   immutable; the version is the date of the run, `.2` for the second of that day
latest                link to the newest release, moved last and in one step
index.json            every release and every failed run; index.html and feed.xml say it to people
.staging-*            what a run is writing, or a killed run left
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from flows import contract
from flows.machine import state
from flows.publish import versions
from flows.records import Explained

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def _moment(text: str) -> str:
    dt.datetime.fromisoformat(text)
    return text


class _Described(BaseModel, strict=True):
    """What a release has to say of itself, beside all else that it says."""

    version: str
    created_at: Annotated[str, AfterValidator(_moment)]
    schema_version: str
    data_sha256: str
    rows: dict[str, int]
    previous: str | None = None
    changes: dict[str, Annotated[list[int], Field(min_length=3, max_length=3)]] | None = None


class _FailedRun(BaseModel, strict=True):
    """What is kept of a run that published nothing."""

    started_at: Annotated[str, AfterValidator(_moment)]
    error: str
    message: str


UNFINISHED = (".staging-*", ".latest-*", ".index.*-*", ".feed.xml-*")
"""What is on its way to another name."""

STALE_SECONDS = 86_400
"""Age at which something unfinished is taken for that of a killed run."""


class NoRelease(Explained):
    """A folder or version that is no release."""


class Misplaced(Explained):
    """Something stands in the output where a run has to put something else, or the clock is wrong."""


class VersionTaken(Explained):
    """Another run has published under the version of this one."""


def releases(output: Path) -> list[Path]:
    """Return the folders of all releases that say what they are, oldest first."""
    folders = (path.parent for path in (output / "releases").glob("*/release.json"))
    return sorted(filter(_says_what_it_is, folders), key=lambda folder: _order(folder.name))


def _says_what_it_is(release: Path) -> bool:
    content = state.read(release / "release.json", dict)
    if content is None:
        return False
    try:
        _Described.model_validate(content)
    except ValidationError as error:
        state.damaged(release / "release.json", f"it does not say its {error.errors()[0]['loc'][0]}")
        return False
    return True


def check(output: Path, day: dt.date) -> None:
    """Find out before anything is made whether a release of `day` can be published into `output`.

    Raises:
        Misplaced: `latest` is no link, `releases` is one, the index no file, or a release is of a later day.
    """
    latest, folder = output / "latest", output / "releases"
    if latest.exists() and not latest.is_symlink():
        raise Misplaced(f"{latest} is no link to a release", "move it elsewhere, or name another --output")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Misplaced(f"{folder} is no folder of its own", "name the folder that holds it with --output")
    for index in (output / "index.json", output / "index.html", output / "feed.xml"):
        if index.exists() and not index.is_file():
            raise Misplaced(f"{index} is no file", "move it elsewhere, or name another --output")
    last = newest(output)
    if last and _order(last.name)[0] > day.isoformat():
        cause = f"the newest release is of {_order(last.name)[0]}, and the clock says {day}"
        raise Misplaced(cause, f"set the clock, or move {last} elsewhere")


def is_readable(release: Path) -> bool:
    """Return whether the tables of a release are there and end as they should; a damaged one is told of."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for definition in contract.tables():
        path = release / f"{definition.name}.parquet"
        try:
            pq.read_metadata(path)
        except FileNotFoundError:
            continue  # a table that its version of the schema did not have
        except (OSError, pa.ArrowException) as error:
            state.damaged(path, type(error).__name__)
            return False
    return True


def newest(output: Path) -> Path | None:
    """Return the folder of the newest release, None where there is none."""
    return next(reversed(releases(output)), None)


def describe(release: Path) -> dict[str, Any]:
    """Return `release.json` of a release."""
    content: dict[str, Any] = json.loads((release / "release.json").read_text(encoding="utf-8"))
    return content


def next_version(output: Path, day: dt.date) -> str:
    """Return the version of the next release of a day: the date, or the date with `.N` from the second on."""
    taken = [path.name for path in (output / "releases").glob(f"{day.isoformat()}*")]
    numbers = [_order(name)[1] for name in taken]
    return f"{day.isoformat()}.{max(numbers) + 1}" if numbers else day.isoformat()


@contextlib.contextmanager
def staging(output: Path) -> Iterator[Path]:
    """Give a folder beside the releases; whatever is left of it is removed at the end."""
    output.mkdir(parents=True, exist_ok=True)
    for left in (path for pattern in UNFINISHED for path in output.glob(pattern)):
        if time.time() - left.lstat().st_mtime > STALE_SECONDS:
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
    folder = Path(tempfile.mkdtemp(prefix=".staging-", dir=output))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put(staged: Path, output: Path, version: str) -> Path:
    """Move a staged folder to its place and let `latest` point to it; VersionTaken where it is there."""
    folder = output / "releases" / version
    folder.parent.mkdir(exist_ok=True)
    if folder.exists():
        raise VersionTaken(f"{folder} is there already, another run took this version", "run again")
    staged.rename(folder)
    write_index(output)
    point_latest(output, folder)
    return folder


def point_latest(output: Path, release: Path) -> None:
    """Let `latest` point to a release, in one step; where links are not allowed, index.json must do."""
    link = output / "latest"
    target = os.path.relpath(release, output)
    if link.is_symlink() and link.readlink() == Path(target):
        return
    new = output / f".latest-{os.getpid()}"
    new.unlink(missing_ok=True)
    try:
        new.symlink_to(target, target_is_directory=True)
    except OSError:
        return
    new.replace(link)


def write_index(output: Path, failure: Mapping[str, Any] | None = None) -> None:
    """Write `index.json`, its page and its feed from the releases that are there, keeping failed runs."""
    path = output / "index.json"
    failed = _failed_runs(path)
    if failure:
        failed.append(dict(failure))
    known = releases(output)
    content = {
        "latest": known[-1].name if known else None,
        "releases": [
            _Described.model_validate(describe(release)).model_dump()
            # Links lead where it lies, whatever it says of itself.
            | {"version": release.name, "path": f"releases/{release.name}"}
            for release in reversed(known)
        ],
        "failed_runs": failed,
    }
    _write(output / "index.html", versions.page(content))
    _write(output / "feed.xml", versions.feed(content))
    write_json(path, content)


def _failed_runs(path: Path) -> list[dict[str, Any]]:
    """Return the failed runs that an index lists; one that is not told as it should be is left out."""
    noted = (state.read(path, dict) or {}).get("failed_runs")
    kept = []
    for each in noted if isinstance(noted, list) else []:
        try:
            kept.append(_FailedRun.model_validate(each).model_dump())
        except ValidationError:
            state.damaged(path, "a failed run is not told as it should be")
    return kept


def write_json(path: Path, content: object) -> None:
    """Write JSON for people and machines, in one step."""
    _write(path, json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n")


def _write(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}-{os.getpid()}")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def _order(version: str) -> tuple[str, int]:
    day, _, number = version.partition(".")
    return day, int(number) if number.isdecimal() else 1
