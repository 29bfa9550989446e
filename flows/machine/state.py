"""What earlier runs noted for later ones, as JSON: helpful where it is whole, and no loss where it is not."""

from __future__ import annotations

import json
import logging
import shutil
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

Kind = TypeVar("Kind")


def read(path: Path, kind: type[Kind]) -> Kind | None:
    """Return what `path` holds, if that is a `kind`; None where it is not there.

    A file that is cut off, no JSON, no UTF-8 or of another shape is told of in one line, and is as if
    it were not there.
    """
    try:
        written = path.read_bytes()
        content = json.loads(written)
        if b"\\ud" in written.lower():  # half of a character may be spelled so, and no file holds one
            json.dumps(content, ensure_ascii=False).encode()
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        damaged(path, type(error).__name__)
        return None
    if isinstance(content, kind):
        return content
    damaged(path, f"it holds a {type(content).__name__}")
    return None


def settle(work: Path) -> None:
    """Take away what stands where a file of state should and is none, or a folder of it and is none.

    Files of state have an ending, but for the lock; folders have none.
    """
    for pattern in ("*", "*/*"):
        for path in sorted(work.glob(pattern)):
            if path.name == "lock" or (path.is_file() if path.suffix else path.is_dir()):
                continue
            damaged(path, "it is no file" if path.suffix else "it is no folder")
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()


def damaged(path: Path, cause: str) -> None:
    """Say in one line that a file of state is of no use."""
    logging.getLogger("prefect.zhibiao").warning("%s is damaged (%s); it is made anew", path, cause)
