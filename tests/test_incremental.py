"""What was extracted once is not extracted again, and no one can tell from the release."""

from __future__ import annotations

import datetime as dt
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from tests import plain

TEXTS = {f"d{i}": f"全市生产总值增长{i}%。到2030年，建成智能工厂{i}00家。" for i in range(1, 8)}


def counts(raw: Path, output: Path, settings: dict[str, Any]) -> tuple[int, str]:
    outcome = plain.run(raw, output, **settings)
    return outcome.extracted, str(outcome.release.folder)


@pytest.fixture(scope="module")
def apart():  # type: ignore[no-untyped-def]
    """A process of its own, since a run without Prefect's engine changes the module of the flow."""
    with get_context("spawn").Pool(1) as pool:
        yield lambda raw, output, **settings: pool.apply(counts, (raw, output, settings))


def test_one_more_document_costs_one_document_and_gives_the_bytes_of_a_full_run(
    apart, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    raw = plain.write(tmp_path / "raw", dict(list(TEXTS.items())[:6]))
    extracted, _ = apart(raw, tmp_path / "output")
    assert extracted == 6
    plain.write(raw, TEXTS)
    extracted, release = apart(raw, tmp_path / "output")
    assert extracted == 1
    extracted, undisturbed = apart(raw, tmp_path / "other")
    assert extracted == 7
    assert plain.data(Path(release)) == plain.data(Path(undisturbed))


def test_one_more_file_costs_its_own_documents_alone(apart, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    raw = plain.write(tmp_path / "raw", TEXTS)
    apart(raw, tmp_path / "output")
    plain.write(raw, {"new": "全市出口下降3%。"}, "another.jsonl")
    assert apart(raw, tmp_path / "output")[0] == 1
    assert apart(raw, tmp_path / "output")[0] == 0


def test_a_text_that_changed_is_extracted_and_its_old_rows_are_gone(apart, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    raw = plain.write(tmp_path / "raw", TEXTS)
    apart(raw, tmp_path / "output")
    plain.write(raw, TEXTS | {"d1": "全市生产总值增长99%。"})
    extracted, release = apart(raw, tmp_path / "output")
    assert extracted == 1
    metrics = (Path(release) / "metrics.csv").read_text(encoding="utf-8")
    assert "99%" in metrics
    assert "建成智能工厂100家" not in metrics


def test_a_document_that_was_taken_away_is_not_in_the_release(apart, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    raw = plain.write(tmp_path / "raw", TEXTS)
    apart(raw, tmp_path / "output")
    plain.write(raw, {"d1": TEXTS["d1"]})
    extracted, release = apart(raw, tmp_path / "output")
    assert extracted == 0
    assert '"d2"' not in (Path(release) / "documents.csv").read_text(encoding="utf-8")


def test_what_was_published_in_some_days_is_extracted_anew_and_stands_once(apart, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    raw = plain.write(tmp_path / "raw", TEXTS)
    _, before = apart(raw, tmp_path / "output")
    assert apart(raw, tmp_path / "output", since=dt.date(2026, 3, 28))[0] == 0
    assert apart(raw, tmp_path / "output", since=dt.date(2026, 3, 27), batch_bytes=1) == (len(TEXTS), before)


def test_full_starts_over(apart, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    raw = plain.write(tmp_path / "raw", TEXTS)
    apart(raw, tmp_path / "output")
    assert apart(raw, tmp_path / "output", full=True)[0] == len(TEXTS)


def test_batches_of_any_size_give_the_same_bytes(apart, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    raw = plain.write(tmp_path / "raw", TEXTS)
    _, one = apart(raw, tmp_path / "one")
    _, many = apart(raw, tmp_path / "many", batch_bytes=1)
    assert plain.data(Path(one)) == plain.data(Path(many))


def test_what_is_known_is_not_even_read_again(apart, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    raw = plain.write(tmp_path / "raw", TEXTS)
    (raw / "empty.txt").touch()
    apart(raw, tmp_path / "output")
    [ledger] = (tmp_path / "output" / ".work" / "read").iterdir()
    before = ledger.read_bytes()
    assert b"empty.txt" in before
    apart(raw, tmp_path / "output")
    assert ledger.read_bytes() == before
