"""Which documents are kept apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.extract.reader.train import split
from flows.extract.reader.train.split import is_validation, part_of, source_of


def test_texts_of_one_source_stand_on_one_side() -> None:
    for number in range(50):
        pieces = [f"collection/{number}.md#L{line}" for line in (1, 20, 300)]
        assert {source_of(piece) for piece in pieces} == {f"collection/{number}.md"}
        assert len({is_validation(piece) for piece in pieces}) == 1


def test_items_of_a_collection_are_sources_of_their_own() -> None:
    assert source_of("collection/all.jsonl#3") == "collection/all.jsonl#3"


def test_about_one_source_in_ten_is_kept_and_always_the_same() -> None:
    kept = [number for number in range(2000) if is_validation(f"made-up/{number}.txt")]
    assert 150 < len(kept) < 250
    assert kept[:3] == [number for number in range(kept[2] + 1) if is_validation(f"made-up/{number}.txt")]


def test_what_calibrates_is_neither_learned_from_nor_validated_on() -> None:
    parts = [part_of(f"made-up/{number}.txt") for number in range(2000)]
    assert 150 < parts.count("calibration") < 250
    for number, part in enumerate(parts):
        assert (part == "validation") == is_validation(f"made-up/{number}.txt")


def test_what_was_learned_from_under_another_name_gives_no_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = [f"made-up/{number}.txt" for number in range(60)]
    kept, calibrating = (
        [one for one in addresses if part_of(one) == part] for part in ("validation", "calibration")
    )
    monkeypatch.setattr(split, "learned_from", lambda: frozenset([kept[0], calibrating[0]]))
    assert part_of(kept[0]) == "validation"
    assert part_of(calibrating[0]) == "training"
    rows = "".join(f"{address},{address}\n" for address in addresses)
    (tmp_path / "sources.csv").write_text(f"document_id,source\n{rows}", encoding="utf-8")
    assert split.validation_documents(tmp_path) == set(kept)
    assert split.unread_documents(tmp_path) == set(kept[1:])
    (tmp_path / "sources.csv").write_text(f"document_id,source\n{calibrating[0]},{calibrating[0]}\n", "utf-8")
    assert split.validation_documents(tmp_path) == split.unread_documents(tmp_path) == set()
    assert split.validation_documents(tmp_path / "none") is split.unread_documents(tmp_path / "none") is None


def test_what_was_learned_from_are_addresses_that_were_kept_apart() -> None:
    found = split.learned_from()
    assert found
    assert all(split.number_of(source_of(address)) % 10 in (0, 1) for address in found)
