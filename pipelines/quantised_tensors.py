"""Tensors in 8 bits, as ONNX Runtime's `quantize_dynamic` stores them: integers, scales and zero points."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

QUANTISED = "_quantized"


def dequantised(stored: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """Return the float32 tensor behind `name`_quantized, `name`_scale and `name`_zero_point of a graph."""
    values, scale, zero = (
        stored[f"{name}{part}"].astype(np.float32) for part in (QUANTISED, "_scale", "_zero_point")
    )
    return np.asarray((values - zero) * scale, dtype=np.float32)
