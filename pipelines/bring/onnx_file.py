"""A brought model's graph as one ONNX file with dynamic batch and length."""

import warnings
from pathlib import Path
from typing import Any

import onnx
import torch

from pipelines.bring.brought import BroughtModel
from pipelines.bring.loaded import quiet
from pipelines.bring.refusal import refused
from pipelines.export.attention_guard import drop_attention_guards

OPSET = 20
_SAMPLE = (2, 7)
"""Sizes of 0 or 1 would be taken for constants."""


def write_graph(model: BroughtModel, path: Path) -> None:
    """Write the graph to `path` in fp32.

    Raises:
        BadInputError: When the architecture cannot be exported.
    """
    batch = torch.export.Dim("batch", min=1)
    length = torch.export.Dim("length", min=1, max=model.window)
    sample = tuple(_sample(name) for name in model.inputs)
    shapes = tuple({0: batch} if name == "prompt_length" else {0: batch, 1: length} for name in model.inputs)
    try:
        with quiet(), warnings.catch_warnings(), torch.no_grad():
            warnings.simplefilter("ignore")
            program: Any = torch.onnx.export(
                model.graph.eval(),
                sample,
                dynamo=True,
                dynamic_shapes=(shapes,),
                input_names=list(model.inputs),
                output_names=list(model.outputs),
                opset_version=OPSET,
                verbose=False,
            )
    except Exception as error:  # noqa: BLE001 - the exporter raises types of its own for each step
        raise refused(
            f"torch cannot export its graph ({type(error).__name__}: {_last_line(error)})",
            "an architecture that torch.onnx.export takes, such as BERT, RoBERTa, ModernBERT or Qwen",
        ) from error
    proto = program.model_proto
    drop_attention_guards(proto)
    onnx.save(proto, path)


def _sample(name: str) -> torch.Tensor:
    if name == "prompt_length":
        return torch.ones(_SAMPLE[0], dtype=torch.int64)
    return torch.ones(*_SAMPLE, dtype=torch.int64)


def _last_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:200] if lines else ""
