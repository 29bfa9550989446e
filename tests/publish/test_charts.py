"""The charts of the catalogue say what the numbers say, and fit into their frames."""

from __future__ import annotations

import datetime as dt
import itertools
import re

from flows.publish import charts, labels
from flows.publish.charts import Words


def test_numbers_are_written_with_wan_and_yi() -> None:
    assert [charts.number(value) for value in (12.5, 3500, 25_000, 1.2e12, 4.5e8)] == [
        "12.5",
        "3,500",
        "2.5万",
        "1.2万亿",
        "4.5亿",
    ]


def test_a_met_target_fills_its_bar_and_an_unmet_one_does_not() -> None:
    row = {
        "label": Words("智能工厂", "Smart factories"),
        "note": "2030",
        "target": Words("1,000 家", "1,000"),
    }
    row |= {"actual": Words("720", "720"), "ceiling": False}
    svg = charts.targets(
        [
            row | {"progress": 0.72, "outcome": "behind"},
            row | {"progress": 1.3, "outcome": "met"},
            row | {"progress": 0.9, "outcome": "met", "ceiling": True},
            row | {"progress": 1.1, "outcome": "missed", "ceiling": True},
            row | {"progress": None, "outcome": "no_result", "actual": None},
        ]
    )
    assert svg
    assert 'class="bar" x="0" y="44" width="267.8"' in svg
    assert 'class="met" x="0" y="106" width="372.0"' in svg
    assert 'class="met" x="0" y="168" width="334.8"' in svg
    assert 'class="over" x="0" y="230" width="372.0"' in svg
    for words in ("落后", "behind", "已达成", "missed", "尚无结果"):
        assert words in svg


def test_a_number_is_scaled_in_the_language_of_its_reader() -> None:
    assert [charts.amount(value) for value in (18e9, 2.5e4, 3.2e6)] == [
        Words("180亿", "18 bn"),
        Words("2.5万", "25,000"),
        Words("320万", "3.2 m"),
    ]


def test_no_label_is_wider_than_its_chart() -> None:
    points = [{"year": 2023, "value": 1.2345e12}, {"year": 2024, "value": 1.5678e12}]
    svg = charts.series(points, [], Words("元", "yuan"))
    assert svg
    for x, anchor, words in re.findall(r'<text [^>]*x="([\d.]+)" [^>]*text-anchor="(\w+)">([^<]*)<', svg):
        width = sum(7.5 if char.isascii() else 13 for char in words)
        left = float(x) - {"start": 0, "middle": width / 2, "end": width}[anchor]
        assert left >= -1, words
        assert left + width <= charts.WIDTH + 1, words


def test_no_figure_of_a_series_covers_another_or_the_axis() -> None:
    points = [{"year": 2024, "value": 1e12}, {"year": 2025, "value": 1.02e12}]
    goals = [
        {"year": 2024, "value": 3e11, "comparator": "approx"},
        {"year": 2025, "value": 1.03e12, "comparator": "ge"},
    ]
    svg = charts.series(points, goals, Words("元", "yuan"))
    assert svg
    for language in ("zh", "en"):
        text = rf'<text class="(?:figure|goal-label) {language}" [^>]*x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)<'
        found = re.findall(text, svg)
        boxes = [(float(x), float(y), labels.width(words) / 2) for x, y, words in found]
        assert len(boxes) == 4
        assert all(x - half >= 66 for x, _, half in boxes), "the axis is left of that"
        for one, other in itertools.combinations(boxes, 2):
            assert abs(one[0] - other[0]) >= one[2] + other[2] or abs(one[1] - other[1]) >= labels.HEIGHT


def test_a_series_stands_between_its_ticks() -> None:
    unit = Words("家", "enterprises")
    points = [{"year": 2023, "value": 10.0}, {"year": 2024, "value": 20.0}]
    svg = charts.series(points, [{"year": 2030, "value": 50.0, "comparator": "ge"}], unit)
    assert svg
    heights = [float(match) for match in re.findall(r'class="dot" cx="[\d.]+" cy="([\d.]+)"', svg)]
    assert 36 <= heights[1] < heights[0] <= 212
    assert "≥50" in svg
    assert charts.series(points[:1], [], unit) is None


def test_a_tree_draws_parts_of_parts_once_even_in_a_ring() -> None:
    svg = charts.tree("甲", {"甲": ["乙", "丙"], "乙": ["丁", "甲"]})
    assert svg
    assert [svg.count(f">{name}<") for name in "甲乙丙丁"] == [1, 1, 1, 1]


def test_a_heat_map_counts_by_place_and_month() -> None:
    rows = [{"place": "上海市", "month": dt.date(2026, month, 1), "count": month} for month in (1, 3)]
    svg = charts.heat(rows)
    assert svg
    assert svg.count('class="heat"') == 2
    assert svg.count('class="track"') == 1
    assert "上海市 2026-03: 3" in svg
