"""The table that replaces the model for queries: one learned weight per vocabulary entry."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search_app.errors import CorruptError

FILE_NAME = "query_weights.npy"


def read_query_weights(folder: Path, dimension: int) -> NDArray[np.float32]:
    """Return float32[dimension].

    Raises:
        CorruptError: When the file is no such array, or holds weights that are not finite.
    """
    path = folder / FILE_NAME
    try:
        weights = np.load(path, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise _unusable(path, str(error), dimension) from error
    if weights.shape != (dimension,) or weights.dtype != np.float32 or not np.all(np.isfinite(weights)):
        raise _unusable(path, f"{weights.dtype}{list(weights.shape)}", dimension)
    return np.asarray(weights)


def _unusable(path: Path, found: str, dimension: int) -> CorruptError:
    return CorruptError(
        f"query weights {path} cannot be used ({found})",
        f"finite float32[{dimension}]",
        "export the bundle again",
    )
