"""Writes trained networks as one file for onnxruntime: whole numbers of seven bits where most work is.

Products of whole numbers are exact in any order; seven bits, so that no processor's sums of pairs overflow.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from flows.extract.reader import candidates, inputs, periods, subjects, words
from flows.extract.reader.session import INPUTS, OUTPUTS
from flows.extract.reader.train.heads import Heads
from flows.extract.reader.train.network import Words
from flows.language import tagger

_SMALL = 256
_HEAVY = ("/encoder/", "/heads/token/", "/three/", "/subject/own/", "/period/own/")
"""Parts of the names of products that go over all words of a window."""


class _Whole(nn.Module):
    """Encoder and heads on one window, as they are exported."""

    def __init__(self, encoder: Words, heads: Heads) -> None:
        super().__init__()
        self.encoder, self.heads = encoder, heads

    def forward(self, *given: Tensor) -> tuple[Tensor, ...]:
        batch = dict(zip(INPUTS, given, strict=True))
        states = self.encoder(
            {name: batch[name][None] for name in ("slots", "states", "marks", "parts", "labels")}
        )
        batch["window"] = torch.zeros_like(batch["numbers"][:, 0])
        found = self.heads(states, batch)
        return tuple(found[name] for name in OUTPUTS)


def export(encoder: Words, heads: Heads, path: Path) -> None:
    """Write `encoder` and `heads` to `path`."""
    encoder.eval()
    heads.eval()
    with tempfile.TemporaryDirectory() as folder:
        plain, whole = Path(folder) / "plain.onnx", Path(folder) / "whole.onnx"
        axes = {
            name: {axis: kind for axis, kind in enumerate(kinds) if kind} for name, kinds in _AXES.items()
        }
        torch.onnx.export(
            _Whole(encoder, heads), _sample(), str(plain), input_names=list(INPUTS),
            output_names=list(OUTPUTS), dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        heavy = [
            node.name
            for node in onnx.load(plain).graph.node
            if node.op_type == "MatMul" and any(part in node.name for part in _HEAVY)
        ]
        quantize_dynamic(
            plain, whole, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            nodes_to_quantize=heavy, extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
        made = _halved(_as_bytes(_quantised_first(onnx.load(whole))))
        path.write_bytes(made.SerializeToString())


_AXES = {
    "slots": ("T", ""), "states": ("T", ""), "marks": ("T",), "parts": ("T",), "labels": ("T",),
    "own": ("n", "T"), "seen": ("n", "T"), "numbers": ("n", ""),
    "subject_known": ("n", "", ""), "subject_ends": ("n", "", ""),
    "period_known": ("n", "", ""), "period_ends": ("n", "", ""),
    "chosen": ("n", "T", ""), "classes": ("n", ""), "subject": ("n", ""), "period": ("n", ""),
}  # fmt: skip


def _sample() -> tuple[Tensor, ...]:
    """One window of nothing, for the shapes: of sizes that no others are taken for."""
    tokens, numbers, most = 7, 3, candidates.MOST
    sizes = {"T": tokens, "n": numbers}
    fixed: dict[str, tuple[int, ...]] = {
        "slots": (words.SLOTS,), "states": (tagger.STATES,), "numbers": (len(inputs.NUMBER_SIZES),),
        "subject_known": (most, sum(subjects.SIZES)), "subject_ends": (most, 2),
        "period_known": (most, sum(periods.SIZES)), "period_ends": (most, 2),
    }  # fmt: skip
    found = []
    for name in INPUTS:
        rest = list(fixed.get(name, ()))
        shape = [sizes[kind] if kind else rest.pop(0) for kind in _AXES[name]]
        kind = torch.float32 if name.endswith(("known", "own")) else torch.int32
        kind = torch.uint8 if name == "states" else kind
        found.append(torch.zeros(shape, dtype=kind))
    return tuple(found)


def _quantised_first(model: Any) -> Any:
    """Let what looks at tokens side by side pad and join bytes, not what they are made from.

    What they are padded with stands for nought. The step between bytes stays the same: nought was among
    the numbers that it was found by before, and is always.
    """
    graph = model.graph
    made_by = {name: node for node in graph.node for name in node.output}
    for whole in [node for node in graph.node if node.op_type == "DynamicQuantizeLinear"]:
        beside = made_by[whole.input[0]]
        if beside.op_type != "Concat":
            continue
        before, tokens, _ = beside.input
        padded = made_by[made_by[before].input[0]]
        [used] = [node for node in graph.node if whole.output[0] in node.input]
        whole.input[0], padded.input[0], used.input[0] = tokens, whole.output[0], beside.output[0]
        beside.input[1] = whole.output[0]
        padded.input[2] = whole.output[2]
    del graph.value_info[:]
    return model


def _as_bytes(model: Any) -> Any:
    """Let the tagger's states be multiplied as the bytes that they are, not as fractions that are rounded."""
    graph = model.graph
    user = {name: node for node in graph.node for name in node.input}
    way = [user[user["states"].output[0]]]
    source = way[0].input[0]
    while way[-1].op_type != "DynamicQuantizeLinear":
        way.append(user[way[-1].output[0]])
    given = {"states_step": np.float32(1 / tagger.GRID), "states_centre": np.uint8(tagger.CENTRE)}
    graph.initializer.extend(numpy_helper.from_array(np.array(value), name) for name, value in given.items())
    instead = dict(zip(way[-1].output, (source, *given), strict=True))
    for node in way:
        graph.node.remove(node)
    for node in graph.node:
        node.input[:] = [instead.get(name, name) for name in node.input]
    return model


def _halved(model: Any) -> Any:
    """Keep what is no whole number in half the bytes; it is widened when the file is read."""
    graph, nodes = model.graph, []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < _SMALL:
            continue
        narrow = numpy_helper.from_array(values.astype(np.float16), tensor.name + "_half")
        graph.initializer.remove(tensor)
        graph.initializer.append(narrow)
        nodes.append(helper.make_node("Cast", [narrow.name], [tensor.name], to=TensorProto.FLOAT))
    for node in reversed(nodes):
        graph.node.insert(0, node)
    return model
