"""Rows that fail leave the release with a reason; a broken table stops it with a message."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows import contract
from flows.settings import Settings
from flows.validate import quarantine
from flows.validate.quarantine import BrokenTable, Validation
from tests import synthetic


@pytest.fixture(scope="module")
def made() -> synthetic.Rows:
    return synthetic.rows(200)


def changed(made: synthetic.Rows, table: str, row: int, **values: object) -> dict[str, pa.Table]:
    """Return the tables with some cells of one row replaced."""
    tables = synthetic.arrow(made)
    content = tables[table].to_pylist()
    content[row] |= values
    tables[table] = pa.Table.from_pylist(content, contract.arrow_schema(table))
    return tables


def validate(tables: dict[str, pa.Table], folder: Path) -> Validation:
    settings = Settings(output=folder)
    return quarantine.validate(synthetic.resolved(tables, settings.work / "tables" / "resolved"), settings)


def left(validation: Validation, table: str, column: str) -> list[Any]:
    """Return the cells of a column in the rows that passed."""
    cells: list[Any] = validation.dataset.read(table).column(column).to_pylist()
    return cells


def rejects(validation: Validation) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = validation.dataset.read("rejects").to_pylist()
    return rows


def reasons(validation: Validation, table: str) -> set[tuple[str, str]]:
    return {(row["expectation"], row["column"]) for row in rejects(validation) if row["table"] == table}


def test_sound_tables_pass_whole(tmp_path: Path, made: synthetic.Rows) -> None:
    tables = synthetic.arrow(made)
    validation = validate(tables, tmp_path)
    assert rejects(validation) == []
    for name, table in tables.items():
        assert validation.dataset.read(name).equals(table)
    assert all(result["rejected"] == 0 for result in validation.results)
    assert {result["table"] for result in validation.results} | {"rejects"} == {
        table.name for table in contract.tables()
    }


BROKEN: list[tuple[str, dict[str, object], str, str]] = [
    ("metrics", {"comparator": "about"}, "enum", "comparator"),
    ("metrics", {"region_code": "上海"}, "pattern", "region_code"),
    ("metrics", {"confidence": 1.2}, "bounds", "confidence"),
    ("metrics", {"indicator": ""}, "length", "indicator"),
    ("metrics", {"unit": None}, "required", "unit"),
    ("metrics", {"period_start": dt.date(2031, 1, 1)}, "period_start_not_after_period_end", "period_end"),
    ("metrics", {"quote": "3家"}, "quote_is_as_long_as_its_offsets", "quote"),
    ("metrics", {"evidence": "另一句话"}, "quote_stands_in_evidence", "evidence"),
    ("metrics", {"value_high": 9e9}, "value_high_with_range_only", "value_high"),
    ("metrics", {"comparator": "range"}, "value_high_with_range_only", "value_high"),
    (
        "metrics",
        {"comparator": "range", "value_high": -1.0},
        "value_high_not_below_value",
        "value_high",
    ),
    (
        "metrics",
        {"indicator": "制造业占比", "measure": "level", "basis": None, "unit": "%", "value": 140.0},
        "share_lies_within_0_and_100",
        "value",
    ),
    ("metrics", {"indicator_id": "unheard-of"}, "indicator_id_refers_to_indicators", "indicator_id"),
    ("metrics", {"start": 10**6, "end": 10**6 + 5}, "end_lies_within_document", "end"),
    ("mentions", {"document_id": "d-none"}, "document_id_refers_to_documents", "document_id"),
    ("targets", {"deadline": dt.date(2020, 12, 31)}, "deadline_not_before_publication", "deadline"),
    ("relations", {"object_text": None}, "object_is_given", "object_text"),
    ("events", {"start": 60, "end": 50}, "start_before_end", "end"),
]
"""Table, cells that break a promise, and the expectation and column that must catch them."""


@pytest.fixture(scope="module")
def broken(
    made: synthetic.Rows, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, pa.Table], Validation]:
    """Break one row a case, each another one, and validate once."""
    tables = synthetic.arrow(made)
    for position, (table, values, _, _) in enumerate(BROKEN):
        content = tables[table].to_pylist()
        content[position] |= values
        tables[table] = pa.Table.from_pylist(content, contract.arrow_schema(table))
    return tables, validate(tables, tmp_path_factory.mktemp("broken"))


@pytest.mark.parametrize("position", range(len(BROKEN)), ids=[f"{case[0]}-{case[2]}" for case in BROKEN])
def test_a_row_that_breaks_a_promise_is_rejected_by_name(
    broken: tuple[dict[str, pa.Table], Validation], position: int
) -> None:
    tables, validation = broken
    table, _, expectation, column = BROKEN[position]
    key = contract.table(table).primary_key[0]
    row_id = tables[table].column(key)[position].as_py()
    found = {(row["expectation"], row["column"]) for row in rejects(validation) if row["row_id"] == row_id}
    assert (expectation, column) in found
    assert row_id not in left(validation, table, key)


def test_a_reject_keeps_the_whole_row_and_the_value(tmp_path: Path, made: synthetic.Rows) -> None:
    tables = changed(made, "metrics", 0, comparator="about")
    reject = rejects(validate(tables, tmp_path))[0]
    assert reject["value"] == "about"
    assert (
        json.loads(reject["row"])["period_end"]
        == tables["metrics"].column("period_end")[0].as_py().isoformat()
    )


def test_rows_follow_what_they_refer_to_through_several_tables(tmp_path: Path, made: synthetic.Rows) -> None:
    tables = changed(made, "documents", 0, licence=None)
    document = tables["documents"].column("document_id")[0].as_py()
    validation = validate(tables, tmp_path)
    for name in ("metrics", "mentions", "relations", "events"):
        assert document not in left(validation, name, "document_id")
    metrics = set(left(validation, "metrics", "metric_id"))
    assert set(left(validation, "targets", "metric_id")) <= metrics
    events = set(left(validation, "events", "event_id"))
    assert set(left(validation, "event_actors", "event_id")) == events
    assert ("document_id_refers_to_rejected_documents", "document_id") in reasons(validation, "metrics")


def test_a_check_goes_when_one_of_its_parts_is_rejected(tmp_path: Path, made: synthetic.Rows) -> None:
    member = made.tables["reconciliation_members"][0]
    row = [metric["metric_id"] for metric in made.tables["metrics"]].index(member["metric_id"])
    validation = validate(changed(made, "metrics", row, comparator="about"), tmp_path)
    kept = left(validation, "reconciliations", "reconciliation_id")
    assert member["reconciliation_id"] not in kept


def test_nothing_is_lost(tmp_path: Path, made: synthetic.Rows) -> None:
    tables = changed(made, "documents", 0, licence=None)
    validation = validate(tables, tmp_path)
    rejected = {(row["table"], row["row_id"]) for row in rejects(validation)}
    for name, table in tables.items():
        gone = sum(1 for reject, _ in rejected if reject == name)
        assert validation.dataset.num_rows(name) + gone == table.num_rows


def test_a_row_that_is_right_in_all_but_one_field_stays_without_it_and_says_so(
    tmp_path: Path, made: synthetic.Rows
) -> None:
    days = {"period_start": dt.date(2031, 1, 1), "period_end": dt.date(2031, 12, 31)}
    validation = validate(changed(made, "metrics", 0, **days), tmp_path)
    kept = validation.dataset.read("metrics").slice(0, 1).to_pylist()[0]
    before = made.tables["metrics"][0]
    assert [kept[name] for name in ("period_start", "period_end")] == [None, None]
    assert kept["period_basis"] == "withdrawn"
    assert (kept["metric_id"], kept["value"]) == (before["metric_id"], before["value"])
    [told] = rejects(validation)
    assert (told["row_id"], told["column"], told["value"]) == (
        before["metric_id"],
        "period_end",
        "2031-12-31",
    )
    assert told["withdrawn"]
    assert json.loads(told["row"])["period_start"] == "2031-01-01"
    [metrics] = [result for result in validation.results if result["table"] == "metrics"]
    assert (metrics["rejected"], metrics["withdrawn"]) == (0, 1)


def test_a_row_that_goes_is_not_counted_as_one_that_stays_without_a_field(
    tmp_path: Path, made: synthetic.Rows
) -> None:
    days = {"period_start": dt.date(2031, 1, 1), "period_end": dt.date(2031, 12, 31)}
    validation = validate(changed(made, "metrics", 0, comparator="about", **days), tmp_path)
    assert made.tables["metrics"][0]["metric_id"] not in left(validation, "metrics", "metric_id")
    [metrics] = [result for result in validation.results if result["table"] == "metrics"]
    assert (metrics["rejected"], metrics["withdrawn"]) == (1, 0)


def test_small_pieces_give_what_one_piece_gives(
    broken: tuple[dict[str, pa.Table], Validation], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables, whole = broken
    monkeypatch.setattr(quarantine, "PIECE_ROWS", 90)
    pieces = validate(tables, tmp_path)
    assert pieces.results == whole.results
    for definition in contract.tables():
        paths = [validation.dataset.path(definition.name) for validation in (pieces, whole)]
        assert paths[0].read_bytes() == paths[1].read_bytes(), definition.name


def test_a_key_that_two_pieces_share_stops_the_release(
    made: synthetic.Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = synthetic.arrow(made)
    tables["metrics"] = pa.concat_tables([tables["metrics"], tables["metrics"].slice(0, 1)])
    monkeypatch.setattr(quarantine, "PIECE_ROWS", 100)
    first = tables["metrics"].column("metric_id")[0].as_py()
    with pytest.raises(BrokenTable, match=f"column metric_id: key_is_unique does not hold, as in {first}"):
        validate(tables, tmp_path)


def test_results_tell_how_often_each_expectation_failed(
    broken: tuple[dict[str, pa.Table], Validation],
) -> None:
    [metrics] = [result for result in broken[1].results if result["table"] == "metrics"]
    told = {(each["name"], each["column"]): each["failed"] for each in metrics["expectations"]}
    assert told["value_high_with_range_only", "value_high"] == 2
    assert told["enum", "comparator"] == 1
    assert told["key_is_unique", "metric_id"] == 0
    assert metrics["rejected"] == sum(case[0] == "metrics" for case in BROKEN)


def test_a_missing_table_stops_the_release(tmp_path: Path, made: synthetic.Rows) -> None:
    tables = synthetic.arrow(made)
    del tables["events"]
    with pytest.raises(BrokenTable, match="table events: the table is missing"):
        validate(tables, tmp_path)


def test_a_missing_column_stops_the_release(tmp_path: Path, made: synthetic.Rows) -> None:
    tables = synthetic.arrow(made)
    tables["metrics"] = tables["metrics"].drop_columns(["unit"])
    with pytest.raises(BrokenTable, match="table metrics, column unit: the column is missing"):
        validate(tables, tmp_path)


def test_a_column_of_another_type_stops_the_release(tmp_path: Path, made: synthetic.Rows) -> None:
    tables = synthetic.arrow(made)
    index = tables["metrics"].schema.get_field_index("value")
    text = tables["metrics"].column("value").cast(pa.string())
    tables["metrics"] = tables["metrics"].set_column(index, "value", text)
    with pytest.raises(BrokenTable, match="table metrics, column value: the type is string"):
        validate(tables, tmp_path)


def test_a_repeated_key_stops_the_release(tmp_path: Path, made: synthetic.Rows) -> None:
    tables = synthetic.arrow(made)
    tables["metrics"] = pa.concat_tables([tables["metrics"], tables["metrics"].slice(0, 1)])
    with pytest.raises(BrokenTable, match="table metrics, column metric_id: key_is_unique does not hold"):
        validate(tables, tmp_path)


def test_a_repeated_compound_key_stops_the_release(tmp_path: Path, made: synthetic.Rows) -> None:
    tables = synthetic.arrow(made)
    tables["entity_names"] = pa.concat_tables([tables["entity_names"], tables["entity_names"].slice(0, 1)])
    with pytest.raises(BrokenTable, match="table entity_names, column entity_id, name: key_is_unique"):
        validate(tables, tmp_path)


def test_a_release_without_documents_is_stopped(tmp_path: Path, made: synthetic.Rows) -> None:
    tables = synthetic.arrow(made)
    tables["documents"] = tables["documents"].slice(0, 0)
    with pytest.raises(BrokenTable, match="table documents: not_empty does not hold"):
        validate(tables, tmp_path)


def test_too_many_rejects_stop_the_release_and_name_the_commonest_cause(
    tmp_path: Path, made: synthetic.Rows
) -> None:
    tables = synthetic.arrow(made)
    index = tables["metrics"].schema.get_field_index("confidence")
    wrong = pa.array([2.0] * tables["metrics"].num_rows)
    tables["metrics"] = tables["metrics"].set_column(index, "confidence", wrong)
    with pytest.raises(
        BrokenTable, match=r"table metrics, column confidence: \d+ of \d+ rows fail, .* bounds"
    ):
        validate(tables, tmp_path)


def test_an_expectation_that_could_not_be_computed_is_an_error_and_no_pass(
    tmp_path: Path, made: synthetic.Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    import great_expectations.expectations as gxe

    from flows.validate import suites

    about = {"severity": "warning", "meta": {"name": "strange", "column": "nowhere"}}
    strange = gxe.ExpectColumnValuesToBeInSet(column="nowhere", value_set=[True], **about)
    monkeypatch.setattr(suites, "suite", lambda _: [strange])
    message = 'column nowhere: strange could not be checked: .*"nowhere" in BatchData does not exist'
    with pytest.raises(BrokenTable, match=message):
        validate(synthetic.arrow(made), tmp_path)


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_number_never_reaches_a_table(tmp_path: Path, made: synthetic.Rows, value: float) -> None:
    validation = validate(changed(made, "metrics", 3, value=value), tmp_path)
    assert ("value_is_finite", "value") in reasons(validation, "metrics")
    assert all(cell is not None and abs(cell) < 1e300 for cell in left(validation, "metrics", "value"))
    for row in rejects(validation):
        json.loads(row["row"], parse_constant=pytest.fail)
