"""Looking at an ONNX graph and tidying it: what the passes over fp32 graphs share."""

from onnx import ModelProto, NodeProto


def weight_products(model: ModelProto) -> list[NodeProto]:
    """MatMul nodes whose right side is a stored matrix."""
    matrices = {entry.name for entry in model.graph.initializer if len(entry.dims) == 2}
    return [node for node in model.graph.node if node.op_type == "MatMul" and node.input[1] in matrices]


def weight_shape(model: ModelProto, product: NodeProto) -> tuple[int, int]:
    """(inputs, outputs) of a product's stored matrix."""
    entry = next(entry for entry in model.graph.initializer if entry.name == product.input[1])
    rows, columns = entry.dims
    return rows, columns


def drop_unread(model: ModelProto) -> None:
    """Remove stored tensors that no node reads and that are no output."""
    read = {name for node in model.graph.node for name in node.input}
    read |= {entry.name for entry in model.graph.output}
    kept = [entry for entry in model.graph.initializer if entry.name in read]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
