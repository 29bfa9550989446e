"""What Prefect's UI shows of a run: progress, counts, validation, and a link to the release."""

from __future__ import annotations

import hashlib
import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from prefect.artifacts import (
    create_link_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows import contract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from prefect.assets import Asset

SECONDS_BETWEEN_UPDATES = 5.0
LONGEST_PART = 200
"""Characters of a source's name in the key of its asset."""

TABLES = tuple(f"zhibiao://tables/{table.name}" for table in contract.tables())
"""Assets: the tables of the release."""

RELEASE = "zhibiao://release"
"""Asset: the release, whatever its version."""


def sources(names: Iterable[str]) -> list[Asset | str]:
    """Return the assets that stand for raw sources."""
    return [f"zhibiao://raw/{_part(name)}" for name in sorted(names)]


def _part(name: str) -> str:
    """Return a name as part of a key of Prefect, which takes few marks and no more than 512 characters."""
    plain = re.sub(r"[^\w.-]+", "-", name)
    if plain == name and len(name) <= LONGEST_PART:
        return name
    digest = hashlib.blake2b(name.encode(), digest_size=6).hexdigest()
    return f"{plain[:LONGEST_PART]}-{digest}"


@contextmanager
def progress(total: int) -> Iterator[Callable[[int], None]]:
    """Yield a function to call with what was just done of `total`."""
    if not total:
        yield lambda done: None
        return
    artifact: Any = create_progress_artifact(0.0, key="progress", description="text that was extracted")
    reached, told = 0, time.monotonic()

    def advance(done: int) -> None:
        nonlocal reached, told
        reached += done
        if reached >= total or time.monotonic() - told >= SECONDS_BETWEEN_UPDATES:
            update_progress_artifact(artifact, min(100.0, 100 * reached / total))
            told = time.monotonic()

    yield advance


def tell(results: Sequence[Mapping[str, Any]], rows: Mapping[str, int], folder: Path) -> None:
    """Show counts, validation and the place of a release."""
    create_table_artifact([{"table": name, "rows": count} for name, count in rows.items()], key="counts")
    checks = [
        {
            "table": result["table"],
            "expectation": check["name"],
            "column": check.get("column") or "",
            "passed": check["success"],
            "failed rows": check.get("failed", 0),
        }
        for result in results
        for check in result["expectations"]
    ]
    create_table_artifact(checks, key="validation")
    page = folder / "index.html"
    create_link_artifact(page.resolve().as_uri(), link_text=f"release {folder.name}", key="release")
