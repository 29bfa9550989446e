"""What was fetched into the folder of a source, and from where: kept beside it for the next time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

FOLDER = "fetched"
_STATE = ".state.json"
_FILE = re.compile(r"([0-9a-f]+\.[a-z]+)?")
"""What a fetched file is called; a feed has none."""

State = dict[str, dict[str, str]]
"""Of each address its file, ETag and Last-Modified."""


def address(path: Path) -> str | None:
    """Return the address that a fetched file came from."""
    if path.parent.name != FOLDER:
        return None
    return next((url for url, entry in state(path.parent).items() if entry.get("file") == path.name), None)


def state(folder: Path) -> State:
    """Return what is known of each address; what is damaged is known no more, and fetched again."""
    try:
        content = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    entries = content.items() if isinstance(content, dict) else ()
    return {url: entry for url, entry in entries if is_entry(entry)}


def is_entry(entry: Any) -> bool:
    """Tell whether something is what is known of an address, and can be sent to its host."""
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
        return False
    headers = (entry.get("etag", ""), entry.get("modified", ""))
    plain = all(value.isascii() and value.isprintable() for value in headers)
    return plain and _FILE.fullmatch(entry.get("file", "")) is not None


def keep(folder: Path, known: State) -> None:
    """Write down what is known of each address, all of it or nothing."""
    temporary = folder / f"{_STATE}.tmp"
    temporary.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    temporary.replace(folder / _STATE)
