"""What the release promises, read from schemas/: the only place where a column is defined.

`schemas/dataset.yaml` names the tables, `schemas/tables/*.yaml` defines them in the terms of
Frictionless Table Schema v2, `schemas/codelists/` holds code lists as CSV. `schemas/wide/*.yaml` are
the wide tables: the rows of a view of `schemas/views/`, whose columns point to those of the tables.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

PACKAGE = Path(__file__).resolve().parent
"""The folder of the package, flows/."""
SCHEMAS = next(place for place in (PACKAGE / "schemas", PACKAGE.parent / "schemas") if place.is_dir())
"""The folder schemas/: beside the package in a clone, inside it where it is installed."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its Frictionless type, what it means, and what a value must satisfy."""

    name: str
    type: str
    title: str
    description: str
    description_zh: str
    unit: str | None
    concept: str | None
    constraints: Mapping[str, Any]

    @property
    def title_en(self) -> str:
        """The name in words: names of columns are whole words."""
        return _words(self.name)

    @property
    def required(self) -> bool:
        """Whether every row must have a value."""
        return bool(self.constraints.get("required", False))


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column whose values stand in the key column of another table."""

    field: str
    table: str
    reference: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the release."""

    name: str
    title: str
    description: str
    description_zh: str
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    sort: tuple[str, ...]
    fields: tuple[Field, ...]
    view: str | None = None
    """The view that a wide table holds the rows of; None for a table that holds rows of its own."""

    @property
    def title_en(self) -> str:
        """The name in words."""
        return _words(self.name)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in their order."""
        return tuple(field.name for field in self.fields)


def _loaded(path: Path) -> Any:
    """Return what a file says in YAML; by libyaml, at a tenth of the time, where that is there."""
    return yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@functools.cache
def dataset() -> Mapping[str, Any]:
    """Return `schemas/dataset.yaml` as it stands."""
    content: Mapping[str, Any] = _loaded(SCHEMAS / "dataset.yaml")
    return content


@functools.cache
def table(name: str) -> Table:
    """Return the definition of one table, wide or not; FileNotFoundError where schemas/ has none."""
    folder = "wide" if name in dataset()["wide_tables"] else "tables"
    spec = _loaded(SCHEMAS / folder / f"{name}.yaml")
    return Table(
        name=spec["name"],
        title=spec["title"],
        description=spec["description"].strip(),
        description_zh=spec["description_zh"].strip(),
        primary_key=tuple(spec["primaryKey"]),
        foreign_keys=tuple(
            ForeignKey(key["fields"][0], key["reference"]["resource"], key["reference"]["fields"][0])
            for key in spec.get("foreignKeys", ())
        ),
        sort=tuple(spec["sort"]),
        fields=tuple(_field(field) for field in spec["fields"]),
        view=spec.get("view"),
    )


def tables() -> tuple[Table, ...]:
    """Return all tables that hold rows of their own, in the order of `schemas/dataset.yaml`."""
    return tuple(table(name) for name in dataset()["tables"])


def wide_tables() -> tuple[Table, ...]:
    """Return the tables that hold the rows of a view, with all names beside the codes."""
    return tuple(table(name) for name in dataset()["wide_tables"])


def files() -> tuple[Table, ...]:
    """Return all tables that a release has a Parquet and a CSV file of, the wide ones first."""
    return (*wide_tables(), *tables())


@functools.cache
def arrow_schema(name: str) -> pa.Schema:
    """Return the Arrow schema of one table, with titles and descriptions as field metadata.

    pyarrow is imported here and not above, because `zhibiao inspect` reads code lists without it.
    """
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    definition = table(name)
    return pa.schema(
        [
            pa.field(
                field.name,
                types[field.type],
                nullable=not field.required,
                metadata={
                    "title": field.title,
                    "description": field.description,
                    "description_zh": field.description_zh,
                }
                | ({"unit": field.unit} if field.unit else {}),
            )
            for field in definition.fields
        ],
        metadata={
            "name": name,
            "title": definition.title,
            "description": definition.description,
            "description_zh": definition.description_zh,
        },
    )


@functools.cache
def accuracy() -> Sequence[Mapping[str, str]]:
    """Return `schemas/accuracy.csv`: how often what is read from unseen text is right, by kind of text."""
    return _lines(SCHEMAS / "accuracy.csv")


@functools.cache
def codelist(name: str) -> Sequence[Mapping[str, str]]:
    """Return the rows of `schemas/codelists/<name>.csv`; an empty cell is an empty string."""
    return _lines(SCHEMAS / "codelists" / f"{name}.csv")


def _lines(path: Path) -> Sequence[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        names = next(lines)
        return tuple(dict(zip(names, line, strict=True)) for line in lines)


def _field(spec: dict[str, Any]) -> Field:
    if "column" in spec:
        spec = _pointed(spec["column"]) | spec
    return Field(
        name=spec["name"],
        type=spec["type"],
        title=spec["title"],
        description=spec["description"],
        description_zh=spec["description_zh"],
        unit=spec.get("unit"),
        concept=spec.get("concept"),
        constraints=spec.get("constraints", {}),
    )


def _pointed(column: str) -> dict[str, Any]:
    """Return what is said of `table.column`, but what only its own table can promise: no value missing."""
    name, _, field_name = column.partition(".")
    field = next(field for field in table(name).fields if field.name == field_name)
    told = ("name", "type", "title", "description", "description_zh", "unit", "concept")
    said = {key: getattr(field, key) for key in told}
    kept = {key: rule for key, rule in field.constraints.items() if key not in {"required", "unique"}}
    return said | {"constraints": kept}


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
