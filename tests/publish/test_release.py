"""Releases are immutable, the same rows give the same bytes, and a kill leaves the last one whole."""

from __future__ import annotations

import datetime as dt
import json
import logging
import subprocess
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import contract
from flows.machine.disk import DiskFull
from flows.publish import archive, checksums, csv, evidence, parquet, release
from flows.publish.release import Release
from flows.records import Refusal
from tests import synthetic
from tests.publish import conftest
from tests.publish.conftest import run, tables


def publish(output: Path, metrics: int = 40, day: int = 23, **settings: object) -> Release:
    return conftest.publish(tables(metrics), output, day, **settings)


def digests(folder: Path) -> dict[str, str]:
    """Return the checksums of the files whose bytes depend on the rows alone."""
    return {name: value for name, value in checksums.read(folder).items() if is_data(name)}


def is_data(name: str) -> bool:
    return name.endswith((".parquet", ".csv", ".duckdb", ".sqlite"))


def test_every_table_is_there_as_parquet_and_as_csv_with_its_schema(published: Release) -> None:
    for definition in contract.files():
        table = pq.read_table(published.folder / f"{definition.name}.parquet")
        assert table.schema.equals(contract.arrow_schema(definition.name), check_metadata=True)
        assert read_csv(published.folder / f"{definition.name}.csv", table.schema).equals(table)


def read_csv(path: Path, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches(csv.pieces(path, schema), schema)


def test_csv_tells_an_empty_text_from_a_missing_one_and_keeps_every_digit(tmp_path: Path) -> None:
    table = pa.table({"a": ["", None, 'x"y\nz'], "b": [0.1 + 0.2, None, 1e22]})
    csv.write_table(table.schema, table.to_batches(), tmp_path / "t.csv")
    assert read_csv(tmp_path / "t.csv", table.schema).equals(table)
    assert not (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_columns_carry_their_description_and_unit(published: Release) -> None:
    field = pq.read_schema(published.folder / "metrics.parquet").field("start")
    assert field.metadata[b"unit"] == b"code points"
    assert field.metadata[b"description"]


def test_rows_are_sorted_as_the_schema_says(published: Release) -> None:
    rows = pq.read_table(published.folder / "metrics.parquet").select(["document_id", "start"]).to_pylist()
    keys = [(row["document_id"], row["start"]) for row in rows]
    assert keys == sorted(keys)


def test_two_runs_give_the_same_bytes_in_every_data_file(tmp_path: Path) -> None:
    first, second = publish(tmp_path / "a"), publish(tmp_path / "b", day=24)
    assert first.version != second.version
    assert digests(first.folder) == digests(second.folder)
    assert len(digests(first.folder)) >= 2 * len(contract.tables())


def test_two_runs_of_a_day_give_the_same_workbook_whose_cover_names_the_version(tmp_path: Path) -> None:
    files = [publish(tmp_path / name).folder / "zhibiao.xlsx" for name in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_wide_tables_hold_the_rows_of_their_views(published: Release) -> None:
    with duckdb.connect(published.folder / "zhibiao.duckdb", read_only=True) as database:
        for definition in contract.wide_tables():
            names = ", ".join(definition.columns)
            rows = database.execute(f"SELECT {names} FROM {definition.view} ORDER BY metric_id").fetchall()
            table = pq.read_table(published.folder / f"{definition.name}.parquet").sort_by("metric_id")
            assert [tuple(row.values()) for row in table.to_pylist()] == rows
            assert table.num_rows == published.rows[definition.foreign_keys[0].table]


def test_nothing_new_publishes_nothing(tmp_path: Path) -> None:
    first = publish(tmp_path)
    again = publish(tmp_path, day=24)
    assert not again.published
    assert again.version == first.version
    assert [folder.name for folder in archive.releases(tmp_path)] == [first.version]


def test_the_second_release_of_a_day_has_a_number(tmp_path: Path) -> None:
    versions = [publish(tmp_path, metrics).version for metrics in (40, 60, 80)]
    assert versions == ["2026-11-23", "2026-11-23.2", "2026-11-23.3"]
    assert (tmp_path / "latest").resolve().name == "2026-11-23.3"


def test_ten_releases_of_a_day_are_in_order(tmp_path: Path) -> None:
    names = ["2026-11-23", "2026-11-23.2", "2026-11-23.10", "2026-11-24"]
    told: dict[str, object] = dict.fromkeys(("schema_version", "data_sha256"), "") | {"created_at": moment()}
    told["rows"] = {}
    for name in names:
        (tmp_path / "releases" / name).mkdir(parents=True)
        (tmp_path / "releases" / name / "release.json").write_text(json.dumps(told | {"version": name}))
    assert [folder.name for folder in archive.releases(tmp_path)] == names


def test_a_folder_of_an_odd_name_among_the_releases_is_no_number(tmp_path: Path) -> None:
    for name in ("2026-11-23", "2026-11-23.²", "2026-11-23.x", "2026-11-23 copy"):
        (tmp_path / "releases" / name).mkdir(parents=True)
    assert archive.next_version(tmp_path, dt.date(2026, 11, 23)) == "2026-11-23.2"


def test_checksums_are_those_that_sha256sum_reads(published: Release) -> None:
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=published.folder, check=False).returncode == 0


def test_release_json_tells_counts_versions_and_inputs(published: Release) -> None:
    content = archive.describe(published.folder)
    assert content["schema_version"] == contract.dataset()["schema_version"]
    assert content["rows"] == published.rows
    assert {"raw_path", "texts_sha256"} == set(content["inputs"][0])
    assert content["previous"] is None


def test_the_index_lists_releases_and_failed_runs(tmp_path: Path) -> None:
    publish(tmp_path)
    release.record_failure(tmp_path, run().started_at, ValueError("table metrics, column unit: missing"))
    publish(tmp_path, 60)
    index = json.loads((tmp_path / "index.json").read_text())
    assert [item["version"] for item in index["releases"]] == ["2026-11-23.2", "2026-11-23"]
    assert index["latest"] == "2026-11-23.2"
    assert index["failed_runs"][0]["message"] == "table metrics, column unit: missing"


SHAPES: dict[str, list[dict[str, object]]] = {
    "index.json": [
        {"failed_runs": [{}]},
        {"failed_runs": [7, {"started_at": "x", "error": "y", "message": "z"}]},
        {"failed_runs": [{"started_at": "2026-11-23T07:00:00+00:00", "error": "E", "message": "\ud800"}]},
    ],
    "release.json": [
        {"changes": 7},
        {"changes": {"metrics": [1]}},
        {"rows": {"metrics": "many"}},
        {"created_at": "yesterday"},
        {"version": None},
        {"previous": ["x"]},
    ],
}


@pytest.mark.parametrize(("name", "said"), [(name, each) for name in SHAPES for each in SHAPES[name]])
def test_an_index_and_a_release_of_another_shape_stop_nothing(
    tmp_path: Path, name: str, said: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "releases" / "2026-11-22"
    folder.mkdir(parents=True)
    whole = {"created_at": "2026-11-22T07:00:00+00:00", "schema_version": "1.0.0", "data_sha256": "0" * 64}
    whole |= {"version": folder.name, "rows": {"metrics": 1}}  # type: ignore[dict-item]
    path = tmp_path / name if name == "index.json" else folder / name
    (folder / "release.json").write_text(json.dumps(whole))
    path.write_text(json.dumps((whole if name == "release.json" else {}) | said))
    with caplog.at_level(logging.WARNING):
        archive.write_index(tmp_path, {"started_at": moment(), "error": "Now", "message": "of this run"})
    index = json.loads((tmp_path / "index.json").read_text())
    assert [each["version"] for each in index["releases"]] == ["2026-11-22"] * (name == "index.json")
    assert [each["error"] for each in index["failed_runs"]] == ["Now"]
    assert any(str(path) in record.getMessage() for record in caplog.records)


def test_links_lead_where_a_release_lies_whatever_it_says_of_itself(tmp_path: Path) -> None:
    folder = tmp_path / "releases" / "2026-11-22"
    folder.mkdir(parents=True)
    said = {"created_at": moment(), "schema_version": "1.0.0", "data_sha256": "0", "rows": {}}
    (folder / "release.json").write_text(json.dumps(said | {"version": "../../../elsewhere"}))
    archive.write_index(tmp_path)
    for name in ("index.json", "index.html", "feed.xml"):
        assert "elsewhere" not in (tmp_path / name).read_text(encoding="utf-8")


def moment() -> str:
    return run().started_at.isoformat()


def test_refusals_are_told_beside_the_validation(tmp_path: Path) -> None:
    refused = Refusal("a.txt", None, "the file is empty", "remove it")
    done = conftest.publish(tables(), tmp_path, refusals=(refused,))
    assert archive.describe(done.folder)["refused"] == 1
    content = json.loads((done.folder / "validation" / "refusals.json").read_text())
    assert content == [
        {"raw_path": "a.txt", "record": None, "cause": "the file is empty", "remedy": "remove it"}
    ]


def test_an_error_while_writing_leaves_the_last_release_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(tmp_path)
    before = digests(first.folder)

    def fail(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(parquet, "write", fail)
    with pytest.raises(DiskFull, match="No space left"):
        publish(tmp_path, 60)
    assert (tmp_path / "latest").resolve() == first.folder.resolve()
    assert digests(first.folder) == before
    assert not list(tmp_path.glob(".staging-*"))


def test_a_run_killed_before_latest_moved_is_made_good_by_the_next(tmp_path: Path) -> None:
    publish(tmp_path)
    second = publish(tmp_path, 60)
    (tmp_path / "latest").unlink()
    (tmp_path / "latest").symlink_to("releases/2026-11-23")
    assert not publish(tmp_path, 60, day=24).published
    assert (tmp_path / "latest").resolve() == second.folder.resolve()


def test_what_a_killed_run_left_is_cleared_after_a_day(tmp_path: Path) -> None:
    import os
    import time

    old, young = tmp_path / ".staging-old", tmp_path / ".staging-young"
    old.mkdir()
    young.mkdir()
    (old / "metrics.csv").write_text("half")
    index, link = tmp_path / ".index.json-1", tmp_path / ".latest-1"
    index.write_text("half")
    link.symlink_to("releases/none")
    for path in (old, index, link):
        os.utime(path, (time.time() - 2 * archive.STALE_SECONDS,) * 2, follow_symlinks=False)
    publish(tmp_path)
    left = {path.name for path in tmp_path.glob(".*")} - {".work"}
    assert left == {young.name}


def test_evidence_can_be_left_out_everywhere(tmp_path: Path) -> None:
    whole, without = publish(tmp_path / "a"), publish(tmp_path / "b", evidence=False)
    clause = pq.read_table(whole.folder / "metrics.parquet").column("evidence")[0].as_py()
    assert clause
    empty = pq.read_table(without.folder / "metrics.parquet").column("evidence").null_count
    assert empty == without.rows["metrics"]
    for path in checksums.files(without.folder):
        content = path.read_bytes()
        assert clause.encode() not in content, path
        assert "一句话".encode() not in content, path


def test_evidence_can_be_left_out_for_documents_of_a_licence(tmp_path: Path) -> None:
    content = tables()
    licences = content["documents"].column("licence").to_pylist()
    licences[0] = "all rights reserved"
    index = content["documents"].column_names.index("licence")
    field = content["documents"].schema.field(index)
    content["documents"] = content["documents"].set_column(index, field, pa.array(licences))
    theirs = content["documents"].column("document_id")[0].as_py()
    whole = conftest.publish(content, tmp_path)
    done = conftest.publish(content, tmp_path, evidence_withheld=("all rights reserved",))
    for row in pq.read_table(done.folder / "metrics.parquet").to_pylist():
        assert (row["evidence"] is None) == (row["document_id"] == theirs)
    clauses = pq.read_table(whole.folder / "metrics.parquet").to_pylist()
    hidden = next(row["evidence"] for row in clauses if row["document_id"] == theirs)
    assert all(hidden.encode() not in path.read_bytes() for path in checksums.files(done.folder))


def test_evidence_of_rejected_rows_follows_the_licence_of_their_document(tmp_path: Path) -> None:
    made = tables()
    document = made["documents"].to_pylist()[0] | {"document_id": "d-x", "licence": "closed", "url": None}
    row = {"document_id": "d-x", "evidence": "不得转载的一句"}
    rejects = [
        {
            "table": "documents",
            "row_id": "d-x",
            "expectation": "a",
            "column": "url",
            "value": None,
            "withdrawn": False,
            "row": json.dumps(document, default=str),
        },
        {
            "table": "metrics",
            "row_id": "m-x",
            "expectation": "b",
            "column": "evidence",
            "value": "不得转载的一句",
            "withdrawn": False,
            "row": json.dumps(row),
        },
    ]
    made["rejects"] = pa.Table.from_pylist(rejects, contract.arrow_schema("rejects"))
    checked, released = synthetic.checked(made, tmp_path / "a"), synthetic.checked(made, tmp_path / "b")
    evidence.leave_out(checked, released, licences=("closed",))
    assert "不得转载的一句" not in str(released.read("rejects").to_pylist())
    assert released.read("metrics").column("evidence").null_count == 0
