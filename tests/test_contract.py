"""schemas/ and the code say the same: no column without code, no code without a column."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path
from types import ModuleType
from typing import get_args, get_origin, get_type_hints

import pyarrow as pa
import pytest

from flows import contract, extract, ingest, language
from flows.records import Actor, Document, Event, Mention, Metric, Outcome, Relation
from flows.resolve import tables
from flows.run import columns
from tests import databases

# What resolve and staging add to a record on its way to a row, and what they use up.
ADDED = {
    "documents": {"char_count", "text_sha256"},
    "mentions": {"mention_id", "entity_id"},
    "metrics": {"metric_id", "indicator_id", "subject_entity_id", "unit_code", "repeats_metric_id"},
    "relations": {"relation_id", "subject_entity_id", "object_entity_id"},
    "events": {"event_id", "place_entity_id"},
}
USED_UP = {
    "documents": {"text", "authors", "segments", "fingerprint", "signature"},
    "mentions": {"name", "region_code", "identifier_scheme", "identifier", "nth"},
    "metrics": {"nth"},
    "relations": {"subject_type", "subject", "object_type", "object", "nth"},
    "events": {"place", "actors", "nth"},
}
RECORDS = {
    "documents": Document,
    "mentions": Mention,
    "metrics": Metric,
    "relations": Relation,
    "events": Event,
}
# Tables with a column of few words, and the record that holds it to them.
WORDED = RECORDS | {"event_actors": Actor, "entities": Mention, "targets": Metric}
FLOWS = Path(contract.__file__).parent


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_carries_exactly_the_columns_of_its_table(name: str) -> None:
    fields = {field.name for field in dataclasses.fields(RECORDS[name])}
    assert fields - USED_UP[name] | ADDED[name] == set(contract.table(name).columns)


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_misses_nothing_that_its_column_requires(name: str) -> None:
    staged = columns.schemas()[name]
    required = {field.name for field in contract.table(name).fields if field.required}
    assert required & {field.name for field in staged if field.nullable} == set()


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_has_the_types_of_its_columns(name: str) -> None:
    staged, schema = columns.schemas()[name], contract.arrow_schema(name)
    for column in set(staged.names) & set(schema.names):
        assert staged.field(column).type == schema.field(column).type, column


@pytest.mark.parametrize("name", WORDED)
def test_a_column_of_few_words_has_them_as_its_type_in_the_record(name: str) -> None:
    hints = get_type_hints(WORDED[name]) | {"outcome": Outcome}
    for field in contract.table(name).fields:
        if "enum" in field.constraints:
            hint = next((one for one in get_args(hints[field.name]) if get_origin(one)), hints[field.name])
            assert get_args(hint) == tuple(field.constraints["enum"]), field.name


def test_every_table_of_a_release_is_built_and_none_besides(tmp_path: Path) -> None:
    built = tables.build(databases.attached({}), tmp_path)
    assert {path.stem for path in tmp_path.iterdir()} | {"rejects"} == {
        table.name for table in contract.tables()
    }
    for path in tmp_path.iterdir():
        found, expected = built.schema(path.stem), contract.arrow_schema(path.stem)
        assert (found.names, found.types) == (expected.names, expected.types), path.stem


def test_every_file_of_schemas_is_a_table_of_the_dataset() -> None:
    files = {path.stem for path in (contract.SCHEMAS / "tables").glob("*.yaml")}
    assert files == set(contract.dataset()["tables"])


@pytest.mark.parametrize("table", contract.tables(), ids=lambda table: table.name)
def test_keys_name_columns_that_are_there(table: contract.Table) -> None:
    assert set(table.primary_key) <= set(table.columns)
    assert set(table.sort) <= set(table.columns)
    for key in table.foreign_keys:
        assert key.field in table.columns
        assert key.reference in contract.table(key.table).columns


@pytest.mark.parametrize("table", contract.tables(), ids=lambda table: table.name)
def test_an_arrow_schema_says_what_a_column_is(table: contract.Table) -> None:
    schema = contract.arrow_schema(table.name)
    assert tuple(schema.names) == table.columns
    for field in table.fields:
        assert schema.field(field.name).metadata[b"description"].decode() == field.description
        assert schema.field(field.name).nullable != field.required


def test_a_type_that_arrow_has_no_word_for_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = dataclasses.replace(contract.table("units").fields[0], type="geopoint")
    table = dataclasses.replace(contract.table("units"), fields=(odd,))
    monkeypatch.setattr(contract, "table", lambda name: table)
    with pytest.raises(KeyError, match="geopoint"):
        contract.arrow_schema.__wrapped__("units")


def test_every_code_list_that_the_code_names_is_there_with_its_source() -> None:
    named = {
        name
        for path in FLOWS.rglob("*.py")
        for name in re.findall(r"codelist\(\s*\"(\w+)\"", path.read_text(encoding="utf-8"))
    }
    sources = (contract.SCHEMAS / "codelists" / "SOURCES.md").read_text(encoding="utf-8")
    for name in named:
        assert contract.codelist(name), name
        assert name in sources, f"{name} has no row in SOURCES.md"


def test_code_lists_of_tables_have_the_columns_of_their_tables() -> None:
    for name in ("regions", "units", "plans"):
        assert set(contract.table(name).columns) <= set(contract.codelist(name)[0]), name


def test_dates_are_days_and_not_times() -> None:
    for table in contract.tables():
        for field in contract.arrow_schema(table.name):
            assert not pa.types.is_timestamp(field.type)


@pytest.mark.parametrize("room", [extract, ingest, language], ids=lambda room: room.__name__)
def test_a_room_declares_every_code_list_that_it_reads(room: ModuleType) -> None:
    calls = [
        call
        for path in Path(str(room.__file__)).parent.rglob("*.py")
        if "train" not in path.parts  # where no run reads anything
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "codelist"
    ]
    assert sorted({ast.literal_eval(call.args[0]) for call in calls}) == sorted(room.CODELISTS)
