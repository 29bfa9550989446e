"""Trains the network that finds names and posts: `python -m flows.extract.reader.train.names GOLD [...]`.

GOLD is a folder with `documents.jsonl` and `annotations.jsonl`; a `sources.csv` beside them says which
documents are kept for validation. Networks of other seeds, the teachers, are trained first; the one that
is kept learns from gold and from what the teachers say, on the average, of the texts without answers.
Needs torch; a run of the pipeline does not.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
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
from flows.extract.reader.train import export_names, posts, split
from flows.records import Document

WIDTH = 64
CONVOLUTIONS = 2
DROPOUT = 0.3
CAUTION = 1.25
"""What is added to the odds of no name. Where gold leaves open whether something is a name, nothing is said
against one, so that a network finds too many."""
CAREFUL = 8
"""How often a document of a gold that two readers annotated is read, beside once for those of one reader."""
_NAME_LABELS = labels.NAMES.size
_LABELS = _NAME_LABELS + labels.POSTS.size
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


class Learner(nn.Module):
    """The network of `flows.extract.names.network`, as torch trains it.

    Once `whole` is set it reckons as that one does: weights and what passes between layers rounded to
    whole steps, with gradients that pass by the rounding.
    """

    def __init__(self, flags: int) -> None:
        super().__init__()
        self.states = nn.Parameter(torch.randn(features.STATES, WIDTH) / features.STATES**0.5)
        self.tables = nn.ParameterDict(
            {
                name: nn.Parameter(torch.randn(size, WIDTH) * 0.05)
                for name, size in (
                    ("flags", flags),
                    ("labels", features.LABELS),
                    ("bigrams", features.BIGRAMS),
                    ("bigrams_before", features.BIGRAMS),
                    ("characters", features.CHARACTERS),
                )
            }
        )
        self.bias = nn.Parameter(torch.zeros(WIDTH))
        self.convolutions = nn.ParameterList(
            [nn.Parameter(torch.randn(5 * WIDTH, WIDTH) / (5 * WIDTH) ** 0.5) for _ in range(CONVOLUTIONS)]
        )
        self.convolution_biases = nn.ParameterList(
            [nn.Parameter(torch.zeros(WIDTH)) for _ in range(CONVOLUTIONS)]
        )
        self.output = nn.Parameter(torch.randn(2 * WIDTH, _LABELS) / (2 * WIDTH) ** 0.5)
        self.output_bias = nn.Parameter(torch.zeros(_LABELS))
        self.dice = torch.rand(40_000_000)
        self.whole = False
        self.tops = [4.0] * (CONVOLUTIONS + 1)
        """What 127 stands for between the layers."""

    def first_step(self) -> torch.Tensor:
        """Return what one step of the first layer's weights is worth.

        States come as bytes up to 255, twice as much as all else, so that their weights keep to half.
        """
        tables = [table.abs().max() / 127 for table in self.tables.values()]
        return torch.stack([self.states.abs().max() / 63, *tables]).max()

    def forward(self, seen: features.Features) -> torch.Tensor:
        """Return row by label the logarithm of odds."""
        real = torch.from_numpy(seen.real).unsqueeze(1)
        step = self.first_step().detach()
        states, table = (
            self._round(self.states, step),
            {k: self._round(t, step) for k, t in self.tables.items()},
        )
        pairs = torch.from_numpy(seen.bigrams)
        drop = self._dropped
        total = drop(torch.from_numpy(seen.states).float() / 127, DROPOUT) @ states
        total = total + drop(torch.from_numpy(seen.flags).float(), DROPOUT / 2) @ table["flags"]
        total = total + table["labels"][torch.from_numpy(seen.labels)] + self.bias
        total = total + self._looked_up(table["bigrams"], pairs)
        total = total + self._looked_up(table["characters"], torch.from_numpy(seen.characters))
        before = self._looked_up(table["bigrams_before"], pairs)
        total = total + torch.cat([torch.zeros(1, WIDTH), before[:-1]])
        lower = upper = self._settled(total, 0) * real
        for level, (weight, bias) in enumerate(zip(self.convolutions, self.convolution_biases, strict=True)):
            side = 2 * (level + 1)
            padded = functional.pad(drop(upper, DROPOUT), (0, 0, side, side))
            pieces = [padded[shift * (level + 1) :][: len(upper)] for shift in range(5)]
            total = torch.cat(pieces, 1) @ self._round(weight, weight.detach().abs().max() / 127) + bias
            upper = self._settled(total, level + 1) * real
        both = drop(torch.cat([lower, upper], 1), DROPOUT)
        return both @ self._round(self.output, self.output.detach().abs().max() / 127) + self.output_bias

    def _dropped(self, values: torch.Tensor, share: float) -> torch.Tensor:
        """Return `values` with a share of them at nought, in training.

        The dice are cast once and read from another place each time: casting took a third of the time.
        """
        if not self.training:
            return values
        first = int(torch.randint(len(self.dice) - values.numel(), ()))
        kept = self.dice[first : first + values.numel()].view(values.shape) > share
        return values * kept / (1 - share)

    def _looked_up(self, table: torch.Tensor, numbers: torch.Tensor) -> torch.Tensor:
        rows = functional.embedding(numbers, table)
        if self.training:
            rows = rows * self._dropped(torch.ones(len(rows), 1), DROPOUT)
        return rows

    def _settled(self, total: torch.Tensor, level: int) -> torch.Tensor:
        if not self.whole:
            return functional.relu(total)
        top = self.tops[level]
        return self._round(total.clamp(0, top), torch.tensor(top / 127))

    def _round(self, values: torch.Tensor, step: torch.Tensor) -> torch.Tensor:
        if not self.whole:
            return values
        rounded = (values / step).round() * step
        return values + (rounded - values).detach()

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Return the weights in whole steps, as `export_names` writes them."""

        def whole(values: torch.Tensor, step: float) -> np.ndarray[Any, Any]:
            return (values.detach() / step).round().numpy()

        step = self.first_step().item()
        out = {"classes": np.array(features.classes())}
        out |= {"states": whole(self.states, step).astype(np.int8)}
        out |= {name: whole(table, step).astype(np.int8) for name, table in self.tables.items()}
        unit = step / 127
        out["bias"] = whole(self.bias, unit).astype(np.float32)
        steps, worth = [unit / (self.tops[0] / 127)], self.tops[0] / 127
        for level, (weight, bias) in enumerate(zip(self.convolutions, self.convolution_biases, strict=True)):
            step = weight.abs().max().item() / 127
            out[f"convolution_{level}"] = whole(weight, step).astype(np.int8)
            out[f"convolution_bias_{level}"] = whole(bias, step * worth).astype(np.float32)
            top = self.tops[level + 1] / 127
            steps.append(step * worth / top)
            worth = top
        step = self.output.abs().max().item() / 127
        out["output"] = whole(self.output, step).astype(np.int8)
        doubtful = self.output_bias.detach().clone()
        doubtful[0] += CAUTION
        out["output_bias"] = whole(doubtful, step * worth).astype(np.float32)
        out["steps"] = np.array(steps, np.float32)
        out["output_step"] = np.array(step * worth, np.float32)
        return out


def examples(folder: Path) -> list[Example]:
    """Return the documents of a gold whose names were annotated."""
    lines = (folder / "annotations.jsonl").read_text(encoding="utf-8").splitlines()
    answers = {one["document_id"]: one for one in map(json.loads, lines)}
    with (folder / "documents.jsonl").open(encoding="utf-8") as file:
        records = [one for one in map(json.loads, file) if answers[one["document_id"]].get("entities")]
    return [_example(one, answers[one.document.document_id]) for one in _read(records)]


def unanswered(path: Path, characters: int, seed: int) -> list[Example]:
    """Return texts without answers, drawn at random until they have so many characters."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as file
    ):
        records = [one for one in map(json.loads, file) if 150 < len(one["text"]) < 2500]
    random.Random(seed).shuffle(records)
    ends = np.cumsum([len(one["text"]) for one in records])
    return [_example(one, {}) for one in _read(records[: int(np.searchsorted(ends, characters))])]


def _read(records: list[dict[str, Any]]) -> list[reading.Reading]:
    documents = [
        Document(one["document_id"], one.get("title") or "", one["text"], "", "", "", "", 0, 0)
        for one in records
    ]
    return [one for low in range(0, len(documents), 100) for one in reading.read(documents[low : low + 100])]


def _example(read: reading.Reading, gold: dict[str, Any]) -> Example:
    seen = features.look([read])
    allowed = torch.ones(len(seen.real), _LABELS, dtype=torch.bool)
    if gold:
        rows = slice(seen.starts[0], seen.starts[0] + len(read.text))
        mine = allowed[rows]
        mine[:, 1:_NAME_LABELS] = False
        for entity in gold["entities"]:
            if entity["optional"]:
                mine[entity["start"] : entity["end"]] = True
        for entity in gold["entities"]:
            if not entity["optional"]:
                first = 1 + 4 * labels.KINDS.index(entity["type"])
                _mark(mine[:, :_NAME_LABELS], entity["start"], entity["end"], first)
        mine[:, _NAME_LABELS:] = False
        mine[:, _NAME_LABELS] = True
        for start, end in posts.spans(read, gold["entities"]):
            _mark(mine[:, _NAME_LABELS:], start, end, 1)
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
    names = functional.log_softmax(scores[:, :_NAME_LABELS], 1)
    titles = functional.log_softmax(scores[:, _NAME_LABELS:], 1)
    if batch[0].said is not None:
        said = torch.cat([one.said for one in batch if one.said is not None]).float()
        wanted = said[:, :_NAME_LABELS] * names, said[:, _NAME_LABELS:] * titles
        lost = -wanted[0].sum(1) - wanted[1].sum(1)
    else:
        allowed = torch.cat([one.allowed for one in batch])
        lost = -torch.logsumexp(names.masked_fill(~allowed[:, :_NAME_LABELS], _NEVER), 1)
        lost = lost - torch.logsumexp(titles.masked_fill(~allowed[:, _NAME_LABELS:], _NEVER), 1)
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
            torch.cat([scores[:, :_NAME_LABELS].softmax(1), scores[:, _NAME_LABELS:].softmax(1)], 1)
            for scores in heard
        ]
        one.said = torch.stack(shares).mean(0).half()


def tally(learned: network.Network, examples: list[Example]) -> Counter[tuple[str, str]]:
    """Count by type the names found and right, found in vain, and missed."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in examples:
        start = one.seen.starts[0]
        scores = network.scores(learned, one.seen)[start:, :_NAME_LABELS]
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
    gold = {folder: examples(folder) for folder in options.gold}
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


def hash_of(one: Example) -> int:
    """Return a number that stays the same for a document."""
    return split.number_of(one.document_id)


if __name__ == "__main__":
    main()
