"""Trains the network that finds names and posts: `python -m flows.extract.reader.train.names GOLD [...]`.

GOLD is a folder with `documents.jsonl` and `annotations.jsonl`; a `sources.csv` beside them says which
documents are kept for validation. Names that a folder lacks are taken from `mentions`. Networks of other
seeds, the teachers, are trained first; the one that is kept learns from gold and from what the teachers say,
on the average, of the texts without answers.
Needs torch; a run of the pipeline does not.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from flows.extract import reading
from flows.extract.names import features, labels, network
from flows.extract.reader.train import data, export_names, mentions, posts, split, standoff
from flows.extract.reader.train.learner import LABELS, NAMES, Learner

CAREFUL = 8
"""How often a document of a gold that two readers annotated is read, beside once for those of one reader."""
_NEVER = -1e4


@dataclasses.dataclass
class Example:
    """A document with what is seen in it, and which labels are right for each row."""

    document_id: str
    reading: reading.Reading
    seen: features.Features
    allowed: torch.Tensor
    """Row by label: what gold allows; all labels where it leaves the answer open."""
    gold: dict[str, Any]
    said: torch.Tensor | None = None
    """What the teachers say, for a text without gold."""


def examples(folder: Path) -> list[Example]:
    """Return the documents of a gold whose names were annotated, there or beside it."""
    answers = {one["document_id"]: one for one in data.lines(folder / "annotations.jsonl")}
    records, named = [], {}
    for one in data.lines(folder / "documents.jsonl"):
        name = one["document_id"]
        if found := answers[name].get("entities") or mentions.of(standoff.content_of(one)):
            records.append(one)
            named[name] = found
    return [_example(one, {"entities": named[one.document.document_id]}) for one in mentions.read(records)]


def unanswered(path: Path, characters: int, seed: int) -> list[Example]:
    """Return texts without answers, drawn at random until they have so many characters."""
    records = [one for one in data.lines(path) if 150 < len(one["text"]) < 2500]
    random.Random(seed).shuffle(records)
    ends = np.cumsum([len(one["text"]) for one in records])
    return [_example(one, {}) for one in mentions.read(records[: int(np.searchsorted(ends, characters))])]


def _example(read: reading.Reading, gold: dict[str, Any]) -> Example:
    seen = features.look([read])
    allowed = torch.ones(len(seen.real), LABELS, dtype=torch.bool)
    if gold:
        rows = slice(seen.starts[0], seen.starts[0] + len(read.text))
        mine = allowed[rows]
        mine[:, 1:NAMES] = False
        for entity in gold["entities"]:
            if entity["optional"]:
                mine[entity["start"] : entity["end"]] = True
        for entity in gold["entities"]:
            if not entity["optional"]:
                first = 1 + 4 * labels.KINDS.index(entity["type"])
                _mark(mine[:, :NAMES], entity["start"], entity["end"], first)
        mine[:, NAMES:] = False
        mine[:, NAMES] = True
        for start, end in posts.spans(read, gold["entities"]):
            _mark(mine[:, NAMES:], start, end, 1)
    return Example(read.document.document_id, read, seen, allowed, gold)


def _mark(allowed: torch.Tensor, start: int, end: int, first: int) -> None:
    allowed[start:end] = False
    if end - start == 1:
        allowed[start, first + 3] = True
        return
    allowed[start, first] = allowed[end - 1, first + 2] = True
    allowed[start + 1 : end - 1, first + 1] = True


def train(
    gold: list[Example], texts: list[Example], seed: int, epochs: int, rate: float = 2e-3, log: str = ""
) -> Learner:
    """Return a network that learned from `gold` and from what was said of `texts`."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed)
    learner = Learner(gold[0].seen.flags.shape[1])
    optimiser = torch.optim.AdamW(learner.parameters(), lr=rate, weight_decay=0.01)
    per_epoch = len(_batches(gold, shuffle)) + len(_batches(texts, shuffle))
    steps = epochs * per_epoch
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 100) * max(0.02, 1 - step / steps)
    )
    for epoch in range(epochs):
        if epoch == epochs - max(1, epochs // 4):
            _settle(learner, gold)
        learner.train()
        batches = [*_batches(gold, shuffle), *_batches(texts, shuffle)]
        shuffle.shuffle(batches)
        lost = 0.0
        for batch in batches:
            optimiser.zero_grad(set_to_none=True)
            loss = _loss(learner, batch)
            loss.backward()
            nn.utils.clip_grad_norm_(learner.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            lost += loss.item()
        print(f"{log} seed {seed} epoch {epoch} loss {lost / len(batches):.4f}", flush=True)
    learner.eval()
    return learner


def _batches(all_of_them: list[Example], shuffle: random.Random) -> list[list[Example]]:
    order = list(all_of_them)
    shuffle.shuffle(order)
    return [order[low : low + 4] for low in range(0, len(order), 4)]


def _loss(learner: Learner, batch: list[Example]) -> torch.Tensor:
    seen = features.joined([one.seen for one in batch])
    scores = learner(seen)
    names = functional.log_softmax(scores[:, :NAMES], 1)
    titles = functional.log_softmax(scores[:, NAMES:], 1)
    if batch[0].said is not None:
        said = torch.cat([one.said for one in batch if one.said is not None]).float()
        wanted = said[:, :NAMES] * names, said[:, NAMES:] * titles
        lost = -wanted[0].sum(1) - wanted[1].sum(1)
    else:
        allowed = torch.cat([one.allowed for one in batch])
        lost = -torch.logsumexp(names.masked_fill(~allowed[:, :NAMES], _NEVER), 1)
        lost = lost - torch.logsumexp(titles.masked_fill(~allowed[:, NAMES:], _NEVER), 1)
    return (lost * torch.from_numpy(seen.real)).sum() / len(lost) * 20


@torch.no_grad()
def _settle(learner: Learner, gold: list[Example]) -> None:
    """Go over to whole numbers: fit what 127 stands for to what the layers give."""
    learner.eval()
    highest = [torch.zeros(0)] * len(learner.tops)
    plain = learner._settled

    def watched(total: torch.Tensor, level: int) -> torch.Tensor:
        highest[level] = torch.cat([highest[level], total.amax(1)])
        return plain(total, level)

    learner._settled = watched  # type: ignore[method-assign]
    for one in gold[:60]:
        learner(one.seen)
    del learner._settled
    tops = [float(torch.quantile(values[:200_000], 0.999)) for values in highest]
    # The output reads the first layer beside the last one: a step of both is worth the same.
    learner.tops = [max(tops[0], tops[-1]), *tops[1:-1], max(tops[0], tops[-1])]
    learner.whole = True


def say(teachers: list[network.Network], texts: list[Example]) -> None:
    """Let each text carry what the teachers say of it on the average."""
    for one in texts:
        heard = [torch.from_numpy(network.scores(teacher, one.seen)) for teacher in teachers]
        shares = [
            torch.cat([scores[:, :NAMES].softmax(1), scores[:, NAMES:].softmax(1)], 1) for scores in heard
        ]
        one.said = torch.stack(shares).mean(0).half()


def tally(learned: network.Network, examples: list[Example]) -> Counter[tuple[str, str]]:
    """Count by type the names found and right, found in vain, and missed."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in examples:
        start = one.seen.starts[0]
        scores = network.scores(learned, one.seen)[start:, :NAMES]
        found = set(labels.names(scores, one.reading.sentences, labels.NAMES))
        wanted = {(e["start"], e["end"], e["type"]): e["optional"] for e in one.gold["entities"]}
        blurred = [(first, last) for (first, last, _), optional in wanted.items() if optional]
        for key, optional in wanted.items():
            if not optional:
                counts[key[2], "right" if key in found else "missed"] += 1
        for name in found - wanted.keys():
            if not any(first < name.end and name.start < last for first, last in blurred):
                counts[name.kind, "spurious"] += 1
    return counts


def figures(counts: Counter[tuple[str, str]]) -> dict[str, float]:
    """Return F1 by type, of the first three types together, and of all five."""
    groups = {kind: (kind,) for kind in labels.KINDS} | {"three": labels.KINDS[:3], "five": labels.KINDS}
    out = {}
    for name, kinds in groups.items():
        right, spurious, missed = (
            sum(counts[kind, key] for kind in kinds) for key in ("right", "spurious", "missed")
        )
        out[name] = round(2 * right / max(1, 2 * right + spurious + missed), 4)
    return out


def main() -> None:
    """Train, write the weights and print the figures of validation."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--texts", type=Path, help="JSON Lines of texts without answers")
    parser.add_argument("--characters", type=int, default=1_000_000, help="how many of them")
    parser.add_argument("--teachers", type=int, default=1)
    parser.add_argument("--teacher", type=Path, action="append", default=[], help="weights of a trained one")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="of gold, for a learning curve")
    parser.add_argument("--fold", type=int, help="keep this fifth of the training part for figures instead")
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "weights" / "names.onnx")
    options = parser.parse_args()
    torch.set_num_threads(1)
    gold = _distinct({folder: examples(folder) for folder in options.gold})
    apart = set().union(*filter(None, map(split.validation_documents, options.gold)))
    taught = [
        one
        for folder, group in gold.items()
        for one in group * (1 if (folder / "sources.csv").exists() else CAREFUL)
        if one.document_id not in apart
    ]
    tested = [one for group in gold.values() for one in group if one.document_id in apart]
    if options.fold is not None:
        tested = [one for one in taught if hash_of(one) % 5 == options.fold]
        taught = [one for one in taught if hash_of(one) % 5 != options.fold]
    random.Random(options.seed).shuffle(taught)
    taught = taught[: round(options.share * len(taught))]
    texts = unanswered(options.texts, options.characters, options.seed) if options.texts else []
    print(f"{len(taught)} documents to learn from, {len(tested)} for figures, {len(texts)} texts")
    if texts:
        teachers = [network.read(path) for path in options.teacher]
        for number in range(options.teachers - len(teachers)):
            taught_alone = train(taught, [], options.seed + number, options.epochs, log="teacher")
            teachers.append(network.unpack(export_names.model(taught_alone.arrays()))[0])
        say(teachers, texts)
    learner = train(taught, texts, options.seed, options.epochs)
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_bytes(export_names.model(learner.arrays()))
    print(figures(tally(network.read(options.out), tested)))


def _distinct(gold: dict[Path, list[Example]]) -> dict[Path, list[Example]]:
    """Leave each text to the first folder that has it."""
    taken: set[str] = set()
    out = {}
    for folder, group in gold.items():
        out[folder] = [one for one in group if one.reading.content not in taken]
        taken.update(one.reading.content for one in group)
    return out


def hash_of(one: Example) -> int:
    """Return a number that stays the same for a document."""
    return split.number_of(one.document_id)


if __name__ == "__main__":
    main()
