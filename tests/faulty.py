"""What the tests of faults share: made-up states of a raw folder, and processes that run on them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests import plain

TEXTS = {f"d{i}": f"全市生产总值增长{i}%，其中工业增长{i}.5%。张某某会见李某某。" * 20 for i in range(1, 30)}
STATES = (TEXTS, TEXTS | {"new": "到2030年，建成智能工厂1000家以上。", "d1": "全市出口下降3%。"})
WARM = [
    "flows.pipeline",
    "flows.commands.verification",
    "flows.resolve.tables",
    "flows.extract.document",
    "great_expectations",
]
"""Modules that a process starts with, so that a moment falls into the run itself."""


def publish(raw: Path, output: Path, settings: dict[str, Any]) -> None:
    plain.run(raw, output, **settings)


def is_sound(release: Path, raw: Path) -> None:
    from flows.commands import verification

    sys.exit(verification.run(release, [raw]))


def digest(release: Path) -> str:
    content: str = json.loads((release / "release.json").read_text(encoding="utf-8"))["data_sha256"]
    return content


def finish(process: Any) -> int:
    process.start()
    process.join(timeout=120)
    assert process.exitcode is not None, "the run hangs"
    return int(process.exitcode)
