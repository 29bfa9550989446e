"""`zhibiao verify`: a release against itself, and against the raw files it was made from."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from flows import settings
from flows.ingest import documents
from flows.publish import verify
from flows.records import Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SHOWN = 20
"""Problems that are printed one by one; the number of all is printed in any case."""


def run(release: Path, raw: Sequence[Path]) -> int:
    """Print what was checked and what is wrong; return 0 for a sound release, else 1."""
    report = verify.verify(release, texts(raw))
    for problem in report.problems[:SHOWN]:
        print(problem, file=sys.stderr)
    verdict = "sound" if report.sound else f"{len(report.problems):,} problems"
    print(
        f"{release.resolve()}: {verdict}; {report.files:,} files, {report.rows:,} rows, "
        f"{report.quotes:,} quotes compared with their text"
    )
    if report.documents_missing:
        print(
            f"the text of {report.documents_missing:,} documents was not there; "
            "name its folders with --raw to have their quotes compared"
        )
    return 0 if report.sound else 1


def texts(raw: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield identifier and content of every document that can be read below `raw`."""
    limits = settings.read()
    for file in documents.discover(raw, limits):
        if isinstance(file, documents.RawFile):
            for item in documents.read(file, limits):
                if isinstance(item, Document):
                    yield item.document_id, item.content
