"""`datapackage.json`: the CSV files, in the terms of a Data Package v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flows import contract
from flows.publish import csv
from flows.publish.archive import write_json
from flows.publish.citation import about, located, publisher
from flows.publish.exporter import Exporter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.publish.checksums import Checksums
    from flows.publish.exporter import Stage


def data_package(checksums: Checksums, release: Mapping[str, Any]) -> dict[str, Any]:
    """Return the descriptor of a Data Package v2: one resource a CSV file, keys and enums written out."""
    dataset = contract.dataset()
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": dataset["name"],
        "title": dataset["title"],
        "description": about(),
        "version": release["version"],
        "created": release["created_at"],
        "keywords": list(dataset["keywords"]),
        "licenses": [dict(dataset["licence"])],
        "contributors": [{"title": publisher(release), "roles": ["creator", "publisher"]}],
        # Paths stay relative, so that a copy is read where it lies; the address tells where it came from.
        **({"id": located(release, EXPORTER.file_name)} if release.get("address") else {}),
        **({"homepage": release["homepage"]} if release.get("homepage") else {}),
        "resources": [_resource(table, checksums) for table in contract.files()],
    }


def _resource(table: contract.Table, checksums: Checksums) -> dict[str, Any]:
    path = checksums.folder / f"{table.name}.csv"
    return {
        "name": table.name.replace("_", "-"),
        "title": table.title,
        "description": table.description,
        "description_zh": table.description_zh,
        "type": "table",
        "path": path.name,
        "format": "csv",
        "mediatype": csv.EXPORTER.media_type,
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{checksums[path.name]}",
        "schema": {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [_field(field) for field in table.fields],
            "primaryKey": list(table.primary_key),
            "foreignKeys": [
                {
                    "fields": [key.field],
                    "reference": {
                        # A table that refers to itself names no resource.
                        "resource": "" if key.table == table.name else key.table.replace("_", "-"),
                        "fields": [key.reference],
                    },
                }
                for key in table.foreign_keys
            ],
        },
    }


def _field(field: contract.Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "title": field.title,
        "description": field.description,
        "description_zh": field.description_zh,
    }
    if field.unit:
        described["unit"] = field.unit
    if field.concept:
        described["concept"] = field.concept
    if field.constraints:
        described["constraints"] = dict(field.constraints)
    if field.required and field.type == "string":
        # An empty text is a value here (a headline that is not there), and not a missing one.
        described["missingValues"] = []
    return described


def _export(stage: Stage) -> None:
    write_json(stage.folder / EXPORTER.file_name, data_package(stage.checksums, stage.release))


EXPORTER = Exporter(
    "datapackage.json",
    "数据包描述：表、列、键",
    "tables, columns and keys as a Data Package v2",
    "application/json",
    "description",
    _export,
)
