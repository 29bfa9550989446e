"""Tags, entities and marks that were left in a text.

A block (`<p>…</p>`) becomes a line of its own, found where it stands. A line with markup inside it is
written out without it, behind the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from flows.ingest.articles import Line

_BLOCK = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|section|article|blockquote|center|details|summary)\b[^<>]{0,400}>", re.I
)
_INLINE = r"</?(?:span|strong|b|em|i|u|font|a|img|sup|sub|small|mark|o:p)\b[^<>]{0,400}>"
_ENTITY = r"&(?:nbsp|gt|lt|amp|quot|[lr][sd]quo|[mn]dash|hellip|middot|e[mn]sp|#\d{2,5}|#x[0-9a-fA-F]{2,4});"
_AROUND = re.compile(rf"^(?:\s|{_INLINE}|&nbsp;)+|(?:\s|{_INLINE}|&nbsp;)+$", re.I)
_INSIDE = re.compile(rf"{_INLINE}|{_ENTITY}", re.I)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\([^()\n]{0,800}\)")
_BEHIND = re.compile(r"(?<=[。！？）)])\s*[（(]?\[[^\[\]\n]{1,8}\]\([^()\n]{0,800}\)[）)]?\s*$")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|__(?=\S)(.+?)(?<=\S)__")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_EMPHASIS = re.compile(r"(?<![\d*])\*(?=[^\s*])([^*\n]{1,80}?)(?<=[^\s*])\*(?!\*)")
_GONE = re.compile(
    r"~~(?=\S).+?(?<=\S)~~|^\[\^[^\]\s]{1,20}\]:\s*|\[\^[^\]\s]{1,20}\]|<!--.*?-->|^\[[ xX]\]\s+"
)
"""What is struck out, marks of notes, comments, and boxes to tick."""
_LONGEST_LABEL = 8
"""Characters of a line that is nothing but a link and no text: `[查看原文](…)`."""


def without(text: str, lines: Iterator[Line], markdown: bool = False) -> tuple[str, list[Line]]:
    """Return `text`, with what was written out behind it, and the lines without markup."""
    found: list[Line] = []
    behind: list[str] = []
    end = len(text)
    for line in lines:
        body = text[line.start : line.end]
        if not any(mark in body for mark in "<&*_[`~"):
            found.append(line)
            continue
        for piece in _blocks(text, line):
            words = _clean(text[piece.start : piece.end], markdown)
            if words is None:
                found.append(piece)
            elif words:
                found.append(replace(piece, start=end + 1, end=end + 1 + len(words)))
                behind.append(words)
                end += 1 + len(words)
    return "\n".join([text, *behind]), found


def _blocks(text: str, line: Line) -> Iterator[Line]:
    """Yield the blocks of a line, without the tags around them."""
    begin = line.start
    body = text[line.start : line.end]
    ends = [(line.start + tag.start(), line.start + tag.end()) for tag in _BLOCK.finditer(body)]
    for number, (end, following) in enumerate([*ends, (line.end, line.end)]):
        piece = text[begin:end]
        around = [each.span() for each in _AROUND.finditer(piece)]
        lead = next((last for first, last in around if first == 0), 0)
        tail = next((first for first, last in around if last == len(piece)), len(piece))
        if lead < tail:
            yield replace(line, start=begin + lead, end=begin + tail, block=line.block + bool(number))
        begin = following


def bare(words: str) -> str:
    """Return the words of a cell of a table without markup."""
    without_blocks = _BLOCK.sub("", words)
    cleaned = _clean(without_blocks, markdown=True)
    return without_blocks if cleaned is None else cleaned


def _clean(words: str, markdown: bool) -> str | None:
    """Return the words of a line that has markup inside it, None where it has none."""
    if markdown and (link := _LINK.fullmatch(words.strip())) and len(link[1]) <= _LONGEST_LABEL:
        return ""
    cleaned = html.unescape(_INSIDE.sub(lambda found: found[0] if found[0][0] == "&" else "", words))
    if markdown:
        cleaned = _unmarked(cleaned)
    return None if cleaned == words else " ".join(cleaned.split())


def _unmarked(words: str) -> str:
    """Return words of Markdown without its marks; a label behind a sentence (原文) goes too."""
    words = _LINK.sub(r"\1", _BEHIND.sub("", _GONE.sub("", words)))
    words = _BOLD.sub(lambda found: found[1] or found[2], words)
    return _CODE.sub(r"\2", _EMPHASIS.sub(r"\1", words))
