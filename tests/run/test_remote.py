"""Raw files and releases on a real S3 server, on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import plain
from tests.running import Ran, zhibiao

pytest.importorskip("s3fs")
pytestmark = pytest.mark.timeout(900)
moto_server = pytest.importorskip("moto.server")

TEXTS = {f"d{i}": f"全市生产总值增长{i}%。到2030年，建成智能工厂{i}00家。" for i in range(1, 6)}


@pytest.fixture(scope="module")
def store() -> Iterator[Any]:
    """The store, and the variables that point a command to it."""
    import s3fs

    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    files = s3fs.S3FileSystem(key="test", secret="test", endpoint_url=address, use_listings_cache=False)
    files.mkdir("bucket")
    variables = {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    yield files, variables
    server.stop()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("remote")


def run(home: Path, store: Any, machine: str = "one") -> Ran:
    _, variables = store
    return zhibiao(
        "run", "s3://bucket/in/raw", "--output", "s3://bucket/out",
        folder=home, XDG_CACHE_HOME=str(home / machine), **variables,
    )  # fmt: skip


@pytest.fixture(scope="module")
def first(home: Path, store: Any) -> Ran:
    files, _ = store
    plain.write(home / "raw", TEXTS)
    files.put_file(str(home / "raw" / "documents.jsonl"), "bucket/in/raw/documents.jsonl")
    ran = run(home, store)
    assert ran.status == 0, ran.err
    return ran


def release(home: Path, store: Any, place: Path) -> Path:
    """Fetch the latest release from the store, as anyone would."""
    files, _ = store
    latest = json.loads(files.cat("bucket/out/index.json"))["latest"]
    files.get(f"bucket/out/releases/{latest}/", f"{place}/", recursive=True)
    return place


def test_a_release_on_a_store_has_the_bytes_of_one_here(home: Path, store: Any, first: Ran) -> None:
    assert first.left_the_machine == []
    assert zhibiao("run", home / "raw", "--output", home / "here", folder=home).status == 0
    away = release(home, store, home / "away")
    assert plain.data(away) == plain.data(home / "here" / "latest")
    assert zhibiao("verify", away, "--raw", home / "raw", folder=home).status == 0


def test_another_machine_goes_on_from_what_the_first_one_did(home: Path, store: Any, first: Ran) -> None:
    files, _ = store
    plain.write(home / "more", {"new": "全市出口增长7%。"})
    files.put_file(str(home / "more" / "documents.jsonl"), "bucket/in/raw/more.jsonl")
    ran = run(home, store, machine="two")
    assert ran.status == 0, ran.err
    counts = dict(line.rsplit(maxsplit=1) for line in ran.out.splitlines() if len(line.split()) > 1)
    assert counts["extracted now"] == "1"
    described = json.loads(
        (release(home, store, home / "away2") / "release.json").read_text(encoding="utf-8")
    )
    assert described["previous"] is not None
    assert described["documents"] == len(TEXTS) + 1


def test_a_store_that_is_not_there_is_named_and_nothing_is_published(home: Path, store: Any) -> None:
    _, variables = store
    ran = zhibiao(
        "run", "s3://nowhere/raw", "--output", home / "none",
        folder=home, XDG_CACHE_HOME=str(home / "three"), **variables,
    )  # fmt: skip
    assert ran.status == 1
    assert "s3://nowhere/raw" in ran.err
