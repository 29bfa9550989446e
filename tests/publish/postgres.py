"""A PostgreSQL server of our own for a test, from Debian's package."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
INITDB = shutil.which("initdb") or (str(PROGRAMS[-1]) if PROGRAMS else None)


def as_user(*command: str) -> list[str]:
    """PostgreSQL does not run as root; its package brings a user."""
    # cron and containers leave the folders of the administrator out of PATH
    program = shutil.which("runuser") or "/usr/sbin/runuser"
    return [program, "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


@contextmanager
def server(folder: Path, *, largest_file: int | None = None) -> Iterator[str]:
    """Run a PostgreSQL of our own; `largest_file` in KiB makes its disk look full from there on."""
    assert INITDB
    folder.mkdir(parents=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        for parent in folder.parents[:4]:
            parent.chmod(parent.stat().st_mode | 0o011)
    password = folder.parent / f"{folder.name}.pw"
    password.write_text("right")
    password.chmod(0o644)
    options = ["--auth=scram-sha-256", "--wal-segsize=1", "--encoding=UTF8", "--locale=C"]
    subprocess.run(
        as_user(INITDB, "-D", str(folder / "data"), "-U", "loader", f"--pwfile={password}", *options),
        check=True,
        capture_output=True,
        cwd="/",
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(INITDB).with_name("postgres"))
    start = f"{program} -D {folder / 'data'} -p {port} -h 127.0.0.1 -k '' -c fsync=off"
    limit = f"ulimit -f {largest_file}; " if largest_file else ""
    log = (folder.parent / f"{folder.name}.log").open("w")
    process = subprocess.Popen(as_user("bash", "-c", f"{limit}exec {start}"), stderr=log, cwd="/")
    try:
        url = f"postgresql://loader:right@127.0.0.1:{port}/postgres"
        wait(url)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


def wait(url: str) -> None:
    from adbc_driver_postgresql import dbapi

    end = time.monotonic() + 30
    while True:
        try:
            dbapi.connect(url).close()
        except dbapi.Error:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return
