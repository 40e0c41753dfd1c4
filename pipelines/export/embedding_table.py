"""Embedding tables in 8 bits: one scale per row, so that rare words with small vectors lose nothing."""

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from pipelines.export.onnx_graph import drop_unread

SMALLEST_ROWS = 1000
ROWS, SCALES = "_int8", "_scale"
"""Behind the name of a table: its rows in 8 bits and what each is multiplied by."""


def compress_embeddings(model: ModelProto) -> ModelProto:
    """Replace each large float table behind a Gather by int8 rows and a scale per row, in place.

    Runtime's own dynamic quantisation has one scale for the whole table; per row the error is at most
    1/254 of the row's largest component.
    """
    graph = model.graph
    tables = {entry.name: entry for entry in graph.initializer if _is_table(entry)}
    done: set[str] = set()
    nodes: list[NodeProto] = []
    for node in graph.node:
        if node.op_type == "Gather" and node.input[0] in tables:
            name = node.input[0]
            if name not in done:
                _add_rows(model, tables[name])
                done.add(name)
            nodes += _gather_rows(node)
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    drop_unread(model)
    return model


def quantised_rows(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """float32[N,D] to (int8[N,D], float32[N,1]) with rows ≈ their product."""
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-12) / 127.0
    return np.rint(table / scale).astype(np.int8), scale.astype(np.float32)


def _is_table(entry: TensorProto) -> bool:
    large = len(entry.dims) == 2 and entry.dims[0] >= SMALLEST_ROWS
    return bool(large and entry.data_type == TensorProto.FLOAT)


def _add_rows(model: ModelProto, table: TensorProto) -> None:
    rows, scale = quantised_rows(numpy_helper.to_array(table))
    model.graph.initializer.append(numpy_helper.from_array(rows, f"{table.name}{ROWS}"))
    model.graph.initializer.append(numpy_helper.from_array(scale, f"{table.name}{SCALES}"))


def _gather_rows(node: NodeProto) -> list[NodeProto]:
    table, index, out = node.input[0], node.input[1], node.output[0]
    return [
        helper.make_node("Gather", [f"{table}{ROWS}", index], [f"{out}_of_int8_rows"], axis=0),
        helper.make_node("Gather", [f"{table}{SCALES}", index], [f"{out}_of_row_scales"], axis=0),
        helper.make_node(
            "Cast", [f"{out}_of_int8_rows"], [f"{out}_of_float_rows"], to=onnx.TensorProto.FLOAT
        ),
        helper.make_node("Mul", [f"{out}_of_float_rows", f"{out}_of_row_scales"], [out], name=f"{out}_rows"),
    ]
