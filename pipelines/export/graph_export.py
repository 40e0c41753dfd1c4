"""A torch module to a single ONNX file with dynamic batch and length."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import onnx
import torch
from torch import nn

from pipelines.export.attention_guard import drop_attention_guards

OPSET = 20


def export_graph(module: nn.Module, inputs: Sequence[str], outputs: Sequence[str], path: Path) -> None:
    """Write `module` to `path` in fp32.

    Args:
        module: Takes int64[batch, length] tensors, in the order of `inputs`.
        inputs: Names of the inputs.
        outputs: Names of what it returns, in order.
        path: The file; its folder exists.
    """
    batch, length = torch.export.Dim("batch", min=1), torch.export.Dim("length", min=1, max=512)
    # Sizes of 0 or 1 would be taken for constants by torch.export, so the sample has neither.
    sample = tuple(torch.ones(2, 7, dtype=torch.int64) for _ in inputs)
    shapes = tuple({0: batch, 1: length} for _ in inputs)
    with torch.no_grad():
        program = torch.onnx.export(
            module.eval(),
            sample,
            dynamo=True,
            dynamic_shapes=shapes,
            input_names=list(inputs),
            output_names=list(outputs),
            opset_version=OPSET,
            verbose=False,
        )
    model = cast(torch.onnx.ONNXProgram, program).model_proto  # what the dynamo exporter returns
    drop_attention_guards(model)
    onnx.save(model, path)
