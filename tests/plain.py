"""Runs the flow's own functions without Prefect's engine, for what is not about Prefect."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.pipeline import Outcome

STAGES = ("ingest", "extract", "resolve", "validate", "publish")


def run(
    raw: Path, output: Path, *, full: bool = False, since: dt.date | None = None, **settings: Any
) -> Outcome:
    """Run all five stages in this process and return what the flow returns."""
    from flows import pipeline
    from flows.settings import Settings

    for name in STAGES:
        stage = getattr(pipeline, name)
        stage = getattr(stage, "fn", stage)
        stage.with_options = lambda _stage=stage, **_: _stage
        setattr(pipeline, name, stage)
    logger = logging.getLogger("plain")
    pipeline.get_run_logger = lambda: logger  # type: ignore[assignment]
    pipeline.artifacts.tell = lambda *_: None
    pipeline.artifacts.progress = lambda _: contextlib.nullcontext(lambda _: None)
    outcome: Outcome = pipeline.run.fn((str(raw),), Settings(output=output, **settings), full, since)
    return outcome


def write(folder: Path, documents: dict[str, str], name: str = "documents.jsonl") -> Path:
    """Write made-up documents, from identifier to text, as JSON Lines."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps({"document_id": i, "title": f"标题{i}", "text": text, "published_on": "2026-03-27"})
        for i, text in documents.items()
    ]
    (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


def data(release: Path) -> dict[str, bytes]:
    """Return the bytes of the data files of a release."""
    return {
        path.name: path.read_bytes()
        for path in release.iterdir()
        if path.suffix in (".csv", ".parquet") and not path.name.startswith("changes")
    }
