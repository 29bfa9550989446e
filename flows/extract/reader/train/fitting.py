"""Trains an encoder with heads on windows, and tells how often they are right."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from flows.extract.reader import inputs, naming, subjects
from flows.extract.reader.inputs import Inputs
from flows.extract.reader.train import batches, hints
from flows.extract.reader.train.batches import Answers, Piece
from flows.extract.reader.train.data import Example, same_name, subject_name
from flows.extract.reader.train.figures import FIELDS, STATEMENT
from flows.extract.reader.train.heads import Heads
from flows.extract.reader.train.loss import cost, of_hints
from flows.extract.reader.train.network import Encoder
from flows.extract.reader.windows import Window

_ABLE: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
_HALF = any(_ABLE.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))
"""Whether the processor has half precision of its own; without, that takes forty times as long."""
_WARM_UP, _LOWEST = 0.06, 0.03
_LISTS = {"status": inputs.STATUSES, "measure": inputs.MEASURES, "comparator": inputs.COMPARATORS}


class Item(NamedTuple):
    """A window to train on: its inputs, and what makes its answers when it is its turn."""

    inputs: Inputs
    window: Window
    answers: Answers | None
    source: str
    """Items of one source share batches."""
    example: Example | None = None
    hints: hints.Steps | None = None
    convention: int = 0
    """Whose answers these are, as a place in `heads.CONVENTIONS`."""


class Plan(NamedTuple):
    """How long and how fast to train."""

    epochs: float
    rate: float
    heads_rate: float
    tokens: int
    """Tokens of a batch."""


def piece(item: Item) -> Piece:
    """Return the tensors of an item, with its answers where it has some."""
    made = batches.piece(item.inputs, item.window)._replace(hints=item.hints)
    made.tensors["convention"] = np.full(len(item.window.numbers), item.convention, np.int32)
    if item.answers:
        made.tensors.update(item.answers(item.window))
    return made


def grouped(items: Sequence[Item], tokens: int, rng: np.random.Generator | None = None) -> list[list[int]]:
    """Return batches of items of one source and like length, in random order where `rng` is given."""

    def key(place: int) -> tuple[str, float]:
        noise = rng.random() * 20 if rng is not None else 0.0
        return items[place].source, len(items[place].window.tokens) + noise

    found: list[list[int]] = []
    current: list[int] = []
    for place in sorted(range(len(items)), key=key):
        full = (len(current) + 1) * len(items[place].window.tokens) > tokens
        if current and (full or items[place].source != items[current[0]].source):
            found.append(current)
            current = []
        current.append(place)
    found += [current] if current else []
    if rng is not None:
        return [found[at] for at in rng.permutation(len(found))]
    return found


def score(encoder: Encoder, heads: Heads, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the scores of a batch."""
    return scores_and_states(encoder, heads, batch)[0]


def scores_and_states(
    encoder: Encoder, heads: Heads, batch: dict[str, Tensor]
) -> tuple[dict[str, Tensor], Tensor]:
    """Return the scores of a batch, and the encoder's states that they come from."""
    mask = (~batch["inside"])[:, None, None, :] * -1e4
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_HALF):
        states = encoder(batch, mask.to(torch.bfloat16) if _HALF else mask)
        return heads(states, batch), states


def fit(
    encoder: Encoder,
    heads: Heads,
    items: Sequence[Item],
    plan: Plan,
    seed: int = 0,
    guess: nn.Linear | None = None,
) -> None:
    """Train on `items`; a line every hundred steps says how it goes.

    `guess` makes of the encoder's states what the hints of items are.
    """
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    steps = max(1, int(len(grouped(items, plan.tokens)) * plan.epochs))
    guessing = list(guess.parameters()) if guess else []
    parameters = [*encoder.parameters(), *heads.parameters(), *guessing]
    optimiser = torch.optim.AdamW(
        [
            {"params": list(encoder.parameters()), "lr": plan.rate},
            {"params": [*heads.parameters(), *guessing], "lr": plan.heads_rate},
        ],
        weight_decay=0.02,
    )

    def pace(step: int) -> float:
        return min((step + 1) / (steps * _WARM_UP), max(_LOWEST, (1 + math.cos(math.pi * step / steps)) / 2))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, pace)
    encoder.train()
    heads.train()
    values: list[float] = []
    begun = time.monotonic()
    while len(values) < steps:
        for part in grouped(items, plan.tokens, rng)[: steps - len(values)]:
            batch = batches.batch([piece(items[place]) for place in part])
            found, states = scores_and_states(encoder, heads, batch)
            value = cost(found, batch)
            if guess and "hints" in batch:
                value = value + of_hints(guess(states.float()), batch["hints"])
            optimiser.zero_grad()
            value.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
            values.append(value.item())
            if len(values) % 100 == 0:
                mean, seconds = np.mean(values[-100:]), time.monotonic() - begun
                print(f"step {len(values)} of {steps}, cost {mean:.3f}, {seconds:.0f} s", flush=True)
    encoder.eval()
    heads.eval()


def figures(encoder: Encoder, heads: Heads, items: Sequence[Item]) -> dict[str, float]:
    """Return for each field, and statement and complete, the share of gold metrics that are right."""
    counts: Counter[str] = Counter()
    with torch.no_grad():
        for part in grouped(items, 2400):
            found = score(encoder, heads, batches.batch([piece(items[place]) for place in part]))
            at = 0
            for place in part:
                item = items[place]
                for row in item.window.numbers:
                    _count(counts, item, row, {name: value[at] for name, value in found.items()})
                    at += 1
    share = max(1, counts["numbers"])
    return {name: round(counts[name] / share, 4) for name in (*FIELDS, "statement", "complete")} | {
        "numbers": counts["numbers"],
        "spurious": counts["spurious"],
    }


def _count(counts: Counter[str], item: Item, row: int, found: dict[str, Tensor]) -> None:
    example = item.example
    assert example is not None
    gold, classes = example.gold[row], found["classes"]
    kept = int(classes[inputs.CLASSES["kept"]].argmax()) == 1
    if gold is None or gold["optional"]:
        counts["spurious"] += gold is None and kept
        return
    text = example.reading.text
    tokens = item.window.tokens
    sizes = np.array([token.end - token.start for token in tokens])
    proposed = naming.propose(found["chosen"][None, : len(tokens)].float().numpy(), sizes)
    own = proposed.columns[proposed.tokens[0, int(proposed.chances[0].argmax())]]
    name = "".join(text[tokens[at].start : tokens[at].end] for at in own)
    period = _best(found["period"], item.inputs.periods.values[row])
    right = {
        "kept": kept,
        "indicator": same_name(gold["indicator"], name),
        **{
            field: names[int(classes[inputs.CLASSES[field]].argmax())] in gold[field]
            for field, names in _LISTS.items()
        },
        "value": True,  # which no network reads
        "subject": not gold["subject"] or _subject_right(item, row, found),
        "period": not gold["period"] or bool(example.period_right[row, period]),
    }
    statement = all(right[field] for field in STATEMENT)
    counts.update(numbers=1, statement=statement, complete=all(right.values()), **right)


def _subject_right(item: Item, row: int, found: dict[str, Tensor]) -> bool:
    example, tokens = item.example, item.window.tokens
    assert example is not None
    there = inputs.with_unlisted(item.inputs.subjects.values[row : row + 1] >= 0)
    chances = found["subject"].masked_fill(~torch.from_numpy(there[0]), -1e9).softmax(0)
    sentences = np.array(item.window.sentences)
    [first], [last], [spelt] = naming.spelt(found["chosen"][None, : len(tokens)].float().numpy(), sentences)
    chances[subjects.UNLISTED] *= float(spelt)
    best = int(chances.argmax())
    if best < subjects.UNLISTED:
        return bool(example.subject_right[row, best])
    name = naming.name_of(example.reading.text, [(tokens[first].start, tokens[last].end)])
    gold = example.gold[row]
    return gold is not None and subject_name(name) in {subject_name(one) for one in gold["subject"]}


def _best(scores: Tensor, values: Any) -> int:
    return int(scores.masked_fill(torch.from_numpy(values < 0), -1e9).argmax())
