"""The weights of an exported graph as float32: the way back from 8 bits.

Bundles carry no checkpoint, so whoever wants to train one further starts from its graph. A matrix in 8 bits
is its integers times their scales; what smoothing moved into it (`pipelines.export.smoothing`) is taken out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, numpy_helper

from pipelines.export.embedding_table import ROWS, SCALES
from pipelines.export.smoothing import FACTORS, SMOOTHED
from pipelines.quantised_tensors import QUANTISED, dequantised

Matrix = NDArray[np.float32]
_BYTE_ZERO = 128
"""Zero of MatMulNBits in 8 bits without zero points of its own."""


@dataclass(frozen=True, slots=True)
class GraphWeights:
    """What a graph stores.

    Attributes:
        named: {parameter of the exported module: float32 in torch's layout}; a matrix goes by its own name
            or by that of the bias behind it.
        unnamed: float32[outputs, inputs] of the other products, in the order of the graph.
        looked_up: float32[entries] of tables with one value to an entry.
    """

    named: dict[str, Matrix]
    unnamed: list[Matrix]
    looked_up: list[Matrix]


def read_weights(path: Path) -> GraphWeights:
    """Read an ONNX file that `pipelines.export` wrote, in fp32 or 8 bits."""
    graph = _Graph(onnx.load(str(path)))
    named = {name: array for name, array in graph.stored.items() if array.dtype == np.float32}
    unnamed = []
    for node, matrix in graph.products():
        name = graph.parameter_of(node)
        if name is None:
            unnamed.append(matrix)
        else:
            named[name] = matrix
    for name in graph.tables():
        named[name] = graph.stored[f"{name}{ROWS}"].astype(np.float32) * graph.stored[f"{name}{SCALES}"]
    return GraphWeights(named, unnamed, graph.looked_up())


class _Graph:
    def __init__(self, model: ModelProto) -> None:
        self.nodes = list(model.graph.node)
        self.stored = {entry.name: numpy_helper.to_array(entry) for entry in model.graph.initializer}
        self._readers: dict[str, list[NodeProto]] = {}
        for node in self.nodes:
            for name in node.input:
                self._readers.setdefault(name, []).append(node)

    def products(self) -> Iterator[tuple[NodeProto, Matrix]]:
        """Each product with a stored matrix, as float32[outputs, inputs]."""
        for node in self.nodes:
            if len(node.input) < 2 or node.input[1] not in self.stored:
                continue
            if node.op_type == "MatMul" and self.stored[node.input[1]].ndim == 2:
                yield node, np.asarray(self.stored[node.input[1]] * self._moved(node.input[0]), np.float32).T
            elif node.op_type == "MatMulInteger":
                yield node, self._from_integers(node).T
            elif node.op_type == "MatMulNBits":
                yield node, self._from_blocks(node)

    def parameter_of(self, product: NodeProto) -> str | None:
        """The parameter a product's matrix is, by its own name or by its bias."""
        own = product.input[1].removesuffix(QUANTISED)
        if own.endswith(".weight"):
            return own
        name = product.output[0]
        if product.op_type == "MatMulInteger":  # a Cast and the product with its scales come first
            for _ in range(2):
                (reader,) = self._readers[name]
                name = reader.output[0]
        added = (read for each in self._readers.get(name, []) if each.op_type == "Add" for read in each.input)
        bias = next((read for read in added if read in self.stored and read.endswith(".bias")), None)
        return bias.removesuffix(".bias") + ".weight" if bias else None

    def tables(self) -> list[str]:
        """Names of the tables whose rows are in 8 bits."""
        return [name.removesuffix(ROWS) for name in self.stored if name.endswith(ROWS)]

    def looked_up(self) -> list[Matrix]:
        """See `GraphWeights`."""
        tables = [node.input[0] for node in self.nodes if node.op_type in ("Gather", "GatherND")]
        arrays = [self.stored[table] for table in tables if table in self.stored]
        return [array for array in arrays if array.ndim == 1 and array.dtype == np.float32]

    def _from_integers(self, node: NodeProto) -> Matrix:
        matrix = dequantised(self.stored, node.input[1].removesuffix(QUANTISED))
        return np.asarray(matrix * self._moved(node.input[0]), dtype=np.float32)

    def _from_blocks(self, node: NodeProto) -> Matrix:
        blocks, scales = self.stored[node.input[1]], self.stored[node.input[2]]
        values = (blocks.astype(np.float32) - _BYTE_ZERO) * scales[:, :, None]
        inputs = next(each.i for each in node.attribute if each.name == "K")
        return values.reshape(len(blocks), -1)[:, :inputs]

    def _moved(self, activations: str) -> Matrix | float:
        """float32[inputs, 1], what the activations were multiplied by before the product."""
        smoothed = activations.removesuffix(QUANTISED)
        if not smoothed.endswith(SMOOTHED):
            return 1.0
        return np.asarray(self.stored[smoothed.removesuffix(SMOOTHED) + FACTORS][:, None], dtype=np.float32)
