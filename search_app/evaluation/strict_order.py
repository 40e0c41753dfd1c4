"""Scores that leave no tool a choice."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_MAGNITUDE = 0x7FFFFFFF
_INFINITY = 0x7F800000


def strictly_decreasing(scores: Sequence[float]) -> list[float]:
    """Return the scores as float32 values that fall from each to the next.

    Evaluation tools break ties each in their own way (trec_eval by falling document id, in float32): BM25
    on NFCorpus reads .3206 or .3218. So a score that does not fall below the one before it is set to the
    next smaller float32, which leaves the order and moves nothing else.

    Args:
        scores: Not rising, best first.
    """
    found = np.asarray(scores, dtype=np.float32)
    if found.size and not bool((np.diff(found) < 0).all()):
        # Neighbouring floats have neighbouring ordinals: each falls at least one below the one before.
        places = np.arange(found.size)
        found = _of_ordinals(np.minimum.accumulate(_ordinals(found) + places) - places)
    listed: list[float] = found.tolist()
    return listed


def _ordinals(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Number floats in their order, both zeros 0."""
    bits = scores.view(np.int32).astype(np.int64)
    return np.where(bits < 0, -(bits & _MAGNITUDE), bits)


def _of_ordinals(ordinals: NDArray[np.int64]) -> NDArray[np.float32]:
    magnitude = np.minimum(np.abs(ordinals), _INFINITY).astype(np.int32).view(np.float32)
    return np.where(ordinals < 0, -magnitude, magnitude)
