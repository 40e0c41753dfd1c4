"""How far an exported graph is from the model it came from."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

SHAPES = ((1, 1), (1, 512), (33, 7))
TOLERANCE = 1e-4


def shape_parity(module: nn.Module, graph: Path, inputs: Sequence[str], vocabulary: int) -> dict[str, float]:
    """Return {"1x1": largest absolute difference of the first output, …} on random tokens.

    Args:
        module: The torch module that was exported.
        graph: Its fp32 ONNX file.
        inputs: Names of the graph's inputs.
        vocabulary: Token ids are drawn below this.
    """
    session = open_session(graph)
    draw = np.random.default_rng(13)
    found = {}
    for rows, length in SHAPES:
        feeds = random_feeds(draw, rows, length, inputs, vocabulary)
        found[f"{rows}x{length}"] = difference(module, session, feeds)
    return found


def random_feeds(
    draw: np.random.Generator, rows: int, length: int, inputs: Sequence[str], vocabulary: int
) -> dict[str, NDArray[np.int64]]:
    """Random tokens, with the end of every other row masked."""
    feeds = {"input_ids": draw.integers(vocabulary // 2, vocabulary, (rows, length))}
    feeds["attention_mask"] = np.ones((rows, length), dtype=np.int64)
    feeds["attention_mask"][1::2, (length + 1) // 2 :] = 0
    if "token_type_ids" in inputs:
        feeds["token_type_ids"] = np.zeros((rows, length), dtype=np.int64)
        feeds["token_type_ids"][:, length // 3 :] = 1
    return feeds


def difference(module: nn.Module, session: Any, feeds: Mapping[str, NDArray[np.int64]]) -> float:
    """Largest absolute difference of the first output."""
    with torch.no_grad():
        expected = module(*(torch.from_numpy(array) for array in feeds.values()))
    first = expected[0] if isinstance(expected, tuple) else expected
    found = session.run(None, dict(feeds))[0]
    return float(np.abs(found - first.numpy()).max())


def open_session(graph: Path) -> Any:
    """An ONNX Runtime session on the CPU."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
