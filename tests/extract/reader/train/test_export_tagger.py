"""The steps of the tagger that come with the package are what is written from jieba's weights."""

import pytest

pytest.importorskip("onnx")

from flows.extract.reader.train import export_tagger
from flows.language import lac, tagger


def test_the_steps_that_come_with_the_package_are_those_that_are_written_from_jiebas_weights():
    lower, upper = lac.model().layers
    assert (tagger.STEPS / "lower.onnx").read_bytes() == export_tagger.step(lower, first=True)
    assert (tagger.STEPS / "upper.onnx").read_bytes() == export_tagger.step(upper, first=False)
