"""The real flow on real input, with a real Prefect, cut off from the network."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows import contract
from tests.running import ROOT, Ran, prefect_home, zhibiao
from tests.test_docs import shown_row

BROKEN = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 64,
    "broken.txt": "第一季度增长".encode() * 20 + b"\xff\xfe\xfd" + "5%。".encode() * 20,
    "lines.jsonl": "\n".join(
        [
            '{"title": "好的一行", "text": "全市生产总值增长5%。", "published_on": "2026-03-27"}',
            "[1, 2]",
            '{"title": "没有正文"}',
            '{"text": "日期不对", "published_on": "2026-02-30"}',
            '{"text": 5',
        ]
    ).encode(),
}


SECRET = "what-opens-the-hook"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for Prefect's state and the releases of all runs, which go in the order of the tests."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def first(home: Path) -> Ran:
    return zhibiao(
        *("run", ROOT / "raw", "--output", home / "output", "--workers", "2"),
        folder=home,
        terminal=True,
        own_server=True,
        ZHIBIAO_PROCESS_CHARACTERS="0",
        ZHIBIAO_WEBHOOK=f"http://127.0.0.1:9/{SECRET}",
    )


@pytest.fixture(scope="module")
def latest(home: Path, first: Ran) -> Path:
    assert first.status == 0, first.err
    return home / "output" / "latest"


def test_a_run_on_the_sample_documents_takes_all_of_them_in(first: Ran) -> None:
    assert first.status == 0, first.err
    assert "refused                                    0" in first.out


def test_a_run_ends_with_a_table_of_what_came_out(first: Ran) -> None:
    for name in (*(f"rows of {table.name}" for table in contract.tables()), "characters a second", "release"):
        assert name in first.out, first.out


def test_a_run_on_a_terminal_shows_how_far_it_is(first: Ran) -> None:
    assert "documents" in first.err
    assert "characters/s" in first.err


def test_nothing_tries_to_leave_the_machine(first: Ran) -> None:
    assert first.left_the_machine == []


def test_every_process_of_a_run_is_cut_off(first: Ran) -> None:
    assert set(first.unguarded) <= {"file", "uname"}  # which Python asks of the machine
    assert first.guarded >= 5  # the run, its server, the reader of files, two that extract


def test_a_secret_stands_in_no_message_and_in_no_database(first: Ran) -> None:
    assert "web hook did not take the message" in first.err
    assert SECRET not in first.out + first.err
    kept = [path for path in Path(prefect_home()).rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in kept)
    assert not [path for path in kept if SECRET.encode() in path.read_bytes()]


def test_no_process_stays_behind(first: Ran) -> None:
    assert first.left_running == []


def test_all_tables_stand_in_the_release_with_the_columns_of_the_contract(latest: Path) -> None:
    for table in contract.tables():
        parquet = pq.read_table(latest / f"{table.name}.parquet")
        assert tuple(parquet.column_names) == table.columns
        with (latest / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) == table.columns


def test_the_newspaper_page_gives_numbers_with_what_they_mean(latest: Path) -> None:
    metrics = pq.read_table(latest / "metrics.parquet").to_pylist()
    factories = [row for row in metrics if row["value"] == 720 and row["unit"] in ("家", "个", "座")]
    assert factories, "the 720 smart factories of the press conference are missing"
    assert {row["status"] for row in factories} == {"actual"}
    targets = {row["value"] for row in metrics if row["status"] == "target"}
    assert {1000, 700, 3500} <= targets


def test_the_row_that_the_readme_shows_is_in_the_release(latest: Path) -> None:
    shown = shown_row()
    metrics = pq.read_table(latest / "metrics.parquet").to_pylist()
    assert shown in [{column: str(row[column]) for column in shown} for row in metrics]


def test_the_release_keeps_what_it_promises(latest: Path, home: Path) -> None:
    ran = zhibiao("verify", latest, "--raw", ROOT / "raw", folder=home)
    assert ran.status == 0, ran.out + ran.err
    assert "sound" in ran.out
    assert "was not there" not in ran.out


@pytest.fixture(scope="module")
def second(home: Path, latest: Path) -> Ran:
    """A second run over the same files, and over all that may be wrong with a file."""
    bad = home / "bad"
    bad.mkdir()
    for name, content in BROKEN.items():
        (bad / name).write_bytes(content)
    (bad / "long.jsonl").write_bytes(b'{"text": "' + "数".encode() * 17_000_000 + b'"}\n')
    (home / "hollow").mkdir()
    if os.geteuid():
        (bad / "locked.txt").write_text("没有权限", encoding="utf-8")
        (bad / "locked.txt").chmod(0)
    return zhibiao(
        "run",
        ROOT / "raw",
        bad,
        home / "missing",
        home / "hollow",
        "--output",
        home / "output",
        folder=home,
        COLUMNS="400",
    )


@pytest.mark.parametrize(
    "place",
    [
        "empty.txt",
        "binary.txt",
        "broken.txt",
        "lines.jsonl, line 2",
        "lines.jsonl, line 3",
        "lines.jsonl, line 4",
        "lines.jsonl, line 5",
        "long.jsonl, line 1",
        "missing",
        "hollow",
        pytest.param(
            "locked.txt",
            marks=pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file"),
        ),
    ],
)
def test_bad_input_is_refused_in_one_line_that_says_where_why_and_what_to_do(second: Ran, place: str) -> None:
    lines = [line for line in second.err.splitlines() if f"{place}:" in line]
    assert len(lines) == 1, second.err
    cause, _, remedy = lines[0].partition(f"{place}:")[2].partition("; ")
    assert cause.strip()
    assert remedy.strip()


def test_what_is_good_is_published_beside_what_is_refused(second: Ran, latest: Path) -> None:
    assert second.status == 3, second.err
    titles = pq.read_table(latest / "documents.parquet")["title"].to_pylist()
    assert "好的一行" in titles


def test_what_was_extracted_once_is_not_extracted_again(second: Ran) -> None:
    counts = dict(line.rsplit(maxsplit=1) for line in second.out.splitlines() if len(line.split()) > 1)
    assert counts["extracted now"] == "1"


def test_documents_in_are_documents_out_and_documents_refused(second: Ran, latest: Path) -> None:
    release = json.loads((latest / "release.json").read_text(encoding="utf-8"))
    documents = pq.read_metadata(latest / "documents.parquet").num_rows
    rejected = pq.read_table(latest / "rejects.parquet")["table"].to_pylist().count("documents")
    assert documents + rejected == release["documents"]
    refusals = json.loads((latest / "validation" / "refusals.json").read_text(encoding="utf-8"))
    assert len(refusals) == release["refused"]


def test_a_run_without_a_document_publishes_nothing_and_leaves_the_last_release(
    second: Ran, home: Path, latest: Path
) -> None:
    before = latest.resolve()
    ran = zhibiao("run", home / "missing", "--output", home / "output", folder=home)
    assert ran.status == 1
    assert "nothing was published" in ran.err
    assert "Traceback" not in ran.err
    assert latest.resolve() == before
    assert "NothingToPublish" in (home / "output" / "index.json").read_text(encoding="utf-8")
