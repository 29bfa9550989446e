"""How well pages without columns are cut, composed in ever different styles from news of yours.

    python -m tests.benchmarks.loose_pages NEWS.jsonl [NEWS.jsonl ...] [--pages 200] [--show 3]

`sheets` composes the pages. Prints the share of articles that come back letter for letter, headline
included.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from flows.ingest import newspaper, text
from flows.ingest.articles import compose
from tests.benchmarks.news import pools
from tests.benchmarks.sheets import Sheet, page


def cut(content: str) -> list[tuple[str, str]]:
    """Return headline and text of each article of a page."""
    raw = text.plain(content, 10**7)
    return [(title, body) for title, body, _ in (compose(raw, each) for each in newspaper.cut(raw))]


def _show(sheet: Sheet, found: set[tuple[str, str]]) -> None:
    """Print the lines of a page with their roles, and what it was cut into."""
    for line in sheet.lines:
        print(f"{line.role}{'*' if line.side else ''} {line.words[:60]}")
    print("=" * 20, *(f"{title} | {body[:20]}…{body[-20:]} {len(body)}" for title, body in found), sep="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("news", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="pages of which to show what went wrong")
    given = parser.parse_args()
    pool, rng = pools(given.news), random.Random(given.seed)
    whole: Counter[str] = Counter()
    for _ in range(given.pages):
        sheet = page(pool, rng)
        found, truth = set(cut(sheet.text)), sheet.truth()
        bodies = {body for _, body in found}
        whole["articles"] += len(truth)
        whole["whole"] += sum(each in found for each in truth)
        whole["bodies whole"] += sum(body in bodies for _, body in truth)
        whole["pages whole"] += set(truth) == found
        if given.show and set(truth) != found:
            given.show -= 1
            _show(sheet, found)
    articles = whole["articles"]
    print(
        f"{len(pool):,} articles, {given.pages} pages with {articles}: {whole['whole'] / articles:.1%} whole"
    )
    print(f"texts {whole['bodies whole'] / articles:.1%}, pages {whole['pages whole'] / given.pages:.1%}")


if __name__ == "__main__":
    main()
