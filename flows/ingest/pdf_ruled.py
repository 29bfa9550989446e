"""Tables of a PDF page that rules show: the cells between them, those without a rule between them as one."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from flows.ingest.pdf_cells import Table, set_in
from flows.ingest.pdf_letters import Rule, Run, Sheet, lines, runs

_NEAR = 3.0
"""Points within which two rules meet or are one."""
_MOST_LINES = 400


def tables(sheet: Sheet) -> Iterator[tuple[Table, list[Run]]]:
    """Yield what rules show to be rows of cells, be it one, each with the words in it."""
    if not 4 <= len(sheet.rules) <= 4000:
        return
    for group in _crossing(sheet.rules):
        upright, across = _places(group, True), _places(group, False)
        if len(across) < 2 or len(upright) < 3 or len(across) + len(upright) > _MOST_LINES:
            continue
        inside = [
            word
            for word in sheet.words
            if upright[0] - 1 < (word.left + word.right) / 2 < upright[-1] + 1
            and across[0] < word.middle < across[-1]
        ]
        rows = _cells(group, upright, across[::-1], inside)
        if any(sum(map(bool, set(row))) > 1 for row in rows) and not _lays_out(rows):
            yield Table(rows, upright[0], upright[-1], across[0], across[-1]), inside


def _places(rules: Sequence[Rule], is_upright: bool) -> list[float]:
    """Return where rules of one direction stand, and where those across end, for sides may be left open."""
    found = _distinct(rule.at for rule in rules if rule.upright == is_upright)
    ends = [end for rule in rules if rule.upright != is_upright for end in (rule.start, rule.end)]
    return _distinct([*found, *(end for end in (min(ends), max(ends)) if _far(end, found))])


def _far(end: float, places: Sequence[float]) -> bool:
    return not places or min(abs(end - place) for place in places) > 4 * _NEAR


def _lays_out(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the boxes of a page hold articles and no table."""
    cells = {cell for row in rows for cell in row}
    longest = max(map(len, cells))
    return longest > 300 and longest > 0.5 * sum(map(len, cells))


def _crossing(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Yield the groups of rules that meet each other, across and upright."""
    owner = list(range(len(rules)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    across = [at for at, rule in enumerate(rules) if not rule.upright]
    for at, rule in enumerate(rules):
        if rule.upright:
            for other in across:
                line = rules[other]
                meets = line.start - _NEAR < rule.at < line.end + _NEAR
                if meets and rule.start - _NEAR < line.at < rule.end + _NEAR:
                    owner[root(at)] = root(other)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(root(at), []).append(rule)
    for group in groups.values():
        if sum(rule.upright for rule in group) > 1 and sum(not rule.upright for rule in group) > 1:
            yield group


def _distinct(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _cells(
    rules: Sequence[Rule], upright: Sequence[float], across: Sequence[float], words: Sequence[Run]
) -> list[list[str]]:
    """Return the text of each cell; cells with no rule between them hold the same."""
    width, height = len(upright) - 1, len(across) - 1
    regions = _regions(rules, upright, across)
    inside: dict[int, list[Run]] = {}
    for word in words:
        down = sum(level > word.middle for level in across[1:])
        over = sum(place < (word.left + word.right) / 2 for place in upright[1:])
        if down < height and over < width:
            inside.setdefault(regions[down * width + over], []).append(word)
    texts = {at: _text(found) for at, found in inside.items()}
    labels = [(at, min(word.left for word in found)) for at, found in inside.items() if at % width == 0]
    edge = min((left for _, left in labels), default=0.0)
    for at, left in labels:
        texts[at] = set_in(texts[at], left - edge, inside[at][0].size)
    return [[texts.get(regions[down * width + over], "") for over in range(width)] for down in range(height)]


def _stands(rule: Rule, is_upright: bool, at: float) -> bool:
    return rule.upright == is_upright and abs(rule.at - at) <= _NEAR


def _regions(rules: Sequence[Rule], upright: Sequence[float], across: Sequence[float]) -> list[int]:
    """Return for each cell of a raster the first one of those that no rule parts from it."""
    width = len(upright) - 1
    owner: list[int] = []
    walls = {
        (is_upright, at): [
            (rule.start - _NEAR, rule.end + _NEAR) for rule in rules if _stands(rule, is_upright, at)
        ]
        for is_upright, places in ((True, upright), (False, across))
        for at in places
    }

    def walled(is_upright: bool, at: float, middle: float) -> bool:
        return any(start <= middle <= end for start, end in walls[is_upright, at])

    for down, over in itertools.product(range(len(across) - 1), range(width)):
        here = down * width + over
        level = (across[down] + across[down + 1]) / 2
        side = (upright[over] + upright[over + 1]) / 2
        if over and not walled(True, upright[over], level):
            owner.append(owner[here - 1])
        elif down and not walled(False, across[down], side):
            owner.append(owner[here - width])
        else:
            owner.append(here)
    return owner


def _text(words: Sequence[Run]) -> str:
    """Return the words of a cell, its lines as one."""
    return " ".join(run.text for line in lines(words) for run in runs(line))
