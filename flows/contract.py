"""What the release promises, read from schemas/: the only place where a column is defined.

`schemas/dataset.yaml` names the tables, `schemas/tables/*.yaml` defines them in the terms of
Frictionless Table Schema v2, `schemas/codelists/` holds code lists as CSV.
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

_HERE = Path(__file__).resolve().parent
SCHEMAS = next(place for place in (_HERE / "schemas", _HERE.parent / "schemas") if place.is_dir())
"""The folder schemas/: beside the package in a clone, inside it where it is installed."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its Frictionless type, what it means, and what a value must satisfy."""

    name: str
    type: str
    title: str
    description: str
    unit: str | None
    concept: str | None
    constraints: Mapping[str, Any]

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
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    sort: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in their order."""
        return tuple(field.name for field in self.fields)


@functools.cache
def dataset() -> Mapping[str, Any]:
    """Return `schemas/dataset.yaml` as it stands."""
    content: Mapping[str, Any] = yaml.safe_load((SCHEMAS / "dataset.yaml").read_text(encoding="utf-8"))
    return content


@functools.cache
def table(name: str) -> Table:
    """Return the definition of one table; FileNotFoundError where schemas/ has none."""
    spec = yaml.safe_load((SCHEMAS / "tables" / f"{name}.yaml").read_text(encoding="utf-8"))
    return Table(
        name=spec["name"],
        title=spec["title"],
        description=spec["description"].strip(),
        primary_key=tuple(spec["primaryKey"]),
        foreign_keys=tuple(
            ForeignKey(key["fields"][0], key["reference"]["resource"], key["reference"]["fields"][0])
            for key in spec.get("foreignKeys", ())
        ),
        sort=tuple(spec["sort"]),
        fields=tuple(_field(field) for field in spec["fields"]),
    )


def tables() -> tuple[Table, ...]:
    """Return all tables in the order of `schemas/dataset.yaml`."""
    return tuple(table(name) for name in dataset()["tables"])


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
                metadata={"title": field.title, "description": field.description}
                | ({"unit": field.unit} if field.unit else {}),
            )
            for field in definition.fields
        ],
        metadata={"name": name, "title": definition.title, "description": definition.description},
    )


@functools.cache
def codelist(name: str) -> Sequence[Mapping[str, str]]:
    """Return the rows of `schemas/codelists/<name>.csv`; an empty cell is an empty string."""
    with (SCHEMAS / "codelists" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _field(spec: Mapping[str, Any]) -> Field:
    return Field(
        name=spec["name"],
        type=spec["type"],
        title=spec["title"],
        description=spec["description"],
        unit=spec.get("unit"),
        concept=spec.get("concept"),
        constraints=spec.get("constraints", {}),
    )
