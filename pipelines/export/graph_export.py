"""A torch module to a single ONNX file with dynamic batch and length."""

import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import onnx
import torch
from torch import nn

from pipelines.export.attention_guard import drop_attention_guards

OPSET = 20
PER_TEXT = frozenset(("prompt_length",))
"""Inputs that have one number a text; all others have one a token."""

_ROWS, _LENGTH = 2, 7
"""Of the sample: sizes of 0 or 1 would be taken for constants by torch.export."""


def export_graph(
    module: nn.Module, inputs: Sequence[str], outputs: Sequence[str], path: Path, longest: int = 512
) -> None:
    """Write `module` to `path` in fp32.

    Args:
        module: Takes int64[batch, length] tensors, in the order of `inputs`; int64[batch] for `PER_TEXT`.
        inputs: Names of the inputs.
        outputs: Names of what it returns, in order.
        path: The file; its folder exists.
        longest: Largest length.
    """
    batch, length = torch.export.Dim("batch", min=1), torch.export.Dim("length", min=1, max=longest)
    sizes = [(_ROWS,) if name in PER_TEXT else (_ROWS, _LENGTH) for name in inputs]
    shapes: tuple[Any, ...] = tuple(dict(enumerate((batch, length)[: len(size)])) for size in sizes)
    with torch.no_grad():
        program = torch.onnx.export(
            module.eval(),
            tuple(torch.ones(*size, dtype=torch.int64) for size in sizes),
            dynamo=True,
            dynamic_shapes=(shapes,) if _takes_any_number(module) else shapes,
            input_names=list(inputs),
            output_names=list(outputs),
            opset_version=OPSET,
            verbose=False,
        )
    model = cast(torch.onnx.ONNXProgram, program).model_proto  # what the dynamo exporter returns
    drop_attention_guards(model)
    onnx.save(model, path)


def _takes_any_number(module: nn.Module) -> bool:
    """Whether its inputs are `*inputs`, which torch.export counts as one argument."""
    kinds = [parameter.kind for parameter in inspect.signature(module.forward).parameters.values()]
    return kinds == [inspect.Parameter.VAR_POSITIONAL]
