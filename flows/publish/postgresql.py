"""A release into PostgreSQL, at COPY speed and in one transaction.

Tables, comments, keys, indexes and views live in the schema `zhibiao`. While the columns stay the
same the tables are emptied and filled again, so that views built on them survive; a table
`zhibiao.release` says which version is there. On any error the data of before are untouched.
"""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from flows.machine.secrets import hidden
from flows.publish import archive, sql
from flows.records import Explained

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "zhibiao"

TRIES = 4
"""Times that a server which may come back is asked for a connection."""

SECONDS_BETWEEN_TRIES = 1.0
"""Before the second try; each later wait is twice as long."""

_PASSING = (
    "connection refused",
    "starting up",
    "shutting down",
    "too many clients",
    "connection slots",
    "timeout expired",
    "closed the connection",
)
"""What a server, or the way to it, says when it may let us in soon."""


_MEND = "nothing was changed; mend that in the database, and load again"


class LoadError(Explained):
    """The release was not loaded; the database is as it was before."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded."""

    version: str
    rows: int
    skipped: bool
    """True where the database held this release already."""


def load(release: Path, url: str) -> Loaded:
    """Load a release into the database at `postgresql://user:password@host:port/name`.

    Raises:
        LoadError: no connection, no right to write, no room, or something else went wrong.
    """
    try:
        from adbc_driver_manager import Error
    except ImportError as error:
        remedy = "install it with `python -m pip install 'zhibiao[postgresql]'`"
        raise LoadError("the PostgreSQL driver is not installed", remedy) from error

    described = archive.describe(release)
    connection = _connect(url)
    try:
        with connection.cursor() as cursor:
            skipped = _is_there(cursor, described)
            if not skipped:
                _load(cursor, release, described)
        connection.commit()
    except Error as error:
        raise LoadError(f"{hidden(url)}: {_words(error, url)}", _MEND) from error
    finally:
        _close(connection)
    return Loaded(described["version"], sum(described["rows"].values()), skipped)


def _connect(url: str) -> Any:
    """Return a connection; wait for a server that is just starting, or has too many at the moment."""
    from adbc_driver_manager import Error
    from adbc_driver_postgresql import dbapi

    for attempt in range(1, TRIES + 1):
        try:
            return dbapi.connect(url)
        except Error as error:
            if attempt == TRIES or not any(words in str(error).lower() for words in _PASSING):
                cause = f"{hidden(url)} does not let us in: {_words(error, url)}"
                raise LoadError(cause, "check host, port, name, user and password") from error
        time.sleep(SECONDS_BETWEEN_TRIES * 2 ** (attempt - 1))
    raise AssertionError("the last try returns or raises")


def _load(cursor: Any, release: Path, described: dict[str, Any]) -> None:
    cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    cursor.execute(f"SET LOCAL search_path TO {SCHEMA}")
    tables = sql.in_order()
    fresh = _prepare(cursor)
    for definition in tables:
        table = pq.read_table(release / f"{definition.name}.parquet")
        # Field metadata are of no use to COPY, and non-null fields would need a plan of their own.
        cursor.adbc_ingest(definition.name, table, mode="append", db_schema_name=SCHEMA)
    if fresh:
        for definition in tables:
            for statement in (*sql.references(definition), *sql.indexes(definition)):
                cursor.execute(statement)
    for view, query in sql.views().items():
        cursor.execute(f"CREATE OR REPLACE VIEW {view} AS {query}")
    cursor.execute("DELETE FROM release")
    stated = (described["version"], described["schema_version"], described["data_sha256"])
    cursor.execute("INSERT INTO release VALUES ($1, $2, $3, now(), $4)", (*stated, _layout()))


def _prepare(cursor: Any) -> bool:
    """Empty the tables, or make them where they are not there in this layout; True if they are new."""
    cursor.execute(f"SELECT to_regclass('{SCHEMA}.release')::text")
    known = cursor.fetchone()[0] is not None
    if known:
        cursor.execute("SELECT layout FROM release")
        row = cursor.fetchone()
        if row and row[0] == _layout():
            names = ", ".join(sql.name(table.name) for table in sql.in_order())
            cursor.execute(f"TRUNCATE {names}")
            return False
        _drop(cursor)
    cursor.execute(
        "CREATE TABLE release (version text PRIMARY KEY, schema_version text NOT NULL, "
        "data_sha256 text NOT NULL, loaded_at timestamptz NOT NULL, layout text NOT NULL)"
    )
    for definition in sql.in_order():
        cursor.execute(sql.create(definition, references=False))
        for statement in sql.comments(definition):
            cursor.execute(statement)
    return True


def _drop(cursor: Any) -> None:
    """Remove the tables and views of an older layout; what others built on them makes this fail."""
    cursor.execute(
        "SELECT c.relname, c.relkind FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace "
        f"WHERE n.nspname = '{SCHEMA}' AND c.relkind IN ('r', 'v') ORDER BY c.relkind DESC, c.relname"
    )
    found = cursor.fetchall()
    views = [sql.name(name) for name, kind in found if _letter(kind) == "v" and name in sql.views()]
    tables = [sql.name(name) for name, kind in found if _letter(kind) == "r"]
    if views:
        cursor.execute(f"DROP VIEW {', '.join(views)}")
    cursor.execute(f"DROP TABLE {', '.join(tables)}")


def _is_there(cursor: Any, described: dict[str, Any]) -> bool:
    cursor.execute(f"SELECT to_regclass('{SCHEMA}.release')::text")
    if cursor.fetchone()[0] is None:
        return False
    cursor.execute(f"SELECT version, data_sha256, layout FROM {SCHEMA}.release")
    row = cursor.fetchone()
    return row is not None and tuple(row) == (described["version"], described["data_sha256"], _layout())


def _layout() -> str:
    """Return a digest of all that makes the tables what they are."""
    parts = [sql.create(table) + "".join(sql.comments(table)) for table in sql.in_order()]
    return hashlib.sha256("".join([*parts, *sql.views().values()]).encode()).hexdigest()


def _letter(kind: Any) -> str:
    return kind.decode() if isinstance(kind, bytes) else str(kind)


def _close(connection: Any) -> None:
    from adbc_driver_manager import Error

    try:
        connection.close()  # rolls back what was not committed
    except Error:
        # The connection is lost; the server has rolled back.
        return


def _words(error: Exception, url: str) -> str:
    """Return what the driver says, but for the parts of an address that it shows where it cannot read it."""
    said = " ".join(str(error).split()).removesuffix(".")
    if "connection info string" in said or "connection option" in said or "URI" in said:
        said = re.sub(r'"[^"]+"', '"***"', said)
    return hidden(said.replace(url, hidden(url)))
