"""Bringing scores of different lanes to one scale."""

from collections.abc import Callable, Mapping, Sequence
from math import inf

import numpy as np
from numpy.typing import NDArray

from search_app.fusion.lane_parts import lane_weight
from search_app.records import Ranking

Normalise = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def normalised(
    rankings: Sequence[Ranking], weights: Mapping[str, float], normalise: Normalise
) -> list[list[float]]:
    """Return weight x normalised score of every hit of every ranking.

    Args:
        rankings: One per lane, best first.
        weights: {lane: factor}; a lane that is not named counts 1.
        normalise: Brings the scores of one lane, float64[n], to the common scale.
    """
    found, there_are = [], _there_are(rankings)
    for ranking in rankings:
        scaled = normalise(_with_the_rest(ranking, there_are))[: len(ranking.hits)]
        found.append((lane_weight(ranking, weights) * scaled).tolist())
    return found


def _there_are(rankings: Sequence[Ranking]) -> float:
    """Return how many passages there are to rank, which a short list of all of them tells; else infinity."""
    whole = [ranking for ranking in rankings if ranking.rest is None and len(ranking.hits) < ranking.asked]
    return min((len(ranking.hits) for ranking in whole if not ranking.failure), default=inf)


def _with_the_rest(ranking: Ranking, there_are: float) -> NDArray[np.float64]:
    """Return the scores of the hits, then of those missing in a list shorter than asked for."""
    scores = [hit.score for hit in ranking.hits]
    missing = int(min(ranking.asked, there_are)) - len(scores)
    if ranking.rest is not None and scores and missing > 0:
        scores += [ranking.rest] * missing
    return np.array(scores, dtype=np.float64)


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
