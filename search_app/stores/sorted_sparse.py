"""A sparse vector as an engine returns it."""

from collections.abc import Sequence

import numpy as np

from search_app.records import SparseVector


def sorted_sparse(indices: Sequence[int], values: Sequence[float]) -> SparseVector:
    """Build the record, sorted by index whatever order the engine kept."""
    order = np.argsort(np.asarray(indices, dtype=np.uint32))
    return SparseVector(
        np.asarray(indices, dtype=np.uint32)[order], np.asarray(values, dtype=np.float32)[order]
    )
