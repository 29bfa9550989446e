"""The network of names is written as it was trained, in whole numbers that no processor gets wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="training needs the dependency group `train`")
pytest.importorskip("onnx", reason="training needs the dependency group `train`")

from flows.extract import reading  # noqa: E402
from flows.extract.names import features, network  # noqa: E402
from flows.extract.reader.train import export_names  # noqa: E402
from flows.extract.reader.train.learner import CAUTION, Learner  # noqa: E402
from tests.extract.texts import document  # noqa: E402

Arrays = dict[str, NDArray[Any]]


@pytest.fixture(scope="module")
def seen() -> features.Features:
    return features.look(reading.read([document("四川澄曜新能源有限公司投资20亿元。"), document("好")]))


@pytest.fixture(scope="module")
def learner(seen: features.Features) -> Learner:
    torch.manual_seed(0)
    made = Learner(seen.flags.shape[1])
    made.eval()
    made.whole = True
    return made


def test_what_is_written_reckons_as_what_was_trained(learner: Learner, seen: features.Features) -> None:
    written, learned = network.unpack(export_names.model(learner.arrays()))
    with torch.no_grad():
        wanted = learner(seen).numpy()
    wanted[:, 0] += CAUTION
    found = network.scores(written, seen)
    assert learned == features.classes()
    assert np.abs(found - wanted)[seen.real].max() < 0.02


def test_weights_whose_products_overflow_are_not_written(learner: Learner) -> None:
    arrays: Arrays = learner.arrays()
    arrays["states"][0, 0] = 127
    with pytest.raises(ValueError, match="states: products of such weights would overflow"):
        export_names.model(arrays)
