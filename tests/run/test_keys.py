"""What a store calls its files never leads out of the folder that mirrors it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.run import remote

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    from fsspec.implementations.memory import MemoryFileSystem

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = MemoryFileSystem()
    files.store.clear()
    yield files
    files.store.clear()


@pytest.mark.parametrize(
    "key",
    [
        "../out.txt",
        "../../../../out.txt",
        "a/../../out.txt",
        "/out.txt",
        "a//out.txt",
        "..\\out.txt",
        "C:\\out.txt",
        "./out.txt",
    ],
)
def test_a_key_that_leads_out_is_left_where_it_is(store: Any, tmp_path: Path, key: str) -> None:
    from fsspec.implementations.memory import MemoryFile

    for name in ("good.txt", key):
        store.store[f"/raw/{name}"] = MemoryFile(store, f"/raw/{name}", b"text")
    here = remote.fetch("memory://raw")
    found = [path for path in tmp_path.rglob("*.txt") if path.is_file()]
    assert found == [here / "good.txt"]


def test_what_is_noted_of_a_store_takes_nothing_away_elsewhere(store: Any, tmp_path: Path) -> None:
    store.pipe("/raw/good.txt", b"text")
    here = remote.fetch("memory://raw")
    mine = here.parent / "mine.txt"
    mine.write_text("mine")
    (here.parent / f"{here.name}.versions.json").write_text('{"../mine.txt": "1"}')
    remote.fetch("memory://raw")
    assert mine.exists()
