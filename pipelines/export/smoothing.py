"""Outliers moved from activations into weights before they are rounded (SmoothQuant, Xiao et al. 2023).

A few channels of a transformer's activations are ten times larger than the others, and one scale for a whole
tensor spends its 8 bits on them. `X W = (X / s) (s W)` for any s > 0 per channel: dividing by a scale that
grows with a channel's largest value evens the activations out, and the weights, which have a scale for each
output, take up what was divided away. In fp32 the graph computes what it did.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from pipelines.export.onnx_graph import drop_unread

STRENGTH = 0.75
"""Share of a channel's range that is moved (the paper's alpha). Mean cosine of 300 vectors of MiniLM-L6
to those in fp32, contracting products by blocks: .99909 at .7, .99904 at .8, .9973 without smoothing."""

TINY = 1e-5

FACTORS, SMOOTHED = "_smoothing", "_smoothed"
"""Behind the name of a product's left side: what it is multiplied by, and what comes of it."""


def largest_activations(
    model: ModelProto, products: Iterable[NodeProto], feeds: Iterable[Mapping[str, NDArray[np.int64]]]
) -> dict[str, NDArray[np.float32]]:
    """Run the graph on `feeds` and return {left input of a product: float32[channels]}, the largest |value|.

    Args:
        model: An fp32 graph.
        products: MatMul nodes of it.
        feeds: {input: int64[batch, length]}; what the graph does not take is left out.
    """
    names = sorted({node.input[0] for node in products})
    session = _observed(model, names)
    known = {entry.name for entry in session.get_inputs()}
    largest: dict[str, NDArray[np.float32]] = {}
    for feed in feeds:
        found = session.run(names, {name: array for name, array in feed.items() if name in known})
        for name, array in zip(names, found, strict=True):
            here = np.abs(array).reshape(-1, array.shape[-1]).max(axis=0)
            largest[name] = np.maximum(largest[name], here) if name in largest else here
    return largest


def smooth(
    model: ModelProto,
    products: Iterable[NodeProto],
    largest: Mapping[str, NDArray[np.float32]],
    strength: float = STRENGTH,
) -> None:
    """Divide each product's left side by a scale per channel and multiply the right side by it, in place.

    Args:
        model: An fp32 graph.
        products: MatMul nodes of it; those that read one tensor share its scale.
        largest: As `largest_activations` returns it.
        strength: 0 leaves activations as they are, 1 makes every channel's largest value the same.
    """
    graph = model.graph
    readers: dict[str, list[NodeProto]] = {}
    for node in products:
        readers.setdefault(node.input[0], []).append(node)
    matrices = {entry.name: entry for entry in graph.initializer}
    divisions: dict[str, NodeProto] = {}
    for name, nodes in readers.items():
        weights = [numpy_helper.to_array(matrices[node.input[1]]) for node in nodes]
        scale = channel_scale(largest[name], weights, strength)
        graph.initializer.append(numpy_helper.from_array(1.0 / scale, f"{name}{FACTORS}"))
        divisions[name] = helper.make_node(
            "Mul", [name, f"{name}{FACTORS}"], [f"{name}{SMOOTHED}"], name=f"{name}_smooth"
        )
        for node, matrix in zip(nodes, weights, strict=True):
            scaled = numpy_helper.from_array(matrix * scale[:, None], f"{node.name}_smoothed_weight")
            graph.initializer.append(scaled)
            node.input[0], node.input[1] = f"{name}{SMOOTHED}", scaled.name
    _insert_after_producers(graph, divisions)
    drop_unread(model)


def channel_scale(
    largest: NDArray[np.float32], weights: Iterable[NDArray[np.float32]], strength: float
) -> NDArray[np.float32]:
    """float32[channels], of geometric mean 1: largest^strength / largest weight^(1 - strength)."""
    heaviest = np.max([np.abs(matrix).max(axis=1) for matrix in weights], axis=0)
    logarithm = strength * np.log(np.maximum(largest, TINY))
    logarithm -= (1.0 - strength) * np.log(np.maximum(heaviest, TINY))
    return np.exp(logarithm - logarithm.mean()).astype(np.float32)


def _observed(model: ModelProto, names: list[str]) -> Any:
    """A session in which the tensors of these names are outputs too."""
    import onnxruntime

    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    outputs = {entry.name for entry in copy.graph.output}
    copy.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names if name not in outputs
    )
    options = onnxruntime.SessionOptions()
    # Fused nodes would have no output of that name.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(copy.SerializeToString(), options, providers=["CPUExecutionProvider"])


def _insert_after_producers(graph: onnx.GraphProto, nodes: Mapping[str, NodeProto]) -> None:
    ordered = [nodes[entry.name] for entry in graph.input if entry.name in nodes]
    for node in graph.node:
        ordered.append(node)
        ordered += [nodes[name] for name in node.output if name in nodes]
    del graph.node[:]
    graph.node.extend(ordered)
