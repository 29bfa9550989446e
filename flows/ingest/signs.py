"""What a line of a page shows of its role: how it is written, and how it hangs together with the others.

Each sign is a word; `roles` knows what each of them has been worth. Nothing here decides anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from flows.ingest import pairs
from flows.ingest.articles import Line
from flows.ingest.written import Written, by_itself, written

_BACK = 40
"""Lines that are looked back over for subheads."""
_NEAR, _FAR = 3, 8
"""Paragraphs that a line is compared with, closely and from farther off."""


def of_lines(text: str, lines: Sequence[Line]) -> list[list[str]]:
    """Return the signs of each line of a page."""
    found = _Reader([written(text[line.start : line.end]) for line in lines]).signs()
    apart = [at > 0 and line.block != lines[at - 1].block for at, line in enumerate(lines)]
    indents = [line.indent >= 1.0 for line in lines]
    parted, indented = 0 < sum(apart[1:]) < len(lines) - 1, 0 < sum(indents) < len(lines)
    for at, mine in enumerate(found):
        if parted:
            mine.append(f"apart {apart[at]}")
        if indented:
            mine += [f"indent {indents[at]}", f"indents {indents[max(at - 1, 0)]} {indents[at]}"]
    return found


class _Reader:
    """Reads a page from its first line to its last."""

    def __init__(self, written: Sequence[Written]) -> None:
        self._all = written
        self._kinds = ["start", "start", *(each.kind for each in written), "end", "end"]
        self._counts = Counter(pair for each in written for pair in each.pairs)
        self._datelines = min(sum(each.kind == "dateline" for each in written), 2)
        self._bylines = min(sum(each.kind == "byline" for each in written), 2)
        self._spans = self._runs()
        self._body = [at for at, each in enumerate(written) if each.is_body]
        self._mark: int | None = None
        """The mark of a sidebar that stands last before the line."""
        self._texts: list[int] = []
        """The lines of text since that mark."""
        self._article: list[int] = []
        self._host: list[int] = []
        """The lines before it, headlines too."""
        self._since_head = 0
        self._since_mark = 0
        """The last line that tells who wrote: subheads are looked for behind it."""

    def signs(self) -> list[list[str]]:
        """Return the signs of each line."""
        found = []
        ahead = 0
        for at, line in enumerate(self._all):
            while ahead < len(self._body) and self._body[ahead] < at:
                ahead += 1
            coming = [n for n in self._body[ahead : ahead + 5] if n - at < 2 * _FAR]
            found.append([*by_itself(line), *self._around(at), *self._hangs(at, coming)])
            if line.kind in ("dateline", "byline"):
                self._since_mark = at
            if line.kind == "marker":
                self._host, self._texts, self._mark = self._article or self._host, [], at
                self._article = []
            elif line.is_text:
                self._texts.append(at)
            self._article = [*self._article[-2 * _FAR :], at]
            self._since_head = 0 if line.kind in ("bare", "marker") else self._since_head + 1
        return found

    def _runs(self) -> list[tuple[int, int]]:
        """Return begin and end of the run of possible headlines that each line stands in."""
        spans = [(at, at) for at in range(len(self._all))]
        begin = 0
        for at, line in enumerate([*self._all, None]):
            if line is None or not line.is_head:
                spans[begin:at] = [(begin, at)] * (at - begin)
                begin = at + 1
        return spans

    def _around(self, at: int) -> Iterator[str]:
        earlier, before, now, after, later = self._kinds[at : at + 5]
        yield f"before {before}"
        yield f"before {earlier} {before} now {now}"
        yield f"now {now} after {after}"
        yield f"now {now} after {after} {later}"
        yield f"{before} {now} {after}"
        if at:
            last = self._all[at - 1]
            yield f"before ends {last.last}"
            yield f"before ends {last.words[-3:]}"
            yield f"before {'signed' if last.is_signed else 'unsigned'} bylines {self._bylines}"
            yield f"joint {last.last} {self._all[at].first} {last.is_closed}"
            holds = "，" if last.has_clauses else " " if " " in last.words else ""
            now = self._all[at].first
            yield f"before {last.kind} with {holds} ends {last.last} now {now}"
            yield from self._joint("", last, at)
            if last.is_parted:
                yield "before parted"
            if last.is_narrow:
                yield "before narrow"
        if self._all[at].is_head:
            yield from self._heads(at)

    def _joint(self, name: str, last: Written, at: int) -> Iterator[str]:
        """Yield whether the end of a line and the beginning of this one make a word."""
        pair = last.words[-1:] + self._all[at].words[:1]
        if last.is_closed or len(pairs.of(pair)) == 0:
            return
        usual = round(pairs.RARE - pairs.weight(pair))
        yield f"{name}joint usual {usual} here {self._counts[pair] > 0} kind {last.kind}"
        yield f"{name}joint usual {usual}"

    def _heads(self, at: int) -> Iterator[str]:
        """Yield what stands around a run of lines that may be headlines."""
        begin, end = self._spans[at]
        yield f"run {min(end - begin, 5)} {min(at - begin, 4)}"
        yield f"alike {self._alike(at)} run {min(end - begin, 2)}"
        if end == len(self._all):
            yield "run then end"
            return
        following = self._all[end]
        lead = following.lead
        yield f"run then {following.kind}"
        yield f"run leads to {lead}"
        yield f"run leads to begin {following.words[:2]}"
        yield f"run leads to dateline {lead == 'dateline'} on page {self._datelines}"
        yield f"run after byline {self._kinds[begin + 1] == 'byline'} on page {self._bylines}"
        yield f"run leads to byline {following.kind == 'byline'} on page {self._bylines}"

    def _alike(self, at: int) -> int:
        """Return how many lines before stand alone and are set like this one, as subheads are: up to two."""
        mine, begin = self._all[at], max(self._since_mark, at - _BACK)
        alone = [
            other
            for other in range(begin, at)
            if self._all[other].is_head and self._spans[other] == (other, other + 1)
        ]
        return min(sum(mine.is_like(self._all[other]) for other in alone), 2)

    def _hangs(self, at: int, ahead: Sequence[int]) -> Iterator[str]:
        """Yield how a line hangs together with what stands before it, behind it, and before the mark."""
        line = self._all[at]
        name = "head" if line.is_head else "text"
        yield f"since mark {min(len(self._texts), 5) if self._mark is not None else 'none'}"
        yield f"since head {min(self._since_head, 5)}"
        coming = self._union(ahead[:2])
        near, far = self._union(self._texts[-_NEAR:]), self._union(self._texts[-_FAR:])
        yield f"{name} coming in near {pairs.share(coming, near)}"
        yield f"{name} coming in far {pairs.share(coming, far)}"
        yield f"{name} rare in far {pairs.rare(coming, far)}"
        if line.is_head:
            inside, outside = pairs.share(line.pairs, coming), pairs.share(line.pairs, far)
            yield f"head in coming {inside}"
            yield f"head in before {outside}"
            yield f"head in coming {inside} before {outside}"
            yield f"head rare in coming {pairs.rare(line.pairs, coming)} before {pairs.rare(line.pairs, far)}"
            if at:
                last = self._all[at - 1]
                yield f"head in head {pairs.share(line.pairs, last.pairs)} {last.kind}"
        if self._mark is not None:
            yield from self._sides(at, name, coming | line.pairs, near)
            later, host = self._union(ahead) | line.pairs, self._union(self._host)
            yield f"{name} later in host {pairs.share(later, host)} side {pairs.share(later, far)}"
            yield f"{name} later rare in host {pairs.rare(later, host)} side {pairs.rare(later, far)}"

    def _sides(self, at: int, name: str, mine: frozenset[str], side: frozenset[str]) -> Iterator[str]:
        """Yield whether a line behind a mark goes with the sidebar or with the article before it."""
        host = self._union(self._host[-_NEAR:])
        told, held = pairs.share(mine, side), pairs.share(mine, host)
        yield f"{name} in host {held}"
        yield f"{name} in host {held} side {told}"
        yield f"{name} rare in host {pairs.rare(mine, host)} side {pairs.rare(mine, side)}"
        if self._host:
            texts = [n for n in self._host if self._all[n].is_text] or self._host
            last, before = self._all[texts[-1]], self._all[at - 1]
            if last.is_text and (last.is_signed or self._all[self._host[-1]].kind == "byline"):
                yield "host signed"
            ends = "closed" if last.is_closed else "open"
            yield f"host {ends} {last.last}"
            yield f"host {ends} now {self._all[at].kind} before {before.kind} {before.is_closed}"
            yield from self._joint("host ", last, at)

    def _union(self, numbers: Sequence[int]) -> frozenset[str]:
        return frozenset().union(*(self._all[n].pairs for n in numbers))
