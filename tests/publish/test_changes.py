"""A release says what changed since the one before, and does not break its readers unannounced."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import contract
from flows.publish.changes import SchemaBreak
from flows.publish.release import Release
from tests.publish import conftest
from tests.publish.conftest import tables


def publish(output: Path, changed: dict[str, pa.Table] | None = None, **settings: object) -> Release:
    return conftest.publish(tables() | (changed or {}), output, **settings)


def edited(name: str, row: int, **values: object) -> dict[str, pa.Table]:
    content = tables()[name].to_pylist()
    content[row] |= values
    return {name: pa.Table.from_pylist(content, contract.arrow_schema(name))}


def test_the_first_release_has_no_changes(published: Release) -> None:
    assert pq.read_table(published.folder / "changes.parquet").num_rows == 0
    assert "The first release." in (published.folder / "CHANGES.md").read_text()


def test_a_changed_value_is_told_with_column_before_and_after(tmp_path: Path) -> None:
    publish(tmp_path)
    second = publish(tmp_path, edited("units", 0, name_en="percent", unit_code=None))
    found = pq.read_table(second.folder / "changes.parquet").to_pylist()
    common = {"table": "units", "row_id": "%", "kind": "changed"}
    assert found == [
        common | {"column": "name_en", "before": "per cent", "after": "percent"},
        common | {"column": "unit_code", "before": "%", "after": None},
    ]
    text = (second.folder / "CHANGES.md").read_text()
    assert "| units | 0 | 1 | 0 |" in text
    assert "| units | % | name_en | per cent | percent |" in text


def test_added_and_removed_rows_are_told_by_their_key(tmp_path: Path) -> None:
    publish(tmp_path)
    names = tables()["entity_names"].to_pylist()
    names[0] = names[0] | {"name": "别名", "kind": "alias"}
    table = pa.Table.from_pylist(names, contract.arrow_schema("entity_names"))
    second = publish(tmp_path, {"entity_names": table})
    found = pq.read_table(second.folder / "changes.parquet").to_pylist()
    assert [(row["kind"], row["row_id"]) for row in found] == [
        ("added", "PLACE-CN|别名"),
        ("removed", "PLACE-CN|中华人民共和国"),
    ]


def test_a_release_says_which_one_it_is_compared_with(tmp_path: Path) -> None:
    first = publish(tmp_path)
    second = publish(tmp_path, edited("units", 0, name_en="percent"))
    assert f"compared with {first.version}" in (second.folder / "CHANGES.md").read_text()


def test_clauses_that_an_older_release_carried_are_not_told_again(tmp_path: Path) -> None:
    first = publish(tmp_path)
    second = publish(tmp_path, evidence=False)
    clause = pq.read_table(first.folder / "metrics.parquet").column("evidence")[0].as_py()
    assert pq.read_table(second.folder / "changes.parquet").num_rows == 0
    assert clause not in (second.folder / "CHANGES.md").read_text()


def older(folder: Path, schema: pa.Schema, name: str = "units") -> None:
    """Make the release before have another schema."""
    pq.write_table(schema.empty_table(), folder / f"{name}.parquet")


def test_a_column_that_goes_is_refused_with_the_remedy(tmp_path: Path) -> None:
    first = publish(tmp_path)
    older(first.folder, contract.arrow_schema("units").append(pa.field("old_name", pa.string())))
    message = r"units.old_name is gone or renamed: .* set schema_version in schemas/dataset.yaml to 2.0.0"
    with pytest.raises(SchemaBreak, match=message):
        publish(tmp_path, edited("units", 0, name_en="percent"))
    assert (tmp_path / "latest").resolve().name == first.version


def test_a_column_of_another_type_is_refused(tmp_path: Path) -> None:
    first = publish(tmp_path)
    schema = contract.arrow_schema("units")
    older(first.folder, schema.set(0, pa.field("unit", pa.int64())))
    with pytest.raises(SchemaBreak, match=r"units\.unit has another type"):
        publish(tmp_path, edited("units", 0, name_en="percent"))


def test_a_new_major_version_may_break(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish(tmp_path)
    older(first.folder, contract.arrow_schema("units").append(pa.field("old_name", pa.string())))
    raised = dict(contract.dataset()) | {"schema_version": "2.0.0"}
    monkeypatch.setattr(contract, "dataset", lambda: raised)
    second = publish(tmp_path, edited("units", 0, name_en="percent"))
    assert "columns gone: units.old_name" in (second.folder / "CHANGES.md").read_text()


def test_a_new_column_is_told_and_does_not_break(tmp_path: Path) -> None:
    first = publish(tmp_path)
    schema = contract.arrow_schema("units")
    older(first.folder, schema.remove(schema.get_field_index("name_en")))
    second = publish(tmp_path, edited("units", 0, unit_code=None))
    assert "new columns: units.name_en" in (second.folder / "CHANGES.md").read_text()
