"""How alike two texts are: reprints share a fingerprint, revisions nearly share a signature.

The fingerprint leaves out white space and punctuation, which is all that a page and its reprint
differ in. The signature is a MinHash (Broder, 1997) of all runs of five characters: of each of 64
orders of all runs the least one in the text, so that two texts agree in as many of the 64 as they
share runs. It is reckoned with numpy, since importing a library for it takes longer than reading a page.
"""

from __future__ import annotations

import functools
import hashlib
import re
from typing import Any

_NO_WORD = re.compile(r"[\W_]+")
_RUN = 5
_SHORTEST = 60
"""Characters below which texts are alike by chance: a headline, a line of a table."""
_BASE = 0x100000001B3
"""Multiplier of the hash of a run; the prime of FNV-1."""
PERMUTATIONS = 64
_AT_ONCE = 4096


def fingerprint(text: str) -> str:
    """Return what is alike for texts of the same letters and digits; empty for a very short text."""
    bare = _NO_WORD.sub("", text)
    return hashlib.blake2b(bare.encode(), digest_size=16).hexdigest() if len(bare) >= _SHORTEST else ""


def signature(text: str) -> str:
    """Return the MinHash of `text` as hexadecimal digits; empty for a very short text."""
    import numpy as np

    bare = _NO_WORD.sub("", text)
    if len(bare) < _SHORTEST:
        return ""
    letters = np.frombuffer(bare.encode("utf-32-le", "replace"), dtype="<u4").astype(np.uint64)
    runs = np.zeros(len(letters) - _RUN + 1, dtype=np.uint64)
    for at in range(_RUN):
        runs = runs * np.uint64(_BASE) + letters[at : at + len(runs)]
    hashes = np.unique((runs ^ (runs >> np.uint64(29))) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    factors, terms = _permutations()
    least = np.full(PERMUTATIONS, 0xFFFFFFFF, dtype=np.uint32)
    for at in range(0, len(hashes), _AT_ONCE):
        least = np.minimum(least, (hashes[at : at + _AT_ONCE, None] * factors + terms).min(axis=0))
    return least.astype(">u4").tobytes().hex()


@functools.cache
def _permutations() -> tuple[Any, Any]:
    """Return odd factors and terms: each pair maps the 32-bit numbers onto themselves."""
    import numpy as np

    numbers = np.random.RandomState(1).randint(0, 1 << 32, (2, PERMUTATIONS), dtype=np.uint32)
    return numbers[0] | np.uint32(1), numbers[1]
