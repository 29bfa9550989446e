"""The tables fit the contract, and ids tie them together."""

import datetime as dt
from dataclasses import replace

import pytest

from flows import contract
from flows.records import Actor, Document, Event, Extraction, Mention, Metric, Relation
from flows.resolve import entities, subjects, tables
from flows.run import staging
from flows.settings import Settings
from flows.tables import database


def document(document_id: str, published_on: dt.date | None) -> Document:
    return Document(
        document_id,
        "",
        "青川市建成工厂12家。",
        "青川日报",
        "samples",
        "CC0-1.0",
        "a.txt",
        0,
        11,
        published_on,
    )


def extraction() -> Extraction:
    city = Mention("d1", "PLACE", "青川市", 0, 3, "青川市")
    metric = Metric(
        "d1", "工厂", 12.0, "家", "eq", "level", "actual", "12家", 7, 10, "青川市建成工厂12家", 0.9,
        subject="青川市", period_start=dt.date(2025, 1, 1), period_end=dt.date(2025, 12, 31),
    )  # fmt: skip
    later = Metric("d2", "工厂", 12.0, "家", "eq", "level", "actual", "12家", 7, 10, "建成工厂12家", 0.9)
    tie = Relation("d1", "PERSON", "张三", "holds_position", "厂长张三", 0, 4, object_text="厂长")
    event = Event(
        "d1", "visit", "张三到青川市调研", 0, 8, place="青川市", actors=(Actor("PERSON", "张三", "guest"),)
    )
    return Extraction([city], [metric, later], [tie], [event])


def fields(said: Extraction) -> tuple[list, ...]:
    return said.mentions, said.metrics, said.relations, said.events


def build(batch, folder, **settings):
    """Return the tables that the records of a batch give."""
    with database.connect(folder / "database", Settings(**settings)) as opened:
        staging.attach(opened, {batch: None})
        resolved = tables.build(opened, folder / "resolved")
    return {table.name: resolved.read(table.name) for table in contract.tables() if table.name in resolved}


@pytest.fixture
def batch(tmp_path):
    documents = [document("d1", dt.date(2026, 3, 5)), document("d2", dt.date(2026, 1, 2))]
    staging.write(tmp_path / "batch", staging.encode(documents, extraction()))
    return tmp_path / "batch"


@pytest.fixture
def built(batch, tmp_path):
    return build(batch, tmp_path)


def test_every_table_but_rejects_has_the_columns_of_the_contract(built):
    assert [*built, "rejects"] == [table.name for table in contract.tables()]
    for name, table in built.items():
        assert table.schema.names == contract.arrow_schema(name).names
        assert table.schema.types == contract.arrow_schema(name).types


def test_primary_keys_are_unique_and_foreign_keys_are_met(built):
    for name, table in built.items():
        definition = contract.table(name)
        keys = list(zip(*(table[key].to_pylist() for key in definition.primary_key), strict=True))
        assert len(keys) == len(set(keys)), name
        for key in definition.foreign_keys:
            values = set(table[key.field].to_pylist()) - {None}
            assert values <= set(built[key.table][key.reference].to_pylist()), (name, key.field)


def test_rows_are_sorted_as_the_contract_says(built):
    assert built["documents"]["document_id"].to_pylist() == ["d2", "d1"]


def test_the_size_of_pieces_memory_and_threads_do_not_change_the_tables(tmp_path):
    said = Extraction()
    for number in range(20):
        for records, more in zip(fields(said), fields(extraction()), strict=True):
            records += [replace(record, document_id=f"{record.document_id}-{number}") for record in more]
    documents = [document(f"d{at % 2 + 1}-{at // 2}", dt.date(2026, 1 + at % 9, 2)) for at in range(40)]
    staging.write(tmp_path / "batch", staging.encode(documents, said))
    one = build(tmp_path / "batch", tmp_path)
    many = build(tmp_path / "batch", tmp_path / "many", piece_rows=9, workers=1, database_bytes=100_000_000)
    assert len(one["metrics"]) == 40
    for name, table in one.items():
        assert table.equals(many[name]), name


def test_nothing_stays_of_the_database(built, tmp_path):
    assert not (tmp_path / "database").exists()


def test_the_subject_of_a_number_is_the_entity_that_the_text_names(built):
    metric = built["metrics"].to_pylist()[0]
    entity = next(
        row for row in built["entities"].to_pylist() if row["entity_id"] == metric["subject_entity_id"]
    )
    assert (entity["type"], entity["name"]) == ("PLACE", "青川市")


def test_a_body_called_by_its_lowest_division_is_the_one_of_the_full_name(tmp_path):
    said = extraction()
    said.mentions.append(Mention("d2", "ORG", "滨州市财政局", 0, 6, "山东省滨州市财政局", "371600"))
    said.metrics[1] = replace(said.metrics[1], subject="滨州市财政局")
    documents = [document("d1", dt.date(2026, 3, 5)), document("d2", dt.date(2026, 1, 2))]
    staging.write(tmp_path / "batch", staging.encode(documents, said))
    [metric] = [
        row
        for row in build(tmp_path / "batch", tmp_path)["metrics"].to_pylist()
        if row["document_id"] == "d2"
    ]
    body = entities.identify("ORG", "山东省滨州市财政局")
    assert (metric["subject_entity_id"], metric["region_code"]) == (body, None)
    assert subjects.Subjects(said).place(said.metrics[1]) == (body, None)


def test_entities_named_by_relations_and_events_alone_exist(built):
    assert "张三" in built["entities"]["name"].to_pylist()
    assert len(built["event_actors"]) == 1


def test_the_calendar_is_continuous_over_whole_years(built):
    days = built["calendar"]["date"].to_pylist()
    assert (days[0], days[-1]) == (dt.date(2025, 1, 1), dt.date(2026, 12, 31))
    assert len(days) == 730


def test_no_records_give_tables_without_rows_but_the_code_lists(tmp_path):
    staging.write(tmp_path / "batch", staging.encode([], Extraction()))
    built = build(tmp_path / "batch", tmp_path)
    assert len(built["metrics"]) == len(built["calendar"]) == 0
    assert len(built["units"]) > 300
