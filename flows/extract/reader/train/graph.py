"""A network as a file for onnxruntime, built node by node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

_PAIR, _SUM = 2**15 - 1, 2**24
"""What two products may come to where processors add them in 16 bits; what float32 counts exactly."""
_OWN = "com.microsoft"
"""Where onnxruntime keeps operations of its own."""


class Graph:
    """A graph that grows node by node; each method returns the name of what it adds."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def node(self, kind: str, *given: str, out: str = "", **attributes: Any) -> str:
        """Add an operation on what is `given`, by names."""
        out = out or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, given, [out], **attributes))
        return out

    def parts(self, given: str, sizes: Sequence[int]) -> list[str]:
        """Split the columns of what is given."""
        out = [f"Split_{len(self.nodes)}_{number}" for number in range(len(sizes))]
        self.nodes.append(helper.make_node("Split", [given, self.constant(np.array(sizes))], out, axis=1))
        return out

    def constant(self, values: Any) -> str:
        """Add an array."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def multiplied(self, given: str, weights: NDArray[np.int8], *, centre: int, most: int, of: str) -> str:
        """Multiply rows of bytes up to `most`, of which `centre` stands for nothing, with weights; exact.

        Raises:
            ValueError: products with the weights, which are those `of` something, would overflow on some
                processors.
        """
        _check(weights, most, of)
        zero = self.constant(np.array(centre, np.uint8))
        found = self.node("MatMulInteger", given, self.constant(weights), zero)
        return self.node("Cast", found, to=TensorProto.FLOAT)

    def scaled(
        self, given: str, weights: NDArray[np.int8], sizes: NDArray[np.float32],
        bias: NDArray[np.float32] | None = None, *, centre: int, most: int, of: str,
    ) -> str:  # fmt: skip
        """Multiply as `multiplied` does, and bring each column to its size and bias, in one operation.

        Raises:
            ValueError: as there.
        """
        _check(weights, most, of)
        one, zero = np.array(1, np.float32), np.array(centre, np.uint8)
        whole = [self.constant(each) for each in (weights, one, sizes, zero, np.zeros(sizes.shape, np.int8))]
        more = [] if bias is None else [self.constant(bias)]
        return self.node("MatMulIntegerToFloat", given, *whole, *more, domain=_OWN)

    def file(
        self, name: str, given: Sequence[Any], found: Sequence[Any], properties: Mapping[str, str]
    ) -> bytes:
        """Return the file of the graph from the values `given` to those `found`."""
        graph = helper.make_graph(self.nodes, name, given, found, self.constants)
        made = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_OWN, 1)]
        )
        made.ir_version = 8
        helper.set_model_props(made, dict(properties))
        return made.SerializeToString()


def _check(weights: NDArray[np.int8], most: int, of: str) -> None:
    sizes = np.abs(weights.astype(int)) * most
    if 2 * sizes.max() > _PAIR or sizes.sum(0).max() >= _SUM:
        raise ValueError(f"{of}: products of such weights would overflow; train with smaller ones")
