"""Runs the extraction over gold and scores it: `python -m tests.quality.measure [NAME ...]`.

Prints figures for each gold there is: the project's own, kept in `gold/`; `shared`, the development gold
beside the repository (`../shared/gold`); `validation`, those of its further documents (`more/`) that are kept
apart; and `unread`, those of them that have nothing in common with a text of training. The reader is trained
on the first two, and the weights that run have learned from texts of `validation` as other papers print them:
only `unread` tells how new text is read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

from flows.extract import document as extraction
from flows.extract.reader.train import split
from flows.ingest import documents as ingest
from flows.records import Document, Mention, Metric, Refusal
from flows.settings import Settings
from tests.quality import gold, scoring, specs

REPOSITORY = Path(__file__).resolve().parents[2]
FLOORS = Path(__file__).parent / "floors.json"
_SHARED = REPOSITORY.parent / "shared" / "gold"
FOLDERS = {"own": Path(__file__).parent / "gold", "shared": _SHARED} | dict.fromkeys(
    ("validation", "unread"), _SHARED / "more"
)
_KEPT = {"validation": split.validation_documents, "unread": split.unread_documents}
"""Which documents of a folder a gold has, if not all."""


def present() -> list[str]:
    """Return the names of the golds that are there."""
    return [name for name, folder in FOLDERS.items() if (folder / "annotations.jsonl").exists()]


def digest(folder: Path) -> str:
    """Return the hash of a gold's documents and annotations, which its floors belong to."""
    content = b"".join((folder / f"{name}.jsonl").read_bytes() for name in ("documents", "annotations"))
    return hashlib.sha256(content).hexdigest()[:16]


def _kept(name: str) -> set[str] | None:
    """Return the documents of a gold, None for all of its folder."""
    return _KEPT[name](FOLDERS[name]) if name in _KEPT else None


def answers(name: str) -> list[dict[str, Any]]:
    """Return the annotations of a gold, one dictionary a document."""
    lines = (FOLDERS[name] / "annotations.jsonl").read_text(encoding="utf-8").splitlines()
    kept = _kept(name)
    return [row for row in map(json.loads, lines) if kept is None or row["document_id"] in kept]


def documents(name: str) -> list[Document]:
    """Return the documents of a gold as the pipeline takes them in."""
    settings = Settings()
    found: list[Document] = []
    for raw in ingest.discover([FOLDERS[name] / "documents.jsonl"], settings):
        if isinstance(raw, Refusal):
            raise FileNotFoundError(str(raw))
        found += [one for one in ingest.read(raw, settings) if isinstance(one, Document)]
    kept = _kept(name)
    return [one for one in found if kept is None or one.document_id in kept]


def extracted(name: str) -> tuple[dict[str, list[Metric]], dict[str, list[Mention]]]:
    """Ingest and extract the documents of a gold as the pipeline does; return what was found by document."""
    found = extraction.extract(documents(name))
    metrics: dict[str, list[Metric]] = defaultdict(list)
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for metric in found.metrics:
        metrics[metric.document_id].append(metric)
    for mention in found.mentions:
        mentions[mention.document_id].append(mention)
    return metrics, mentions


def measure(name: str) -> scoring.Score:
    """Score what is found in the documents of a gold."""
    return scoring.score(answers(name), *extracted(name))


def main() -> None:
    """Print the figures of each gold beside its floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="own, shared, validation, unread")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print the first N misses")
    parser.add_argument(
        "--raise", dest="lift", action="store_true", help="raise the floors to what is reached"
    )
    arguments = parser.parse_args()
    from tests.quality import accuracy  # which asks this module in turn

    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    gold.write(FOLDERS["own"], gold.read())
    for name in arguments.names or FOLDERS:
        if name not in present():
            print(f"{name}: no gold beside the repository, not measured")
            continue
        found = extracted(name)
        score = scoring.score(answers(name), *found)
        held = floors.get(name, {}).get("floors", {})
        print(f"{name}, gold {digest(FOLDERS[name])}")
        figures = score.figures() | score.shares()
        for key, value in figures.items():
            print(f"  {key:10} {value:.4f}   floor {held.get(key, 0):.4f}")
        print(*score.misses[: arguments.misses], sep="\n")
        if arguments.lift and name == accuracy.GOLD:
            accuracy.write(accuracy.rows(*found))
        if arguments.lift:
            floors[name] = {"gold": digest(FOLDERS[name]), "floors": raised(held, figures)}
    for kind in specs.KINDS if specs.FOLDER.exists() and not arguments.names else ():
        count, failed = specs.failures(kind)
        unknown = [case for case in failed if case not in specs.known_differences()]
        print(f"cases of other suites, {kind}: {count - len(failed)} of {count} pass")
        print(f"  fail and not explained: {unknown}")
    if arguments.lift:
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")


def raised(held: dict[str, float], figures: dict[str, float]) -> dict[str, float]:
    """Return floors at `figures`, rounded down to a per cent, and none below what is held."""
    return {key: max(held.get(key, 0.0), math.floor(value * 100) / 100) for key, value in figures.items()}


if __name__ == "__main__":
    main()
