"""The project's own gold: sentences and their answers, written by hand in `sentences/*.txt`.

A file of sentences holds documents:

    @ id | date | region | title
    > a sentence, or a heading without a full stop
    = quote | indicator | flags p=period s=subject u=unit v=value cmp=comparator
    + TYPE name | position of the person

Flags: g growth, c change, t target, k condition, - a decrease, ? scored neither way. Value, unit and
comparator follow from the quote where they are not given. `p=` and `s=` hold until they change,
within a document; the subject is the region of the document until then, and an empty one is not
scored. Alternatives stand between slashes (between commas in p= and u=). `quote#2` is the second
occurrence in the sentence.

`python -m tests.quality.gold FOLDER` writes documents.jsonl and annotations.jsonl there, with
offsets counted from the quotes; a quote that does not stand in its sentence is an error.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

SENTENCES = Path(__file__).parent / "sentences"
_COMPARATORS = (
    ("range", r"\d(?:[^\d]{0,4})?(?:—|至|到|-)[\d.]|[一二三四五六七八九]至[一二三四五六七八九]成"),
    ("ge", r"以上|不少于|不低于|及以上|至少"),
    ("le", r"以下|不超过|不高于|以内|及以下|最高"),
    ("gt", r"超过|超|突破|大于|高于|逾|余|多"),
    ("lt", r"低于|少于|不到|不足"),
    ("approx", r"左右|上下|约|近|接近|大约|将近"),
)
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九十")} | {"两": 2}
# 千 and 百 open a unit more often than they multiply behind Arabic digits.
_ARABIC = re.compile(r"(\d+(?:\.\d+)?)((?:万|亿)*)")
_WORDS = re.compile(
    r"以上|以下|以内|左右|上下|不少于|不低于|不超过|不高于|超过|将近|接近|大约|突破|大于|高于|低于|少于|不到|不足|约|近|超|逾"
    r"|余|多|及以上|及以下|（含）|有余"
)


@dataclass(slots=True)
class Gold:
    """A document with its answers, in the two records that are written."""

    document: dict[str, Any]
    metrics: list[dict[str, Any]] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)


def read(folder: Path = SENTENCES) -> list[Gold]:
    """Return all documents of `folder`; ValueError names the file and line of a mistake."""
    return [gold for path in sorted(folder.glob("*.txt")) for gold in _documents(path)]


def write(folder: Path, golds: list[Gold]) -> None:
    """Write documents.jsonl and annotations.jsonl."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = [gold.document for gold in golds]
    answers = [
        {"document_id": gold.document["document_id"], "metrics": gold.metrics, "entities": gold.entities}
        for gold in golds
    ]
    for name, rows in (("documents", documents), ("annotations", answers)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")


def _documents(path: Path) -> Iterator[Gold]:
    builder: _Builder | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        kind, _, rest = line.partition(" ")
        try:
            if kind == "@":
                if builder:
                    yield builder.finish()
                builder = _Builder(*(part.strip() for part in rest.split(" | ")))
            elif builder and kind == ">":
                builder.sentence(rest)
            elif builder and kind == "=":
                builder.metric(*(part.strip() for part in rest.split(" | ")))
            elif builder and kind == "+":
                builder.entity(*(part.strip() for part in rest.split(" | ")))
            elif line.strip():
                raise ValueError("a line begins with @, >, = or +")
        except (ValueError, TypeError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}; correct the line {line!r}") from error
    if builder:
        yield builder.finish()


class _Builder:
    """Puts the text of a document together and counts offsets in `title + "\\n" + text`."""

    def __init__(self, identifier: str, date: str, region: str, title: str) -> None:
        self.identifier, self.date, self.region, self.title = identifier, date, region, title
        self.content = title + "\n"
        self.start, self.end = 0, len(title)
        self.subject, self.period = region, ""
        self.gold = Gold({})

    def sentence(self, text: str) -> None:
        if text == self.title:
            self.start, self.end = 0, len(text)
            return
        self.start = len(self.content)
        self.end = self.start + len(text)
        self.content += text if text[-1] in "。！？；”" else text + "\n"

    def metric(self, quote: str, indicator: str, options: str = "") -> None:
        quote, _, nth = quote.split("|")[-1].partition("#")
        start = self._find(quote, int(nth or 1))
        flags, given = "", dict[str, str]()
        for option in options.split():
            name, mark, text = option.partition("=")
            if mark:
                given[name] = text
            elif set(option) <= set("gctk?-"):
                flags += option
            else:
                raise ValueError(f"unknown flag {option!r}")
        self.subject, self.period = given.get("s", self.subject), given.get("p", self.period)
        value, high, unit = amount(quote)
        value = float(given["v"]) if "v" in given else value
        sign = -1 if "-" in flags else 1
        comparator = given.get("cmp", comparator_of(quote))
        self.gold.metrics.append(
            {
                "start": start,
                "end": start + len(quote),
                "quote": quote,
                "value": _plain(sign * value),
                "value_high": _plain(sign * high) if high is not None and "v" not in given else None,
                "unit": given["u"].split(",") if "u" in given else [unit],
                "comparator": comparator.split("/"),
                "measure": ["growth" if "g" in flags else "change" if "c" in flags else "level"],
                "status": ["target" if "t" in flags else "condition" if "k" in flags else "actual"],
                "indicator": indicator.split("/"),
                "subject": [name for name in self.subject.split("/") if name],
                "period": [name for name in self.period.split(",") if name],
                "optional": "?" in flags,
            }
        )

    def entity(self, named: str, position: str = "") -> None:
        kind, _, quote = named.partition(" ")
        if kind not in ("PERSON", "ORG", "PLACE", "POLICY", "INDUSTRY"):
            raise ValueError(f"unknown type of name {kind!r}")
        before = [one for one in self.gold.entities if one["quote"] == quote and one["start"] >= self.start]
        start = self._find(quote, len(before) + 1)
        self.gold.entities.append(
            {
                "start": start,
                "end": start + len(quote),
                "quote": quote,
                "type": kind,
                "name": quote,
                "position": position.split("/") if position not in ("", "?") else [],
                "optional": position == "?",
            }
        )

    def finish(self) -> Gold:
        self.gold.document = {
            "document_id": self.identifier,
            "title": self.title,
            "text": self.content[len(self.title) + 1 :].rstrip("\n"),
            "published_on": self.date,
            "publisher": "zhibiao",
            "region": self.region,
        }
        self.gold.metrics.sort(key=lambda metric: int(metric["start"]))
        self.gold.entities.sort(key=lambda entity: int(entity["start"]))
        return self.gold

    def _find(self, quote: str, nth: int) -> int:
        start = self.start - 1
        while nth:
            start = self.content.find(quote, start + 1, self.end)
            # 17家 does not stand in 317家.
            inside = quote[0].isdigit() and re.search(r"[\d.]$", self.content[max(0, start - 1) : start])
            nth -= 1 if start < 0 or not inside else 0
            if start < 0:
                raise ValueError(f"{quote!r} does not stand in the sentence (occurrence {nth})")
        return start


def comparator_of(quote: str) -> str:
    """Return the comparator that the words of a quote say, eq where they say none."""
    return next((name for name, words in _COMPARATORS if re.search(words, quote)), "eq")


def amount(quote: str) -> tuple[float, float | None, str]:
    """Return value, far end of a range, and unit of a quote; shares in 成 are per cent."""
    plain = _WORDS.sub("", quote)
    if tenths := re.fullmatch(r"([一两三四五六七八九])(?:至([一二三四五六七八九]))?成", plain):
        high = float(_DIGITS[tenths[2]] * 10) if tenths[2] else None
        return float(_DIGITS[tenths[1]] * 10), high, "%"
    numbers = list(_ARABIC.finditer(plain))
    if numbers:
        last = numbers[-1]
        unit = plain[last.end() :].removeprefix("个") if "个百分点" in plain else plain[last.end() :]
        first_scale, scale = numbers[0][2] or last[2], last[2]
        low = _times(numbers[0][1], first_scale if len(numbers) > 1 else scale)
        if len(numbers) == 2 and re.search(r"—|至|到|-", plain):
            return low, _times(last[1], scale), unit
        return low, None, unit
    if word := re.match(r"(一个半|[零一两二三四五六七八九十])", plain):
        return 1.5 if word[1] == "一个半" else float(_DIGITS[word[1]]), None, plain[word.end() :]
    return 0.0, None, ""


def _times(number: str, scale: str) -> float:
    value = Decimal(number)
    for mark in scale:
        value *= _SCALES[mark]
    return float(value)


def _plain(value: float) -> float:
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


if __name__ == "__main__":
    write(Path(sys.argv[1]), read())
