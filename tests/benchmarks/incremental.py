"""What one more document costs after many, and whether anyone can tell from the release.

    python -m tests.benchmarks.incremental FOLDER

FOLDER holds raw files of yours. They are run, run again with one more document, and run in full
elsewhere; what each took is printed, and whether the last two releases have the same bytes.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tests import plain
from tests.benchmarks import scale

NEW = {"document_id": "new", "title": "新增", "text": "全市生产总值增长5.5%。", "published_on": "2026-03-27"}


def main() -> None:
    """Run three times and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    with tempfile.TemporaryDirectory() as place:
        more, output, other = (Path(place) / name for name in ("more", "output", "other"))
        more.mkdir()
        (more / "new.jsonl").write_text(json.dumps(NEW, ensure_ascii=False) + "\n", encoding="utf-8")
        scale.head("run")
        for first, raw, target in (
            ("first", (folder,), output),
            ("one more document", (folder, more), output),
            ("all of them in full", (folder, more), other),
        ):
            scale.row(target, scale.measure([*scale.COMMAND, *raw, "--output", target]), first)
        print(
            "\nthe same bytes"
            if plain.data(output / "latest") == plain.data(other / "latest")
            else "\nOTHER BYTES"
        )


if __name__ == "__main__":
    main()
