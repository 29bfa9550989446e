"""How well newspaper pages are cut, on news of yours laid out as pages in fourteen ways.

    python -m tests.benchmarks.pages NEWS.jsonl [PAGES]

Takes articles of several paragraphs from the file, sets them in columns, and cuts the pages again.
Prints the share of pages, articles and paragraphs that come back letter for letter.
"""

from __future__ import annotations

import json
import random
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from flows.ingest import newspaper, text
from flows.ingest.articles import compose
from tests.ingest import texts

Article = tuple[str, list[str]]


@dataclass(frozen=True)
class Layout:
    """How a page is set."""

    name: str
    measure: int = 20
    masthead: bool = True
    blank: bool = True
    """Empty lines around headlines and articles."""
    dateline: bool = True
    indent: bool = True
    sidebar: str = "open"
    """open: in the midst of a sentence; closed: anywhere; or none."""


USUAL = Layout("usual")
LAYOUTS = (
    USUAL,
    replace(USUAL, name="no indents", indent=False),
    replace(USUAL, name="no empty lines", blank=False),
    replace(USUAL, name="neither", indent=False, blank=False),
    replace(USUAL, name="narrow columns", measure=13),
    replace(USUAL, name="wide columns", measure=28),
    replace(USUAL, name="sidebar anywhere", sidebar="closed"),
    replace(USUAL, name="no datelines", dateline=False),
    replace(USUAL, name="no sidebar", sidebar="none"),
    replace(USUAL, name="no datelines, no sidebar", dateline=False, sidebar="none"),
    replace(
        USUAL,
        name="nothing but lines",
        masthead=False,
        blank=False,
        dateline=False,
        indent=False,
        sidebar="none",
    ),
    replace(USUAL, name="unbroken", measure=10_000),
    replace(USUAL, name="unbroken, no indents", measure=10_000, indent=False, sidebar="closed"),
    replace(
        USUAL, name="unbroken, no empty lines", measure=10_000, indent=False, blank=False, sidebar="none"
    ),
)


def pool(path: Path) -> list[Article]:
    """Return the articles of whole sentences under a headline of usual length."""
    found = []
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        paragraphs = [each.strip() for each in row["text"].split("\n")]
        whole = all(len(each) > 30 and each.endswith("。") for each in paragraphs)
        if (
            whole
            and 3 <= len(paragraphs) <= 8
            and 8 <= len(row["title"]) <= 40
            and row["title"][-1] not in "。；"
        ):
            found.append((row["title"], paragraphs))
    return found


def page(articles: list[Article], layout: Layout, rng: random.Random) -> tuple[str, list[Article]]:
    """Return a page of two to four articles, and what has to come out of it."""
    gap = [""] if layout.blank else []
    lines = [*texts.HEAD, *gap] if layout.masthead else []
    truth: list[Article] = []
    for number, (title, original) in enumerate(rng.sample(articles, rng.randint(2, 4))):
        paragraphs = list(original)
        if layout.dateline:
            paragraphs[0] = f"本报讯（记者 {rng.choice(['李明远', '王 晓', '赵德山 孙琪'])}）{paragraphs[0]}"
        truth.append((title, paragraphs))
        body = [line for each in paragraphs for line in texts.wrap(each, layout.measure, layout.indent)]
        if layout.sidebar != "none" and number == 0:
            body, sidebar = _interrupted(body, rng.choice(articles), layout, rng)
            truth.append(sidebar)
        lines += [*re.split(" ", title), *gap, *body, *gap]
    return "\n".join(lines), truth


def _interrupted(
    body: list[str], article: Article, layout: Layout, rng: random.Random
) -> tuple[list[str], Article]:
    title, paragraphs = article[0], article[1][:2]
    at = rng.randint(len(body) // 4, len(body) * 3 // 4)
    while layout.sidebar == "open" and at < len(body) and body[at - 1].endswith("。"):
        at += 1
    gap = [""] if layout.blank else []
    inner = [line for each in paragraphs for line in texts.wrap(each, layout.measure, layout.indent)]
    return [*body[:at], *gap, "新闻延伸", title, *inner, *gap, *body[at:]], (f"新闻延伸 {title}", paragraphs)


def measure(articles: list[Article], layout: Layout, pages: int) -> tuple[float, float, float]:
    """Return the shares of pages, articles and paragraphs that come back whole."""
    rng = random.Random(1)
    whole = found = wanted = right = paragraphs = 0
    for _ in range(pages):
        content, truth = page(articles, layout, rng)
        raw = text.plain(content, 10**7)
        cut = {
            title: body.split("\n") for title, body, _ in (compose(raw, each) for each in newspaper.cut(raw))
        }
        good = [cut.get(title) == body for title, body in truth]
        whole += all(good)
        found += sum(good)
        wanted += len(good)
        right += sum(each in cut.get(title, ()) for title, body in truth for each in body)
        paragraphs += sum(len(body) for _, body in truth)
    return whole / pages, found / wanted, right / paragraphs


def main() -> None:
    articles = pool(Path(sys.argv[1]))
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    print(f"{len(articles):,} articles, {pages} pages a layout")
    print(f"{'layout':<26} {'pages':>6} {'articles':>9} {'paragraphs':>11}")
    for layout in LAYOUTS:
        print("{:<26} {:>6.1%} {:>9.1%} {:>11.1%}".format(layout.name, *measure(articles, layout, pages)))


if __name__ == "__main__":
    main()
