"""DuckDB and SQLite hold the rows of the Parquet files, with keys, comments and views that agree."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from flows import contract
from flows.publish import databases, sql
from flows.publish.release import Release
from flows.tables.database import text


@pytest.fixture(scope="module")
def duck(published: Release) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(published.folder / "zhibiao.duckdb", read_only=True)


@pytest.fixture(scope="module")
def lite(published: Release) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{published.folder / 'zhibiao.sqlite'}?mode=ro", uri=True)


def as_sqlite(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def test_duckdb_holds_the_rows_of_parquet(published: Release, duck: duckdb.DuckDBPyConnection) -> None:
    for definition in contract.tables():
        expected = pq.read_table(published.folder / f"{definition.name}.parquet")
        found = duck.sql(f'SELECT * FROM "{definition.name}"').to_arrow_table()
        assert found.cast(expected.schema).equals(expected), definition.name


def test_sqlite_holds_the_rows_of_parquet(published: Release, lite: sqlite3.Connection) -> None:
    for definition in contract.tables():
        table = pq.read_table(published.folder / f"{definition.name}.parquet")
        expected = [tuple(as_sqlite(cell) for cell in row.values()) for row in table.to_pylist()]
        assert lite.execute(f'SELECT * FROM "{definition.name}" ORDER BY rowid').fetchall() == expected


def test_the_views_say_the_same_in_both(duck: duckdb.DuckDBPyConnection, lite: sqlite3.Connection) -> None:
    for view in sql.views():
        first = [tuple(map(as_sqlite, row)) for row in duck.sql(f"SELECT * FROM {view}").fetchall()]
        second = lite.execute(f"SELECT * FROM {view}").fetchall()
        assert sorted(map(repr, first)) == sorted(map(repr, second))
        assert first


def test_v_metrics_has_every_metric_once(published: Release, duck: duckdb.DuckDBPyConnection) -> None:
    count = duck.sql("SELECT count(*), count(DISTINCT metric_id) FROM v_metrics").fetchall()
    assert count == [(published.rows["metrics"],) * 2]


def test_v_targets_has_every_target_once(published: Release, duck: duckdb.DuckDBPyConnection) -> None:
    count = duck.sql("SELECT count(*), count(DISTINCT metric_id) FROM v_targets").fetchall()
    assert count == [(published.rows["targets"],) * 2]
    assert duck.sql("SELECT DISTINCT plan FROM v_targets").fetchall() == [("十五五",)]


def test_v_series_has_one_point_a_period(duck: duckdb.DuckDBPyConnection) -> None:
    key = "indicator_id, region_code, measure, basis, unit, status, period_start, period_end"
    assert duck.sql(f"SELECT {key} FROM v_series GROUP BY ALL HAVING count(*) > 1").fetchall() == []
    assert duck.sql("SELECT max(year) FROM v_series").fetchall() == [(2030,)]


def test_columns_are_described_in_duckdb(duck: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'main'"
    comments = {(table, column): comment for table, column, comment in duck.sql(query).fetchall()}
    for definition in contract.tables():
        for field in definition.fields:
            assert field.description in comments[definition.name, field.name]


def test_older_readers_open_the_duckdb_file(published: Release) -> None:
    # The twelfth byte on holds the number of the storage format: 64 is v0.9 to v1.1, 65 is v1.2.
    with (published.folder / "zhibiao.duckdb").open("rb") as file:
        header = file.read(20)
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") <= 65


def test_sqlite_references_hold_and_are_indexed(lite: sqlite3.Connection) -> None:
    assert lite.execute("PRAGMA foreign_key_check").fetchall() == []
    plan = lite.execute("EXPLAIN QUERY PLAN SELECT * FROM metrics WHERE indicator_id = 'gdp'").fetchall()
    assert "USING INDEX" in plan[0][3]


def test_tables_that_refer_to_each_other_in_a_ring_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    metrics = contract.table("metrics")
    ring = contract.Table(
        "indicators", "", "", "", ("x",), (contract.ForeignKey("x", "metrics", "x"),), (), ()
    )
    monkeypatch.setattr(contract, "tables", lambda: (metrics, ring))
    with pytest.raises(ValueError, match="metrics, indicators refer to each other"):
        sql.in_order()


def test_a_quote_in_a_comment_is_escaped(tmp_path: Path) -> None:
    assert text("it's") == "'it''s'"
    assert sql.name('a"b') == '"a""b"'
    assert databases.STORAGE_VERSION == "v1.2.0"
