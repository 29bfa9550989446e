"""An error that nobody foresaw, in one line for the report of a run, and whole for a report to us."""

from __future__ import annotations

import platform
import traceback
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGE = Path(str(resources.files("flows")))
REMEDY = "report it with the file that .work/failures holds for it, and take the document out meanwhile"


def line(error: BaseException) -> str:
    """Return the name of an error, where in this package it arose, and the beginning of what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _PACKAGE in Path(frame.filename).parents]
    place = f" at {_place((ours or frames)[-1])}" if frames else ""
    said = " ".join(str(error).split())[:120]
    said = said.encode("utf-8", "backslashreplace").decode()
    return f"an unforeseen {type(error).__name__}{place}" + (f" ({said})" if said else "")


def whole(error: BaseException) -> str:
    """Return the error with the way to it, and what it happened on; no text of the document."""
    frames = [f"  {_place(frame)} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return "\n".join(
        [line(error), *frames, f"zhibiao {_version()}", platform.platform(), platform.python_version()]
    )


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    known = path.relative_to(_PACKAGE.parent) if _PACKAGE in path.parents else Path(*path.parts[-2:])
    return f"{known.as_posix()}:{frame.lineno}"


def _version() -> str:
    try:
        return version("zhibiao")
    except PackageNotFoundError:
        return "from its source"
