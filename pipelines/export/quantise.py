"""fp32 graphs to 8 bits: two ways, both with the embedding table compressed per row.

dynamic   int8 weights per output channel, activations quantised per tensor while running
          (ONNX Runtime's `quantize_dynamic`). Fastest.
weights   int8 weights in blocks along the input, activations quantised per block in the kernel
          (`MatMulNBits`, accuracy level 4). Closest to fp32, because one outlier channel no longer
          sets the scale for a whole activation tensor.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import onnx

from pipelines.export.embedding_table import compress_embeddings

Quantiser = Literal["dynamic", "weights"]
BLOCK = 64
INT8_ACTIVATIONS = 4
NARROW = 8


def quantise(source: Path, target: Path, how: Quantiser, exclude: Sequence[str] = ()) -> None:
    """Write the 8-bit form of the graph in `source` to `target`.

    Args:
        source: An fp32 graph in one file.
        target: The file to write.
        how: See the module.
        exclude: Names of MatMul nodes that stay in fp32.
    """
    if how == "dynamic":
        _dynamic(source, target, exclude)
    else:
        _weights(source, target, exclude)


def _dynamic(source: Path, target: Path, exclude: Sequence[str]) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        middle = Path(folder) / "embeddings.onnx"
        onnx.save(_bare(compress_embeddings(onnx.load(source))), middle)
        quantize_dynamic(
            middle,
            target,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=[*exclude, *narrow_products(source)],
            extra_options={"MatMulConstBOnly": True},
        )


def narrow_products(source: Path) -> list[str]:
    """MatMul nodes with fewer than 8 columns: final scores, where 8 bits save nothing and cost most."""
    graph = onnx.load(source, load_external_data=False).graph
    shapes = {entry.name: tuple(entry.dims) for entry in graph.initializer}
    products = (node for node in graph.node if node.op_type == "MatMul" and node.input[1] in shapes)
    return [node.name for node in products if not _wide(shapes[node.input[1]])]


def _wide(shape: tuple[int, ...]) -> bool:
    return len(shape) == 2 and shape[1] >= NARROW


def _weights(source: Path, target: Path, exclude: Sequence[str]) -> None:
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    quantiser = MatMulNBitsQuantizer(
        onnx.load(source),
        bits=8,
        block_size=BLOCK,
        is_symmetric=True,
        accuracy_level=INT8_ACTIVATIONS,
        nodes_to_exclude=list(exclude),
    )
    quantiser.process()
    onnx.save(compress_embeddings(quantiser.model.model), target)


def _bare(model: onnx.ModelProto) -> onnx.ModelProto:
    """Without stored shapes: the quantiser infers its own, and stale ones stop it."""
    del model.graph.value_info[:]
    return model
