"""fp32 graphs to 8 bits: two ways, both with the embedding table compressed per row.

dynamic   int8 weights per output channel, activations quantised per tensor while running (ONNX Runtime's
          `quantize_dynamic`), after outliers have been moved into the weights (`pipelines.export.smoothing`).
          Products that contract, a feed-forward block's second, go by blocks as below: what comes out of
          the activation function has outliers in single tokens, which no scale per channel evens out.
          Fastest.
weights   every product by blocks: int8 weights in blocks along the input, activations quantised per block
          in the kernel (`MatMulNBits`, accuracy level 4). A vector does not depend on its neighbours in
          the batch.
"""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto

from pipelines.export.embedding_table import compress_embeddings
from pipelines.export.onnx_graph import weight_products, weight_shape
from pipelines.export.smoothing import largest_activations, smooth

Quantiser = Literal["dynamic", "weights"]
BLOCK = 128
INT8_ACTIVATIONS = 4
NARROW = 8


def quantise(
    source: Path,
    target: Path,
    how: Quantiser,
    feeds: Iterable[Mapping[str, NDArray[np.int64]]] = (),
    last_by_blocks: int = 0,
) -> None:
    """Write the 8-bit form of the graph in `source` to `target`.

    Args:
        source: An fp32 graph in one file.
        target: The file to write.
        how: See the module.
        feeds: Inputs typical for the graph; "dynamic" reads the range of each channel from them, and moves
            nothing without any.
        last_by_blocks: With "dynamic", so many products at the end go by blocks as well.
    """
    model = onnx.load(source)
    kept = set(narrow_products(model))
    if how == "dynamic":
        _dynamic(model, target, feeds, kept, last_by_blocks)
    else:
        onnx.save(compress_embeddings(_by_blocks(model, kept)), target)


def narrow_products(model: ModelProto) -> list[str]:
    """MatMul nodes with fewer than 8 columns: final scores, where 8 bits save nothing and cost most."""
    return [node.name for node in weight_products(model) if weight_shape(model, node)[1] < NARROW]


def _dynamic(
    model: ModelProto,
    target: Path,
    feeds: Iterable[Mapping[str, NDArray[np.int64]]],
    kept: set[str],
    last_by_blocks: int,
) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    products = [node for node in weight_products(model) if node.name not in kept]
    first = products[: len(products) - last_by_blocks]
    expanding = [node for node in first if not _contracts(*weight_shape(model, node))]
    largest = largest_activations(model, expanding, feeds)
    if largest:
        smooth(model, expanding, largest)
    if len(expanding) < len(products):
        model = _by_blocks(model, {*kept, *(node.name for node in expanding)})
    with tempfile.TemporaryDirectory() as folder:
        middle = Path(folder) / "middle.onnx"
        onnx.save(_bare(compress_embeddings(model)), middle)
        quantize_dynamic(
            middle,
            target,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=sorted(kept),
            # Behind a product by blocks its shape inference knows no type.
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT},
        )


def _contracts(inputs: int, outputs: int) -> bool:
    return inputs > outputs


def _by_blocks(model: ModelProto, kept: set[str]) -> ModelProto:
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    quantiser = MatMulNBitsQuantizer(
        model,
        bits=8,
        block_size=BLOCK,
        is_symmetric=True,
        accuracy_level=INT8_ACTIVATIONS,
        nodes_to_exclude=sorted(kept),
    )
    quantiser.process()
    result: ModelProto = quantiser.model.model
    return result


def _bare(model: ModelProto) -> ModelProto:
    """Without stored shapes: the quantiser infers its own, and stale ones stop it."""
    del model.graph.value_info[:]
    return model
