"""News from files of JSON Lines, in paragraphs."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?][”’」』）)]*")


@dataclass(frozen=True)
class Item:
    """A piece of news; the headline is empty where its source has none."""

    title: str
    paragraphs: tuple[str, ...]


def lines(path: Path) -> Iterator[dict[str, str]]:
    """Yield the records of a file of JSON Lines."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from map(json.loads, data.decode().splitlines())


def items(path: Path) -> Iterator[Item]:
    """Yield the news of a file of JSON Lines, those of one line cut into paragraphs of some sentences."""
    for number, row in enumerate(lines(path)):
        words = row["text"].replace("\r", "")
        parts = [each.strip() for each in re.split(r"\n+|(?<=[。！？”])[ 　]+", words)]
        rng = random.Random(number)
        parts = [piece for each in parts if each for piece in _pieces(each, rng)]
        whole = [each for each in parts if len(each) > 18 and re.search(r"[。！？!?][”’」』）)]*$", each)]
        title = re.sub(r"^【.*?】", "", row.get("title", "")).strip()
        if len(whole) == len(parts) and whole and (not title or 6 <= len(title) <= 50):
            yield Item(title if title[-1:] not in "。；" else "", tuple(whole[:9]))


def _pieces(words: str, rng: random.Random) -> Iterator[str]:
    """Yield paragraphs of usual length."""
    if len(words) <= 320:
        yield words
        return
    most, now = rng.randint(60, 260), ""
    for sentence in _SENTENCE.findall(words) or [words]:
        now += sentence
        if len(now) > most:
            yield now.strip()
            most, now = rng.randint(60, 260), ""
    if now.strip():
        yield now.strip()


def pools(paths: Sequence[Path]) -> list[Item]:
    """Return the news of all files, each piece once."""
    return list(dict.fromkeys(each for path in paths for each in items(path)))
