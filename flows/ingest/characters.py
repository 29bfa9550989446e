"""What is no text: characters that hide or turn what stands beside them, and halves of characters.

A text keeps its length, so that offsets hold: they become U+FFFD in it. What a record says of itself
(its identifier, publisher, address) names something, and is refused rather than changed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

# Control characters but tab and line ends, halves of surrogate pairs, the marks that turn the direction of
# what follows them (Unicode TR36, 3.5), and the two that XML has no place for.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


LONGEST = 2_000
"""Characters of what names something: a headline, a publisher, an address."""
LONGEST_KEY = 300
"""Characters of what tells a row from others: two in an index of a database are at most 2.7 kB there."""


def visible(text: str) -> str:
    """Return `text` with characters that hide or turn text replaced by U+FFFD, one for one."""
    return _UNSEEN.sub("\ufffd", text)


def unseen(text: str) -> str | None:
    """Return the first character of `text` that no text holds, as an escape; None where there is none."""
    found = _UNSEEN.search(text)
    return printable(found[0]) if found else None


def printable(text: str) -> str:
    """Return `text` with what is not printable written as an escape."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def shown(path: Path) -> str:
    """Return `path` as reports show it: forward slashes, nothing that is not printable."""
    return printable(os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace"))
