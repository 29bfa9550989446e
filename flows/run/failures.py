"""Documents that an unforeseen error cost, each with a file for a report: <work>/failures/<hash>.txt."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from flows.records import Refusal

FOLDER = "failures"


def write(work: Path, refusals: Iterable[Refusal]) -> list[Refusal]:
    """Write a file for each refusal that has the way to its error, in place of those before; return these."""
    folder = work / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    unforeseen = [refusal for refusal in refusals if refusal.traceback]
    for refusal in unforeseen:
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.blake2b(f"{refusal.raw_path}\0{refusal.record}".encode(), digest_size=8).hexdigest()
        (folder / f"{name}.txt").write_text(f"{refusal}\n\n{refusal.traceback}\n", encoding="utf-8")
    return unforeseen
