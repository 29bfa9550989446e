"""The steps of the tagger that come with the package are what is written from jieba's weights."""

import pytest

pytest.importorskip("onnx")

from flows.extract.reader.train import export_tagger
from flows.language import tagger


def test_the_files_that_come_with_the_package_are_what_is_written_from_jiebas_weights():
    for name, content in export_tagger.files().items():
        assert (tagger.WEIGHTS / name).read_bytes() == content
