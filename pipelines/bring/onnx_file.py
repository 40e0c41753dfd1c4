"""A brought model's graph as one ONNX file with dynamic batch and length."""

import warnings
from pathlib import Path

from pipelines.bring.brought import BroughtModel
from pipelines.bring.loaded import quiet
from pipelines.bring.refusal import refused
from pipelines.export.graph_export import export_graph


def write_graph(model: BroughtModel, path: Path) -> None:
    """Write the graph to `path` in fp32.

    Raises:
        BadInputError: When the architecture cannot be exported.
    """
    try:
        with quiet(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            export_graph(model.graph, model.inputs, model.outputs, path, model.window)
    except Exception as error:  # noqa: BLE001 - the exporter raises types of its own for each step
        raise refused(
            f"torch cannot export its graph ({type(error).__name__}: {_last_line(error)})",
            "an architecture that torch.onnx.export takes, such as BERT, RoBERTa, ModernBERT or Qwen",
        ) from error


def _last_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:200] if lines else ""
