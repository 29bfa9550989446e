"""Draws the tables of a release and their keys: `python -m tests.diagram` writes docs/tables.md."""

from __future__ import annotations

from pathlib import Path

from flows import contract

PAGE = Path(__file__).resolve().parent.parent / "docs" / "tables.md"

HEAD = """# The tables and their keys

Written by `make map` from `schemas/tables/`; an arrow leads from a column to the table whose key it holds.
The [wide tables](../schemas/wide) have all names beside the codes, so that most questions need no join.

"""


def draw() -> str:
    """Return the page: the diagram, then what one row of each table is, in both languages."""
    lines = ["```mermaid", "erDiagram"]
    for table in contract.tables():
        keys = [field for field in table.fields if field.name in table.primary_key]
        inside = " ".join(f"{field.type} {field.name} PK" for field in keys)
        lines.append(f"    {table.name} {{ {inside} }}")
    for table in contract.tables():
        lines += [f'    {table.name} }}o--|| {key.table} : "{key.field}"' for key in table.foreign_keys]
    lines += ["```", "", "| table | what one row is | 一行是什么 |", "|---|---|---|"]
    for table in (*contract.wide_tables(), *contract.tables()):
        lines.append(f"| `{table.name}` {table.title} | {table.description} | {table.description_zh} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(draw(), encoding="utf-8")
