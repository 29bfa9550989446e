"""What one more document costs after many, and whether anyone can tell from the release.

    python -m tests.benchmarks.incremental FOLDER

FOLDER holds raw files of yours. They are run, run again with one more document, and run in full
elsewhere; the time of each is printed, and whether the last two releases have the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests import plain
from tests.benchmarks.scale import measure

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
        command = [sys.executable, "-m", "flows.cli", "run", folder]
        print("| run | seconds | documents |\n|---|---:|---:|")
        first, _ = measure([*command, "--output", output])
        print(f"| first | {first:.0f} | {documents(output):,} |", flush=True)
        more.mkdir()
        (more / "new.jsonl").write_text(json.dumps(NEW, ensure_ascii=False) + "\n", encoding="utf-8")
        second, _ = measure([*command, more, "--output", output])
        print(f"| one more document | {second:.0f} | {documents(output):,} |", flush=True)
        full, _ = measure([*command, more, "--output", other])
        print(f"| all of them in full | {full:.0f} | {documents(other):,} |", flush=True)
        print(
            "\nthe same bytes"
            if plain.data(output / "latest") == plain.data(other / "latest")
            else "\nOTHER BYTES"
        )


def documents(output: Path) -> int:
    """Return the number of documents of the latest release."""
    described = json.loads((output / "latest" / "release.json").read_text(encoding="utf-8"))
    return int(described["documents"])


if __name__ == "__main__":
    main()
