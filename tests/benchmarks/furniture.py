"""What is taken out of scraped texts as furniture of their pages, to be read by eye.

    python -m tests.benchmarks.furniture REPORTS.jsonl

Prints for each record how many lines it had, which were taken out, and the first and last ones left.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from flows.ingest import elements, text
from flows.ingest.articles import Page


def main() -> None:
    """Read the records and print what was taken out of each."""
    total = gone = 0
    for row in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        record = json.loads(row)
        content = record["text"]
        lines = tuple(text.lines(content, 10**7))
        kept, _, _ = elements.without_furniture(Page(content, lines, flowing=True))
        left = {(line.start, line.end) for line in kept}
        out = [content[line.start : line.end] for line in lines if (line.start, line.end) not in left]
        total += len(lines)
        gone += len(out)
        ends = [content[line.start : line.end][:30] for line in (*kept[:3], *kept[-2:])]
        print(f"{record.get('title', '')}: {len(lines)} lines, out {out}\n    left {ends}")
    print(f"{total:,} lines, {gone:,} taken out")


if __name__ == "__main__":
    main()
