"""What describes a release to machines and to people who cite it.

`datapackage.json` (Data Package v2), `croissant.json` (Croissant 1.1), README.md (a dataset card with
the front matter of Hugging Face), CITATION.cff, and LICENSE of the data.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from flows import contract

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from flows.publish.archive import Checksums

CSV = "text/csv"
PARQUET = "application/x-parquet"
"""Not the registered media type, but the one that mlcroissant reads."""
CROISSANT_TYPES: Mapping[str, str] = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "date": "sc:Date",
    "boolean": "sc:Boolean",
}


def write(checksums: Checksums, release: Mapping[str, Any]) -> None:
    """Write all descriptions of the staged release; `release` is what `release.json` holds."""
    folder = checksums.folder
    _json(folder / "datapackage.json", data_package(checksums, release))
    _json(folder / "croissant.json", croissant(checksums, release))
    (folder / "README.md").write_text(card(release), encoding="utf-8")
    (folder / "CITATION.cff").write_text(citation(release), encoding="utf-8")
    (folder / "LICENSE").write_text(licence(release), encoding="utf-8")


def located(release: Mapping[str, Any], name: str) -> str:
    """Return the address of a file of the release: absolute where the release knows its own."""
    return f"{release['address']}/{name}" if release.get("address") else name


def publisher(release: Mapping[str, Any]) -> str:
    """Return the name of who publishes the release."""
    return str(release.get("publisher") or "zhibiao contributors")


def data_package(checksums: Checksums, release: Mapping[str, Any]) -> dict[str, Any]:
    """Return the descriptor of a Data Package v2: one resource a CSV file, keys and enums written out."""
    dataset = contract.dataset()
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": dataset["name"],
        "title": dataset["title"],
        "description": f"{dataset['description'].strip()} {dataset['statement'].strip()}",
        "version": release["version"],
        "created": release["created_at"],
        "keywords": list(dataset["keywords"]),
        "licenses": [dict(dataset["licence"])],
        "contributors": [{"title": publisher(release), "roles": ["creator", "publisher"]}],
        **({"homepage": release["homepage"]} if release.get("homepage") else {}),
        "resources": [_resource(table, checksums) for table in contract.files()],
    }


def croissant(checksums: Checksums, release: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Croissant 1.1 description: the Parquet files, and a record set a table."""
    dataset = contract.dataset()
    context = json.loads((contract.SCHEMAS / "croissant_context.json").read_text(encoding="utf-8"))
    return {
        "@context": context,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": dataset["name"],
        "description": f"{dataset['description'].strip()} {dataset['statement'].strip()}",
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


def card(release: Mapping[str, Any]) -> str:
    """Return the dataset card, with one config a table."""
    dataset = contract.dataset()
    front = {
        "pretty_name": dataset["title_en"],
        "language": ["zh"],
        "license": "cc-by-4.0",
        "tags": list(dataset["keywords"]),
        "size_categories": [_size_category(sum(release["rows"].values()))],
        "configs": [
            {"config_name": table.name, "data_files": f"{table.name}.parquet"}
            | ({"default": True} if table.name == "metrics" else {})
            for table in contract.files()
        ],
    }
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False)
    lines = [
        f"---\n{head}---",
        f"# {dataset['title']}",
        f"*{dataset['title_en']}*, release {release['version']}",
        dataset["description"].strip(),
        f"## What is not in it\n\n{dataset['statement'].strip()}",
        "## Tables\n\n| table | rows | one row is |\n|---|---:|---|\n" + "\n".join(_table_lines(release)),
        "Columns are described in `datapackage.json`, in the Parquet files themselves, in the sheet "
        "`dictionary` of `zhibiao.xlsx`, and on `index.html`.",
        "## Formats\n\nParquet and CSV for every table; `zhibiao.duckdb` and `zhibiao.sqlite` with keys and "
        f"the views {', '.join(f'`{view}`' for view in _views())}; `zhibiao.xlsx`. All hold the same rows. "
        "`SHA256SUMS` has the checksum of every file.",
        f"## How to cite\n\n{cite(release)}",
        f"## Licence\n\nData: {dataset['licence']['title']} ({dataset['licence']['name']}), "
        f"<{dataset['licence']['path']}>. The code that made them has a licence of its own, "
        f"{dataset['code_licence']}.",
        f"## To dispute a row\n\n{dataset['dispute'].strip()}\n\n{dataset['dispute_zh'].strip()}",
    ]
    return "\n\n".join(lines) + "\n"


def citation(release: Mapping[str, Any]) -> str:
    """Return CITATION.cff of the release, in the Citation File Format 1.2."""
    dataset = contract.dataset()
    content = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite the release that you used.",
        "type": "dataset",
        "title": dataset["title_en"],
        "abstract": dataset["description"].strip(),
        "version": release["version"],
        "date-released": release["created_at"][:10],
        "license": dataset["licence"]["name"],
        "authors": [{"name": publisher(release)}],
        "keywords": list(dataset["keywords"]),
    }
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def licence(release: Mapping[str, Any]) -> str:
    """Return the licence notice of the data."""
    given = contract.dataset()["licence"]
    return (
        f"The data of this release are licensed under {given['title']} ({given['name']}).\n"
        f"{given['path']}legalcode\n\n"
        f"You may share and adapt them for any purpose if you give credit:\n{cite(release)}\n\n"
        f"{contract.dataset()['statement'].strip()}\n"
    )


def cite(release: Mapping[str, Any]) -> str:
    """Return one line that cites the release."""
    dataset = contract.dataset()
    year = release["created_at"][:4]
    return (
        f"{publisher(release)} ({year}). {dataset['title_en']}, release {release['version']}. "
        f"{dataset['licence']['name']}."
    )


def _resource(table: contract.Table, checksums: Checksums) -> dict[str, Any]:
    path = checksums.folder / f"{table.name}.csv"
    return {
        "name": table.name.replace("_", "-"),
        "title": table.title,
        "description": table.description,
        "type": "table",
        "path": path.name,
        "format": "csv",
        "mediatype": CSV,
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
    links = {key.field: f"{key.table}/{key.reference}" for key in table.foreign_keys}
    fields = []
    for field in table.fields:
        name = f"{table.name}/{field.name}"
        described: dict[str, Any] = {
            "@type": "cr:Field",
            "@id": name,
            "name": field.name,
            "description": f"{field.title}. {field.description}",
            "dataType": CROISSANT_TYPES[field.type],
            "source": {"fileObject": {"@id": f"{table.name}.parquet"}, "extract": {"column": field.name}},
        }
        if field.name in links and links[field.name] != name:
            described["references"] = {"field": {"@id": links[field.name]}}
        fields.append(described)
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{table.title}. {table.description}",
        "key": [{"@id": f"{table.name}/{column}"} for column in table.primary_key],
        "field": fields,
    }


def _table_lines(release: Mapping[str, Any]) -> list[str]:
    return [
        f"| `{table.name}` {table.title} | {release['rows'][_counted(table)]:,} | {table.description} |"
        for table in contract.files()
    ]


def _counted(table: contract.Table) -> str:
    """Return the table that has as many rows: a wide one has those of the table that its key points to."""
    return table.foreign_keys[0].table if table.view else table.name


def _views() -> Sequence[str]:
    return sorted(path.stem for path in (contract.SCHEMAS / "views").glob("*.sql"))


def _size_category(rows: int) -> str:
    """Return the class of Hugging Face's cards that a number of rows lies in."""
    bounds = [(1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M")]
    return next((name for bound, name in bounds if rows < bound), "1M<n<10M")


def _json(path: Path, content: object) -> None:
    path.write_text(
        json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n", encoding="utf-8"
    )
