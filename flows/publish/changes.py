"""What changed between two releases, and whether readers of the older one can read the newer one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows import contract
from flows.publish import sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

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

SILENT = ("rejects",)
"""Tables whose rows are no data and whose changes are told as counts only, by `release.json`."""

EXAMPLES = 20
"""Changed values that CHANGES.md shows; changes.parquet holds all."""


class SchemaBreak(Exception):
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
            f"{'; '.join(broken)}: readers of release {before.name} would fail; keep the column, "
            f"or set schema_version in schemas/dataset.yaml to {major}.0.0"
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


def compare(before: Path | None, after: Path) -> pa.Table:
    """Return the rows that differ between the Parquet files of two releases, by SCHEMA."""
    if before is None:
        return SCHEMA.empty_table()
    parts = []
    with duckdb.connect() as connection:
        for definition in contract.tables():
            files = [folder / f"{definition.name}.parquet" for folder in (before, after)]
            if definition.name in SILENT or not all(path.is_file() for path in files):
                continue
            for view, path in zip(("old", "new"), files, strict=True):
                connection.execute(
                    f"CREATE OR REPLACE VIEW {view} AS FROM read_parquet({sql.text(str(path))})"
                )
            both = [set(pq.read_schema(path).names) for path in files]
            if set(definition.primary_key) <= both[0] & both[1]:
                query = " UNION ALL ".join(_queries(definition, both[0] & both[1]))
                found = connection.sql(query).to_arrow_table()
                parts.append(found.rename_columns(SCHEMA.names).cast(SCHEMA))
    order = ("table", "kind", "row_id", "column")
    whole = pa.concat_tables([SCHEMA.empty_table(), *parts])
    return whole.sort_by([(column, "ascending") for column in order]).combine_chunks()


def without_evidence(changes: pa.Table) -> pa.Table:
    """Return the changes without the clauses that an earlier release still carried."""
    rows = [row for row in changes.to_pylist() if row["column"] != "evidence"]
    return pa.Table.from_pylist(rows, SCHEMA)


def read(folder: Path) -> pa.Table:
    """Return the changes that a release tells."""
    return pq.read_table(folder / "changes.parquet")


def write(changes: pa.Table, before: Path | None, folder: Path, version: str) -> None:
    """Write `changes.parquet` and CHANGES.md into the folder of a release."""
    pq.write_table(changes, folder / "changes.parquet", compression="zstd")
    (folder / "CHANGES.md").write_text(markdown(changes, before, folder, version), encoding="utf-8")


def markdown(changes: pa.Table, before: Path | None, after: Path, version: str) -> str:
    """Return what changed, for people."""
    if before is None:
        return f"# {version}\n\nThe first release.\n"
    lines = [f"# {version}, compared with {before.resolve().name}", ""]
    lines += _schema_lines(compare_schemas(_schemas(before), _schemas(after)))
    counts = summary(changes)
    if not counts:
        return "\n".join([*lines, "No row differs.", ""])
    lines += ["| table | added | changed | removed |", "|---|---:|---:|---:|"]
    for name, (added, changed, removed) in counts.items():
        lines.append(f"| {name} | {added:,} | {changed:,} | {removed:,} |")
    examples = [row for row in changes.to_pylist() if row["kind"] == "changed"][:EXAMPLES]
    if examples:
        shown = ("table", "row_id", "column", "before", "after")
        lines += ["", "| table | row | column | before | after |", "|---|---|---|---|---|"]
        lines += ["| " + " | ".join(_cell(row[key]) for key in shown) + " |" for row in examples]
    return "\n".join([*lines, ""])


def summary(changes: pa.Table) -> dict[str, tuple[int, int, int]]:
    """Return rows added, changed and removed by table; a row counts once however many columns changed."""
    rows = changes.select(["table", "kind", "row_id"]).group_by(["table", "kind", "row_id"]).aggregate([])
    counts = Counter((row["table"], row["kind"]) for row in rows.to_pylist())
    names = sorted({table for table, _ in counts})
    return {name: (counts[name, "added"], counts[name, "changed"], counts[name, "removed"]) for name in names}


def _queries(definition: contract.Table, columns: set[str]) -> Iterator[str]:
    keys = [sql.name(column) for column in definition.primary_key]
    on = " AND ".join(f"o.{key} = n.{key}" for key in keys)
    table = sql.text(definition.name)
    for kind, here, there in (("added", "n", "o"), ("removed", "o", "n")):
        views = {"n": "new AS n", "o": "old AS o"}
        yield (
            f"SELECT {table}, {_row_id(here, keys)}, '{kind}', NULL, NULL, NULL "
            f"FROM {views[here]} ANTI JOIN {views[there]} ON {on}"
        )
    for field in definition.fields:
        if field.name in columns and field.name not in definition.primary_key:
            before, after = (f"CAST({side}.{sql.name(field.name)} AS VARCHAR)" for side in "on")
            yield (
                f"SELECT {table}, {_row_id('n', keys)}, 'changed', {sql.text(field.name)}, {before}, {after} "
                f"FROM new AS n JOIN old AS o ON {on} WHERE {before} IS DISTINCT FROM {after}"
            )


def _row_id(side: str, keys: list[str]) -> str:
    return "concat_ws('|', " + ", ".join(f"{side}.{key}" for key in keys) + ")"


def _schemas(release: Path) -> dict[str, pa.Schema]:
    """Return the schemas of a release's tables; the tables are those that have a CSV file beside."""
    names = [path.stem for path in sorted(release.glob("*.parquet")) if path.with_suffix(".csv").is_file()]
    return {name: pq.read_schema(release / f"{name}.parquet") for name in names}


def _contract_schemas() -> dict[str, pa.Schema]:
    return {table.name: contract.arrow_schema(table.name) for table in contract.tables()}


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
