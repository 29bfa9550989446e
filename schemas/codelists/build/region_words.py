"""Rebuild region_words.csv: short names of counties that are ordinary words as well.

    python schemas/codelists/build/region_words.py

Reads the frequencies and parts of speech in jieba's own dictionary (MIT). A short name that the
dictionary knows as a frequent word is listed; one that it takes for something else than a name needs less.
"""

from __future__ import annotations

import csv
from pathlib import Path

import jieba

LISTS = Path(__file__).resolve().parent.parent
COMMON, RARE = 150, 30


def main() -> None:
    """Write the list."""
    dictionary = {}
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split()
        dictionary[word] = (int(frequency), tag)
    with (LISTS / "regions.csv").open(encoding="utf-8", newline="") as file:
        names = {row["name_short"] for row in csv.DictReader(file) if row["level"] == "county"}
    listed = [name for name in sorted(names) if is_word(name, dictionary.get(name))]
    with (LISTS / "region_words.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name_short"])
        writer.writerows([name] for name in listed)


def is_word(name: str, entry: tuple[int, str] | None) -> bool:
    """Return whether the short name of a county is an ordinary word too."""
    if len(name) == 1 or entry is None:
        return len(name) == 1
    frequency, tag = entry
    return frequency > (COMMON if tag.startswith(("ns", "nr", "nt")) else RARE)


if __name__ == "__main__":
    main()
