"""Writes the layers of jieba's LAC-small as steps in whole numbers.

`python -m flows.extract.reader.train.export_tagger`; a step takes both directions of a layer one character
on. Needs onnx; a run of the pipeline does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from onnx import TensorProto, helper

from flows.extract.reader.train.graph import Graph
from flows.language import lac, tagger
from flows.language.arrays import Floats

_TOP = 63
"""The largest weight; those of eight bits would overflow on some processors."""


def step(layer: lac.Layer, *, first: bool) -> bytes:
    """Return the file of a step of `layer`; the first layer is given floats, what a character puts in."""
    graph = _Graph()
    width = layer.candidate.shape[-1]
    floats, bytes_ = TensorProto.FLOAT, TensorProto.UINT8
    given, found = [], []
    for way in (0, 1):
        into = f"given_{way}"
        given += [_value(f"state_{way}", floats, width), _value(f"byte_{way}", bytes_, width)]
        given.append(_value(into, floats, 3 * width) if first else _value(into, bytes_, 2 * width))
        if first:
            parts = graph.parts(into, [width] * 3)
        else:
            weights, biases = (
                np.split(one[way], 3, axis=-1) for one in (layer.input_weight, layer.input_bias)
            )
            parts = [graph.product(into, *own) for own in zip(weights, biases, strict=True)]
        graph.gru(way, parts, layer.gates[way], layer.candidate[way])
        found += [_value(f"new_state_{way}", floats, width), _value(f"new_byte_{way}", bytes_, width)]
    return graph.file("step", given, found, {"digest": lac.DIGEST})


def emission(weight: Floats, bias: Floats) -> bytes:
    """Return the file of what scores the labels, a row each, by the states of the upper layer."""
    graph = _Graph()
    whole, size = _steps_of(weight)
    # What is left when weights are rounded is little work here, and a label may hang on it.
    rest = graph.product("states", weight - whole * size)
    total = graph.node("Add", graph.product("states", weight, bias), rest)
    graph.node("Transpose", total, out="emissions", perm=[1, 0])
    given = _value("states", TensorProto.UINT8, len(weight))
    found = helper.make_tensor_value_info("emissions", TensorProto.FLOAT, [weight.shape[1], "rows"])
    return graph.file("emission", [given], [found], {"digest": lac.DIGEST})


def _steps_of(weight: Floats) -> tuple[Floats, Floats]:
    """Return weights in whole steps, and the size of a step of each column."""
    size = np.abs(weight).max(axis=0) / np.float32(_TOP)
    return np.rint(weight / size), size


class _Graph(Graph):
    def product(self, given: str, weight: Floats, bias: Floats | None = None) -> str:
        """Multiply bytes with weights, each column of them in steps of its own, and add the bias."""
        whole, size = _steps_of(weight)
        most = 2 * tagger.CENTRE - 1
        sizes = size / np.float32(tagger.GRID)
        return self.scaled(
            given, whole.astype(np.int8), sizes, bias, centre=tagger.CENTRE, most=most, of=given
        )

    def byte(self, given: str, out: str = "") -> str:
        step, zero = np.float32(1 / tagger.GRID), np.uint8(tagger.CENTRE)
        return self.node("QuantizeLinear", given, self.constant(step), self.constant(zero), out=out)

    def gru(self, way: int, into: Sequence[str], gates: Floats, candidate: Floats) -> None:
        """Go one step: state += update * (tanh(into + (reset * state) @ candidate) - state)."""
        state = f"state_{way}"
        update, reset = (
            self.node("Sigmoid", self.node("Add", self.product(f"byte_{way}", weight), given))
            for weight, given in zip(np.split(gates, 2, axis=-1), into, strict=False)
        )
        kept = self.product(self.byte(self.node("Mul", reset, state)), candidate)
        new = self.node("Tanh", self.node("Add", kept, into[2]))
        change = self.node("Mul", update, self.node("Sub", new, state))
        self.byte(self.node("Add", state, change, out=f"new_{state}"), out=f"new_byte_{way}")


def _value(name: str, kind: int, width: int) -> Any:
    return helper.make_tensor_value_info(name, kind, ["rows", width])


def files() -> dict[str, bytes]:
    """Return the files that the tagger reads, by their names."""
    model = lac.model()
    lower, upper = model.layers
    return {
        "lower.onnx": step(lower, first=True),
        "upper.onnx": step(upper, first=False),
        "emission.onnx": emission(model.emission_weight, model.emission_bias),
    }


def main() -> None:
    """Write the files to where the tagger reads them."""
    for name, content in files().items():
        (tagger.WEIGHTS / name).write_bytes(content)


if __name__ == "__main__":
    main()
