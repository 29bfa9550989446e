"""Write the code list character_pairs: how little it says that two passages share a pair of characters.

    python -m tests.benchmarks.character_pairs NEWS.jsonl [NEWS.jsonl ...] > character_pairs.csv

The weight of a pair is the logarithm of how many passages of some 150 characters there are to one
that holds it; pairs rarer than one in 1,100 are left out.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flows.ingest import pairs
from tests.benchmarks.news import lines

_LENGTH = 150


def passages(path: Path) -> Iterator[str]:
    """Yield the texts of a file of JSON Lines in passages of whole sentences."""
    for row in lines(path):
        now = ""
        for sentence in re.split(r"(?<=[。！？\n])", row["text"]):
            now += sentence
            if len(now) > _LENGTH:
                yield now
                now = ""


def main() -> None:
    counts: Counter[str] = Counter()
    total = 0
    for path in sys.argv[1:]:
        for passage in passages(Path(path)):
            counts.update(pairs.of(passage))
            total += 1
    print("pair,weight")
    for pair, count in sorted(counts.items()):
        if (weight := math.log(total / count)) < pairs.RARE:
            print(f"{pair},{weight:.1f}")


if __name__ == "__main__":
    main()
