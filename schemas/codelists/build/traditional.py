"""Write traditional.csv: traditional characters and the simplified one that each stands for.

Run with opencc-python-reimplemented installed, from the repository's root:

    python schemas/codelists/build/traditional.py

Only characters that GB/T 2312 does not have are taken: those are never written in simplified texts,
so that 乾 in a name stays as it is; but for 後, 於 and 徵, which it has for a handful of names. Of
several simplified characters OpenCC's first counts.
"""

from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path

TAKEN = "後於徵"
TARGET = Path(__file__).resolve().parent.parent / "traditional.csv"


def simplified_only(char: str) -> bool:
    """Return whether GB/T 2312, the set of simplified Chinese, has the character."""
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def main() -> None:
    """Write the list."""
    source = resources.files("opencc") / "dictionary" / "TSCharacters.txt"
    rows = []
    for line in source.read_text(encoding="utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        first = simplified.split(" ")[0].strip()
        if (
            len(traditional) == len(first) == 1
            and traditional != first
            and (traditional in TAKEN or not simplified_only(traditional))
        ):
            rows.append((traditional, first))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("traditional", "simplified"))
        writer.writerows(sorted(rows))


if __name__ == "__main__":
    main()
