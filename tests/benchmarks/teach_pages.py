"""Teach `flows.ingest.roles` what each sign is worth, on pages composed from news of yours.

    python -m tests.benchmarks.teach_pages NEWS.jsonl [NEWS.jsonl ...] [--pages 4000] [--teachings 5]

An averaged structured perceptron (Collins 2002): each page is read with the weights so far, and where
the path differs from the true one the signs on the true path gain what those on the other one lose. What
is written is the mean of several teachings, each on pages of its own.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from flows.ingest import roles, signs, text
from flows.ingest.roles import Scorer, State
from tests.benchmarks.news import Item, pools
from tests.benchmarks.sheets import Sheet, page

Worth = dict[str, NDArray[np.float64]]
Example = tuple[list[list[str]], list[State]]


def example(sheet: Sheet) -> Example | None:
    """Return the signs of the lines of a page and the true path, None where it cannot be gone."""
    raw = text.plain(sheet.text, 10**7)
    path = [(line.role, line.side) for line in sheet.lines]
    if len(raw.lines) != len(path) or -1 in roles.acts(path):
        return None
    found = signs.of_lines(raw.text, list(raw.lines))
    agree = all(
        ("kind marker" in mine) == (role == "marker") for mine, (role, _) in zip(found, path, strict=True)
    )
    return (found, path) if agree else None


class Teacher:
    """Weights, and their average over all steps of the teaching."""

    def __init__(self, common: set[str]) -> None:
        size = len(roles.ACTS)
        self.worth: dict[str, NDArray[np.float64]] = {sign: np.zeros(size) for sign in common}
        self._total = {sign: np.zeros(size) for sign in common}
        self._clock = 1
        self.wrong = 0

    def see(self, case: Example) -> None:
        """Read a page, and mend the weights where the path is wrong."""
        found, path = case
        guess = Scorer(self.worth).best(found)
        if guess != path:
            self.wrong += 1
            for mine, right, taken in zip(found, roles.acts(path), roles.acts(guess), strict=True):
                if right != taken:
                    self._add(mine, right, 1.0)
                    self._add(mine, taken, -1.0)
        self._clock += 1

    def _add(self, mine: Sequence[str], act: int, amount: float) -> None:
        for sign in mine:
            if sign in self.worth:
                self.worth[sign][act] += amount
                self._total[sign][act] += amount * self._clock

    def average(self) -> dict[str, NDArray[np.float64]]:
        """Return the average weights."""
        return {sign: worth - self._total[sign] / self._clock for sign, worth in self.worth.items()}


def teach(pool: Sequence[Item], rng: random.Random, pages: int, rounds: int, least: int) -> Worth:
    """Return what signs are worth that stand on at least so many pages."""
    cases = [case for _ in range(pages) if (case := example(page(pool, rng)))]
    seen = Counter(sign for found, _ in cases for sign in {sign for mine in found for sign in mine})
    teacher = Teacher({sign for sign, count in seen.items() if count >= least})
    print(f"{len(cases):,} pages of {len(pool):,} articles, {len(teacher.worth):,} signs")
    for number in range(rounds):
        began, teacher.wrong = time.perf_counter(), 0
        rng.shuffle(cases)
        for case in cases:
            teacher.see(case)
        took = time.perf_counter() - began
        print(f"round {number + 1}: {teacher.wrong:,} pages wrong, {took:.0f} s", flush=True)
    return teacher.average()


def mean(taught: Sequence[Worth]) -> Worth:
    """Return the mean of several teachings; what one of them does not know is worth nothing to it."""
    signs_known = dict.fromkeys(sign for worth in taught for sign in worth)
    nothing = np.zeros(len(roles.ACTS))
    return {sign: np.mean([worth.get(sign, nothing) for worth in taught], axis=0) for sign in signs_known}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("news", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--teachings", type=int, default=5)
    parser.add_argument("--least", type=int, default=12, help="pages that a sign must stand on to count")
    parser.add_argument("--out", type=Path, default=roles.WEIGHTS)
    given = parser.parse_args()
    pool = pools(given.news)
    taught = [
        teach(pool, random.Random(20 + number), given.pages, given.rounds, given.least)
        for number in range(given.teachings)
    ]
    roles.write(mean(taught), given.out)
    print(f"{given.out} has {given.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
