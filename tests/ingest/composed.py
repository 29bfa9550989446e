"""Made-up pages as dailies compose them, each line with its article and role: what has to come out of them.

In `composed.txt` T is a part of a headline, M the mark of a sidebar, P a paragraph, + what goes on with it, H
a subhead, B who wrote. Each page is written with empty lines and without, in full-width and half-width marks,
and with points for full stops.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.ingest.texts import Answer, Case

_HALF = str.maketrans("，；：？（）", ",;:?()")
_POINTS = str.maketrans("，；：？（）。", ",;:?().")
WRITINGS = {
    "spaced": ("\n\n", {}),
    "close": ("\n", {}),
    "half": ("\n\n", _HALF),
    "points": ("\n\n", _POINTS),
}
UNSURE = {"three-parts", "questions", "council"}
"""Pages that do not come out whole: only the sense of their words tells how far an article goes."""


def pages() -> Iterator[tuple[str, str, tuple[Answer, ...]]]:
    """Yield name, text and articles of each page in each writing."""
    source = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    for block in source.split("=== ")[1:]:
        name, *lines = block.strip().split("\n")
        for writing, (gap, marks) in WRITINGS.items():
            told = [(line[0], line[1], line[3:].translate(marks)) for line in lines]
            yield f"{name}-{writing}", gap.join(words for _, _, words in told), _answers(told)


def _answers(lines: list[tuple[str, str, str]]) -> tuple[Answer, ...]:
    heads: dict[str, list[str]] = {}
    bodies: dict[str, list[str]] = {}
    for article, role, words in lines:
        head, body = heads.setdefault(article, []), bodies.setdefault(article, [])
        if role in "TM":
            head.append(words)
        elif role == "+":
            body[-1] += words
        else:
            body.append(words)
    return tuple(Answer(" ".join(heads[each]), tuple(bodies[each])) for each in heads)


def cases() -> Iterator[Case]:
    """Yield the files whose articles all have to come out."""
    for name, text, answers in pages():
        if name.rpartition("-")[0] not in UNSURE:
            yield Case(f"composed-{name}.txt", text.encode(), answers)
