"""Edges of names that the text puts right: words in letters, marks in pairs, persons in full elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.extract.names.labels import Name

_PAIRS = (("“", "”"), ("（", "）"), ("(", ")"), ("《", "》"), ("【", "】"))


def mended(text: str, found: Sequence[Name]) -> Iterator[Name]:
    """Yield the names in order, none that cuts a word or a pair of marks, and persons in full."""
    persons = {text[item.start : item.end] for item in found if item.kind == "PERSON"}
    for place, item in enumerate(found):
        behind = found[place + 1].start if place + 1 < len(found) else len(text)
        before = found[place - 1].end if place else 0
        whole = _paired(text, _uncut(text, item, before, behind), before, behind)
        yield _in_full(text, whole, persons, behind)


def _uncut(text: str, item: Name, before: int, behind: int) -> Name:
    """Return Zscaler for scaler: a word in letters is no two."""
    start, end = item.start, item.end
    while start > before and _is_letter(text[start]) and _is_letter(text[start - 1]):
        start -= 1
    while end < behind and _is_letter(text[end - 1]) and _is_letter(text[end]):
        end += 1
    return item._replace(start=start, end=end)


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _paired(text: str, item: Name, before: int, behind: int) -> Name:
    """Return “东数西算”工程 for what lacks its first mark, and so with the last."""
    start, end = item.start, item.end
    for opening, closing in _PAIRS:
        opened, closed = text.count(opening, start, end), text.count(closing, start, end)
        if closed > opened and start > before and text[start - 1] == opening:
            start -= 1
        if opened > closed and end < behind and text[end] == closing:
            end += 1
    return item._replace(start=start, end=end)


def _in_full(text: str, item: Name, persons: set[str], behind: int) -> Name:
    """Return a person whose name goes on as the text writes it elsewhere (李建|国王志强 of a headline)."""
    if item.kind != "PERSON":
        return item
    goes_on = item.end < behind and text[item.start : item.end + 1] in persons
    return item._replace(end=item.end + 1) if goes_on else item
