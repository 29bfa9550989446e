"""A release goes into a real PostgreSQL whole or not at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from flows import contract
from flows.commands import delivery
from flows.publish import postgresql, sql
from flows.publish.postgresql import LoadError
from flows.publish.release import Release
from tests.publish import postgres
from tests.publish.conftest import publish, tables

dbapi = pytest.importorskip("adbc_driver_postgresql.dbapi")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not postgres.INITDB:
        pytest.skip("no PostgreSQL server on this machine (Debian: postgresql)")
    with postgres.server(tmp_path_factory.mktemp("postgresql") / "server") as address:
        yield address


# Another user's view on our table, and the mark that a release of an older version leaves.
VIEW_OF_OTHERS = (
    "CREATE SCHEMA mine",
    "CREATE VIEW mine.count AS SELECT count(*) FROM zhibiao.metrics",
)
OLDER_LAYOUT = "UPDATE zhibiao.release SET layout = 'older'"


def execute(url: str, *commands: str) -> None:
    with dbapi.connect(url) as connection, connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)
        connection.commit()


def query(url: str, text: str) -> list[tuple[Any, ...]]:
    with dbapi.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(text)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A newer release, with more rows."""
    return publish(tables(80), tmp_path_factory.mktemp("b"), day=24)


@pytest.fixture
def clean(url: str) -> str:
    execute(url, "DROP SCHEMA IF EXISTS zhibiao CASCADE", "DROP SCHEMA IF EXISTS mine CASCADE")
    return url


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that are waited for a server, which no test waits."""
    waited: list[float] = []
    monkeypatch.setattr(postgresql.time, "sleep", waited.append)
    return waited


def test_every_row_arrives(clean: str, published: Release) -> None:
    loaded = postgresql.load(published.folder, clean)
    assert (loaded.version, loaded.skipped) == (published.version, False)
    with dbapi.connect(clean) as connection, connection.cursor() as cursor:
        for definition in contract.tables():
            expected = pq.read_table(published.folder / f"{definition.name}.parquet")
            columns = ", ".join(map(sql.name, definition.columns))
            cursor.execute(f"SELECT {columns} FROM zhibiao.{sql.name(definition.name)}")
            found = cursor.fetch_arrow_table().cast(expected.schema)
            order = [(column, "ascending") for column in definition.primary_key]
            assert found.sort_by(order).equals(expected.sort_by(order)), definition.name


def test_keys_indexes_comments_and_views_are_there(clean: str, published: Release) -> None:
    postgresql.load(published.folder, clean)
    constraints = dict(
        query(
            clean,
            "SELECT contype::text, count(*) FROM pg_constraint c JOIN pg_namespace n ON "
            "n.oid = c.connamespace WHERE nspname = 'zhibiao' GROUP BY 1",
        )
    )
    assert constraints["f"] == sum(len(table.foreign_keys) for table in contract.tables())
    assert constraints["p"] == len(contract.tables()) + 1
    comment = "SELECT col_description('zhibiao.metrics'::regclass, 1)"
    assert contract.table("metrics").fields[0].description in query(clean, comment)[0][0]
    for view in sql.views():
        assert query(clean, f"SELECT count(*) FROM zhibiao.{view}")[0][0] > 0
    assert query(clean, "SELECT count(*) FROM zhibiao.v_metrics") == [(published.rows["metrics"],)]


def test_the_same_version_is_loaded_once(clean: str, published: Release) -> None:
    postgresql.load(published.folder, clean)
    before = query(clean, "SELECT loaded_at FROM zhibiao.release")
    assert postgresql.load(published.folder, clean).skipped
    assert query(clean, "SELECT loaded_at FROM zhibiao.release") == before


def test_a_release_that_comes_meanwhile_is_not_mixed_with_the_one_at_hand(
    clean: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = publish(tables(20), tmp_path)
    connect = postgresql._connect

    def and_publish(url: str) -> object:
        publish(tables(40), tmp_path, day=24)
        return connect(url)

    monkeypatch.setattr(postgresql, "_connect", and_publish)
    assert delivery.load("latest", clean, tmp_path) == 0
    assert f"loaded {sum(first.rows.values()):,} rows of release {first.version}" in capsys.readouterr().out


def test_a_newer_version_takes_the_place_and_leaves_the_views_of_others(
    clean: str, published: Release, second: Release
) -> None:
    postgresql.load(published.folder, clean)
    execute(clean, *VIEW_OF_OTHERS)
    postgresql.load(second.folder, clean)
    assert query(clean, "SELECT * FROM mine.count") == [(second.rows["metrics"],)]
    assert query(clean, "SELECT version FROM zhibiao.release") == [(second.version,)]


def test_a_wrong_password_is_told_at_once_without_showing_it(
    url: str, published: Release, waits: list[float]
) -> None:
    with pytest.raises(LoadError, match="check host, port, name, user and password") as caught:
        postgresql.load(published.folder, url.replace("right", "wr0ng"))
    assert "wr0ng" not in str(caught.value)
    assert waits == []


def test_a_server_that_is_not_there_is_asked_with_growing_waits_and_told(
    published: Release, waits: list[float]
) -> None:
    with pytest.raises(LoadError, match="does not let us in"):
        postgresql.load(published.folder, "postgresql://loader@127.0.0.1:1/postgres")
    assert waits == [1.0, 2.0, 4.0]


def test_a_server_that_comes_back_is_loaded(
    clean: str, published: Release, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = clean.rpartition("@")[2]
    away = [clean.replace(there, "127.0.0.1:1/postgres")] * 2
    connect = dbapi.connect
    monkeypatch.setattr(dbapi, "connect", lambda url: connect(away.pop() if away else url))
    assert postgresql.load(published.folder, clean).version == published.version
    assert waits == [1.0, 2.0]


def test_a_layout_that_others_built_on_is_not_torn_away(
    clean: str, published: Release, second: Release
) -> None:
    postgresql.load(published.folder, clean)
    execute(clean, OLDER_LAYOUT, *VIEW_OF_OTHERS)
    with pytest.raises(LoadError, match=r"view mine\.count depends on .* nothing was changed"):
        postgresql.load(second.folder, clean)
    assert query(clean, "SELECT * FROM mine.count") == [(published.rows["metrics"],)]


def test_an_older_layout_is_replaced(clean: str, published: Release, second: Release) -> None:
    postgresql.load(published.folder, clean)
    execute(clean, "ALTER TABLE zhibiao.metrics ADD COLUMN gone text", OLDER_LAYOUT)
    postgresql.load(second.folder, clean)
    assert query(clean, "SELECT count(*) FROM zhibiao.metrics") == [(second.rows["metrics"],)]


def test_a_lost_connection_leaves_the_old_data_whole(clean: str, published: Release, second: Release) -> None:
    postgresql.load(published.folder, clean)
    caught: list[Exception] = []

    def attempt() -> None:
        try:
            postgresql.load(second.folder, clean)
        except LoadError as error:
            caught.append(error)

    with dbapi.connect(clean) as blocker, blocker.cursor() as cursor:
        # The load waits for this table, and is cut off while it waits.
        cursor.execute("LOCK TABLE zhibiao.units IN ACCESS EXCLUSIVE MODE")
        thread = threading.Thread(target=attempt)
        thread.start()
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        end = time.monotonic() + 20
        while not query(clean, cut) and time.monotonic() < end:
            time.sleep(0.05)
        thread.join(timeout=20)
        blocker.rollback()
    assert len(caught) == 1
    assert "nothing was changed" in str(caught[0])
    assert query(clean, "SELECT count(*) FROM zhibiao.metrics") == [(published.rows["metrics"],)]
    assert query(clean, "SELECT version FROM zhibiao.release") == [(published.version,)]


def test_a_full_disk_leaves_the_old_data_whole(
    tmp_path_factory: pytest.TempPathFactory, published: Release
) -> None:
    if not postgres.INITDB:
        pytest.skip("no PostgreSQL server on this machine (Debian: postgresql)")
    folder = tmp_path_factory.mktemp("full")
    large = publish(tables(12_000), folder / "output", day=24)
    # PostgreSQL treats a file that reaches its limit as a full disk.
    with postgres.server(folder / "server", largest_file=3072) as url:
        postgresql.load(published.folder, url)
        with pytest.raises(LoadError, match="nothing was changed"):
            postgresql.load(large.folder, url)
        assert query(url, "SELECT count(*) FROM zhibiao.metrics") == [(published.rows["metrics"],)]
        assert query(url, "SELECT version FROM zhibiao.release") == [(published.version,)]
