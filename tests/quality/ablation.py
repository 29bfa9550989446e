"""What each pattern and cue word of extraction's rules earns: `python -m tests.quality.ablation [GOLD ...]`.

Documents are read once; then each pattern in turn is switched off, and what hangs on it is made anew in the
documents where it matches: names and the reader's answers, too, where those do. A line a switch: in how many
documents it matches, how many rows change without it (metrics, names, relations, events; `confidence` apart),
how many statements and complete rows of gold it makes right, how many names. What changes no row earns
nothing.

GOLD is a name (own, shared, training: those of `more/` that the reader learns from) or a folder.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from flows.extract import reading
from flows.extract.names import mentions
from flows.extract.numbers import metrics
from flows.extract.reader import reader
from flows.extract.reader.reader import Answer
from flows.extract.reader.train import split
from flows.extract.reading import Reading
from flows.extract.ties import events, relations
from flows.ingest import documents as ingest
from flows.language import quantities
from flows.language.quantities import Quantity
from flows.records import Document, Mention, Metric
from flows.settings import Settings
from tests.quality import measure, scoring, switches

_BEHIND_METRICS = ("ties.", "numbers.")
"""What neither the names of a document nor the reader's answers depend on: elsewhere both are made anew."""
_SEED = 7


class Rows(NamedTuple):
    """What is found in one document; `answers` are what the reader says, before the words of clauses do."""

    names: list[Mention]
    answers: list[Answer]
    metrics: list[Metric]
    ties: tuple[Any, ...]


NOTHING = Rows([], [], [], ())


@dataclass
class Case:
    """A document of gold as it was read, its answers, and what is found with all switches lit."""

    reading: Reading
    numbers: list[Quantity]
    answers: dict[str, Any]
    rows: Rows = NOTHING


class Earning(NamedTuple):
    """What a switch changes: documents in which it matters at all, rows, and what it makes right."""

    name: str
    documents: int
    rows: int
    statement: int
    complete: int
    names: int


def cases(folder: Path, most: int = 0) -> list[Case]:
    """Return the documents of a gold, or `most` of them at random; never those kept for validation."""
    training = split.documents_of(folder, "training")
    found = [one for one in _documents(folder) if training is None or one.document_id in training]
    if most and most < len(found):
        found = random.Random(_SEED).sample(found, most)
    lines = (folder / "annotations.jsonl").read_text(encoding="utf-8").splitlines()
    answers = {row["document_id"]: row for row in map(json.loads, lines)}
    return [
        Case(read, list(quantities.find(read.text)), answers[read.document.document_id])
        for read in reading.read(found)
    ]


def _documents(folder: Path) -> list[Document]:
    settings = Settings()
    raw = ingest.discover([folder / "documents.jsonl"], settings)
    return [one for each in raw for one in ingest.read(each, settings) if isinstance(one, Document)]


def extract(case: Case, *, anew: bool = True) -> Rows:
    """Return what is found in a document, without doing again what comes out the same."""
    before, read = case.rows, replace(case.reading)  # a copy forgets what it was found to be
    found = mentions.find([read])[0] if anew else before.names
    answers = reader.answers(read, found, case.numbers) if anew else before.answers
    settled = [metrics.stated(read, one) for one in answers]
    return Rows(found, answers, settled, (*relations.find(read, found), *events.find(read, found)))


def earning(
    name: str, among: Iterable[Case], off: AbstractContextManager[None], *, anew: bool = True
) -> Earning:
    """Return what is lost among some documents while `off` is entered."""
    cases, changed = list(among), 0
    right = [0, 0, 0]
    with off:
        for case in cases:
            rows = extract(case, anew=anew)
            own = _difference(case.rows, rows)
            if own:
                changed += own
                pairs = zip(_right(case, case.rows), _right(case, rows), strict=True)
                right = [sum(one) for one in zip(right, (lit - out for lit, out in pairs), strict=True)]
    return Earning(name, len(cases), changed, *right)


def _difference(lit: Rows, out: Rows) -> int:
    """Return how many rows stand on one side only, rows that differ counted once."""
    count = 0
    metrics = _plain(lit.metrics), _plain(out.metrics)
    for one, two in ((lit.names, out.names), metrics, (lit.ties, out.ties)):
        if one != two:
            left, right = set(map(repr, one)), set(map(repr, two))
            count += max(len(left - right), len(right - left))
    return count


def _plain(found: Sequence[Metric]) -> list[Metric]:
    return [replace(metric, confidence=0.0) for metric in found]


def _right(case: Case, rows: Rows) -> tuple[int, int, int]:
    """Return how many statements, complete rows and names are right, less those that are found in vain."""
    identifier = case.reading.document.document_id
    score = scoring.score([case.answers], {identifier: rows.metrics}, {identifier: rows.names})
    tallies = score.levels["statement"], score.levels["complete"]
    names = sum(tally.right - tally.spurious for tally in score.names.values())
    return (*(tally.right - tally.spurious for tally in tallies), names)  # type: ignore[return-value]


def patterns(among: Sequence[Case], wanted: Callable[[str], bool] = lambda _: True) -> Iterator[Earning]:
    """Yield what each pattern earns; fills in what is found with all lit."""
    with switches.watched() as lit:
        matched: dict[str, list[Case]] = {}
        for case in among:
            for switch in lit.values():
                switch.matched = False
            switches.forget()
            case.rows = extract(case)
            for name in [name for name, switch in lit.items() if switch.matched]:
                matched.setdefault(name, []).append(case)
        for name in sorted(filter(wanted, lit)):
            own, anew = matched.get(name, []), not name.startswith(_BEHIND_METRICS)
            yield earning(name, own, out(lit[name]), anew=anew)


@contextmanager
def out(*gone: switches.Switched) -> Iterator[None]:
    """Put some switches out for a while."""
    switches.forget()
    for switch in gone:
        switch.out = True
    try:
        yield
    finally:
        for switch in gone:
            switch.out = False
        switches.forget()


def roles(among: Sequence[Case]) -> Iterator[Earning]:
    """Yield what the cue words of each role earn together."""
    every = switches.all_cues()
    for role in sorted({role for role, _ in every}):
        group = {one for one in every if one[0] == role}
        own = [case for case in among if _holds(case, group)]
        yield earning(f"cues {role}", own, switches.without(group))


def idle_words(among: Sequence[Case]) -> Iterator[tuple[switches.Cue, int]]:
    """Yield each cue word without which no row changes, and how many documents hold it."""
    for cue in switches.all_cues():
        own = [case for case in among if _holds(case, {cue})]
        with switches.without({cue}) if own else nullcontext():
            idle = not any(_difference(case.rows, extract(case)) for case in own)
        if idle:
            yield cue, len(own)


def _holds(case: Case, group: Set[switches.Cue]) -> bool:
    text = re.sub(r"\s", "", case.reading.text)
    return any(word in text for _, word in group)


def told(earnings: Iterable[Earning]) -> None:
    """Print a line for each, what earns nothing last."""
    found = sorted(earnings, key=lambda one: (-one.rows, one.name))
    print("matches  rows  statement  complete  names")
    for one in found:
        counts = f"{one.documents:7} {one.rows:5} {one.statement:+10} {one.complete:+9} {one.names:+6}"
        print(f"{counts}  {one.name}")
    idle = sum(not one.rows for one in found)
    print(f"{idle} of {len(found)} change no row", flush=True)


def main() -> None:
    """Print what each pattern and each role of cue words earns on gold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("golds", nargs="*", default=["own"], metavar="GOLD")
    parser.add_argument("--most", type=int, default=0, metavar="N", help="documents of each, at random")
    parser.add_argument("--words", action="store_true", help="name each cue word that changes nothing, too")
    parser.add_argument("--only", default="", metavar="PREFIX", help="patterns whose names begin so")
    arguments = parser.parse_args()
    known = {**measure.FOLDERS, "training": measure.FOLDERS["validation"]}
    among = [one for name in arguments.golds for one in cases(known.get(name, Path(name)), arguments.most)]
    print(f"{len(among)} documents")
    told(patterns(among, lambda name: name.startswith(arguments.only)))
    if not arguments.only:
        told(roles(among))
    for (role, word), documents in idle_words(among) if arguments.words else ():
        print(f"changes nothing in {documents} documents: {word} as {role}", flush=True)


if __name__ == "__main__":
    main()
