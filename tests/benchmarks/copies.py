"""Resolves, validates and publishes copies of what was extracted: `scale --staged` calls this.

    python -m tests.benchmarks.copies ONCE OUTPUT CHARACTERS

ONCE is the output of a run. Its batches are copied, with other identifiers and as of other years,
until their documents have so many characters; each stage is logged as a run logs it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sys
from pathlib import Path

import duckdb
import pyarrow as pa

from flows import pipeline
from flows.records import Run
from flows.run import columns, staging, version
from flows.settings import Settings

IDENTIFIERS = {"document_key", "document_id", "mention_id", "metric_id", "relation_id", "event_id"}


def main(once: Path, output: Path, characters: int) -> None:
    """Copy the batches, and run the stages on the copies."""
    settings = Settings(output=output)
    began = dt.datetime.now(dt.UTC)
    folders = list(copy(staging.folder(once / ".work"), output / "batches", characters))
    _log("copy")
    documents = [_sum(folder) for folder in folders]
    resolved = pipeline.resolve.fn(dict.fromkeys(folders), [], settings)
    _log("resolve")
    checked = pipeline.validate.fn(resolved, settings)
    _log("validate")
    done = Run(
        started_at=began,
        files=len(folders),
        documents=sum(count for count, _ in documents),
        characters=sum(length for _, length in documents),
        refusals=(),
        code_version=version.of_extraction(),
    )
    pipeline.publish.fn(checked, done, settings)
    _log("publish")


def copy(batches: Path, target: Path, characters: int) -> list[Path]:
    """Copy batches until they hold so many characters, and return their folders."""
    found: list[Path] = []
    for turn in itertools.count():
        for batch in sorted(path for path in batches.iterdir() if path.is_dir()):
            if characters <= 0:
                return found
            folder = target / f"{batch.name}-{turn}"
            folder.mkdir(parents=True)
            for name, schema in columns.schemas().items():
                _copy(batch / f"{name}.parquet", folder / f"{name}.parquet", schema, turn)
            found.append(folder)
            characters -= _sum(folder)[1]
    return found


def _copy(source: Path, target: Path, schema: pa.Schema, turn: int) -> None:
    columns = []
    for field in schema:
        column = f'"{field.name}"'
        if field.name in IDENTIFIERS:
            column = f"{column} || '-{turn}' AS {column}"
        elif pa.types.is_date(field.type):
            column = f"({column} - to_years({turn}))::DATE AS {column}"
        columns.append(column)
    duckdb.execute(
        f"COPY (SELECT {', '.join(columns)} FROM read_parquet('{source}')) TO '{target}' (COMPRESSION zstd)"
    )


def _sum(folder: Path) -> tuple[int, int]:
    """Return the documents of a batch and their characters."""
    query = f"SELECT count(*), sum(char_count)::BIGINT FROM read_parquet('{folder / 'documents.parquet'}')"
    found = duckdb.execute(query).fetchone()
    assert found
    return found[0], found[1]


def _log(stage: str) -> None:
    print(f"Task run '{stage}-copy' - Finished", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
