"""The descriptions of a release are valid by the tools that read them, without a network."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path
from typing import Any

import frictionless
import mlcroissant
import pyarrow.parquet as pq
import pytest
import yaml

from flows import contract
from flows.publish import checksums, citation, linked_data
from flows.publish.release import Release
from tests.publish.conftest import publish, tables


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a description was looked up in the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def read(published: Release, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((published.folder / name).read_text())
    return content


def test_frictionless_finds_the_data_package_valid(
    published: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(published.folder)
    report = frictionless.validate("datapackage.json")
    assert report.flatten(["title", "rowNumber", "fieldName", "note"]) == []
    assert len(report.tasks) == len(contract.files())


def test_frictionless_finds_a_value_that_the_schema_forbids(
    published: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(published.folder, tmp_path / "copy"))
    text = (copy / "metrics.csv").read_text()
    (copy / "metrics.csv").write_text(text.replace('"level"', '"levels"', 1))
    monkeypatch.chdir(copy)
    errors = frictionless.validate("datapackage.json").flatten(["type", "fieldName"])
    assert ["constraint-error", "measure"] in errors


def test_the_data_package_writes_out_keys_enums_and_checksums(published: Release) -> None:
    package = read(published, "datapackage.json")
    assert package["$schema"].endswith("/2.0/datapackage.json")
    metrics = next(item for item in package["resources"] if item["name"] == "metrics")
    fields = {field["name"]: field for field in metrics["schema"]["fields"]}
    assert fields["status"]["constraints"]["enum"] == ["actual", "target", "condition"]
    assert metrics["schema"]["primaryKey"] == ["metric_id"]
    stated = checksums.read(published.folder)
    assert all(item["hash"] == f"sha256:{stated[item['path']]}" for item in package["resources"])


def test_mlcroissant_finds_the_description_valid_and_reads_the_rows(published: Release) -> None:
    dataset = mlcroissant.Dataset(published.folder / "croissant.json")
    assert dataset.metadata.ctx.issues.errors == set()
    assert dataset.metadata.ctx.issues.warnings == set()
    for table in contract.files():
        read = len(list(dataset.records(table.name)))
        assert read == pq.read_metadata(published.folder / f"{table.name}.parquet").num_rows, table.name
    rows = list(dataset.records("units"))
    assert len(rows) == published.rows["units"]
    assert rows[0]["units/unit"].decode() == "%"


def test_the_card_names_a_config_for_every_table_that_has_rows(published: Release) -> None:
    text = (published.folder / "README.md").read_text()
    front = yaml.safe_load(text.split("---")[1])
    assert front["license"] == "cc-by-4.0"
    for config in front["configs"]:
        assert pq.read_metadata(published.folder / config["data_files"]).num_rows > 0
    paths = {table.name: published.folder / f"{table.name}.parquet" for table in contract.files()}
    filled = [name for name, path in paths.items() if pq.read_metadata(path).num_rows]
    assert [config["config_name"] for config in front["configs"]] == filled
    assert [config["config_name"] for config in front["configs"] if config.get("default")] == ["metrics"]


def test_the_card_says_what_is_not_in_it_and_how_to_dispute_a_row(published: Release) -> None:
    text = (published.folder / "README.md").read_text()
    assert contract.dataset()["statement"].strip() in text
    assert contract.dataset()["dispute"].strip() in text


def test_the_citation_names_the_release(published: Release) -> None:
    citation = yaml.safe_load((published.folder / "CITATION.cff").read_text())
    assert citation["type"] == "dataset"
    assert citation["version"] == published.version
    assert citation["license"] == "CC-BY-4.0"


def test_with_a_base_address_descriptions_hold_absolute_ones_and_name_the_publisher() -> None:
    dataset = {"version": "2026-11-24", "created_at": "2026-11-24T07:00:00+00:00", "rows": {}}
    release = dataset | {
        "publisher": "样例研究所",
        "homepage": "https://example.org",
        "contact": "a@example.org",
    }
    release |= {"address": "https://data.example.org/zhibiao/releases/2026-11-24"}
    files = [{"name": "metrics.csv", "type": "text/csv", "bytes": 1, "sha256": "0"}]
    found = json.dumps([linked_data.schema_org(release, files), linked_data.dcat(release, files)])
    assert found.count("https://data.example.org/zhibiao/releases/2026-11-24/metrics.csv") == 2
    assert "mailto:a@example.org" in found
    assert citation.cite(release).startswith("样例研究所 (2026)")


def test_a_data_package_with_a_base_address_tells_where_it_came_from(tmp_path: Path) -> None:
    done = publish(tables(), tmp_path, base_url="https://data.example.org/zhibiao")
    package = json.loads((done.folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["id"] == f"https://data.example.org/zhibiao/releases/{done.version}/datapackage.json"
    assert all("/" not in resource["path"] for resource in package["resources"]), (
        "a copy is read where it lies"
    )


def test_the_data_have_a_licence_of_their_own(published: Release) -> None:
    assert "CC-BY-4.0" in (published.folder / "LICENSE").read_text()
    assert contract.dataset()["code_licence"] != contract.dataset()["licence"]["name"]
