"""How metrics and names are scored against gold.

A metric found is matched to the gold metric that it shares most characters with, one to one. What
is optional in gold counts neither way, nor does what was matched to it. Three figures, each F1:

    quantity   the number and its unit are right
    statement  and comparator, measure, status and indicator
    complete   and subject and period

A gold field lists the answers that count; an empty list is not scored. Indicators are alike when
their characters overlap by three quarters (F1 of the bags). Names need span and type.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.records import Mention, Metric

LEVELS = ("quantity", "statement", "complete")
FIELDS = {
    "quantity": ("value", "unit"),
    "statement": ("comparator", "measure", "status", "indicator"),
    "complete": ("subject", "period"),
}
NAME_TYPES = ("PERSON", "ORG", "PLACE", "POLICY", "INDUSTRY")
SIMILAR = 0.75
_LEFT_OUT = re.compile(r"[\s“”\"'《》（）()、，的]")
_LEVEL_OF_PLACE = re.compile(r"(?:[壮回]族自治区|维吾尔自治区|自治区|特别行政区|省|市|区|县)$")
_COUNTRY = {"全国": "中国", "我国": "中国", "国家": "中国"}


@dataclass(slots=True)
class Tally:
    """Right ones, and what was found or expected in vain."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        total = 2 * self.right + self.spurious + self.missed
        return 2 * self.right / total if total else 0.0


@dataclass(slots=True)
class Score:
    """Tallies of the three levels and of names by type, and how often each field was right."""

    levels: dict[str, Tally] = field(default_factory=lambda: {level: Tally() for level in LEVELS})
    names: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in NAME_TYPES})
    fields: Counter[str] = field(default_factory=Counter)
    pairs: int = 0
    misses: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Return every F1, names as one figure over all types."""
        out = {level: round(tally.f1, 4) for level, tally in self.levels.items()}
        together = Tally()
        for tally in self.names.values():
            together.right += tally.right
            together.spurious += tally.spurious
            together.missed += tally.missed
        if together.right + together.missed:
            out["names"] = round(together.f1, 4)
        return out

    def shares(self) -> dict[str, float]:
        """Return for each field how many of the numbers that were found have it right."""
        return {
            name: round(self.fields[name] / self.pairs, 4) if self.pairs else 0.0
            for level in FIELDS.values()
            for name in level
        }


def score(
    golds: Iterable[Mapping[str, Any]],
    metrics: Mapping[str, Sequence[Metric]],
    mentions: Mapping[str, Sequence[Mention]],
) -> Score:
    """Score what was found in each document, by document_id, against the annotations `golds`."""
    result = Score()
    for gold in golds:
        identifier = gold["document_id"]
        _score_metrics(result, identifier, gold["metrics"], metrics.get(identifier, ()))
        if gold.get("entities"):
            _score_names(result, identifier, gold["entities"], mentions.get(identifier, ()))
    return result


def _score_metrics(
    result: Score, identifier: str, golds: Sequence[Mapping[str, Any]], found: Sequence[Metric]
) -> None:
    pairs = match(golds, found)
    for index, other in pairs.items():
        if not golds[index]["optional"]:
            _score_pair(result, identifier, golds[index], found[other])
    missed = [gold for index, gold in enumerate(golds) if index not in pairs and not gold["optional"]]
    spurious = [metric for other, metric in enumerate(found) if other not in pairs.values()]
    for tally in result.levels.values():
        tally.missed += len(missed)
        tally.spurious += len(spurious)
    result.misses += [f"{identifier} missed {gold['quote']} {gold['indicator']}" for gold in missed]
    result.misses += [f"{identifier} spurious {metric.quote} {metric.indicator}" for metric in spurious]


def _score_pair(result: Score, identifier: str, gold: Mapping[str, Any], metric: Metric) -> None:
    wrong = wrong_fields(gold, metric)
    result.pairs += 1
    result.fields.update(name for level in LEVELS for name in FIELDS[level] if name not in wrong)
    needed: set[str] = set()
    for level in LEVELS:
        needed.update(FIELDS[level])
        tally = result.levels[level]
        if needed & wrong:
            tally.spurious += 1
            tally.missed += 1
        else:
            tally.right += 1
    if wrong:
        result.misses.append(_told(identifier, gold, metric, wrong))


def match(golds: Sequence[Mapping[str, Any]], found: Sequence[Metric]) -> dict[int, int]:
    """Return which gold metric goes with which found one, the largest overlaps first."""
    overlaps = sorted(
        (
            (min(gold["end"], metric.end) - max(gold["start"], metric.start), -i, -j)
            for i, gold in enumerate(golds)
            for j, metric in enumerate(found)
            if gold["start"] < metric.end and metric.start < gold["end"]
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for _, i, j in overlaps:
        if -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return pairs


def wrong_fields(gold: Mapping[str, Any], metric: Metric) -> set[str]:
    """Return the names of the fields that are wrong."""
    wrong = set()
    if not (_close(gold["value"], metric.value) and _close(gold["value_high"], metric.value_high)):
        wrong.add("value")
    if metric.unit not in gold["unit"]:
        wrong.add("unit")
    for name in ("comparator", "measure", "status"):
        if getattr(metric, name) not in gold[name]:
            wrong.add(name)
    if gold["indicator"] and max(alike(name, metric.indicator) for name in gold["indicator"]) < SIMILAR:
        wrong.add("indicator")
    if gold["subject"] and _place(metric.subject or "") not in {_place(name) for name in gold["subject"]}:
        wrong.add("subject")
    if gold["period"] and (metric.period_start, metric.period_end) not in {
        days(text) for text in gold["period"]
    }:
        wrong.add("period")
    return wrong


def alike(first: str, second: str) -> float:
    """Return the F1 of the characters of two names, marks left out."""
    left, right = (Counter(_LEFT_OUT.sub("", name)) for name in (first, second))
    shared = sum((left & right).values())
    return 2 * shared / (sum(left.values()) + sum(right.values())) if shared else 0.0


def days(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day of `2026`, `2026-05`, `2026-01/2026-05`."""
    first, _, last = text.partition("/")
    return _day(first, end=False), _day(last or first, end=True)


def _day(text: str, *, end: bool) -> dt.date:
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    month = month or (12 if end else 1)
    return dt.date(year, month, day or (calendar.monthrange(year, month)[1] if end else 1))


def _close(expected: float | None, found: float | None) -> bool:
    if expected is None or found is None:
        return expected is found
    return math.isclose(expected, found, rel_tol=1e-6, abs_tol=5e-5)


def _place(name: str) -> str:
    name = re.sub(r"(?:人民政府|政府)$", "", name)
    name = _COUNTRY.get(name, name)
    return _LEVEL_OF_PLACE.sub("", name) if len(name) > 2 else name


def _score_names(
    result: Score, identifier: str, golds: Sequence[Mapping[str, Any]], found: Sequence[Mention]
) -> None:
    expected = {(gold["start"], gold["end"], gold["type"]): gold for gold in golds}
    have = {(mention.start, mention.end, mention.type): mention for mention in found}
    spans = [(gold["start"], gold["end"]) for gold in golds if gold["optional"]]
    for key, gold in expected.items():
        if gold["optional"]:
            continue
        tally = result.names[gold["type"]]
        if key in have:
            tally.right += 1
        else:
            tally.missed += 1
            result.misses.append(f"{identifier} missed name {gold['type']} {gold['quote']}")
    for key, mention in have.items():
        overlapped = any(start < mention.end and mention.start < end for start, end in spans)
        if key not in expected and not overlapped and mention.type in NAME_TYPES:
            result.names[mention.type].spurious += 1
            result.misses.append(f"{identifier} spurious name {mention.type} {mention.quote}")


def _told(identifier: str, gold: Mapping[str, Any], metric: Metric, wrong: set[str]) -> str:
    parts = []
    for name in sorted(wrong):
        have = f"{metric.period_start}..{metric.period_end}" if name == "period" else getattr(metric, name)
        parts.append(f"{name} {have!r} for {gold[name]!r}")
    return f"{identifier} wrong {gold['quote']}: {'; '.join(parts)}"
