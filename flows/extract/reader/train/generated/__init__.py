"""Sentences that a grammar makes: `write(FOLDER)` writes them with their annotations, as a gold folder.

What follows from the words of a clause alone (rise or fall, growth or change, bounds, aims, lists in which
each number has its own name, place or year) is learned from many plain sentences sooner than from gold, in
which it is rare. Names are those of `indicators.csv`, places those of `regions.csv`, words those of
`words.csv`; every figure is drawn by lot.
"""

from __future__ import annotations

import csv
import functools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows import contract
from flows.extract.reader.train.generated.sentences import KINDS, Scene, Text
from flows.language import gazetteer

WORDS = Path(__file__).with_name("words.csv")
COUNT = 3000
_SENTENCES = (3, 9)
"""Least and most of a document."""
_LONGEST_NAME = 14
_YEARS = (2017, 2027)


@functools.cache
def words() -> dict[str, list[str]]:
    """Return the words of each role."""
    found: dict[str, list[str]] = {}
    with WORDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["role"], []).append(row["word"])
    return found


@functools.cache
def _names() -> list[tuple[str, str]]:
    """Return what can be measured, with its unit."""
    units = {row["indicator_id"]: row["unit"] for row in contract.codelist("indicators")}
    rows = contract.codelist("indicator_names")
    named = ((row["name"], units[row["indicator_id"]]) for row in rows if row["match"] == "exact")
    return [(name, unit) for name, unit in named if 2 <= len(name) <= _LONGEST_NAME and unit]


@functools.cache
def _places() -> list[tuple[str, list[str]]]:
    """Return regions with the divisions in them."""
    inside: dict[str, list[str]] = {}
    for region in gazetteer.regions().values():
        inside.setdefault(region.parent_code or "", []).append(region.name)
    regions = gazetteer.regions()
    return [(regions[code].name, own) for code, own in inside.items() if code in regions and len(own) > 3]


def write(folder: Path, count: int = COUNT, seed: int = 0) -> Path:
    """Write `count` documents to a gold folder; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    files = zip(("documents", "annotations"), zip(*documents(count, seed), strict=True), strict=True)
    for name, rows in files:
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def documents(count: int, seed: int = 0) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield `count` documents, each with its annotations."""
    for number in range(count):
        draw = random.Random(f"{seed}-{number}")
        place, parts = draw.choice(_places())
        scene = Scene(draw, words(), _names(), place, parts, draw.randint(*_YEARS))
        text = Text(f"{place}{scene.year}年主要情况\n" if draw.random() < 0.5 else "")
        for _ in range(draw.randint(*_SENTENCES)):
            draw.choice(KINDS)(scene, text)
            text.say("。\n" if draw.random() < 0.2 else "。")
        name = f"generated-{seed}-{number}"
        day = f"{scene.year + 1}-{draw.randint(1, 3):02}-{draw.randint(1, 28):02}"
        document = {"document_id": name, "title": "", "text": text.text, "region": place, "published_on": day}
        yield document, {"document_id": name, "metrics": text.metrics}
