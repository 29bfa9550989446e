"""verify finds a changed file, a broken key, and a quote that is not in its text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.publish import checksums, csv, verify
from flows.publish.archive import NoRelease
from flows.publish.release import Release
from tests import synthetic
from tests.publish.conftest import publish, tables


@pytest.fixture
def copy(published: Release, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published.folder, tmp_path / "copy"))


def replace(folder: Path, name: str, column: str, row: int, value: object) -> None:
    """Change one cell in Parquet and CSV, and make the checksums fit again."""
    table = pq.read_table(folder / f"{name}.parquet")
    cells = table.column(column).to_pylist()
    cells[row] = value
    index = table.column_names.index(column)
    table = table.set_column(
        index, table.schema.field(index), pa.array(cells, table.schema.field(index).type)
    )
    pq.write_table(table, folder / f"{name}.parquet")
    csv.write_table(table.schema, table.to_batches(), folder / f"{name}.csv")
    checksums.write(checksums.Checksums(folder))


def test_a_sound_release_has_no_problem_and_every_quote_is_compared(published: Release) -> None:
    report = verify.verify(published.folder, synthetic.rows(40).texts.items())
    assert report.problems == []
    assert report.documents_missing == 0
    assert report.quotes == sum(published.rows[name] for name in verify.QUOTED)


def test_a_changed_a_missing_and_an_added_file_are_named(copy: Path) -> None:
    (copy / "units.csv").write_text("unit\n")
    (copy / "plans.csv").unlink()
    (copy / "more.csv").write_text("x\n")
    problems = "\n".join(verify.verify(copy).problems)
    assert "units.csv is not what was released" in problems
    assert "plans.csv is missing" in problems
    assert "more.csv is not in SHA256SUMS" in problems


def test_a_csv_that_says_something_else_is_named(copy: Path) -> None:
    text = (copy / "units.csv").read_text().replace("yuan", "dollar")
    (copy / "units.csv").write_text(text)
    checksums.write(checksums.Checksums(copy))
    assert verify.verify(copy).problems == ["units.csv and units.parquet hold different rows"]


def test_a_reference_to_nothing_is_named(copy: Path) -> None:
    replace(copy, "metrics", "indicator_id", 0, "nowhere")
    problems = verify.verify(copy).problems
    assert problems == ["metrics.indicator_id: nowhere is not in indicators.indicator_id"]


def test_a_repeated_key_is_named(copy: Path) -> None:
    units = pq.read_table(copy / "units.parquet").column("unit").to_pylist()
    replace(copy, "units", "unit", 1, units[0])
    assert "units: the key unit is not unique" in verify.verify(copy).problems


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_number_is_named(copy: Path, value: float) -> None:
    replace(copy, "metrics", "value", 0, value)
    problems = verify.verify(copy).problems
    assert "metrics.value holds what is no number (inf or nan)" in problems


def test_a_quote_that_is_not_in_its_text_is_shown(copy: Path) -> None:
    replace(copy, "metrics", "start", 0, 0)
    problems = verify.verify(copy, synthetic.rows(40).texts.items()).problems
    assert len(problems) == 1
    assert problems[0].startswith("metrics in document d-000000: ")


def test_a_text_that_changed_since_is_named(published: Release) -> None:
    texts = synthetic.rows(40).texts | {"d-000001": "别的文字"}
    problems = verify.verify(published.folder, texts.items()).problems
    assert problems == ["document d-000001: the raw text has changed since the release"]


def test_documents_without_raw_text_are_counted(published: Release) -> None:
    report = verify.verify(published.folder)
    assert report.sound
    assert report.documents_missing == published.rows["documents"]


def test_a_release_that_comes_meanwhile_is_not_mixed_with_the_one_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tables(20), tmp_path)
    read = checksums.read

    def and_publish(folder: Path) -> dict[str, str]:
        stated = read(folder)
        publish(tables(40), tmp_path, day=24)
        return stated

    monkeypatch.setattr(checksums, "read", and_publish)
    assert verify.verify(tmp_path / "latest").problems == []


def test_a_folder_without_a_release_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(NoRelease, match="holds no release"):
        verify.verify(tmp_path)
