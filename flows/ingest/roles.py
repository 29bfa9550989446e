"""Which role each line of a page plays, where neither columns nor sizes of letters tell.

A path through the page is chosen as a whole: each step from one role to the next has a score, the sum
of what the signs of a line have been worth for that step on pages whose articles were known. The
weights are those of an averaged structured perceptron (Collins 2002).
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from flows import contract
from flows.ingest import signs
from flows.ingest.articles import Line

ROLES = ("title", "text", "more", "head", "byline", "caption")
"""more: goes on with the paragraph that broke off before."""
STATES = (*((role, False) for role in ROLES), *((role, True) for role in ROLES), ("marker", True))
"""Each role, and whether it is played in a sidebar."""
State = tuple[str, bool]
WEIGHTS = contract.SCHEMAS / "codelists" / "page_roles.csv"


def step(before: State | None, state: State) -> str | None:
    """Return the name of the step from one role to the next, None where there is none."""
    role, side = state
    if role == "marker":
        return "marker"
    if before is None:
        return None if side or role == "more" else f"open {role}"
    last, was_side = before
    if side and not was_side:
        return None
    if side:
        if role == "title" and last not in ("marker", "title"):
            return None
        if role == "more" and last not in ("text", "more", "caption"):
            return None
        return f"side {role}"
    if role == "title":
        return "title" if last == "title" and not was_side else "open title"
    if role == "more" and not was_side and last not in ("text", "more", "caption"):
        return None
    if was_side:
        return None if last == "marker" else f"back {role}"
    return role


ACTS = tuple(sorted({act for a in (None, *STATES) for b in STATES if (act := step(a, b))}))
_GOES_ON = np.array([act in ("more", "side more") for act in ACTS])
"""The steps that go on with the line before: none behind a colon, or behind a line that is short or has the
parts of a headline, and none that `本报讯` begins."""
_WHOLE = frozenset({"before ends :", "before parted", "before narrow", "kind dateline"})
_GOES_BACK = np.array([act.startswith("back ") for act in ACTS])
"""The steps that go back from a sidebar to its article: none where somebody has signed that."""
_TITLES = np.array([act.endswith("title") for act in ACTS])
"""The steps to a headline: none to a line that a full stop ends."""
_CAPTIONS = np.array([act.endswith("caption") for act in ACTS])
_START = len(STATES)
_ACT_OF = np.array(
    [[ACTS.index(act) if (act := step(a, b)) else -1 for b in STATES] for a in (*STATES, None)]
)
_ALLOWED = np.where(_ACT_OF >= 0, 0.0, -np.inf)


class Scorer:
    """What each sign is worth for each step."""

    def __init__(self, worth: dict[str, NDArray[np.float64]]) -> None:
        self.worth = worth

    def best(self, signs_of: Sequence[Sequence[str]]) -> list[State]:
        """Return the roles of the path with the highest score."""
        if not signs_of:
            return []
        steps = self._steps(signs_of)
        score = steps[0][_START]
        came: list[NDArray[np.int64]] = []
        for each in steps[1:]:
            ways = score[:, None] + each[:_START]
            came.append(ways.argmax(axis=0))
            score = ways.max(axis=0)
        at = int(score.argmax())
        path = [at]
        for way in reversed(came):
            at = int(way[at])
            path.append(at)
        return [STATES[each] for each in reversed(path)]

    def _steps(self, signs_of: Sequence[Sequence[str]]) -> list[NDArray[np.float64]]:
        """Return the score of each step from each role to each, line by line."""
        found = []
        nothing = np.zeros(len(ACTS))
        for mine in signs_of:
            rows = [self.worth[sign] for sign in mine if sign in self.worth]
            acts = np.sum(rows, axis=0) if rows else nothing
            if not _WHOLE.isdisjoint(mine):
                acts = np.where(_GOES_ON, -np.inf, acts)
            if "host signed" in mine:
                acts = np.where(_GOES_BACK, -np.inf, acts)
            if "last 。" in mine:
                acts = np.where(_TITLES, -np.inf, acts)
            if "kind caption" not in mine:
                acts = np.where(_CAPTIONS, -np.inf, acts)
            marked = "kind marker" in mine
            only = np.array([(role == "marker") == marked for role, _ in STATES])
            scores = np.where(_ACT_OF >= 0, acts[_ACT_OF], 0.0) + _ALLOWED
            found.append(np.where(only, scores, -np.inf))
        return found


def acts(path: Sequence[State]) -> list[int]:
    """Return the steps of a path, by number."""
    before = (None, *path[:-1])
    names = [step(a, b) for a, b in zip(before, path, strict=True)]
    return [ACTS.index(name) if name else -1 for name in names]


def of_lines(text: str, lines: Sequence[Line]) -> list[State]:
    """Return the role of each line, and whether it is played in a sidebar.

    The lines of a table are text where they stand, and tell nothing of the lines around them.
    """
    others = [line for line in lines if not line.table]
    chosen = iter(_scorer().best(signs.of_lines(text, others)))
    found: list[State] = []
    side = False
    for line in lines:
        found.append(("text", side) if line.table else next(chosen))
        side = found[-1][1]
    return found


@functools.cache
def _scorer() -> Scorer:
    worth: dict[str, NDArray[np.float64]] = {}
    numbers = {act: number for number, act in enumerate(ACTS)}
    for row in contract.codelist("page_roles"):
        worth.setdefault(row["sign"], np.zeros(len(ACTS)))[numbers[row["step"]]] = float(row["weight"])
    return Scorer(worth)


def write(worth: dict[str, NDArray[np.float64]], path: Path = WEIGHTS, least: float = 0.1) -> None:
    """Write weights, those that are next to nothing left out."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("sign", "step", "weight"))
        for sign in sorted(worth):
            rows.writerows(
                (sign, ACTS[act], f"{value:.1f}")
                for act, value in enumerate(worth[sign])
                if abs(value) >= least
            )
