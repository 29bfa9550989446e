"""Writes the network of names as one file for onnxruntime, in whole numbers throughout."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper

from flows.extract.names.network import INPUTS, REACH, TOP
from flows.extract.reader.train.graph import Graph
from flows.language.tagger import CENTRE

Arrays = Mapping[str, NDArray[Any]]

_TABLES = ("labels", "bigrams", "bigrams_before", "characters")
_TYPES = {"states": TensorProto.UINT8, "flags": TensorProto.UINT8, "real": TensorProto.FLOAT}


def model(arrays: Arrays) -> bytes:
    """Return the network with the weights in `arrays`, as `names.Learner.arrays` gives them.

    Raises:
        ValueError: products with the weights would overflow on some processors.
    """
    graph = _Graph()
    levels = sum(name.startswith("convolution_bias") for name in arrays)
    listed = graph.weighed("flags", arrays, "flags")
    for name in _TABLES:
        table = np.concatenate([arrays[name], np.zeros_like(arrays[name][:1])])
        rows = graph.node("Gather", graph.constant(table), name)
        listed = graph.node("Add", listed, graph.node("Cast", rows, to=TensorProto.FLOAT))
    total = graph.node("Mul", listed, graph.constant(np.float32(TOP)))
    total = graph.node("Add", total, graph.weighed("states", arrays, "states", centre=CENTRE))
    lower = upper = graph.settled(total, arrays["bias"], arrays["steps"][0])
    for level in range(levels):
        seen = graph.neighbours(upper, level + 1)
        total = graph.weighed(seen, arrays, f"convolution_{level}")
        upper = graph.settled(total, arrays[f"convolution_bias_{level}"], arrays["steps"][level + 1])
    both = graph.node("Concat", lower, upper, axis=1)
    total = graph.weighed(both, arrays, "output")
    total = graph.node("Add", total, graph.constant(arrays["output_bias"]))
    graph.node("Mul", total, graph.constant(np.float32(arrays["output_step"])), out="scores")
    halo = 1 + sum(REACH // 2 * (level + 1) for level in range(levels))
    return graph.finished(arrays, halo)


class _Graph(Graph):
    """The graph of a network of names."""

    def weighed(self, given: str, arrays: Arrays, name: str, *, centre: int = 0) -> str:
        """Multiply bytes with the weights of a name; those around no centre reach up to TOP."""
        most = 2 * CENTRE - 1 if centre else TOP
        return self.multiplied(given, arrays[name], centre=centre, most=most, of=name)

    def settled(self, total: str, bias: NDArray[np.float32], step: np.float32) -> str:
        """Bring sums to whole steps from 0 to TOP, to nothing in a gap."""
        total = self.node("Add", total, self.constant(bias.astype(np.float32)))
        total = self.node("Mul", total, self.constant(np.float32(step)))
        total = self.node("Clip", total, self.constant(np.float32(0)), self.constant(np.float32(TOP)))
        total = self.node("Mul", total, "real")
        return self.node("QuantizeLinear", total, self.constant(np.float32(1)), self.constant(np.uint8(0)))

    def neighbours(self, rows: str, apart: int) -> str:
        """Put beside each row those before and behind it, `apart` rows from each other."""
        side = REACH // 2 * apart
        pads = self.constant(np.array([side, 0, side, 0]))
        padded = self.node("Pad", rows, pads, self.constant(np.uint8(0)))
        pieces: Sequence[str] = [
            self.node(
                "Slice", padded, self.constant(np.array([shift * apart])),
                self.constant(np.array([(shift - REACH + 1) * apart or 2**31])), self.constant(np.array([0])),
            )
            for shift in range(REACH)
        ]  # fmt: skip
        return self.node("Concat", *pieces, axis=1)

    def finished(self, arrays: Arrays, halo: int) -> bytes:
        """Return the file, which tells of the classes of words and how far the network sees."""
        given = [
            helper.make_tensor_value_info(
                name, _TYPES.get(name, TensorProto.INT64), ["rows", *_width(arrays, name)]
            )
            for name in INPUTS
        ]
        found = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["rows", None])
        told = {"classes": json.dumps(arrays["classes"].tolist()), "halo": str(halo)}
        return self.file("names", given, [found], told)


def _width(arrays: Arrays, name: str) -> list[int]:
    if name == "real":
        return [1]
    return [len(arrays[name])] if name in ("states", "flags") else []
