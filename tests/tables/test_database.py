"""Tables that memory cannot hold: the same rows in the end, or a clear word where the disk is full."""

from __future__ import annotations

import resource
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.machine.disk import DiskFull
from flows.settings import Settings
from flows.tables import database

ROWS = 600_000
LARGE = f"CREATE TABLE large AS SELECT range AS number, repeat(range::TEXT, 50) AS text FROM range({ROWS})"
SMALL_MEMORY = Settings(database_bytes=100_000_000, workers=1)


def test_what_memory_cannot_hold_comes_back_in_order(tmp_path: Path) -> None:
    with database.connect(tmp_path / "database", SMALL_MEMORY) as opened:
        opened.execute(LARGE)
        assert list((tmp_path / "database").iterdir())
        pieces = opened.pieces("SELECT number FROM large ORDER BY number DESC", 70_000)
        sizes = []
        for piece in pieces:
            assert piece["number"][0].as_py() == ROWS - 1 - sum(sizes)
            sizes.append(len(piece))
    assert sizes == [70_000] * 8 + [40_000]
    assert not (tmp_path / "database").exists()


def test_a_full_disk_is_named_with_its_remedy(tmp_path: Path) -> None:
    """A limit on the size of files stops a write as a full disk does."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with (
            pytest.raises(DiskFull, match=f"Could not write file.*make room below {tmp_path}"),
            database.connect(tmp_path / "database", SMALL_MEMORY) as opened,
        ):
            opened.execute(LARGE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_other_statements_may_be_executed_between_two_pieces(tmp_path: Path) -> None:
    with database.connect(tmp_path / "database", Settings(piece_rows=10)) as opened:
        opened.execute("CREATE TABLE numbers AS SELECT range AS number FROM range(35)")
        opened.execute("CREATE TABLE seen (number BIGINT)")
        for piece in opened.pieces("FROM numbers ORDER BY number"):
            opened.insert("seen", [piece])
        assert [row["number"] for row in opened.rows("FROM seen ORDER BY number")] == list(range(35))


@pytest.mark.parametrize("name", ["[a]", "a*b", "a?b", "number=7", "it's"])
def test_the_path_of_a_file_is_no_pattern_and_holds_no_columns(tmp_path: Path, name: str) -> None:
    for place, folder in enumerate(("a", "a-b", name)):  # the first two are what such a pattern would find
        (tmp_path / folder).mkdir()
        pq.write_table(pa.table({"number": [place]}), tmp_path / folder / "numbers.parquet")
    with database.connection(tmp_path / "database") as connection:
        rows = connection.execute(f"FROM {database.parquet(tmp_path / name / 'numbers.parquet')}").fetchall()
    assert rows == [(2,)]


def test_nothing_that_a_query_needs_is_fetched(tmp_path: Path) -> None:
    with database.connect(tmp_path / "database", SMALL_MEMORY) as opened:
        [piece] = opened.pieces("SELECT current_setting('autoinstall_known_extensions') AS fetched", 1)
    assert piece["fetched"].to_pylist() == [False]
    package = Path(database.__file__).parents[1]
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(package.rglob("*.py")))
    connects = [line for line in code.splitlines() if "duckdb.connect(" in line]
    assert len(connects) >= 4
    assert all("ALONE" in line or "config=config" in line for line in connects), "let it fetch nothing"


class Interrupted:
    """A table during whose reading the keyboard interrupts."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        raise KeyboardInterrupt


def test_an_interrupt_while_a_table_is_read_is_one(tmp_path: Path) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        database.connection(tmp_path / "database") as opened,
    ):
        opened.register("piece", Interrupted())


def test_what_is_no_interrupt_is_none(tmp_path: Path) -> None:
    with (
        pytest.raises(duckdb.InvalidInputException),
        database.connection(tmp_path / "database") as opened,
    ):
        opened.register("piece", 1)
