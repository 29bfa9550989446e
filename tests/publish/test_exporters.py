"""The list of exporters is what a release holds, and what its card, its page and the guides tell."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from flows.publish import checksums, exporters
from flows.publish.exporter import TABLE, Exporter
from flows.publish.release import Release

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides" / "README.md"


def shown(exporter: Exporter) -> str:
    return exporter.file_name.replace(TABLE, "<table>")


def test_a_release_holds_the_files_of_the_list_and_no_others(published: Release) -> None:
    listed = [name for exporter in exporters.EXPORTERS for name in exporter.files()]
    found = [path.relative_to(published.folder).as_posix() for path in checksums.files(published.folder)]
    assert sorted(listed) == sorted([*found, checksums.FILE])


def test_every_file_of_a_part_is_written_before_those_of_the_next() -> None:
    parts = [exporter.part for exporter in exporters.EXPORTERS]
    assert list(dict.fromkeys(parts)) == ["table", "dataset", "description", "closing"]
    assert parts == sorted(parts, key=["table", "dataset", "description", "closing"].index)


@pytest.mark.parametrize("exporter", exporters.EXPORTERS, ids=shown)
def test_each_is_told_in_both_languages_and_another_process_can_call_it(
    exporter: Exporter,
) -> None:
    assert not exporter.title.isascii() or exporter.title.isupper()
    assert exporter.title_en.isascii()
    assert "/" in exporter.media_type
    assert pickle.loads(pickle.dumps(exporter)) == exporter


def test_the_card_names_every_file(published: Release) -> None:
    card = (published.folder / "README.md").read_text(encoding="utf-8")
    for exporter in exporters.EXPORTERS:
        assert f"| `{shown(exporter)}` | {exporter.title_en} |" in card


def test_the_page_offers_every_file_that_is_there_before_it(published: Release) -> None:
    page = (published.folder / "index.html").read_text(encoding="utf-8")
    for exporter in exporters.EXPORTERS:
        for name in exporter.files():
            assert (f'<a href="{name}" download>' in page) == (exporter.part != "closing"), name


def test_the_guides_tell_what_a_release_holds() -> None:
    told = [line for line in GUIDES.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    lines = [
        f"| `{shown(exporter)}` | {exporter.title_en} | {exporter.media_type} |"
        for exporter in exporters.EXPORTERS
    ]
    assert told == lines, "let the table in docs/guides/README.md say what the list says"
