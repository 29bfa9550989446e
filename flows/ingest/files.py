"""Raw files: finding them, and reading their bytes within bounds."""

from __future__ import annotations

import gzip
import io
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flows.ingest import gzipped, sources
from flows.ingest.characters import printable, shown
from flows.ingest.sources import BadSource, Source
from flows.machine import unforeseen
from flows.records import Explained, Refusal
from flows.settings import Settings

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
"""Formats by suffix; `.gz` may follow each."""

LONGEST_PATH = 1_400
"""Bytes of a path below its root, which is part of a key: databases keep 2.7 kB of one in an index."""

_ABOUT = ("readme", "license", "licence", "sources")


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file to read. `relative` is what reports call it: its path below `root`, forward slashes."""

    root: Path
    relative: str
    path: Path
    size: int
    format: str
    source: Source


class Refused(Explained):
    """Why a file or record is not read, and what to do; `record` names the record."""

    def __init__(self, cause: str, remedy: str, record: str | None = None) -> None:
        super().__init__(printable(" ".join(cause.split())), remedy)
        self.record = record
        self.traceback: str | None = None

    @classmethod
    def unforeseen(cls, error: Exception) -> Refused:
        """Return why something is not read that an error of ours keeps from being read."""
        refused = cls(unforeseen.line(error), unforeseen.REMEDY)
        refused.traceback = unforeseen.whole(error)
        return refused

    def refusal(self, raw_path: str) -> Refusal:
        """Return it as a row of the report."""
        return Refusal(raw_path, self.record, self.cause, self.remedy, self.traceback)


def discover(paths: Sequence[Path], output: Path | None = None) -> list[RawFile | Refusal]:
    """Return the raw files below `paths`, sorted by path; a Refusal for each that cannot be read.

    Passed over without a word: `source.yaml`, README, LICENSE and SOURCES files, which speak of the
    data, names that begin with a dot, and the folder `output`, which holds what was made of the rest.
    """
    found: dict[Path, RawFile | Refusal] = {}
    for path in paths:
        for file, root in _files(path, os.path.realpath(output) if output else ""):
            if isinstance(file, Refusal):
                found.setdefault(path / "\0" / file.raw_path, file)
            else:
                found.setdefault(file.absolute(), _look(file, root))
    return [found[path] for path in sorted(found)]


def _files(path: Path, output: str) -> Iterator[tuple[Path | Refusal, Path]]:
    """Yield the files below `path` with the folder that their names count from."""
    if not os.path.exists(path):  # noqa: PTH110 - a Path raises where a name is longer than any may be
        yield Refusal(shown(path), None, "no such file or folder", "check the path"), path
    elif output and os.path.realpath(path / "_").startswith(output + os.sep):
        yield Refusal(shown(path), None, "it is where releases go", "keep raw files elsewhere"), path
    elif not path.is_dir():
        yield path, path.parent
    else:
        yield from ((file, path) for file in _below(path, output))


def _below(path: Path, output: str) -> Iterator[Path | Refusal]:
    problems: list[OSError] = []
    count = 0
    for folder, folders, names in os.walk(path, onerror=problems.append):
        inside = (name for name in folders if not name.startswith("."))
        folders[:] = sorted(name for name in inside if os.path.realpath(Path(folder, name)) != output)
        for link in (Path(folder, name) for name in folders):
            if os.path.islink(link):  # noqa: PTH114 - as above; the walk does not follow it
                cause = "a link to a folder, which is not followed"
                yield Refusal(shown(link.relative_to(path)), None, cause, "name that folder itself")
        for name in sorted(names):
            if not _speaks_of_data(name):
                count += 1
                yield Path(folder) / name
    for problem in problems:
        cause = f"cannot be listed ({problem.strerror})"
        yield Refusal(shown(Path(problem.filename)), None, cause, "allow reading it")
    if not count and not problems:
        yield Refusal(shown(path), None, "the folder holds no raw file", "put documents into it")


def _speaks_of_data(name: str) -> bool:
    return name.startswith(".") or name == sources.NAME or name.partition(".")[0].lower() in _ABOUT


def _look(path: Path, root: Path) -> RawFile | Refusal:
    name = shown(path.relative_to(root))
    try:
        if len(name.encode()) > LONGEST_PATH:
            raise Refused(f"a path of {len(name):,} characters", "give it and its folders shorter names")
        status = path.stat()
        if path.is_symlink() and root.resolve() not in path.resolve().parents:
            raise Refused("a link that leads out of the folder", "copy the file into the folder")
        if not stat.S_ISREG(status.st_mode):
            raise Refused("no regular file", "take it out of the folder")
        return RawFile(
            root, name, path, status.st_size, _format(path), sources.nearest(path.absolute().parent)
        )
    except Refused as error:
        return error.refusal(name)
    except BadSource as error:
        return Refusal(name, None, f"its {sources.NAME} {error.cause}", error.remedy)
    except OSError as error:
        return Refusal(name, None, f"cannot be looked at ({error.strerror})", "check the file and its rights")
    except Exception as error:
        return Refused.unforeseen(error).refusal(name)


def _format(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    last = suffixes[-1] if suffixes else ""
    if last not in SUFFIXES:
        kind = f"the format {last} is not read" if last else "a name without a suffix says no format"
        raise Refused(kind, f"convert it to one of {' '.join(SUFFIXES)}, or take it out")
    return SUFFIXES[last]


def read_bytes(raw: RawFile, settings: Settings) -> bytes:
    """Return the bytes of a file that is read whole, unpacked; Refused where it is too large or empty."""
    with open_bytes(raw, settings) as stream:
        data = stream.read()
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refused("the file is empty", "fill it or take it out")
    return data


def most_bytes(raw: RawFile, settings: Settings) -> int:
    """Return how many bytes, packed or not, a file may have that is read at all."""
    return settings.max_records_bytes if raw.format == "jsonl" else settings.max_file_bytes


def open_bytes(raw: RawFile, settings: Settings) -> BinaryIO:
    """Open `raw` for reading, unpacked, so that no more bytes can come out of it than are to be read."""
    limit = most_bytes(raw, settings)
    try:
        file = raw.path.open("rb")
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
    except PermissionError:
        raise Refused("no permission to read it", "give the user who runs this the right to read") from None
    except OSError as error:
        raise Refused(f"cannot be opened ({error.strerror})", "check the disk and the path") from error
    if raw.size > limit:
        file.close()
        raise _too_large(limit)
    stream = gzipped.Unpacked(file) if packed else file
    most = min(limit, max(raw.size * settings.max_unpack_ratio, 1_000_000)) if packed else limit
    return io.BufferedReader(_Bounded(stream, most), 1 << 18)


def _too_large(limit: int) -> Refused:
    return Refused(
        f"larger than {limit:,} bytes unpacked",
        "split it, or raise ZHIBIAO_MAX_FILE_BYTES, ZHIBIAO_MAX_RECORDS_BYTES or ZHIBIAO_MAX_UNPACK_RATIO",
    )


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than `limit` bytes."""

    def __init__(self, stream: BinaryIO | gzipped.Unpacked, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except gzip.BadGzipFile as error:
            raise Refused(f"broken gzip ({error})", "pack it again, or give it unpacked") from error
        except OSError as error:
            raise Refused(f"cannot be read ({error})", "check the disk") from error
        self._count += len(data)
        if self._count > self._limit:
            raise _too_large(self._limit)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()
