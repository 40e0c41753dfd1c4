"""Bringing scores of different lanes to one scale."""

import numpy as np
from numpy.typing import NDArray


def min_max(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Map float64[n] linearly onto [0, 1]; all equal scores become 1, since every one is the best."""
    if scores.size == 0:
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high == low:
        return np.ones_like(scores)
    return (scores - low) / (high - low)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Map float64[n] to probabilities, exp(score) over the sum of all."""
    if scores.size == 0:
        return scores
    raised = np.exp(scores - float(scores.max()))
    shares: NDArray[np.float64] = raised / raised.sum()
    return shares


def z_score_above_lowest(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Map float64[n] to standard deviations above the lowest; all equal scores become 1."""
    if scores.size == 0:
        return scores
    deviation = float(scores.std())
    if deviation == 0.0:
        return np.ones_like(scores)
    return (scores - float(scores.min())) / deviation
