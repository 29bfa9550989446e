"""Trains the scorers of events: `python -m flows.extract.reader.train.events GOLD [GOLD ...]`.

Two logistic regressions on the marks of `flows.extract.ties.reported`: of each kind of event whether a
sentence reports it, and of each name in such a sentence whether it takes part. Gold names are given.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from flows.extract import reading
from flows.extract.reader.train import data
from flows.extract.reader.train.split import validation_documents
from flows.extract.ties import events, reported
from flows.records import Document, Mention


class Case(NamedTuple):
    """Something to decide: the buckets of what is seen, and the right answers."""

    buckets: list[int]
    answers: list[float]


def cases(folders: Sequence[Path]) -> tuple[list[Case], list[Case]]:
    """Return what there is to decide about sentences, and about names in sentences with an event."""
    sentences: list[Case] = []
    actors: list[Case] = []
    for folder in folders:
        apart = validation_documents(folder) or set()
        gold = {one["document_id"]: one for one in data.lines(folder / "annotations.jsonl")}
        for record in data.lines(folder / "documents.jsonl"):
            answer = gold[record["document_id"]]
            if "events" in answer and "entities" in answer and record["document_id"] not in apart:
                _add(record, answer, sentences, actors)
    return sentences, actors


def _add(
    record: Mapping[str, Any], gold: Mapping[str, Any], sentences: list[Case], actors: list[Case]
) -> None:
    document = Document(
        record["document_id"], record.get("title") or "", record["text"], "", "", "", "", 0, 0
    )
    (read,) = reading.read([document])
    mentions = [
        Mention(document.document_id, one["type"], one["quote"], one["start"], one["end"], one["name"])
        for one in sorted(gold["entities"], key=lambda one: (one["start"], one["end"]))
    ]
    scenes = reported.scenes(read, mentions)
    taken: dict[int, dict[str, set[str]]] = {}
    spans = list(_numbered(read.content))
    for event in gold["events"]:
        if event["sent"] < len(spans):
            first, last = spans[event["sent"]]
            for index, scene in enumerate(scenes):
                if scene.sentence.start < last and first < scene.sentence.end:
                    taken.setdefault(index, {}).setdefault(event["type"], set()).update(event["actors"])
    for index, marks in enumerate(reported.all_marks(scenes, events.by_rules(scenes))):
        answers = [float(kind in taken.get(index, {})) for kind in reported.TYPES]
        sentences.append(Case(sorted(mark % reported.BUCKETS for mark in marks), answers))
        for kind, names in taken.get(index, {}).items():
            for item in scenes[index].mentions_of(*reported.ACTING):
                told = reported.actor_marks(scenes[index], item, kind)  # type: ignore[arg-type]
                rows = sorted(reported.hashed(mark) % reported.BUCKETS for mark in told)
                actors.append(Case(rows, [float(item.name in names)]))


def _numbered(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a text as gold numbers them."""
    position = 0
    for sentence in data.sentences(text):
        start = text.index(sentence, position)
        position = start + len(sentence)
        yield start, position


class _Regression(nn.Module):
    def __init__(self, answers: int) -> None:
        super().__init__()
        self.weights = nn.EmbeddingBag(reported.BUCKETS, answers, mode="sum")
        self.bias = nn.Parameter(torch.full((answers,), -3.0))
        nn.init.zeros_(self.weights.weight)

    def forward(self, cases: Sequence[Case]) -> torch.Tensor:
        ends = np.cumsum([0, *(len(case.buckets) for case in cases)])
        flat = torch.tensor([bucket for case in cases for bucket in case.buckets])
        return self.weights(flat, torch.from_numpy(ends[:-1])) + self.bias


def fit(cases: Sequence[Case], decay: float, epochs: int = 10, rate: float = 0.03) -> dict[str, Any]:
    """Return weights in whole steps of at most seven bits, the bias in the same steps, and the step."""
    model = _Regression(len(cases[0].answers))
    optimiser = torch.optim.Adam(model.parameters(), lr=rate)
    for epoch in range(epochs):
        optimiser.param_groups[0]["lr"] = rate * (1 - epoch / epochs)
        order = np.random.RandomState(epoch).permutation(len(cases))
        for low in range(0, len(cases), 512):
            batch = [cases[index] for index in order[low : low + 512]]
            answers = torch.tensor([case.answers for case in batch])
            loss = functional.binary_cross_entropy_with_logits(model(batch), answers, reduction="sum")
            loss = loss / 256 + decay * 25.6 * (model.weights.weight**2).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    weights = model.weights.weight.detach().numpy()
    step = float(np.abs(weights).max()) / 127
    return {
        "weights": np.rint(weights / step).astype(np.int8),
        "bias": np.rint(model.bias.detach().numpy() / step).astype(np.int32),
        "step": np.array(step),
    }


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "weights" / "events.npz")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    sentences, actors = cases(options.gold)
    print(f"{len(sentences)} sentences, {len(actors)} names in sentences with an event")
    fitted = {"events": fit(sentences, 2e-6), "actors": fit(actors, 1e-5)}
    arrays = {f"{name}_{key}": value for name, parts in fitted.items() for key, value in parts.items()}
    np.savez_compressed(options.out, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
