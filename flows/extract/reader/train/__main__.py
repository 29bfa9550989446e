"""Makes the weights of the reader: `python -m flows.extract.reader.train --gold FOLDER ... --texts FILE ...`.

Gold folders hold documents.jsonl, annotations.jsonl and, where documents are to be kept for validation
and calibration, sources.csv. Texts without answers come as JSON Lines; the teacher answers them, and those
of which this package keeps annotations (`standoff`) are gold, too. What takes long (the teacher, its answers)
is kept in a work folder and taken from there by the next run: gold or code that changes wants another.
Seeded; two cores, under three hours.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import torch

from flows.extract.reader import calibration, session, words
from flows.extract.reader.train import (
    calibrate,
    card,
    data,
    export,
    figures,
    fitting,
    generated,
    lexicon,
    overlap,
    split,
    standoff,
    student,
    teacher,
)
from flows.extract.reader.train.batches import Answered
from flows.extract.reader.train.data import Example
from flows.language.arrays import Floats

Kept = TypeVar("Kept")
_COMMON = 20
_OFTEN, _CAREFUL = 2, 8
"""How often gold is read beside a text that is read once; how often more if two readers saw it."""


def main() -> None:
    """Train, export, calibrate, and write the card."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", nargs="+", type=Path, required=True)
    parser.add_argument("--texts", nargs="*", type=Path, default=[])
    parser.add_argument("--work", type=Path, default=Path("build/reader"))
    parser.add_argument(
        "--share", type=float, default=1.0, help="of the training documents, for a learning curve"
    )
    parser.add_argument(
        "--go-on", action="store_true", help="from the student that is kept, not from nothing"
    )
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    options.work.mkdir(parents=True, exist_ok=True)
    _characters([*(folder / "documents.jsonl" for folder in options.gold), *options.texts])
    folders = options.gold, _annotated(options.texts, options.work / "annotated")
    (examples, further), apart = overlap.distinct([list(data.examples(own)) for own in folders])
    learned, more, made_up = (
        [one for one in own if one.part != "training" or _chosen(one, options.share)]
        for own in (examples, further, data.examples(_invented(options.work / "generated")))
    )
    path = options.work / "answers.pickle"
    answered, meanings = _kept(path, lambda: _answers([*learned, *more], options.texts, apart, options.work))
    pupil = (student.resumed if options.go_on else student.new)(meanings)
    gold, annotated = ([one for one in own if one.part == "training"] for own in (learned, more))
    careful = student.items([one for one in gold if not one.genre])
    others = [*student.items(annotated, "annotated"), *student.items(made_up, "made up")]
    items = [*student.items(gold) * _OFTEN, *careful * _CAREFUL, *others]
    student.train(pupil, items, student.taught(answered))
    student.keep(pupil)
    export.export(pupil.encoder, pupil.heads, session.WEIGHTS)
    table = calibrate.calibrate([*examples, *further], calibration.WEIGHTS)
    print(table)
    unread = set().union(*filter(None, map(split.unread_documents, options.gold)))
    by_genre: dict[str, list[Example]] = defaultdict(list)
    for one in examples:
        if one.reading.document.document_id in unread:
            by_genre[one.genre].append(one)
    genres = {genre: figures.figures(own) for genre, own in by_genre.items()}
    whole = figures.figures(one for own in by_genre.values() for one in own)
    print(json.dumps(whole))
    sources = {
        f"{path.parent.name}/{path.name}": _digest(path)
        for path in [*_files([*options.gold, data.MADE_UP], options.texts), standoff.ANNOTATIONS]
    }
    card.write(whole, genres, table, sources)


def _annotated(texts: Sequence[Path], folder: Path) -> list[Path]:
    """Return the folder of gold that the texts make with the annotations kept of them, if there are any."""
    return [folder] if standoff.join(texts, folder) else []


def _invented(folder: Path) -> list[Path]:
    """Return the folders of texts that were made for training, by hand and by a grammar."""
    return [data.MADE_UP, generated.write(folder)]


def _chosen(example: Example, share: float) -> bool:
    digest = hashlib.sha256(example.reading.document.document_id.encode()).digest()
    return digest[0] / 256 < share


def _kept(path: Path, make: Callable[[], Kept]) -> Kept:
    """Return what an earlier run kept at `path`, or make and keep it."""
    if path.exists():
        print(f"{path} is taken from an earlier run")
        return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]  # written by this command
    made = make()
    path.write_bytes(pickle.dumps(made))
    return made


def _answers(
    examples: Sequence[Example], texts: Sequence[Path], apart: set[int], work: Path
) -> tuple[list[Answered], Floats]:
    """Return the teacher's answers to all texts, and what words mean to it."""

    def trained() -> teacher.Teacher:
        made = teacher.new(one.reading.text for one in examples)
        teacher.train(made, examples)
        return made

    made = _kept(work / "teacher.pickle", trained)
    held = [one for one in examples if one.part == "validation"]
    print("teacher", json.dumps(fitting.figures(made.encoder, made.heads, [
        item for one in held for item in made.items(one.reading, one.inputs, one)
    ])))  # fmt: skip
    counts = Counter(word.word for one in examples for sentence in one.reading.words for word in sentence)
    axes, answers = teacher.axes(made, [one for one in examples if one.part == "training"]), []
    for path in texts:
        free = (one for one in data.unlabelled(path) if apart.isdisjoint(overlap.runs(one[0].text)))
        answers += teacher.teach(made, lexicon.counted(free, counts), axes)
    return answers, lexicon.table(made, counts)


def _characters(paths: Sequence[Path]) -> None:
    """Write the characters that are common enough for an embedding of their own."""
    used: Counter[str] = Counter()
    for path in paths:
        for record in data.lines(path):
            used.update(record["text"])
    common = [
        letter
        for letter, count in used.most_common()
        if count >= _COMMON and not letter.isspace() and not letter.isdigit() and ord(letter) < 0x10000
    ]
    words.CHARACTERS.write_text("".join(common) + "\n", encoding="utf-8")


def _files(gold: Sequence[Path], texts: Sequence[Path]) -> list[Path]:
    names = ("documents", "annotations")
    return [*(data.file_of(folder, name) for folder in gold for name in names), *texts]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


if __name__ == "__main__":
    main()
