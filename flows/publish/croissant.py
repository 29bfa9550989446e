"""`croissant.json`: the Parquet files, in the terms of Croissant 1.1."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flows import contract
from flows.publish.archive import write_json
from flows.publish.citation import about, cite, located, publisher
from flows.publish.exporter import Exporter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.publish.checksums import Checksums
    from flows.publish.exporter import Stage

PARQUET = "application/x-parquet"
"""Not the registered media type, but the one that mlcroissant reads."""
TYPES: Mapping[str, str] = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "date": "sc:Date",
    "boolean": "sc:Boolean",
}
"""Types of the Frictionless ones."""


def croissant(checksums: Checksums, release: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Croissant 1.1 description: the Parquet files, and a record set a table."""
    dataset = contract.dataset()
    context = json.loads((contract.SCHEMAS / "croissant_context.json").read_text(encoding="utf-8"))
    return {
        "@context": context,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": dataset["name"],
        "description": about(),
        "version": f"{dataset['schema_version']}+{release['version']}",
        "datePublished": release["created_at"][:10],
        "license": dataset["licence"]["path"],
        "url": located(release, "index.html") if release.get("address") else "./index.html",
        "citeAs": cite(release),
        "keywords": list(dataset["keywords"]),
        "inLanguage": "zh",
        "creator": {"@type": "Organization", "name": publisher(release)},
        "distribution": [_file_object(table, checksums) for table in contract.files()],
        "recordSet": [_record_set(table) for table in contract.files()],
    }


def _file_object(table: contract.Table, checksums: Checksums) -> dict[str, Any]:
    path = checksums.folder / f"{table.name}.parquet"
    return {
        "@type": "cr:FileObject",
        "@id": path.name,
        "name": path.name,
        "description": table.title,
        "contentUrl": path.name,
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": PARQUET,
        "sha256": checksums[path.name],
    }


def _record_set(table: contract.Table) -> dict[str, Any]:
    # Keys stand in words: mlcroissant takes a reference for an inner join, so that rows were lost or doubled,
    # and the one of a table to itself for a circle, so that no row was read.
    links = {key.field: f" Key of {key.table}.{key.reference}." for key in table.foreign_keys}
    fields = []
    for field in table.fields:
        name = f"{table.name}/{field.name}"
        described = {
            "@type": "cr:Field",
            "@id": name,
            "name": field.name,
            "description": f"{field.title}. {field.description}{links.get(field.name, '')}",
            "dataType": TYPES[field.type],
            "source": {"fileObject": {"@id": f"{table.name}.parquet"}, "extract": {"column": field.name}},
        }
        fields.append(described)
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{table.title}. {table.description}",
        "key": [{"@id": f"{table.name}/{column}"} for column in table.primary_key],
        "field": fields,
    }


def _export(stage: Stage) -> None:
    write_json(stage.folder / EXPORTER.file_name, croissant(stage.checksums, stage.release))


EXPORTER = Exporter(
    "croissant.json",
    "机器学习工具用的描述",
    "tables and columns as Croissant 1.1",
    "application/json",
    "description",
    _export,
)
