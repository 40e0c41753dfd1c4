"""From a run folder to a gated ONNX bundle: `run`."""

from pipelines.export.run import run

__all__ = ["run"]
