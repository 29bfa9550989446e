"""What is kept apart is learned from under no other name."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from flows.extract.reader.train import data, overlap
from flows.extract.reader.train.data import Example
from flows.extract.reader.train.split import Part
from tests.extract.reader.train import texts

REPORT = "武清区去年建成学校四十所、公园十二个，今年还将新建车站三座，改造老旧小区二十个。"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    folder: Path = tmp_path_factory.mktemp("gold")
    texts.write(folder)
    return next(data.examples([folder]))


def share(one: str, other: str) -> bool:
    """Tell whether two texts share a run of characters."""
    return not overlap.runs(one).isdisjoint(overlap.runs(other))


def test_a_text_is_known_again_in_another_paper() -> None:
    assert share(REPORT, f"本报讯（记者 张三）昨日获悉，{REPORT}")
    assert share(REPORT, REPORT.replace("，", "， \n"))
    assert not share(REPORT, "武清区去年建成学校四十所、公园十二个。")
    assert not share(
        REPORT, "宝坻区去年建成桥梁三座，今年将新建车站五座，改造农村公路八十公里，惠及群众两万人。"
    )


def test_short_texts_are_alike_only_if_they_are_the_same() -> None:
    assert share("建成学校3所。", "建成学校 3 所。")
    assert not share("建成学校3所。", "建成学校4所。")


def test_what_is_validated_on_is_learned_from_in_no_group(example: Example) -> None:
    def of(part: Part, text: str) -> Example:
        return example._replace(part=part, reading=dataclasses.replace(example.reading, text=text))

    other, third = (REPORT.replace("武清", place)[::-1] for place in ("宝坻", "静海"))
    gold = [of("training", REPORT), of("validation", REPORT), of("training", other), of("training", third)]
    further = [of("training", REPORT), of("calibration", other), of("training", other)]
    [own, more], apart = overlap.distinct([gold, further])
    assert [(one.part, one.reading.text) for one in own] == [
        ("validation", REPORT), ("training", other), ("training", third),
    ]  # fmt: skip
    assert [(one.part, one.reading.text) for one in more] == [("training", other)]
    assert apart == overlap.runs(REPORT)
    assert apart.isdisjoint(overlap.runs(other))
