"""What changed between two releases, and whether readers of the older one can read the newer one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows import contract
from flows.publish import sql
from flows.publish.exporter import Exporter
from flows.records import Explained
from flows.tables.database import parquet, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from flows.publish.exporter import Stage

SCHEMA = pa.schema(
    [
        pa.field("table", pa.string(), nullable=False),
        pa.field(
            "row_id", pa.string(), nullable=False, metadata={"description": "Primary key, parts joined by |."}
        ),
        pa.field("kind", pa.string(), nullable=False, metadata={"description": "added, changed or removed."}),
        pa.field("column", pa.string(), metadata={"description": "Column that changed."}),
        pa.field("before", pa.string(), metadata={"description": "Its value in the release before."}),
        pa.field("after", pa.string(), metadata={"description": "Its value in this release."}),
    ]
)
"""Columns of `changes.parquet`: row_id is the primary key, its parts joined by `|`; kind is added,
changed or removed; a changed row has one line for each column that changed, with its two values."""

PIECE_ROWS = 102_400
"""Rows that are written at a time, a row group."""

SILENT = ("rejects",)
"""Tables whose rows are no data and whose changes are told as counts only, by `release.json`."""

EXAMPLES = 20
"""Changed values that CHANGES.md shows; changes.parquet holds all."""

OF_TEXT = ("start", "end", "raw_start", "raw_end", "char_count", "text_sha256", "evidence")
"""Columns that say where a row stands and in which words: they change with any correction near by, and
a row in which nothing else changed is counted apart."""


_HARDLY = 0.05
"""What a claim of confidence moves by where a digit nearby is corrected: no news of the row."""
_TOLD = (
    f'"column" NOT IN ({", ".join(map(text, OF_TEXT))})'
    " AND NOT (\"column\" = 'confidence'"
    f" AND coalesce(abs(TRY_CAST(before AS DOUBLE) - TRY_CAST(after AS DOUBLE)) < {_HARDLY}, false))"
)


class SchemaBreak(Explained):
    """A change of schema that readers of the last release cannot follow, without a new major version."""


@dataclass(frozen=True, slots=True)
class SchemaChanges:
    """How the columns of two releases differ, as `table.column`."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    retyped: tuple[str, ...]


def check_schema(before: Path, version_before: str) -> None:
    """Refuse a schema that breaks readers of the release before.

    Raises:
        SchemaBreak: a column is gone or has another type, and the major version is the same.
    """
    if _major(version_before) != _major(contract.dataset()["schema_version"]):
        return
    differences = compare_schemas(_schemas(before), _contract_schemas())
    broken = [f"{column} is gone or renamed" for column in differences.gone]
    broken += [f"{column} has another type" for column in differences.retyped]
    if broken:
        major = _major(version_before) + 1
        raise SchemaBreak(
            f"{'; '.join(broken)}: readers of release {before.name} would fail",
            f"keep the column, or set schema_version in schemas/dataset.yaml to {major}.0.0",
        )


def compare_schemas(before: Mapping[str, pa.Schema], after: Mapping[str, pa.Schema]) -> SchemaChanges:
    """Return the columns that came, went, or have another type."""
    old = {f"{name}.{field.name}": field.type for name, schema in before.items() for field in schema}
    new = {f"{name}.{field.name}": field.type for name, schema in after.items() for field in schema}
    return SchemaChanges(
        added=tuple(column for column in new if column not in old),
        gone=tuple(column for column in old if column not in new),
        retyped=tuple(column for column in new if column in old and old[column] != new[column]),
    )


def compare(before: Path | None, after: Path, path: Path, *, clauses: bool = True) -> int:
    """Write the rows that differ between the Parquet files of two releases, by SCHEMA; return how many.

    Without `clauses` no evidence is told that the release before still carried.
    """
    found = 0
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for definition in sorted(contract.tables(), key=lambda table: table.name) if before else ():
            files = [folder / f"{definition.name}.parquet" for folder in (before, after) if folder]
            if definition.name in SILENT or not all(file.is_file() for file in files):
                continue
            for piece in _compare(definition, files, path.parent, clauses=clauses):
                writer.write_batch(piece)
                found += piece.num_rows
    return found


def _compare(
    definition: contract.Table, files: Sequence[Path], folder: Path, *, clauses: bool
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table that differ, in order."""
    old, new = (set(pq.read_schema(file).names) for file in files)
    if not set(definition.primary_key) <= old & new:
        return
    columns = [
        field.name
        for field in definition.fields
        if field.name in old & new and field.name not in definition.primary_key
        if clauses or field.name != "evidence"
    ]
    with sql.connect(folder) as connection:
        for view, file in zip(("old", "new"), files, strict=True):
            connection.execute(f"CREATE VIEW {view} AS FROM {parquet(file)}")
        query = " UNION ALL ".join(_queries(definition, columns))
        for piece in connection.sql(f'{query} ORDER BY kind, row_id, "column"').to_arrow_reader(PIECE_ROWS):
            yield piece.cast(SCHEMA)


def markdown(changes: Path, before: Path | None, after: Path, version: str) -> str:
    """Return what changed, for people; `changes` is the file that `compare` wrote."""
    if before is None:
        return f"# {version}\n\nThe first release.\n"
    lines = [f"# {version}, compared with {before.resolve().name}", ""]
    lines += _schema_lines(compare_schemas(_schemas(before), _schemas(after)))
    counts, beside = summary(changes), touched(changes)
    if not counts and not beside:
        return "\n".join([*lines, "No row differs.", ""])
    if counts:
        lines += ["| table | added | changed | removed |", "|---|---:|---:|---:|"]
    for name, (added, changed, removed) in counts.items():
        lines.append(f"| {name} | {added:,} | {changed:,} | {removed:,} |")
    if beside:
        lines += [
            "",
            f"Of {beside:,} more rows only the place in the text, the words around them, or some hundredths"
            " of their confidence differ.",
        ]
    examples = _query(changes, _EXAMPLES.format(names=parquet(after / "metrics.parquet")))
    if examples:
        lines += ["", "| table | row | column | before | after |", "|---|---|---|---|---|"]
        lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in examples]
    return "\n".join([*lines, ""])


# A value says more than how it was written; of a number, what it measures says more than its id.
_EXAMPLES = f"""
    SELECT "table", coalesce(indicator || ' ' || row_id, row_id), "column", before, after
    FROM changes LEFT JOIN (SELECT metric_id, indicator FROM {{names}}) ON row_id = metric_id
    WHERE kind = 'changed' AND {_TOLD}
    ORDER BY "column" = 'quote', "table", row_id, "column" LIMIT {EXAMPLES}
"""


def summary(changes: Path) -> dict[str, tuple[int, int, int]]:
    """Return rows added, changed and removed by table; a row counts once however many columns changed.

    Those that `touched` counts are not among them.
    """
    counts: dict[str, Counter[str]] = {}
    counted = (
        'SELECT "table", kind, count(DISTINCT row_id) FROM changes '
        f"WHERE kind <> 'changed' OR {_TOLD} GROUP BY ALL ORDER BY ALL"
    )
    for table, kind, rows in _query(changes, counted):
        counts.setdefault(table, Counter())[kind] = rows
    return {name: (count["added"], count["changed"], count["removed"]) for name, count in counts.items()}


def touched(changes: Path) -> int:
    """Return how many rows differ in their place, the words around them, or their claim by little alone."""
    changed = "SELECT \"table\", row_id FROM changes WHERE kind = 'changed' GROUP BY ALL"
    only = f"{changed} HAVING NOT bool_or({_TOLD})"
    [(rows,)] = _query(changes, f"SELECT count(*) FROM ({only})")
    return int(rows)


def _query(changes: Path, query: str) -> list[tuple[Any, ...]]:
    with sql.connect(changes.parent) as connection:
        connection.execute(f"CREATE VIEW changes AS FROM {parquet(changes)}")
        return connection.execute(query).fetchall()


def _queries(definition: contract.Table, columns: Sequence[str]) -> Iterator[str]:
    """Yield what finds the rows that came, that went, and the cells that changed."""
    keys = [sql.name(column) for column in definition.primary_key]
    using = f"USING ({', '.join(keys)})"
    row_id = f"concat_ws('|', {', '.join(keys)}) AS row_id"
    head = f'SELECT {text(definition.name)} AS "table", {row_id}'
    for kind, here, there in (("added", "new", "old"), ("removed", "old", "new")):
        nothing = 'NULL AS "column", NULL AS before, NULL AS after'
        yield f"({head}, '{kind}' AS kind, {nothing} FROM {here} ANTI JOIN {there} {using})"
    if columns:
        cells = [
            tuple(f"{side}.{sql.name(column)}::VARCHAR" for side in ("old", "new")) for column in columns
        ]
        differ = " OR ".join(f"{before} IS DISTINCT FROM {after}" for before, after in cells)
        told = ", ".join(
            f"{{'column': {text(column)}, 'before': {before}, 'after': {after}}}"
            for column, (before, after) in zip(columns, cells, strict=True)
        )
        changed = f"{head}, unnest([{told}]) AS cell FROM new JOIN old {using} WHERE {differ}"
        yield (
            '(SELECT "table", row_id, \'changed\', cell."column", cell.before, cell.after '
            f"FROM ({changed}) WHERE cell.before IS DISTINCT FROM cell.after)"
        )


def _schemas(release: Path) -> dict[str, pa.Schema]:
    """Return the schemas of a release's tables; the tables are those that have a CSV file beside."""
    names = [path.stem for path in sorted(release.glob("*.parquet")) if path.with_suffix(".csv").is_file()]
    return {name: pq.read_schema(release / f"{name}.parquet") for name in names}


def _contract_schemas() -> dict[str, pa.Schema]:
    return {table.name: contract.arrow_schema(table.name) for table in contract.files()}


def _schema_lines(differences: SchemaChanges) -> list[str]:
    told = [
        ("new columns", differences.added),
        ("columns gone", differences.gone),
        ("columns of another type", differences.retyped),
    ]
    lines = [f"- {what}: {', '.join(columns)}" for what, columns in told if columns]
    return [*lines, ""] if lines else []


def _major(version: str) -> int:
    return int(version.split(".")[0])


def _cell(value: str | None) -> str:
    shown = "" if value is None else value.replace("|", "\\|").replace("\n", " ")
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _export_rows(stage: Stage) -> None:
    clauses = stage.settings.evidence and not stage.settings.evidence_withheld
    compare(stage.previous, stage.folder, stage.folder / ROWS.file_name, clauses=clauses)


def _export_page(stage: Stage) -> None:
    rows = stage.folder / ROWS.file_name
    text = markdown(rows, stage.previous, stage.folder, stage.release["version"])
    (stage.folder / PAGE.file_name).write_text(text, encoding="utf-8")


ROWS = Exporter(
    "changes.parquet",
    "与上一版不同的行",
    "rows added, changed and removed since the release before",
    "application/vnd.apache.parquet",
    "description",
    _export_rows,
)
PAGE = Exporter(
    "CHANGES.md",
    "与上一版的差别",
    "what changed since the release before, for people",
    "text/markdown",
    "description",
    _export_page,
)
